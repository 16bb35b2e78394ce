"""docs/language-models.md: its settings start a server, its call is answered as it says."""

from __future__ import annotations

import asyncio
import json
import os
import re
import sys
from pathlib import Path

import pytest
from mcp import Client, StdioServerParameters

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


def test_every_setting_starts_a_server_that_answers(page, root):
    def here(text):
        text = text.replace("/home/me/paperatlas", "${workspaceFolder}")
        command = str(Path(sys.executable).with_name("paperatlas"))
        there = text.replace("${workspaceFolder}/.venv/bin/paperatlas", command)
        return there.replace("${workspaceFolder}", str(root))

    async def tools_of(command, *words):
        paths = {"PYTHONPATH": os.environ.get("PYTHONPATH", "")}
        server = StdioServerParameters(command=command, args=[*words], env=paths)
        async with Client(server) as client:
            return [tool.name for tool in (await client.list_tools()).tools]

    blocks = [json.loads(block) for block in re.findall(r"```json\n(\{\n(?:.*\n)*?)```", page)]
    settings = [servers["paperatlas"] for block in blocks for servers in block.values()]
    commands = [[its["command"], *its["args"]] for its in settings]
    commands += [
        line.split() for line in re.findall(r"^c\w+ mcp add paperatlas -- (.*)", page, re.MULTILINE)
    ]
    assert len(commands) == 4
    for command in commands:
        found = asyncio.run(tools_of(*map(here, command)))
        assert found == [tool.name for tool in tools(Limits())]


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
