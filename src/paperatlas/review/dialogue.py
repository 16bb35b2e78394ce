"""Dialogue: a person looks at one case after the other and decides with a key.

What papers say reaches the terminal only after ``answers.clean``. Every decision is in the file
before the next case is shown, so that nothing is lost when the person stops at any point.
"""

from __future__ import annotations

from collections import Counter
from textwrap import fill
from typing import TYPE_CHECKING

from ..answers import clean
from ..decisions import Decision, Name, add_decision, names_of
from ..errors import InputError
from ..output import write_whole
from ..spelling import normal_form
from ..vocabulary import TYPES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path
    from typing import TextIO

    from ..vocabulary import Concept
    from .cases import Case

_KEYS = "[a]ccept [r]eject [m]erge [n]ame [t]ype [s]kip [u]ndo [q]uit"
_HELP = """\
  a          it is what it is taken for: accept it
  r          it is nothing of the kind: reject it
  m INTO     it is another name of INTO: a number above, an id (method/rlhf) or a label
  n LABEL    show it under this label
  t TYPE     it is a lab, method, model, benchmark or topic
  s  u  q    skip it, take the last decision back, stop
A reason may follow a, r, m, n or t: r  # too general
"""
_VERBS = {"a": "accept", "r": "reject", "m": "merge", "n": "rename", "t": "retype"}
_ASKS = {"m": "Merge into", "n": "Name", "t": "Type"}
_WIDTH = 96


def decide(path: Path, verb: str, name: str, to: str = "", why: str = "") -> Decision:
    """Write one decision into the file at ``path``, without a dialogue, and return it.

    ``name`` is what `Name.read` takes: ``method RBRs``, ``method "RBRs"`` or ``method/rbrs``.
    ``to`` is likewise the target of "merge"; else the label of "rename", the type of "retype", or
    the id of the only paper of "reject". Lines about the same name that it contradicts go.

    Raises:
        InputError: ``name`` or ``to`` is not of that form, or the file cannot be read.
        OutputError: the file cannot be written.

    """
    decision = _decision(verb, Name.read(name), to, why)
    add_decision(path, decision)
    return decision


def _decision(verb: str, name: Name, to: str, why: str) -> Decision:
    to = to.strip()
    if verb == "merge":
        return Decision(verb, name, into=Name.read(to), why=why)
    if verb == "rename":
        return Decision(verb, name, to=Name.read(f"{name.type} {to}").text, why=why)
    if verb == "retype":
        if to.capitalize() not in TYPES:
            cure = f"one of {', '.join(TYPES).casefold()}"
            raise InputError(f"{to!r} is no type", cure=cure)
        return Decision(verb, name, to=to.capitalize(), why=why)
    return Decision(verb, name, paper=to if verb == "reject" else "", why=why)


