"""Review: the worthiest cases first, and every answer in the file before the next question."""

from __future__ import annotations

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperatlas.answers import render
from paperatlas.decisions import apply_decisions, read_decisions
from paperatlas.errors import InputError, OutputError
from paperatlas.extraction import Mention
from paperatlas.graph import atlas_triples, evidence_triples
from paperatlas.linking import Link
from paperatlas.ontology import prefixes
from paperatlas.papers import Paper
from paperatlas.review import Quote, Review, decide, listing, read_atlas, worth_deciding
from paperatlas.store import Store
from paperatlas.turtle import turtle
from paperatlas.vocabulary import Concept, Vocabulary

RLHF = Concept("method/rlhf", "Method", "RL from human feedback", ("RLHF",))
REWARD = Concept("method/rule-based-reward", "Method", "rule-based reward")
RBR = Concept("method/rbr", "Method", "RBRs", curated=False)
SPARROW = Concept("method/sparrow", "Method", "Sparrow", curated=False)
SPARROW_MODEL = Concept("model/sparrow", "Model", "Sparrow")
MARGIN = Concept("topic/large-margin", "Topic", "large margin", curated=False)
CONCEPTS = {c.id: c for c in (RLHF, REWARD, RBR, SPARROW, SPARROW_MODEL, MARGIN)}


def link(concept, paper="p", start=0, score=0.9, **more):
    place = {"field": "abstract", "start": start, "end": start + 3, "sentence_start": start}
    told = {"text": "Foo", "sentence": "Foo works.", "extractor": "patterns"} | more
    return Link(Mention(paper=paper, **place, **told), concept.id, "mentions", score, "presented")


def cases(*links, limit=20, concepts=CONCEPTS):
    return worth_deciding(links, concepts, limit)


def ids(found):
    return [case.concept.id for case in found]


# --- what is worth deciding


def test_only_candidates_that_a_paper_names_are_cases():
    assert ids(cases(link(RLHF), link(RBR))) == [RBR.id]


def test_what_more_papers_name_comes_first():
    found = cases(link(RBR, "p"), link(SPARROW, "p"), link(SPARROW, "q"))
    assert ids(found) == [SPARROW.id, RBR.id]


def test_mentions_in_one_paper_count_once():
    (case,) = cases(link(RBR, "p", 0), link(RBR, "p", 9))
    assert (case.papers, case.mentions) == (1, 2)


def test_what_is_less_sure_comes_first():
    assert ids(cases(link(RBR, "p", score=0.9), link(SPARROW, "q", score=0.5))) == [
        SPARROW.id,
        RBR.id,
    ]


def test_what_stands_beside_more_concepts_comes_first():
    found = cases(link(RBR, "p"), link(MARGIN, "q"), link(RLHF, "q", 5))
    assert ids(found) == [MARGIN.id, RBR.id]


def test_ties_go_by_id():
    assert ids(cases(link(SPARROW, "q"), link(RBR, "p"))) == [RBR.id, SPARROW.id]


def test_the_worth_is_the_formula():
    found = cases(link(SPARROW, "p", score=0.5), link(SPARROW, "q", score=0.5), link(RLHF, "p", 5))
    assert [case.worth for case in found] == [2 * (1 + 1) * (1 + 1)]


def test_what_is_sure_and_alone_is_worth_its_papers():
    assert [case.worth for case in cases(link(RBR, score=1.0))] == [1.0]


@pytest.mark.parametrize(("limit", "number"), [(0, 0), (1, 1), (9, 2), (-1, 0)])
def test_no_more_cases_than_asked_for(limit, number):
    assert len(cases(link(RBR), link(SPARROW), limit=limit)) == number


def test_without_links_there_are_no_cases():
    assert cases() == ()


def test_the_closest_concepts_stand_first_beside_a_case():
    found = cases(link(RBR, "p"), link(RBR, "q"), link(RLHF, "q"), link(MARGIN, "p"), link(RLHF))
    assert next(c for c in found if c.concept == RBR).beside == (RLHF.id, MARGIN.id)


def test_quotes_are_the_surest_sentences_of_different_papers_first():
    (case,) = cases(
        link(RBR, "p", 0, 0.9, sentence="One."),
        link(RBR, "p", 9, 0.8, sentence="Two."),
        link(RBR, "q", 0, 0.6, sentence="Three."),
        link(RBR, "r", 0, 0.7, sentence="Four."),
    )
    assert case.quotes == (
        Quote("p", "Foo", "One."),
        Quote("r", "Foo", "Four."),
        Quote("q", "Foo", "Three."),
    )


