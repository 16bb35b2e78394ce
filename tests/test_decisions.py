"""Decisions: what people settle stays settled, and nothing that they wrote is lost."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperatlas.decisions import (
    Decision,
    Name,
    add_decision,
    apply_decisions,
    read_decisions,
    write_decisions,
)
from paperatlas.decisions.lines import read_line
from paperatlas.errors import InputError, OutputError
from paperatlas.extraction import Mention
from paperatlas.linking import Link
from paperatlas.vocabulary import TYPES, Concept

RLHF = Concept(
    "method/rlhf", "Method", "reinforcement learning from human feedback", ("RLHF",), ("RLfHF",)
)
CODEBOOK = Concept("method/codebook-feature", "Method", "codebook features", curated=False)
RBR = Concept("method/rule-based-reward", "Method", "rule-based rewards", curated=False)
RBRS = Concept("method/rbr", "Method", "RBRs", ("RBR",), curated=False)
SPARROW = Concept("method/sparrow", "Method", "Sparrow", curated=False)
MARGIN = Concept("topic/large-margin", "Topic", "large margin", curated=False)
EVERYTHING = {c.id: c for c in (CODEBOOK, MARGIN, RBR, RBRS, RLHF, SPARROW)}


def link(concept, paper="p", start=0, reason="presented"):
    mention = Mention(paper, start, start + 3, "abstract", "Foo", "Foo.", start, "patterns")
    return Link(mention, concept, "mentions", 0.6, reason)


def decide(*lines, links=(), concepts=EVERYTHING):
    decisions = [read_line(line, "decisions.txt", n) for n, line in enumerate(lines, start=1)]
    return apply_decisions(decisions, concepts, links)


def ends(decided):
    return [n.concept for n in decided.links]


# --- lines


@pytest.mark.parametrize(
    "line",
    [
        'accept method "codebook features"',
        "accept method/codebook-feature",
        'reject topic "large margin"',
        'reject model "GPT" in arxiv-2005.14165',
        'merge method "RBRs" into method/rule-based-reward',
        'merge method/rbr into method "rule-based rewards"',
        'rename method/codebook-feature to "codebook feature"',
        'retype method "Sparrow" to model',
        'accept method "the \\"best\\" # of \\\\ n"  # a reason: “#1”',
        'accept lab "百度"',
        'accept method "red \\u001b[31malert\\u2028"',
    ],
)
def test_a_line_is_read_and_written_letter_for_letter(line):
    assert read_line(line).written() == line


def test_a_line_says_what_is_decided_about_what_and_why():
    line = 'merge method "RBRs" into method/rule-based-reward  # its short form. Ada'
    assert read_line(line) == Decision(
        "merge",
        Name("Method", "RBRs"),
        into=Name("Method", "rule-based-reward", by_id=True),
        why="its short form. Ada",
    )


def test_spaces_and_capitals_of_the_grammar_do_not_matter():
    assert str(read_line('  Retype METHOD"Sparrow"  TO  Model ')) == (
        'retype method "Sparrow" to model'
    )


@pytest.mark.parametrize(
    ("line", "what", "cure"),
    [
        ('acept method "x"', "'acept' decides nothing", "begin with accept, merge, reject"),
        ('accept "x"', 'not understood: accept "x"', 'like: accept method "codebook features"'),
        ("accept method x", "not understood", "write it like: accept"),
        ('accept method "x" to model', "not understood", "write it like: accept"),
        ('merge method "x"', "not understood", "like: merge method"),
        ('merge method "x" into "y"', "not understood", "like: merge method"),
        ('merge method "x" to "y"', "not understood", "like: merge method"),
        ('rename method "x" to model', "not understood", "like: rename method"),
        ('retype method "x" to "model"', "not understood", "like: retype method"),
        ('retype method "x" to models', "not understood", "like: retype method"),
        ('reject method "x" in', "not understood", "like: reject topic"),
        ('accept method "x', "not understood", "like: accept"),
        ('accept method "x" y', "not understood", "like: accept"),
        ('accept method "--"', "'--' has no letter or digit", "write the label in full"),
        ('rename method "x" to ""', "'' has no letter or digit", "write the label in full"),
        ('accept method "a\\q"', '"a\\q" is no quoted text', 'write \\" for a quote'),
    ],
)
def test_a_faulty_line_says_what_is_wrong_and_how_to_mend_it(line, what, cure):
    with pytest.raises(InputError) as caught:
        read_line(line, "decisions.txt", 7)
    assert caught.value.where == "decisions.txt:7"
    assert what in caught.value.what
    assert cure in caught.value.cure


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("method/rlhf", Name("Method", "rlhf", by_id=True)),
        ('method "RL HF"', Name("Method", "RL HF")),
        ("Method RL HF", Name("Method", "RL HF")),
        ("topic method x", Name("Topic", "method x")),
    ],
)
def test_a_name_may_be_typed_without_quotes(text, name):
    assert Name.read(text) == name


@pytest.mark.parametrize("text", ["RLHF", "method", "method/", "bird Sparrow", "method --", ""])
def test_what_has_no_type_or_no_label_names_nothing(text):
    with pytest.raises(InputError):
        Name.read(text)


# --- the file


def test_a_file_of_decisions_is_read_with_its_line_numbers(tmp_path):
    path = tmp_path / "decisions.txt"
    path.write_bytes(b'\xef\xbb\xbf# ours\r\n\r\naccept method "x"\r\nreject topic "y"')
    decisions, refusals = read_decisions(path)
    assert [d.place for d in decisions] == ["decisions.txt:3", "decisions.txt:4"]
    assert refusals == ()


def test_a_faulty_line_is_reported_and_the_rest_is_read(tmp_path):
    path = tmp_path / "decisions.txt"
    path.write_text('accept method "x"\nacept method "y"\nreject topic "z"\n')
    decisions, (refusal,) = read_decisions(path)
    assert [d.verb for d in decisions] == ["accept", "reject"]
    assert (refusal.source, refusal.line) == ("decisions.txt", 2)
    assert refusal.why == "'acept' decides nothing"


@pytest.mark.parametrize(
    ("content", "what"), [(None, "No such file"), (b"\xff", "it is not UTF-8")]
)
def test_a_file_that_cannot_be_read_is_an_input_error(tmp_path, content, what):
    path = tmp_path / "decisions.txt"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError, match=what):
        read_decisions(path)


def test_a_file_is_written_sorted_and_without_what_is_overruled(tmp_path):
    path = tmp_path / "decisions.txt"
    lines = ['reject topic "y"', 'accept method "foo bars"', 'reject method "Foo-bar"  # why']
    write_decisions([read_line(line) for line in lines], path)
    head, *rest = path.read_text().splitlines()
    assert head.startswith("# ")
    assert rest == ['reject method "Foo-bar"  # why', 'reject topic "y"']


def test_a_folder_that_is_a_file_is_an_output_error(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(OutputError):
        add_decision(tmp_path / "file" / "decisions.txt", read_line('accept method "x"'))


NOTED = """\
# Ada's decisions

