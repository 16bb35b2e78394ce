"""SPARQL as text: its tokens, what a question may not do, and values put in for variables.

A question only reads: before it runs it is cut into the tokens of SPARQL 1.1
(https://www.w3.org/TR/sparql11-query/#sparqlGrammar), and SERVICE, FROM and every form of update
are refused there, because Oxigraph has no switch for them and would reach out to the network.

Bindings take the place of whole variable tokens, each written by Oxigraph's own serializer as one
token, so that no value can change the shape of a query. pyoxigraph's ``substitutions`` are not
used: they demand that every bound variable is selected, and do not reach into sub-selects.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import TYPE_CHECKING

import pyoxigraph as ox

from .errors import GraphError, QuestionError, RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


# The tokens of SPARQL 1.1. A word is a keyword or the name of a function. Escapes are held to what
# the grammar allows, so that no text can be one string here and several to Oxigraph.
_START = (
    r"A-Za-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u037D\u037F-\u1FFF\u200C\u200D"
    r"\u2070-\u218F\u2C00-\u2FEF\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD\U00010000-\U000EFFFF"
)
_NAME = rf"_{_START}0-9\u00B7\u0300-\u036F\u203F\u2040"
_LOCAL = rf"(?:[{_NAME}:-]|%[0-9A-Fa-f]{{2}}|\\[_~.\-!$&'()*+,;=/?#@%])"
_ESCAPE = (
    r"\\[tbnrf\\\"']|\\u(?![Dd][89A-Fa-f])[0-9A-Fa-f]{4}"
    r"|\\U000[1-9A-Fa-f][0-9A-Fa-f]{4}|\\U0010[0-9A-Fa-f]{4}"
)
_BLANK = re.compile(r"(?:[ \t\r\n]+|#[^\r\n]*)*")
_TOKEN = re.compile(
    rf"""
    (?P<iri>    <(?:[^<>"{{}}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{{4}}|\\U[0-9A-Fa-f]{{8}})*> )
  | (?P<string> \"\"\"(?:\"{{0,2}}(?:[^\"\\]|{_ESCAPE}))*\"\"\"
              | '''(?:'{{0,2}}(?:[^'\\]|{_ESCAPE}))*'''
              | \"(?:[^\"\\\r\n]|{_ESCAPE})*\" | '(?:[^'\\\r\n]|{_ESCAPE})*' )
  | (?P<var>    [?$][_{_START}0-9][{_NAME}]* )
  | (?P<lang>   @[A-Za-z]+(?:-[A-Za-z0-9]+)* )
  | (?P<pname>  (?:[_{_START}](?:[{_NAME}.-]*[{_NAME}-])?)?:(?:{_LOCAL}(?:\.*{_LOCAL})*)? )
  | (?P<number> [0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)? )
  | (?P<word>   [_{_START}][{_NAME}]* )
  | (?P<sign>   [^\\\"'] )
  | (?P<end>    \Z )
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Token:
    """A token, the blanks before it, and where it begins; `str` gives both back as they stood."""

    kind: str
    blank: str
    text: str
    at: int

    def __str__(self) -> str:
        """Return the blanks and the token."""
        return self.blank + self.text

    @property
    def word(self) -> str:
        """The keyword in capitals, or the sign; empty for everything else."""
        return self.text.upper() if self.kind in {"word", "sign"} else ""


def tokens_of(sparql: str) -> list[Token]:
    """Cut a query into tokens; a comment becomes blanks, so that what it hides is never run."""
    tokens: list[Token] = []
    at = 0
    while not tokens or tokens[-1].kind != "end":
        start = _BLANK.match(sparql, at).end()  # type: ignore[union-attr]  # matches nothing, too
        found = _TOKEN.match(sparql, start)
        if found is None:
            what = "a quotation mark without its pair, or a backslash outside a text"
            raise QuestionError(what, where=_place(sparql, start), cure="close or remove it")
        blank = re.sub(r"[^\r\n]", " ", sparql[at:start])
        tokens.append(Token(str(found.lastgroup), blank, found.group(), start))
        at = found.end()
    return tokens


_UPDATES = {"ADD", "CLEAR", "COPY", "CREATE", "DELETE", "DROP", "INSERT", "LOAD", "MOVE", "WITH"}
_OUTWARD = {
    "SERVICE": ("SERVICE would send the question to another server", "ask this atlas alone"),
    "FROM": ("FROM would ask another document", "leave it out: the whole atlas is asked"),
}


def refuse(
    sparql: str, tokens: list[Token], prefixes: Mapping[str, str], *, datasets: bool = False
) -> None:
    """Raise QuestionError for what a question may not do, and for a prefix nobody declared.

    ``datasets`` lets FROM stand: Oxigraph takes it for graphs of the store, and fetches nothing.

    SERVICE is refused as any part of a word or of a prefix: Oxigraph needs no blank between two
    keywords, so that "trueSERVICE" is two of them.
    """
    declared = {*prefixes, "_"}
    for before, token in zip([tokens[-1], *tokens], tokens, strict=False):
        name = token.text.partition(":")[0] if token.kind == "pname" else token.word
        what = cure = ""
        outward = [word for word in _OUTWARD if word in name.upper()]
        if outward and not (datasets and name.upper() == "FROM"):
            what, cure = _OUTWARD[outward[0]]
        elif token.word in _UPDATES:
            what = f"{token.word} would change the graph, and a question only reads"
            cure = "begin with SELECT, ASK, CONSTRUCT or DESCRIBE"
        elif before.word == "PREFIX":
            declared.add(name)
        elif token.kind == "pname" and name not in declared:
            near = get_close_matches(name, sorted(declared), 1)
            what = f"the prefix '{name}:' is not declared"
            cure = f"did you mean '{near[0]}:'?" if near else f"write PREFIX {name}: <…> first"
        if what:
            refused = RefusedError if outward or token.word in _UPDATES else QuestionError
            raise refused(what, where=_place(sparql, token.at), cure=cure)


def graphs_from(tokens: list[Token], prefixes: Mapping[str, str]) -> list[str]:
    """Return the IRIs after FROM and FROM NAMED, as far as the query writes them in full.

    >>> graphs_from(tokens_of("ASK FROM <http://e/a> FROM NAMED e:b {}"), {"e": "http://e/"})
    ['http://e/a', 'http://e/b']
    >>> graphs_from(tokens_of("ASK {}"), {})
    []
    """
    known, found = dict(prefixes), []
    for i, token in enumerate(tokens[:-2]):
        after = tokens[i + 1]
        if token.word == "PREFIX":
            known[after.text.partition(":")[0]] = tokens[i + 2].text[1:-1]
        elif token.word == "FROM":
            graph = tokens[i + 2] if after.word == "NAMED" else after
            prefix, colon, local = graph.text.partition(":")
            if graph.kind == "iri":
                found.append(graph.text[1:-1])
            elif colon and prefix in known:
                found.append(known[prefix] + local)
    return found


def bind(sparql: str, tokens: list[Token], terms: dict[str, str]) -> list[Token]:
    """Put the terms where the variables of their names stand.

    A term cannot stand everywhere a variable can: a selected variable becomes ``(term AS ?name)``,
    one that is grouped or ordered by becomes ``(term)``, and ``BOUND(?name)`` becomes ``(true)``.
    A query that gives the variable a value of its own is refused.
    """
    used = {token.text[1:] for token in tokens if token.kind == "var"}
    for name in terms:
        if name not in used:
            near = get_close_matches(name, sorted(used), 1)
            what = f"the query has no variable '{name}' to bind"
            cure = f"did you mean '{near[0]}'?" if near else f"it has: {', '.join(sorted(used))}"
            raise QuestionError(what, cure=cure)
    clauses = clauses_of(tokens)
    bound = list(tokens)
    for i, token in enumerate(tokens):
        name = token.text[1:]
        if token.kind != "var" or name not in terms:
            continue
        text = terms[name]
        if tokens[i - 1].word == "AS" or clauses[i] == "values":
            what = f"'{token.text}' is a parameter, and the query gives it a value itself"
            raise QuestionError(what, where=_place(sparql, token.at), cure="rename one of them")
        if tokens[i - 2].word == "BOUND":
            bound[i - 2], text = replace(tokens[i - 2], text=""), "true"
        elif clauses[i] == "select":
            text = f"({text} AS ?{name})"
        elif clauses[i] == "sub-select":
            text = f"({text} AS ?{name}_at_{token.at})"
        elif clauses[i].removeprefix("sub-") in {"by", "group"}:
            text = f"({text})"
        bound[i] = replace(token, text=text)
    return bound


def clauses_of(tokens: list[Token]) -> list[str]:
    """Name the clause of every token where a variable stands bare.

    That is "select", "by" (GROUP, ORDER, HAVING) or "values", with "sub-" inside a sub-select, and
    "" anywhere else, within brackets too.
    """
    opening = {"SELECT": "select", "ORDER": "by", "GROUP": "group", "HAVING": "group"}
    clauses: list[str] = []
    clause, brackets, braces = "", 0, 0
    for token in tokens:
        word = token.word
        brackets += (word == "(") - (word == ")")
        braces += (word == "{") - (word == "}")
        if word in opening:
            clause = ("sub-" if braces else "") + opening[word]
        elif word == "VALUES":
            clause = "values"
        elif word in {"WHERE", "{", "}", "LIMIT", "OFFSET"}:
            clause = ""
        clauses.append("" if brackets and clause != "values" else clause)
    return clauses


def _place(sparql: str, at: int) -> str:
    return f"line {sparql.count(chr(10), 0, at) + 1}, column {at - sparql.rfind(chr(10), 0, at)}"


@contextmanager
def one_door(sparql: str, *, bound: bool = False) -> Iterator[None]:
    """Translate what Oxigraph raises, in words that say where and what to write instead."""
    try:
        yield
    except SyntaxError as error:
        if bound:
            what = "the value of a parameter cannot stand where the query uses it"
            raise QuestionError(what, cure="give an IRI where the query needs one") from error
        raise _unreadable(sparql, str(error.msg)) from error
    except (RuntimeError, ValueError, OSError) as error:
        if str(error).startswith(("Corruption", "IO error")):
            cure = "delete the folder .store in the atlas's: it is made again"
            raise GraphError("the store on disk is damaged", cure=cure) from error
        raise QuestionError(f"the query cannot be answered: {error}") from error


# The bare words of SPARQL 1.1: keywords, then functions.
_WORDS = frozenset(
    re.findall(
        r"\w+",
        """
    A ADD ALL AS ASC ASK BASE BIND BY CLEAR CONSTRUCT COPY CREATE DATA DEFAULT DELETE DESC DESCRIBE
    DISTINCT DROP EXISTS FALSE FILTER FROM GRAPH GROUP HAVING IN INSERT INTO LIMIT LOAD MINUS MOVE
    NAMED NOT OFFSET OPTIONAL ORDER PREFIX REDUCED SELECT SEPARATOR SERVICE SILENT TO TRUE UNDEF
    UNION USING VALUES WHERE WITH ABS AVG BNODE BOUND CEIL COALESCE CONCAT CONTAINS COUNT DATATYPE
    DAY ENCODE_FOR_URI FLOOR GROUP_CONCAT HOURS IF IRI ISBLANK ISIRI ISLITERAL ISNUMERIC ISURI LANG
    LANGMATCHES LCASE MAX MD5 MIN MINUTES MONTH NOW RAND REGEX REPLACE ROUND SAMETERM SAMPLE SECONDS
    SHA1 SHA256 SHA384 SHA512 STR STRAFTER STRBEFORE STRDT STRENDS STRLANG STRLEN STRSTARTS STRUUID
    SUBSTR SUM TIMEZONE TZ UCASE URI UUID YEAR
        """,
    )
)


def _unreadable(sparql: str, message: str) -> QuestionError:
    """Oxigraph says ``error at 1:20: expected one of …``; say where that is and what it wanted.

    Its list holds the single characters of names, too, or a sentence where a rule is broken.
    """
    found = re.match(r"error at (\d+):(\d+): expected (?:one of )?(.*)", message, re.DOTALL)
    if found is None:
        return QuestionError(f"the query is not SPARQL: {message}")
    if rule := re.match(r"The [^,\[]+[a-z]", found[3]):
        where = f"line {found[1]}, column {found[2]}"
        return QuestionError(f"t{rule[0][1:]}", where=where)
    tokens = tokens_of(sparql)
    stop = _stop(tokens)
    for token in tokens[: stop + 1]:
        if token.kind == "word" and token.word not in _WORDS:
            near = get_close_matches(token.word, sorted(_WORDS), 1)
            what = f"'{token.text}' is no word of SPARQL"
            cure = f"did you mean {near[0]}?" if near else "a name needs ? or a prefix before it"
            return QuestionError(what, where=_place(sparql, token.at), cure=cure)
    last = tokens[stop]
    here = sparql[last.at :].strip().split("\n")[0].strip()[:20]
    what = f"the query cannot be read from '{here}' on" if here else "the query cannot end here"
    wanted = _failure([*tokens[:stop], replace(tokens[-1], blank=" ")])[1]
    # A lone "." is that of a number.
    words = sorted(set(re.findall(r'"[.;,)}]"|\b[A-Z_]{2,}\b', re.sub(r"u\{\w+\}", "", wanted))))
    cure = f"expected {' or '.join(words)}" if words and words != ['"."'] else ""
    return QuestionError(what, where=_place(sparql, last.at), cure=cure)


_GAP = " " * 40
_APART = frozenset("(){}.;,[]")


def _spread(tokens: list[Token]) -> tuple[str, list[int]]:
    """Write tokens far apart, and tell where each begins.

    Oxigraph names the place that its furthest attempt at a keyword reached, which may lie several
    tokens past the fault. Where tokens stand further apart than a keyword is long, it lies in the
    gap after the token at fault.
    """
    text, starts, before = "", [], ""
    for token in tokens:
        apart = token.blank or token.kind == "end" or _APART & {token.text, before}
        text += _GAP if apart else ""
        starts.append(len(text))
        text += token.text
        before = token.text
    return text, starts


def _failure(tokens: list[Token]) -> tuple[int, str]:
    """Return where Oxigraph gives up on tokens that are spread, and what it expected there."""
    text, _ = _spread(tokens)
    names = {t.text.partition(":")[0]: "urn:x:" for t in tokens if t.kind == "pname"}
    try:
        ox.Store().query(text, prefixes=names)
    except SyntaxError as error:
        found = re.match(
            r"error at (\d+):(\d+): expected (?:one of )?(.*)", str(error.msg), re.DOTALL
        )
        if found:
            lines = text.split("\n")[: int(found[1]) - 1]
            return sum(len(line) + 1 for line in lines) + int(found[2]) - 1, found[3]
    return len(text), ""


def _stop(tokens: list[Token]) -> int:
    """Return the index of the token that Oxigraph cannot go on from."""
    at, starts = _failure(tokens)[0], _spread(tokens)[1]
    return max((i for i, start in enumerate(starts) if start <= at), default=0)