class Review:
    """One sitting: the cases, where the person is, and what can be taken back."""

    def __init__(
        self,
        path: Path,
        cases: Sequence[Case],
        concepts: Mapping[str, Concept],
        asked: TextIO,
        shown: TextIO,
    ) -> None:
        """Decide ``cases`` into the file at ``path``; ``concepts`` are all that one may merge into.

        The person's lines come from ``asked``, what the person sees goes to ``shown``.
        """
        self._path, self._cases, self._concepts = path, cases, concepts
        self._asked, self._shown = asked, shown
        self._bearers = Counter(key for c in concepts.values() for key in names_of(c))
        self._at = 0
        self._done: list[tuple[int, bytes, bytes]] = []

    def run(self) -> int:
        """Ask until every case is passed, or the person stops; return how many decisions stand.

        Raises:
            InputError: the file is there and cannot be read.
            OutputError: it cannot be written.

        """
        if not self._cases:
            self._say("Nothing is open: no candidate waits for a decision.")
        described = None
        while self._at < len(self._cases) or self._done:
            case = self._cases[self._at] if self._at < len(self._cases) else None
            if case is not None and case is not described:
                self._describe(case)
            described = case
            line = self._ask(f"{_KEYS} [?]: " if case else "That was the last. [u]ndo [q]uit: ")
            if line is None or line.strip() == "q":
                break
            try:
                self._answer(line, case)
            except InputError as error:
                self._say(f"  {error}")
        decisions = len(self._done)
        noun = "decision" if decisions == 1 else "decisions"
        self._say("")
        self._say(f"{decisions} {noun} written to {self._path}")
        return decisions

    def _answer(self, line: str, case: Case | None) -> None:
        order, _, why = f" {line.strip()}".partition(" #")
        key, _, to = order.strip().partition(" ")
        if key == "u" and not to:
            self._undo()
        elif case is None:
            self._say("  u takes the last decision back, q stops")
        elif key == "s" and not to:
            self._at += 1
        elif key in {"a", "r"} and not to:
            self._decide(case, _VERBS[key], "", why)
            self._at += 1
        elif key in _ASKS:
            to = to.strip() or (self._ask(f"{_ASKS[key]}: ") or "").strip()
            if not to:
                return
            self._decide(case, _VERBS[key], self._target(case, to) if key == "m" else to, why)
            self._at += key == "m"
        else:
            self._shown.write(_HELP)

    def _decide(self, case: Case, verb: str, to: str, why: str) -> None:
        before = self._content()
        decision = _decision(verb, self._name(case.concept), to, why.strip())
        add_decision(self._path, decision, names_of(case.concept))
        self._done.append((self._at, before, self._content()))
        self._say(f"  written: {decision.written()}")

    def _undo(self) -> None:
        if not self._done:
            self._say("  there is nothing to take back")
            return
        at, before, after = self._done[-1]
        if self._content() != after:
            self._say(f"  {self._path} was changed by others since: take it back there")
            return
        write_whole(self._path, before)
        self._done.pop()
        self._at = at
        self._say("  taken back")

    def _name(self, concept: Concept) -> Name:
        """Call a concept by type and label where these are its own; else by its id."""
        name = Name(concept.type, concept.pref_label)
        if self._bearers[name.key] == 1 and normal_form(name.text):
            return name
        return Name(concept.type, concept.id.partition("/")[2], by_id=True)

    def _target(self, case: Case, to: str) -> str:
        """Return the name of the concept that a person means by a number, an id or a label."""
        if to.isdecimal() and 0 < int(to) <= len(case.suggestions):
            meant = [case.suggestions[int(to) - 1].concept]
        elif to in self._concepts:
            meant = [to]
        else:
            form = normal_form(to)
            meant = sorted(
                c.id
                for c in self._concepts.values()
                if form and any(form == normal_form(label) for label in c.labels)
            )
        meant = [concept for concept in meant if concept != case.concept.id]
        if len(meant) != 1:
            found = f"{' and '.join(meant)} have" if meant else "no other concept has"
            raise InputError(f"{found} the name {to!r}", cure="give a number or an id")
        target = self._concepts[meant[0]]
        # The id of a vocabulary concept is there to stay; a candidate comes back by its label.
        return target.id if target.curated else str(self._name(target))

    def _describe(self, case: Case) -> None:
        concept, kind = case.concept, case.concept.type.casefold()
        papers = f"{case.papers} paper{'s' * (case.papers != 1)}"
        about = f"({papers}, mean score {case.score:.2f})"
        self._say("")
        self._say(f"{self._at + 1} of {len(self._cases)}  {kind} “{concept.pref_label}”  {about}")
        if concept.alt_labels:
            self._say(f"  also written {', '.join(f'“{alt}”' for alt in concept.alt_labels)}")
        if case.beside:
            self._say(f"  beside {', '.join(case.beside)}")
        for quote in case.quotes:
            self._say(f"  {quote.sentence}")
            self._say(f"      “{quote.exact}” in {quote.paper}")
        if case.suggestions:
            self._say("  Is it one of these?")
        for number, one in enumerate(case.suggestions, start=1):
            why = f"a guess: {one.why}" if one.guess else one.why
            self._say(f"    {number}  {one.concept}  “{one.label}”  ({why})")

    def _say(self, line: str) -> None:
        """Show one line, folded under its own beginning."""
        text = clean(line)
        gap = " " * (len(text) - len(text.lstrip()))
        self._shown.write(fill(text, _WIDTH, subsequent_indent=gap, break_on_hyphens=False) + "\n")

    def _ask(self, prompt: str) -> str | None:
        self._shown.write(prompt)
        self._shown.flush()
        return self._asked.readline() or None

    def _content(self) -> bytes:
        try:
            return self._path.read_bytes()
        except FileNotFoundError:
            return b""
        except OSError as error:
            raise InputError(error.strerror or str(error), where=str(self._path)) from error