accept method "a"
# not sure about this one
acept method "b"
accept method "d"  # coined here
"""


@pytest.mark.parametrize(
    ("line", "above"),
    [
        ('accept method "A0"', "\n"),
        ('accept method "c"', 'accept method "a"\n'),
        ('reject method "b"', 'accept method "d"  # coined here\n'),
    ],
)
def test_a_decision_takes_its_place_and_leaves_every_other_line_alone(tmp_path, line, above):
    path = tmp_path / "decisions.txt"
    path.write_text(NOTED)
    add_decision(path, read_line(line))
    before, found, after = path.read_text().partition(f"{line}\n")
    assert (before + after, found, before.endswith(above)) == (NOTED, f"{line}\n", True)


def test_a_decision_replaces_what_it_contradicts(tmp_path):
    path = tmp_path / "decisions.txt"
    path.write_text('accept method "Foo bars"\nrename method "foo bar" to "FB"\n')
    add_decision(path, read_line('reject method "foo-bar"'))
    assert path.read_text() == 'reject method "foo-bar"\nrename method "foo bar" to "FB"\n'


def test_a_decision_replaces_what_it_contradicts_under_other_names_of_the_thing(tmp_path):
    path = tmp_path / "decisions.txt"
    path.write_text('accept method/rbr\naccept method "RBR"\n')
    add_decision(path, read_line('reject method "RBRs"'), {"method/rbr"})
    assert path.read_text() == 'reject method "RBRs"\n'


def test_a_rejection_in_one_paper_stands_beside_any_other_decision(tmp_path):
    path = tmp_path / "decisions.txt"
    for line in ('accept model "GPT"', 'reject model "GPT" in p', 'reject model "GPT" in q'):
        add_decision(path, read_line(line))
    assert len(read_decisions(path)[0]) == 3


# --- what decisions do


def test_an_accepted_candidate_is_curated_and_its_links_say_by_whom():
    decided = decide('accept method "Codebook-Feature"', links=[link(CODEBOOK.id)])
    assert decided.concepts[CODEBOOK.id] == CODEBOOK._replace(curated=True)
    assert [n.reason for n in decided.links] == ["presented; accepted by a person"]
    assert decided.notes == ()


def test_the_reason_of_a_person_goes_with_the_link():
    decided = decide("accept method/codebook-feature # coined here", links=[link(CODEBOOK.id)])
    assert decided.links[0].reason == "presented; accepted by a person: coined here"


def test_a_rejected_candidate_has_no_links():
    decided = decide('reject topic "large margin"', links=[link(MARGIN.id), link(RBR.id)])
    assert ends(decided) == [RBR.id]


def test_a_vocabulary_concept_can_be_rejected_in_one_paper():
    links = [link(RLHF.id, "p"), link(RLHF.id, "q")]
    decided = decide('reject method "RLHF" in p', links=links)
    assert [n.mention.paper for n in decided.links] == ["q"]


def test_a_merged_candidate_gives_its_links_and_labels_to_the_other():
    decided = decide('merge method "RBR" into method/rule-based-reward', links=[link(RBRS.id)])
    assert ends(decided) == [RBR.id]
    assert decided.links[0].reason == "presented; merged by a person from method “RBRs”"
    assert decided.concepts[RBR.id].alt_labels == ("RBR", "RBRs")
    assert RBRS.id not in decided.concepts
    assert decided.moved == {RBRS.id: RBR.id}


def test_the_vocabulary_is_not_changed_by_a_merge():
    decided = decide("merge method/rbr into method/rlhf", links=[link(RBRS.id)])
    assert (ends(decided), decided.concepts[RLHF.id]) == ([RLHF.id], RLHF)


def test_a_merged_vocabulary_concept_stays_for_what_is_narrower():
    decided = decide('merge method/rlhf into method "RBRs"', links=[link(RLHF.id)])
    assert (ends(decided), decided.concepts[RLHF.id]) == ([RBRS.id], RLHF)


def test_a_renamed_concept_keeps_its_id_and_its_old_label():
    decided = decide('rename method "RBRs" to "RBR"', links=[link(RBRS.id)])
    renamed = decided.concepts[RBRS.id]
    assert (renamed.pref_label, renamed.alt_labels) == ("RBR", ("RBRs",))
    assert decided.links == (link(RBRS.id),)


def test_a_retyped_concept_has_another_type_and_id_everywhere():
    decided = decide('retype method "Sparrow" to model', links=[link(SPARROW.id)])
    assert decided.concepts["model/sparrow"] == SPARROW._replace(id="model/sparrow", type="Model")
    assert SPARROW.id not in decided.concepts
    assert ends(decided) == ["model/sparrow"]
    assert decided.links[0].reason == "presented; retyped by a person from method"


def test_a_retyped_concept_meets_the_one_that_has_its_name_there():
    model = Concept("model/sparrow-candidate", "Model", "sparrow", curated=False)
    decided = decide(
        'retype method "Sparrow" to model',
        links=[link(SPARROW.id)],
        concepts=EVERYTHING | {model.id: model},
    )
    assert ends(decided) == [model.id]
    assert decided.concepts[model.id].alt_labels == ("Sparrow",)


def test_accepting_renaming_and_retyping_go_together():
    decided = decide(
        'accept method "Sparrow"',
        'rename method "Sparrow" to "DeepMind Sparrow"',
        'retype method "Sparrow" to model',
        links=[link(SPARROW.id)],
    )
    assert decided.concepts["model/sparrow"] == Concept(
        "model/sparrow", "Model", "DeepMind Sparrow", ("Sparrow",)
    )
    assert decided.links[0].reason == (
        "presented; accepted by a person; retyped by a person from method"
    )


def test_a_thing_may_be_called_by_what_another_decision_makes_of_it():
    decided = decide(
        'accept model "DeepMind Sparrow"',
        'rename method "Sparrow" to "DeepMind Sparrow"',
        'retype method "Sparrow" to model',
    )
    assert decided.concepts["model/sparrow"].curated
    assert decided.notes == ()


@pytest.mark.parametrize(
    "lines",
    [
        ("merge method/rbr into method/sparrow", "merge method/sparrow into method/rlhf"),
        ("merge method/sparrow into method/rlhf", "merge method/rbr into method/sparrow"),
    ],
)
def test_merges_are_followed_to_their_end(lines):
    decided = decide(*lines, links=[link(RBRS.id)])
    assert ends(decided) == [RLHF.id]
    assert decided.links[0].reason == (
        "presented; merged by a person from method “RBRs”; merged by a person from method “Sparrow”"
    )


def test_what_is_merged_into_something_rejected_is_rejected():
    decided = decide(
        'merge method "RBRs" into topic "large margin"',
        'reject topic "large margin"',
        links=[link(RBRS.id)],
    )
    assert ends(decided) == []


def test_of_decisions_that_contradict_each_other_the_last_line_holds():
    decided = decide("reject method/rbr", 'accept method "RBR"', links=[link(RBRS.id)])
    assert decided.concepts[RBRS.id].curated
    assert decided.notes == ("decisions.txt:1: reject method/rbr: overruled by line 2",)


def test_saying_the_same_twice_is_no_contradiction():
    assert decide("accept method/rbr", 'accept method "RBR"').notes == ()


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ('accept method "nothing such"', "nothing here has this name"),
        ('accept model "Sparrow"', "nothing here has this name"),
        ("merge method/rbr into method/x", "nothing here has the name that it is merged into"),
        (
            'rename method "RBRs" to "Rule based reward"',
            "method/rule-based-reward has that label; merge the two instead",
        ),
    ],
)
def test_what_can_have_no_effect_is_noted_and_changes_nothing(line, why):
    decided = decide(line, links=[link(RBRS.id)])
    assert decided.notes == (f"decisions.txt:1: {line}: {why}",)
    assert (decided.concepts, decided.links) == (EVERYTHING, (link(RBRS.id),))


def test_a_label_of_two_concepts_decides_neither():
    other = Concept("method/other", "Method", "other", ("RBR",), curated=False)
    decided = decide('accept method "RBR"', concepts=EVERYTHING | {other.id: other})
    assert decided.notes == (
        'decisions.txt:1: accept method "RBR": method/other and method/rbr have this name; write the id',
    )


def test_two_concepts_cannot_be_given_one_label():
    decided = decide('rename method/rbr to "new"', 'rename method/sparrow to "new"')
    line = 'decisions.txt:2: rename method/sparrow to "new"'
    assert decided.notes == (f"{line}: method/rbr has that label; merge the two instead",)


def test_merges_in_a_circle_merge_nothing():
    decided = decide(
        "merge method/rbr into method/sparrow",
        "merge method/sparrow into method/rbr",
        links=[link(RBRS.id), link(SPARROW.id)],
    )
    assert ends(decided) == [RBRS.id, SPARROW.id]
    assert [note.rpartition(": ")[2] for note in decided.notes] == [
        "goes round in a circle with others",
        "goes round in a circle with others",
    ]


def test_a_merge_into_a_circle_is_followed_as_far_as_the_circle():
    decided = decide(
        "merge topic/large-margin into method/rbr",
        "merge method/rbr into method/sparrow",
        "merge method/sparrow into method/rbr",
        links=[link(MARGIN.id)],
    )
    assert ends(decided) == [RBRS.id]
    assert len(decided.notes) == 2


@pytest.mark.parametrize("kind", ["Method", "Model"])
def test_retyping_in_a_circle_ends_in_one_state_and_is_noted(kind):
    sparrow = Concept(f"{kind.casefold()}/sparrow", kind, "Sparrow", curated=False)
    decided = decide(
        'retype method "Sparrow" to model',
        'retype model "Sparrow" to method',
        links=[link(sparrow.id)],
        concepts={sparrow.id: sparrow},
    )
    assert (list(decided.concepts), ends(decided)) == ([SPARROW.id], [SPARROW.id])
    assert [note.rpartition(": ")[2] for note in decided.notes] == [
        "goes round in a circle with others",
        "goes round in a circle with others",
    ]


def test_without_decisions_nothing_changes():
    links = (link(RBRS.id),)
    decided = decide(links=links)
    assert (decided.concepts, decided.links, decided.notes) == (EVERYTHING, links, ())


# --- laws

LABELS = st.sampled_from(["foo", "Foos", "bar", "BAR-baz", "quux"])
KINDS = st.sampled_from(TYPES[:3])
NAMES = st.builds(Name, KINDS, LABELS) | st.builds(
    Name, KINDS, st.sampled_from(["foo", "bar", "quux"]), st.just(value=True)
)
DECISIONS = st.lists(
    st.builds(Decision, st.just("accept"), NAMES)
    | st.builds(Decision, st.just("reject"), NAMES, paper=st.sampled_from(["", "p"]))
    | st.builds(Decision, st.just("merge"), NAMES, into=NAMES)
    | st.builds(Decision, st.just("rename"), NAMES, to=LABELS)
    | st.builds(Decision, st.just("retype"), NAMES, to=KINDS),
    max_size=8,
)
CONCEPTS = st.lists(
    st.builds(
        lambda kind, slug, pref, alt, curated: Concept(
            f"{kind.casefold()}/{slug}", kind, pref, (alt,), curated=curated
        ),
        KINDS,
        st.sampled_from(["foo", "bar", "quux"]),
        LABELS,
        LABELS,
        st.booleans(),
    ),
    unique_by=lambda concept: concept.id,
    min_size=1,
    max_size=6,
).map(lambda concepts: {concept.id: concept for concept in concepts})


@st.composite
def worlds(draw):
    concepts = draw(CONCEPTS)
    ids = st.sampled_from(sorted(concepts))
    places = draw(st.lists(st.tuples(ids, st.sampled_from("pq"), st.integers(0, 3)), max_size=6))
    return concepts, [link(*place) for place in places]


@given(DECISIONS, worlds())
def test_carrying_decisions_out_again_changes_nothing(decisions, world):
    once = apply_decisions(decisions, *world)
    again = apply_decisions(decisions, once.concepts, once.links)
    assert (again.concepts, again.links) == (once.concepts, once.links)


@given(DECISIONS, worlds(), st.randoms(use_true_random=False))
def test_the_order_of_links_and_concepts_does_not_matter(decisions, world, random):
    concepts, links = world
    one = apply_decisions(decisions, concepts, links)
    random.shuffle(links)
    items = list(concepts.items())
    random.shuffle(items)
    other = apply_decisions(decisions, dict(items), links)
    assert other.concepts == one.concepts
    assert list(other.concepts) == list(one.concepts)
    assert sorted(map(repr, other.links)) == sorted(map(repr, one.links))
    assert (other.notes, other.moved) == (one.notes, one.moved)


@given(DECISIONS, worlds())
def test_every_link_ends_at_a_concept_and_every_move_too(decisions, world):
    decided = apply_decisions(decisions, *world)
    assert {*ends(decided), *decided.moved.values()} <= decided.concepts.keys()
    assert all(concept.id == key for key, concept in decided.concepts.items())
    assert all(
        concept.id.startswith(f"{concept.type.casefold()}/")
        for concept in decided.concepts.values()
    )


TEXTS = st.text(min_size=1).map(lambda text: f"{text}a")
WHYS = st.text().map(lambda text: "".join(c for c in text if c.isprintable()))
REAL_NAMES = st.builds(Name, st.sampled_from(TYPES), TEXTS)
REAL_DECISIONS = st.lists(
    st.builds(Decision, st.sampled_from(["accept", "reject"]), REAL_NAMES, why=WHYS)
    | st.builds(Decision, st.just("merge"), REAL_NAMES, into=REAL_NAMES)
    | st.builds(Decision, st.just("rename"), REAL_NAMES, to=TEXTS)
    | st.builds(Decision, st.just("retype"), REAL_NAMES, to=st.sampled_from(TYPES)),
    unique_by=lambda decision: (decision.name.key, decision.slot),
)


@given(REAL_DECISIONS)
def test_what_is_written_is_read_back(tmp_path_factory, decisions):
    path = tmp_path_factory.mktemp("decisions") / "decisions.txt"
    write_decisions(decisions, path)
    read, refusals = read_decisions(path)
    one_line = [replace(d, why=" ".join(d.why.split())) for d in decisions]
    assert (sorted(read, key=str), refusals) == (sorted(one_line, key=str), ())


@given(REAL_DECISIONS)
def test_decisions_added_one_by_one_make_the_same_file(tmp_path_factory, decisions):
    folder = tmp_path_factory.mktemp("decisions")
    write_decisions(decisions, folder / "whole.txt")
    for decision in decisions:
        add_decision(folder / "grown.txt", decision)
    if decisions:
        assert (folder / "grown.txt").read_bytes() == (folder / "whole.txt").read_bytes()
