"""Patterns are tried only where they can begin, and are found all the same."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from paperatlas.extraction import enumeration, patterns, roles
from paperatlas.extraction.openings import Openings, matches_of, openings_of

GOLD = Path(__file__).parent / "gold" / "seeds.jsonl"
SENTENCES = [
    sentence
    for line in GOLD.read_text("utf-8").splitlines()
    for sentence in re.split(r"(?<=[.?!])\s", json.loads(line)["abstract"])
]
PATTERNS = [cue.pattern for cue in roles._CUES]
OPENINGS = Openings(PATTERNS)
PRESENTING = [*(pattern for _, pattern in patterns._SOUGHT), *enumeration._CUES]


def searched(pattern, text):
    return [match.span() for match in pattern.finditer(text)]


def tried(pattern, text, openings=None):
    """Where a pattern is found by its openings."""
    alone = openings or Openings([pattern])
    number = PATTERNS.index(pattern) if openings else 0
    starts = alone.starts(text)
    matches = matches_of(pattern, text, starts[number]) if number in starts else ()
    return [match.span() for match in matches]


@pytest.mark.parametrize("pattern", PATTERNS, ids=range(len(PATTERNS)))
def test_every_cue_is_found_in_every_sentence_of_the_seeds(pattern):
    for sentence in SENTENCES:
        assert tried(pattern, sentence, OPENINGS) == searched(pattern, sentence)


@pytest.mark.parametrize("pattern", PRESENTING, ids=range(len(PRESENTING)))
def test_every_way_to_present_a_name_is_found_in_every_abstract_of_the_seeds(pattern):
    for line in GOLD.read_text("utf-8").splitlines():
        abstract = json.loads(line)["abstract"]
        assert tried(pattern, abstract) == searched(pattern, abstract)


def test_matches_are_those_from_a_place_on():
    pattern = re.compile(r"\bab")
    starts = Openings([pattern]).starts("ab ab ab")[0]
    assert [match.start() for match in matches_of(pattern, "ab ab ab", starts, 1)] == [3, 6]


@settings(max_examples=20, suppress_health_check=list(HealthCheck))
@pytest.mark.parametrize("pattern", PATTERNS, ids=range(len(PATTERNS)))
@given(data=st.data(), before=st.sampled_from(["", "Now ", "x", "(", "é "]))
def test_every_cue_is_found_in_whatever_it_matches(pattern, data, before):
    text = before + data.draw(st.from_regex(pattern))
    assert tried(pattern, text) == searched(pattern, text)


ATOMS = st.sampled_from(
    [
        "a",
        "b",
        "ab",
        " ",
        ",",
        r"\b",
        "^",
        "$",
        r"\w",
        r"\w+",
        "[ab]",
        "[a ]",
        "[^a]",
        ".",
        "é",
        "K",
    ]
)
REGEXES = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=4).map("".join),
        st.lists(inner, min_size=2, max_size=3).map(lambda ways: f"(?:{'|'.join(ways)})"),
        st.tuples(inner, st.sampled_from(["?", "*", "+", "{0,2}", "{2}", "*?"])).map(
            lambda pair: f"(?:{pair[0]}){pair[1]}"
        ),
        inner.map(lambda looked: f"(?={looked})"),
        inner.map(lambda looked: f"(?!{looked})"),
    ),
    max_leaves=8,
)


@settings(max_examples=500)
@given(pattern=REGEXES, text=st.text("abAB ,éK\u212a", max_size=12))
def test_any_pattern_is_found_where_a_search_finds_it(pattern, text):
    compiled = re.compile(r"\b" + pattern, re.IGNORECASE)
    spans = [span for span in searched(compiled, text) if span[0] < span[1]]
    assert [span for span in tried(compiled, text) if span[0] < span[1]] == spans


@pytest.mark.parametrize(
    ("pattern", "openings"),
    [
        (r"\b(?:ab|b+c)", {"|ab", "|b"}),
        (r"\bab?c", {"|abc", "|ac"}),
        (r"\ba(?:b|c)*d", {"|ab", "|ac", "|ad"}),
        (r"\b[ab]c{2}d", {"|ac", "|bc"}),
        (r"(?<!x )\bab\b", {"|ab|"}),
        (r"^ab, c", {"|ab|"}),
        (r"\b(?:a.|b[^c]|d\w)", {"|a", "|b", "|d"}),
        (r"ab", set()),
        (r"\b, ab", set()),
        (r"\b\w+", set()),
        (r"\b(?:ab)?\W", set()),
    ],
)
def test_openings_are_the_words_that_can_come_first(pattern, openings):
    assert openings_of(re.compile(pattern))[0] == openings


def test_nearly_every_cue_has_openings():
    assert sum(not openings_of(pattern)[0] for pattern in PATTERNS) <= 3


@pytest.mark.parametrize("sentence", ["We uſe it.", "Uſing RLHF.", "It is uſed.", "U\u017fing it"])
def test_a_letter_that_is_another_in_small_letters_hides_no_cue(sentence):
    uses = re.compile(r"\b(?:we use|using|used)\b", re.IGNORECASE)
    assert tried(uses, sentence) == searched(uses, sentence)
