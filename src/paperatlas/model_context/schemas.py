"""Schemas: what the tools answer, as JSON Schema, and the pieces that their arguments share."""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]

TEXT: Schema = {"type": "string", "minLength": 1, "maxLength": 500}
_STRING: Schema = {"type": "string"}
NUMBER: Schema = {"type": "integer", "minimum": 0}
_TEXTS: Schema = {"type": "array", "items": _STRING}
_NULLABLE: Schema = {"type": ["string", "null"]}

_QUOTE: Schema = {
    "type": "object",
    "properties": {
        **dict.fromkeys(("paper", "concept", "role", "words", "sentence", "source"), _STRING),
        **dict.fromkeys(("number", "start", "end"), NUMBER),
    },
    "required": ["number", "paper", "concept", "role", "words", "sentence", "start", "end"],
}
_ROW: Schema = {
    "type": "object",
    "properties": {
        "cells": {"type": "object"},
        "quotes": {"type": "array", "items": NUMBER},
        "more_quotes": NUMBER,
    },
    "required": ["cells", "quotes", "more_quotes"],
}
_PAPER: Schema = {
    "type": "object",
    "properties": dict.fromkeys(("title", "issued", "link"), _NULLABLE),
}
PAGE: Schema = {
    "type": "object",
    "properties": {
        "title": {"type": "string"},
        "note": {"type": "string"},
        "facts": {"type": "object", "additionalProperties": _TEXTS},
        "total": NUMBER,
        "offset": NUMBER,
        "next_offset": {"type": ["integer", "null"]},
        "columns": _TEXTS,
        "rows": {"type": "array", "items": _ROW},
        "quotes": {"type": "array", "items": _QUOTE},
        "papers": {"type": "object", "additionalProperties": _PAPER},
    },
    "required": ["title", "note", "total", "offset", "columns", "rows", "quotes", "papers"],
}
QUESTIONS: Schema = {
    "type": "object",
    "properties": {"questions": {"type": "array", "items": {"type": "object"}}},
    "required": ["questions"],
}
