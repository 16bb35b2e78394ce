"""Run the command line with ``python -m paperatlas``."""

from .cli import main

main(prog_name="paperatlas")
