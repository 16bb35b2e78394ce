"""Lines: one decision as a line of text, and back."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field

from ..errors import InputError
from ..spelling import normal_form
from ..vocabulary import TYPES

_EXAMPLES = {
    "accept": 'accept method "codebook features"',
    "merge": 'merge method "RBRs" into method/rule-based-reward',
    "reject": 'reject topic "large margin"',
    "rename": 'rename method "codebook features" to "codebook feature"',
    "retype": 'retype method "Sparrow" to model',
}
VERBS = tuple(_EXAMPLES)
"""What can be decided, sorted."""

# Which decisions about one thing contradict each other.
_SLOTS = {"accept": "fate", "merge": "fate", "reject": "fate", "rename": "label", "retype": "type"}
_TAILS: dict[str, tuple[str | None, ...]] = {
    "accept": (None,),
    "merge": ("into",),
    "reject": (None, "paper"),
    "rename": ("label",),
    "retype": ("type",),
}

_TYPE = "|".join(kind.casefold() for kind in TYPES)
_QUOTED = r'"(?:[^"\\]|\\.)*"'
_NAME = rf'(?:{_TYPE})(?:/[^\s"#/]+|\s*{_QUOTED})'
_LINE = re.compile(
    rf"\s*(?P<verb>{'|'.join(VERBS)})\s+(?P<name>{_NAME})"
    rf"(?:\s+into\s+(?P<into>{_NAME})|\s+to\s+(?:(?P<label>{_QUOTED})|(?P<type>{_TYPE}))"
    r'|\s+in\s+(?P<paper>[^\s"#]+))?'
    r"\s*(?:#(?P<why>.*))?",
    re.IGNORECASE,
)
_CALLED = re.compile(rf"\s*({_TYPE})(?:/([^\s\"#/]+)|\s*({_QUOTED})|\s+(\S.*?))\s*", re.IGNORECASE)

# C0, delete, C1, the marks that turn the direction of writing, line ends, and lone surrogates.
_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)


@dataclass(frozen=True, slots=True)
class Name:
    """What a decision calls a concept: a type and a label, or (``by_id``) the two parts of its id.

    >>> Name("Method", "codebook features").key == Name.read("method Codebook-feature").key
    True
    >>> str(Name.read("method/rlhf")), str(Name.read("method RLHF"))
    ('method/rlhf', 'method "RLHF"')
    """

    type: str
    text: str
    by_id: bool = False

    @classmethod
    def read(cls, text: str) -> Name:
        """Read ``method/rlhf``, ``method "RLHF"`` or, as one types it in a shell, ``method RLHF``.

        Raises:
            InputError: it has no type, or a label without letter or digit.

        """
        found = _CALLED.fullmatch(text)
        if not found:
            cure = 'write a type and a label (method "RLHF") or an id (method/rlhf)'
            raise InputError(f"{text!r} does not name a concept", cure=cure)
        kind, slug, quotation, bare = found.groups()
        if slug:
            return cls(kind.capitalize(), slug, by_id=True)
        return cls(kind.capitalize(), _label(quotation) if quotation else _telling(bare))

    @property
    def key(self) -> str:
        """What two spellings of one name have in common."""
        kind = self.type.casefold()
        return f"{kind}/{self.text}" if self.by_id else f"{kind} {normal_form(self.text)}"

    def __str__(self) -> str:
        """Return the name as a line has it."""
        kind = self.type.casefold()
        return f"{kind}/{self.text}" if self.by_id else f"{kind} {_quotation(self.text)}"


@dataclass(frozen=True, slots=True)
class Decision:
    r"""One decision; which of ``into``, ``to`` and ``paper`` it has depends on the verb.

    ``into`` is what *merge* merges into; ``to`` the label that *rename* or the type ("Model") that
    *retype* gives; ``paper`` the id of the only paper in which *reject* rejects. ``why`` is the
    person's reason, in one line. ``source`` and ``line`` say where it was read, and make no
    difference between two decisions.

    >>> str(Decision("rename", Name("Method", "RBRs"), to='the "rule" reward'))
    'rename method "RBRs" to "the \\"rule\\" reward"'
    """

    verb: str
    name: Name
    into: Name | None = None
    to: str = ""
    paper: str = ""
    why: str = ""
    source: str = field(default="", compare=False)
    line: int = field(default=0, compare=False)

    @property
    def slot(self) -> str:
        """What it settles; of two decisions about one thing with one slot only one can hold."""
        return f"in {self.paper}" if self.paper else _SLOTS[self.verb]

    @property
    def place(self) -> str:
        """Return "decisions.txt:3"."""
        return f"{self.source}:{self.line}"

    def __str__(self) -> str:
        """Return the decision without its reason, as a line has it."""
        ends = {
            "merge": f" into {self.into}",
            "rename": f" to {_quotation(self.to)}",
            "retype": f" to {self.to.casefold()}",
        }
        within = f" in {self.paper}" if self.paper else ""
        return f"{self.verb} {self.name}{ends.get(self.verb, '')}{within}"

    def written(self) -> str:
        """Return the whole line, without a line end; the reason is put on one line."""
        why = _UNSEEN.sub("", " ".join(self.why.split()))
        return f"{self}  # {why}" if why else str(self)


def read_line(text: str, source: str = "", line: int = 0) -> Decision | None:
    """Read one line; ``None`` when it is blank or a comment.

    >>> read_line('accept METHOD "codebook features"  # coined here').why
    'coined here'
    >>> read_line("# nothing") is None
    True
    >>> read_line('retype method "Sparrow" to bird')
    Traceback (most recent call last):
    paperatlas.errors.InputError: not understood: retype method "Sparrow" to bird
    (write it like: retype method "Sparrow" to model)

    Raises:
        InputError: the line is no decision.

    """
    bare = text.strip()
    if not bare or bare.startswith("#"):
        return None
    where = f"{source}:{line}" if source else ""
    verb = bare.split()[0].casefold()
    if verb not in VERBS:
        cure = f"begin with {', '.join(VERBS[:-1])} or {VERBS[-1]}"
        raise InputError(f"{bare.split()[0]!r} decides nothing", where=where, cure=cure)
    found = _LINE.fullmatch(bare)
    tails = found and [n for n in ("into", "label", "type", "paper") if found[n] is not None]
    if found is None or (tails[0] if tails else None) not in _TAILS[verb]:
        cure = f"write it like: {_EXAMPLES[verb]}"
        raise InputError(f"not understood: {_UNSEEN.sub('', bare)}", where=where, cure=cure)
    try:
        return Decision(
            verb=verb,
            name=Name.read(found["name"]),
            into=Name.read(found["into"]) if found["into"] else None,
            to=_label(found["label"]) if found["label"] else (found["type"] or "").capitalize(),
            paper=found["paper"] or "",
            why=_UNSEEN.sub("", " ".join((found["why"] or "").split())),
            source=source,
            line=line,
        )
    except InputError as error:
        raise InputError(error.what, where=where, cure=error.cure) from error


def _quotation(text: str) -> str:
    """Quote as JSON does; what a terminal would act on, or an editor hide, is an escape."""
    return _UNSEEN.sub(lambda f: f"\\u{ord(f[0]):04x}", json.dumps(text, ensure_ascii=False))


def _label(quotation: str) -> str:
    try:
        return _telling(str(json.loads(quotation, strict=False)))
    except ValueError as error:
        cure = r"inside the quotes, write \" for a quote and \\ for a backslash"
        raise InputError(f"{quotation} is no quoted text", cure=cure) from error


def _telling(label: str) -> str:
    if not normal_form(label):
        raise InputError(f"{label!r} has no letter or digit", cure="write the label in full")
    return label