def test_a_sentence_that_stands_twice_is_quoted_once():
    (case,) = cases(link(RBR, "p"), link(RBR, "p", 9), link(RBR, "q"))
    assert len(case.quotes) == 1


def suggested(case):
    return [(s.concept, s.why, s.guess) for s in case.suggestions]


def test_a_name_that_another_type_has_too_is_suggested():
    (case,) = cases(link(SPARROW))
    assert suggested(case) == [(SPARROW_MODEL.id, "“Sparrow” is also a name of it", False)]


def test_the_long_form_that_a_paper_gives_is_suggested():
    (case,) = cases(link(RBR, expansion="Rule-Based Rewards"))
    assert suggested(case) == [
        (REWARD.id, "a paper abbreviates “Rule-Based Rewards” as this", False)
    ]


def test_the_short_form_that_a_paper_gives_is_suggested():
    long = Concept("method/rule-reward", "Method", "rules as rewards", curated=False)
    (case,) = (
        c
        for c in cases(
            link(long),
            link(RBR, expansion="Rules as Rewards"),
            concepts=CONCEPTS | {long.id: long},
        )
        if c.concept == long
    )
    assert suggested(case)[0] == (RBR.id, "a paper abbreviates “rules as rewards” as it", False)


def test_likeness_is_suggested_as_a_guess_and_last():
    alike = Concept("method/sparrows", "Method", "Sparrow-2", curated=False)
    (case,) = cases(link(alike), concepts=CONCEPTS | {alike.id: alike})
    assert suggested(case) == [
        (SPARROW.id, "looks like “Sparrow-2”", True),
        (SPARROW_MODEL.id, "looks like “Sparrow-2”", True),
    ]


def test_short_names_are_not_guessed_at():
    one, other = (Concept(f"topic/{n}", "Topic", n.upper(), curated=False) for n in ("mlm", "mllm"))
    assert cases(link(one), concepts={one.id: one, other.id: other})[0].suggestions == ()


def test_what_is_unlike_everything_has_no_suggestion():
    assert cases(link(MARGIN))[0].suggestions == ()


CANDIDATES = st.sampled_from([RLHF, RBR, SPARROW, MARGIN])
LINKS = st.lists(
    st.builds(link, CANDIDATES, st.sampled_from("pqr"), st.integers(0, 9), st.floats(0, 1)),
    max_size=8,
    unique_by=lambda link: (link.concept, link.mention.paper, link.mention.start),
)


@given(LINKS, st.randoms(use_true_random=False))
def test_the_order_of_links_does_not_matter(links, random):
    found = cases(*links)
    random.shuffle(links)
    assert cases(*links) == found


def test_cases_are_listed_as_a_table_and_as_json():
    rows = listing(cases(link(SPARROW, score=0.5)))
    assert render(rows).splitlines()[1].split() == [
        *("method/sparrow", "Sparrow", "2.0", "1", "1", "0.5", "model/sparrow", "Foo", "works.")
    ]
    (row,) = json.loads(render(rows, "json"))["results"]["bindings"]
    assert (row["id"]["value"], row["papers"]["value"]) == ("method/sparrow", "1")


def test_a_guess_is_not_listed():
    alike = Concept("topic/sparrows", "Topic", "Sparrow-2", curated=False)
    (row,) = listing(cases(link(alike), concepts=CONCEPTS | {alike.id: alike})).rows
    assert row[6] is None


# --- the dialogue


@pytest.fixture
def path(tmp_path):
    return tmp_path / "decisions.txt"


LINKS_OF_TWO = (link(SPARROW, "p"), link(SPARROW, "q"), link(MARGIN, "r"))


@pytest.fixture
def sit(path):
    """Answer the questions about Sparrow and the large margin with the given lines."""

    def sit(*lines, links=LINKS_OF_TWO):
        asked, shown = io.StringIO("".join(f"{line}\n" for line in lines)), io.StringIO()
        decided = Review(path, cases(*links), CONCEPTS, asked, shown).run()
        return decided, shown.getvalue()

    return sit


def written(path):
    return [line for line in path.read_text().splitlines() if not line.startswith("#")]


