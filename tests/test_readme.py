"""The README's commands run, and print what it says they print."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from paperatlas.cli import main

BLOCK = re.compile(r"```console\n\$ paperatlas (.+)\n((?:.*\n)*?)```")


@pytest.fixture(scope="module")
def readme(root):
    return (root / "README.md").read_text("utf-8")


def test_the_two_commands_come_first(readme):
    lines = [line for line in readme.splitlines() if line]
    assert lines[2].startswith("make atlas ")
    assert lines[3].startswith("make test ")


def test_every_command_prints_what_the_readme_says(readme, root, tmp_path, monkeypatch):
    shutil.copytree(root / "seeds", tmp_path / "seeds")
    shutil.copytree(root / "tests" / "gold", tmp_path / "tests" / "gold")
    monkeypatch.chdir(tmp_path)
    blocks = BLOCK.findall(readme)
    assert len(blocks) == 7
    for command, expected in blocks:
        result = CliRunner().invoke(main, shlex.split(command))
        assert result.exit_code == 0, result.output
        if expected:
            assert [line.rstrip() for line in result.output.splitlines()] == [
                line.rstrip() for line in expected.splitlines()
            ]

    plots = sorted(file.name for file in (root / "docs" / "plots").iterdir())
    assert plots == sorted(re.findall(r"\]\(docs/plots/(.+?)\)", readme))
    for plot in plots:
        drawn = (tmp_path / "docs" / "plots" / plot).read_bytes()
        assert drawn == (root / "docs" / "plots" / plot).read_bytes()


def test_every_command_is_named(readme):
    for command in main.commands:
        assert f"paperatlas {command}" in readme


def test_the_files_that_a_build_writes_are_the_files_that_the_readme_lists(readme, root):
    listed = re.findall(r"^\| `([\w.]+)` \|", readme, flags=re.MULTILINE)
    assert sorted(listed) == sorted(file.name for file in (root / "graph").glob("[!.]*"))


def refresh(path):
    """Write what every command prints into the README, and its plots beside it.

    ``python tests/test_readme.py`` (or ``make figures``) does it.
    """

    def block(match):
        shown = match[2] or "-f plot" in match[1]
        output = CliRunner().invoke(main, shlex.split(match[1])).output if shown else ""
        lines = "".join(f"{line.rstrip()}\n" for line in output.splitlines())
        return f"```console\n$ paperatlas {match[1]}\n{lines}```"

    path.write_text(BLOCK.sub(block, path.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    refresh(Path("README.md"))
