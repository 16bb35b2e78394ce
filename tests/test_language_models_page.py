"""docs/language-models.md: its settings can be read, and its call is answered as it says."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from paperatlas import Atlas
from paperatlas.model_context import Limits
from paperatlas.model_context.answering import Answering
from paperatlas.model_context.tools import tools

CALL = re.compile(
    r"calls `(\w+)`:\n\n```json\n(.+)\n```\n\nand is answered:\n\n```text\n((?:.*\n)*?)```"
)


@pytest.fixture(scope="module")
def page(root):
    return (root / "docs" / "language-models.md").read_text("utf-8")


def answered(atlas, tool, arguments):
    return Answering(Atlas.open(atlas), Limits()).reply(tool, json.loads(arguments)).text + "\n"


def test_the_call_is_answered_as_the_page_says(page, root):
    tool, arguments, text = CALL.search(page).groups()
    assert answered(root / "graph", tool, arguments) == text


def test_every_setting_starts_the_command(page):
    blocks = [json.loads(block) for block in re.findall(r"```json\n(\{\n(?:.*\n)*?)```", page)]
    assert len(blocks) == 2
    for block in blocks:
        (servers,) = block.values()
        assert servers["paperatlas"]["command"].endswith("/paperatlas")
        assert servers["paperatlas"]["args"][0] == "mcp"


def test_every_tool_is_named(page):
    listed = re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE)
    assert listed == [tool.name for tool in tools(Limits())]


def test_the_limits_are_those_of_the_program(page):
    limits = Limits()
    for told in (
        f"after {limits.seconds:g} seconds",
        f"{limits.rows} rows unless",
        f"at most {limits.most}, at most {limits.size:,} characters",
        f"{limits.found:,} rows that a query may find",
        f"{limits.memory // 10**9} GB of memory",
    ):
        assert told in page


def refresh(path):
    """Write the answer to the page's call into it."""
    text = path.read_text("utf-8")
    found = CALL.search(text)
    said = answered(Path("graph"), found[1], found[2])
    path.write_text(text[: found.start(3)] + said + text[found.end(3) :], "utf-8")


if __name__ == "__main__":
    refresh(Path("docs/language-models.md"))