def test_a_case_is_shown_with_what_a_person_needs(sit):
    _, shown = sit("q")
    assert shown.split("[a]ccept")[0] == (
        "\n1 of 2  method “Sparrow”  (2 papers, mean score 0.90)\n"
        "  Foo works.\n"
        "      “Foo” in p\n"
        "  Is it one of these?\n"
        "    1  model/sparrow  “Sparrow”  (“Sparrow” is also a name of it)\n"
    )


@pytest.mark.parametrize(
    ("answers", "lines"),
    [
        (["a", "r"], ['accept method "Sparrow"', 'reject topic "large margin"']),
        (["a  # coined here"], ['accept method "Sparrow"  # coined here']),
        (["m 1"], ['merge method "Sparrow" into model/sparrow']),
        (["m method/rlhf"], ['merge method "Sparrow" into method/rlhf']),
        (["m rlhf # same"], ['merge method "Sparrow" into method/rlhf  # same']),
        (["m large margins"], ['merge method "Sparrow" into topic "large margin"']),
        (["m", "1"], ['merge method "Sparrow" into model/sparrow']),
        (["n Sparrow 1"], ['rename method "Sparrow" to "Sparrow 1"']),
        (["t Model"], ['retype method "Sparrow" to model']),
        (["t", "model", "a"], ['accept method "Sparrow"', 'retype method "Sparrow" to model']),
        (["s", "a"], ['accept topic "large margin"']),
        (["a", "u", "r"], ['reject method "Sparrow"']),
        (["s", "a", "", "u", "r"], ['reject topic "large margin"']),
    ],
)
def test_an_answer_is_a_line_in_the_file(sit, path, answers, lines):
    decided, _ = sit(*answers)
    assert (written(path), decided) == (lines, len(lines))


def test_the_file_is_written_after_every_decision(path):
    seen = []

    class Person(io.StringIO):
        def readline(self):
            seen.append(len(written(path)) if path.exists() else None)
            return super().readline()

    found = cases(link(SPARROW), link(MARGIN))
    Review(path, found, CONCEPTS, Person("a\nr\n"), io.StringIO()).run()
    assert seen == [None, 1, 2]


@pytest.mark.parametrize("answers", [["q", "a"], [], ["s", "s", "a"]])
def test_without_an_answer_nothing_is_written(sit, path, answers):
    decided, shown = sit(*answers)
    assert (decided, path.exists()) == (0, False)
    assert shown.split()[-5:] == ["0", "decisions", "written", "to", str(path)]


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("x", "accept it"),
        ("?", "accept it"),
        ("", "accept it"),
        ("a lot", "accept it"),
        ("m 9", "no other concept has the name '9'"),
        ("m Sparrow 9", "no other concept has the name 'Sparrow 9'"),
        ("m method/sparrow", "no other concept has the name"),
        ("m", "Merge into:"),
        ("t bird", "'bird' is no type"),
        ("n --", "'--' has no letter or digit"),
        ("u", "there is nothing to take back"),
    ],
)
def test_an_answer_that_decides_nothing_is_explained_and_asked_again(sit, path, answer, said):
    decided, shown = sit(answer)
    assert (decided, path.exists()) == (0, False)
    assert said in shown


def test_a_label_of_several_concepts_is_no_target(sit):
    _, shown = sit("s", "m sparrow")
    assert "method/sparrow and model/sparrow have the name 'sparrow'" in shown


def test_a_candidate_whose_label_is_not_its_own_is_called_by_its_id(path):
    other = Concept("method/bird", "Method", "bird", ("Sparrow",), curated=False)
    concepts = CONCEPTS | {other.id: other}
    found = worth_deciding([link(SPARROW)], concepts)
    Review(path, found, concepts, io.StringIO("a\n"), io.StringIO()).run()
    assert written(path) == ["accept method/sparrow"]


def test_a_decision_replaces_the_earlier_one_under_another_name(sit, path):
    path.write_text("# by hand\nreject method/sparrow\nfaulty\n")
    sit("a")
    assert path.read_text() == '# by hand\nfaulty\naccept method "Sparrow"\n'


def test_taking_back_restores_the_file_to_the_letter(sit, path):
    path.write_text("reject method/sparrow\r\nfaulty")
    sit("a", "u")
    assert path.read_bytes() == b"reject method/sparrow\r\nfaulty"


def test_where_nothing_is_open_the_person_is_told(sit):
    assert "Nothing is open" in sit("a", links=())[1]


