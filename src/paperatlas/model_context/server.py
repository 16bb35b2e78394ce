"""Server: tools, resources and a prompt, as the Model Context Protocol has them.

The protocol: https://modelcontextprotocol.io/specification. Over it every error of a tool is an
answer that a model can read and act on; only what no tool stands for is an error of the protocol.
"""

from __future__ import annotations

import asyncio
import re
import signal
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Protocol

from mcp import MCPError
from mcp.server import Server
from mcp.server.stdio import stdio_server
from mcp_types import (
    INVALID_PARAMS,
    CallToolRequestParams,
    CallToolResult,
    GetPromptRequestParams,
    GetPromptResult,
    ListPromptsResult,
    ListResourcesResult,
    ListResourceTemplatesResult,
    ListToolsResult,
    Prompt,
    PromptArgument,
    PromptMessage,
    ReadResourceRequestParams,
    ReadResourceResult,
    Resource,
    ResourceTemplate,
    TextContent,
    TextResourceContents,
    ToolAnnotations,
)
from mcp_types import Tool as ToolOffer

from .. import __version__
from ..ontology import CONCEPT_TYPES, ontology
from .process import WorkerProcess
from .quotation import safe
from .tools import tools

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .limits import Limits
    from .page import Reply

_ONTOLOGY = "paperatlas://ontology"
_KINDS = ("paper", *CONCEPT_TYPES)
_THING = re.compile(rf"paperatlas://id/({'|'.join(_KINDS)})/(.+)")
_SURVEY = Prompt(
    name="survey",
    title="What do the papers say about …?",
    description="A short account of one concept in which every claim has its quote.",
    arguments=[PromptArgument(name="concept", description="any name of it", required=True)],
)


class Answers(Protocol):
    """What answers the calls of tools."""

    async def reply(self, tool: str, arguments: Mapping[str, object]) -> Reply:
        """Answer one call; what goes wrong is an answer, too."""


class _Offers:
    """What the server offers, method by method of the protocol."""

    def __init__(self, answers: Answers, limits: Limits) -> None:
        self._answers = answers
        self._tools = tools(limits)

    async def list_tools(self, *_: object) -> ListToolsResult:
        hints = ToolAnnotations(
            read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
        )
        return ListToolsResult(
            tools=[
                ToolOffer(
                    name=tool.name,
                    title=tool.title,
                    description=tool.description,
                    input_schema=tool.arguments,
                    output_schema=tool.answer,
                    annotations=hints,
                )
                for tool in self._tools
            ]
        )

    async def call_tool(self, _: object, asked: CallToolRequestParams) -> CallToolResult:
        names = [tool.name for tool in self._tools]
        if asked.name not in names:
            raise _unknown("tool", asked.name, f"there are {', '.join(names)}")
        reply = await self._answers.reply(asked.name, asked.arguments or {})
        text = TextContent(type="text", text=reply.text)
        return CallToolResult(content=[text], structured_content=reply.data, is_error=reply.failed)

    async def list_resources(self, *_: object) -> ListResourcesResult:
        what = "What the classes and properties of the graph mean, in Turtle."
        resource = Resource(
            uri=_ONTOLOGY, name="ontology", description=what, mime_type="text/turtle"
        )
        return ListResourcesResult(resources=[resource])

    async def list_templates(self, *_: object) -> ListResourceTemplatesResult:
        what = f"One thing with its quotes; kind is one of {', '.join(_KINDS)}."
        template = ResourceTemplate(
            uri_template="paperatlas://id/{kind}/{name}",
            name="thing",
            title="A paper or concept",
            description=f"{what} method:rlhf is paperatlas://id/method/rlhf.",
            mime_type="text/plain",
        )
        return ListResourceTemplatesResult(resource_templates=[template])

    async def read_resource(
        self, _: object, asked: ReadResourceRequestParams
    ) -> ReadResourceResult:
        text, media_type = await self._resource(asked.uri)
        contents = TextResourceContents(uri=asked.uri, text=text, mime_type=media_type)
        return ReadResourceResult(contents=[contents])

    async def list_prompts(self, *_: object) -> ListPromptsResult:
        return ListPromptsResult(prompts=[_SURVEY])

    async def get_prompt(self, _: object, asked: GetPromptRequestParams) -> GetPromptResult:
        if asked.name != _SURVEY.name:
            raise _unknown("prompt", asked.name, f"there is {_SURVEY.name}")
        concept = (asked.arguments or {}).get("concept", "")
        if not concept.strip():
            raise MCPError(INVALID_PARAMS, "the prompt needs 'concept', any name of it")
        text = _document("survey.md").replace("{concept}", safe(concept))
        message = PromptMessage(role="user", content=TextContent(type="text", text=text))
        return GetPromptResult(description=_SURVEY.description, messages=[message])

    async def _resource(self, uri: str) -> tuple[str, str]:
        """Return a resource's text and media type; MCPError where there is none."""
        if uri == _ONTOLOGY:
            return ontology().decode(), "text/turtle"
        found = _THING.fullmatch(uri)
        if found is None:
            cure = f"there are {_ONTOLOGY} and paperatlas://id/{{kind}}/{{name}}"
            raise _unknown("resource", uri, cure)
        reply = await self._answers.reply("describe", {"thing": f"{found[1]}:{found[2]}"})
        if reply.failed:
            raise MCPError(INVALID_PARAMS, reply.text)
        return reply.text, "text/plain"


def server(answers: Answers, limits: Limits) -> Server[Any]:
    """Return a server over ``answers``, ready to be run on any transport."""
    offers = _Offers(answers, limits)
    return Server(
        "paperatlas",
        version=__version__,
        title="Paperatlas",
        description="A graph of research papers in which every statement carries its quote.",
        instructions=_document("instructions.md"),
        on_list_tools=offers.list_tools,
        on_call_tool=offers.call_tool,
        on_list_resources=offers.list_resources,
        on_list_resource_templates=offers.list_templates,
        on_read_resource=offers.read_resource,
        on_list_prompts=offers.list_prompts,
        on_get_prompt=offers.get_prompt,
    )


def serve(place: str, limits: Limits) -> None:
    """Serve the atlas in a folder or remote store on standard input and output, until it ends.

    Raises:
        GraphError: there is no atlas.

    """
    asyncio.run(_serve(place, limits))


async def _serve(place: str, limits: Limits) -> None:
    process = WorkerProcess(place, limits)
    try:
        await process.start()
        # A thread waits for standard input, and would hold up any end in good order.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        app = server(process, limits)
        async with stdio_server() as (incoming, outgoing):
            await app.run(incoming, outgoing, app.create_initialization_options())
    finally:
        await process.close()


def _unknown(what: str, name: str, cure: str) -> MCPError:
    return MCPError(INVALID_PARAMS, f"no {what} is called {safe(name)[:100]!r} ({cure})")


def _document(name: str) -> str:
    return files(__package__).joinpath(name).read_text("utf-8").strip()