def test_what_others_wrote_meanwhile_is_not_taken_back(path):
    class Person(io.StringIO):
        def readline(self):
            line = super().readline()
            if line == "u\n":
                path.write_text('accept method "theirs"\n')
            return line

    shown = io.StringIO()
    Review(path, cases(link(SPARROW)), CONCEPTS, Person("t model\nu\n"), shown).run()
    assert written(path) == ['accept method "theirs"']
    assert "was changed by others since" in " ".join(shown.getvalue().split())


def test_what_papers_say_cannot_act_on_the_terminal(sit):
    evil = "Red \x1b[31malert\x1b[0m,\nnext\u202e line\r."
    _, shown = sit("q", links=[link(SPARROW, sentence=evil)])
    assert "  Red alert, next line .\n" in shown
    assert not any(c in shown for c in "\x1b\u202e\r")


def test_a_file_that_cannot_be_read_stops_the_dialogue_before_it_decides(path, sit):
    path.mkdir()
    decided, shown = sit("a", "q")
    assert decided == 0
    assert "Is a directory" in " ".join(shown.split())


# --- without a dialogue


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (("accept", "method codebook features"), 'accept method "codebook features"'),
        (("reject", 'topic "x"', "arxiv-2005.14165"), 'reject topic "x" in arxiv-2005.14165'),
        (("merge", "method RBRs", "method/rbr"), 'merge method "RBRs" into method/rbr'),
        (("rename", "method/rbr", "RBR"), 'rename method/rbr to "RBR"'),
        (("retype", "method Sparrow", "model"), 'retype method "Sparrow" to model'),
    ],
)
def test_a_decision_can_be_written_without_a_dialogue(path, words, line):
    assert str(decide(path, *words)) == line
    assert written(path) == [line]


def test_a_decision_without_a_dialogue_has_its_reason(path):
    decide(path, "accept", "method x", why="coined\nhere")
    assert written(path) == ['accept method "x"  # coined here']


@pytest.mark.parametrize(
    "words",
    [
        ("accept", "x"),
        ("merge", "method x", ""),
        ("merge", "method x", "y"),
        ("rename", "method x", ""),
        ("retype", "method x", "bird"),
    ],
)
def test_a_decision_that_cannot_be_meant_is_an_input_error(path, words):
    with pytest.raises(InputError):
        decide(path, *words)
    assert not path.exists()


def test_a_file_that_cannot_be_written_is_an_output_error(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(OutputError):
        decide(tmp_path / "file" / "decisions.txt", "accept", "method x")


# --- the whole way


PAPERS = [
    Paper(id="p", title=None, abstract="Foo and 100% Bär."),
    Paper(id="ö 1", title=None, abstract="Foo."),
]


@pytest.mark.parametrize("base", ["https://w3id.org/paperatlas/id/", "https://a.example/x#"])
def test_concepts_and_links_come_back_from_an_atlas(base):
    found = Concept("topic/100-bär", "Topic", "100% Bär", ("Baer", "bär"), curated=False)
    concepts = {c.id: c for c in (RLHF, REWARD, found)}
    links = [
        Link(Mention("p", 0, 3, "abstract", "Foo", "Foo.", 0, "terms"), RLHF.id, "uses", 0.9, "r"),
        link(found, "p", 8, 0.5, sentence="Foo and 100% Bär."),
        link(found, "ö 1"),
    ]
    atlas = turtle(atlas_triples(PAPERS, links, concepts, {}, {}, base=base), prefixes(base))
    evidence = turtle(evidence_triples(links, base=base), prefixes(base))
    read, read_links = read_atlas(Store.of(atlas, evidence), Vocabulary([RLHF, REWARD]))
    assert read == concepts
    assert [(n.concept, n.mention.paper, n.role, n.score) for n in read_links] == [
        (RLHF.id, "p", "uses", 0.9),
        (found.id, "p", "mentions", 0.5),
        (found.id, "ö 1", "mentions", 0.9),
    ]
    assert read_links[0] == links[0]


def test_concepts_of_others_in_an_atlas_are_passed_over():
    foreign = b"""<https://b.example/x> <http://www.w3.org/2004/02/skos/core#prefLabel> "x" ;
        <http://www.w3.org/2004/02/skos/core#inScheme> <https://b.example/> ."""
    assert read_atlas(Store.of(foreign), Vocabulary([])) == ({}, ())


def test_what_is_decided_is_no_case_any_more(sit, path):
    sit("m 1", "r")
    decisions, _ = read_decisions(path)
    decided = apply_decisions(decisions, CONCEPTS, LINKS_OF_TWO)
    assert worth_deciding(decided.links, decided.concepts) == ()
