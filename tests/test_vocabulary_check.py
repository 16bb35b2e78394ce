"""Checking a vocabulary: each thing that may be wrong with it, and nothing else."""

from __future__ import annotations

import pytest

from paperatlas.errors import InputError
from paperatlas.vocabulary import TYPES, Concept, Vocabulary
from paperatlas.vocabulary.check import Finding, check, check_files, summary

HEAD = """
@prefix atlas: <https://w3id.org/paperatlas/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix lab: <https://w3id.org/paperatlas/id/lab/> .
@prefix method: <https://w3id.org/paperatlas/id/method/> .
@prefix model: <https://w3id.org/paperatlas/id/model/> .
@prefix topic: <https://w3id.org/paperatlas/id/topic/> .
"""


def block(name, kind="Method", more="", definition="What it is."):
    defined = f'skos:definition "{definition}"@en' if definition else "skos:notation 1"
    return f"{name} a atlas:{kind} ; {more} {defined} .\n"


def label(text, kind="skos:prefLabel"):
    return f'{kind} "{text}"@en ;'


@pytest.fixture
def found(tmp_path):
    """Give what is found in some blocks, orphans left aside, as (kind, concept, detail)."""

    def found(*blocks):
        file = tmp_path / "x.ttl"
        file.write_text(HEAD + "".join(blocks))
        findings = check_files([file]).findings
        shown = [(f.kind, f.concept, f.detail.replace(str(file), "x.ttl")) for f in findings]
        return [finding for finding in shown if finding[0] != "orphan"]

    return found


def test_a_sound_vocabulary_has_no_finding(found):
    broader = block("method:a", more=label("alpha"))
    assert found(broader, block("method:b", more=label("beta") + "skos:broader method:a ;")) == []


def test_two_concepts_of_one_label_collide(found):
    blocks = (
        block("method:a", more=label("red team")),
        block("topic:b", "Topic", label("red-teams")),
    )
    assert found(*blocks) == [("collision", "method/a", "'red team' and 'red-teams' of topic/b")]


def test_labels_that_only_capitals_tell_apart_are_a_warning(found):
    blocks = block("lab:aide", "Lab", label("AIDE")), block("topic:aide", "Topic", label("aide"))
    assert found(*blocks) == [("capitals", "lab/aide", "'AIDE' and 'aide' of topic/aide")]


def test_an_ambiguous_label_that_another_concept_has_too_is_a_warning(found):
    ambiguous = label("alpha") + label("AB", "atlas:ambiguousLabel") + label("c", "atlas:context")
    blocks = block("method:a", more=ambiguous), block("method:b", more=label("AB"))
    assert found(*blocks) == [("shared label", "method/a", "'AB' and 'AB' of method/b")]


def test_labels_with_a_bar_between_them_are_an_error(found):
    several = block("method:a", more=label("alpha") + label("AB|CD", "skos:altLabel"))
    assert found(several) == [("several in one", "method/a", "'AB|CD' is no label, but several")]


def test_a_cycle_is_shown_once_and_whole(found):
    blocks = [
        block(f"method:{name}", more=label(f"m {name}") + f"skos:broader method:{above} ;")
        for name, above in ("ab", "bc", "ca", "da")
    ]
    cycle = "method/a < method/b < method/c < method/a"
    assert found(*blocks) == [("cycle", "method/a", cycle)]


def test_a_concept_that_is_its_own_broader_one_is_a_cycle(found):
    itself = block("method:a", more=label("alpha") + "skos:broader method:a ;")
    assert found(itself) == [("cycle", "method/a", "method/a < method/a")]


def test_a_broader_concept_must_exist(found):
    lost = block("method:a", more=label("alpha") + "skos:broader method:z ;")
    assert found(lost) == [("missing broader", "method/a", "method/z does not exist")]


@pytest.mark.parametrize(
    ("lower", "higher", "fits"),
    [
        ("Method", "Topic", True),
        ("Model", "Method", True),
        ("Lab", "Lab", True),
        ("Topic", "Method", False),
        ("Method", "Model", False),
        ("Lab", "Topic", False),
    ],
)
def test_what_is_broader_must_be_of_a_fitting_type(lower, higher, fits):
    above = Concept(f"{higher.lower()}/z", higher, "Z z", definition="What it is.")
    below = Concept(
        f"{lower.lower()}/a", lower, "A a", broader=(above.id,), definition="What it is."
    )
    expected = () if fits else (Finding("broader type", below.id, f"{above.id} is a {higher}"),)
    assert check(Vocabulary([above, below])) == expected


def test_what_stands_alone_is_a_note():
    alone = Concept("lab/a", "Lab", "A a", definition="What it is.")
    (finding,) = check(Vocabulary([alone]))
    assert (finding.kind, finding.level, finding.concept) == ("orphan", "note", "lab/a")


def test_a_definition_is_needed(found):
    bare = block("method:a", more=label("alpha"), definition=None)
    assert found(bare) == [("missing definition", "method/a", "say in one sentence what it is")]


@pytest.mark.parametrize("text", ["No full stop", "One. Two.", "A question? Yes."])
def test_a_definition_is_one_sentence_that_ends_in_a_full_stop(found, text):
    ((kind, concept, detail),) = found(block("method:a", more=label("alpha"), definition=text))
    assert (kind, concept) == ("definition", "method/a")
    assert repr(text) in detail


@pytest.mark.parametrize("text", ["See e.g. words, i.e. these.", "Version 3.5 of it."])
def test_a_full_stop_inside_a_sentence_does_no_harm(found, text):
    assert found(block("method:a", more=label("alpha"), definition=text)) == []


@pytest.mark.parametrize(
    ("kind", "text", "is_word"),
    [
        ("Model", "sparrow", True),
        ("Lab", "apple", True),
        ("Model", "Sparrow", False),
        ("Model", "gpt-4", False),
        ("Model", "small sparrow", False),
        ("Method", "debate", False),
    ],
)
def test_a_thing_that_is_called_by_a_word_is_a_warning(found, kind, text, is_word):
    kinds = [finding[0] for finding in found(block(f"{kind.lower()}:a", kind, label(text)))]
    assert kinds == (["ordinary word"] if is_word else [])


def test_a_word_with_a_context_is_no_warning(found):
    more = label("sparrow") + label("sparrow", "atlas:ambiguousLabel") + label("c", "atlas:context")
    assert found(block("model:a", "Model", more)) == []


def test_an_ambiguous_label_without_context_is_a_note_beside_other_labels(found):
    more = label("alpha beta") + label("AB", "atlas:ambiguousLabel")
    what = "'AB': matches only beside another label of the concept"
    assert found(block("method:a", more=more)) == [("no context", "method/a", what)]


def test_an_ambiguous_label_without_context_and_alone_is_dead(found):
    more = label("AB") + label("AB", "atlas:ambiguousLabel")
    assert found(block("method:a", more=more)) == [
        ("dead label", "method/a", "'AB': never matches")
    ]


@pytest.mark.parametrize("name", ["A", "a_b", "a--b", "-a", "ä"])
def test_a_local_name_is_a_slug(found, name):
    iri = f"<https://w3id.org/paperatlas/id/method/{name}>"
    detail = "small letters, digits, single dots or hyphens"
    assert found(block(iri, more=label("alpha"))) == [("local name", f"method/{name}", detail)]


def test_a_local_name_stands_in_the_folder_of_its_type(found):
    finding = ("local name", "method/a", "a Model stands under method/")
    assert found(block("method:a", "Model", label("Alpha"))) == [finding]


def test_a_label_that_is_written_twice_is_found(found):
    more = label("alpha") + label("AB", "skos:altLabel") + label("AB", "skos:altLabel")
    finding = ("repeated label", "method/a", "'AB' in x.ttl")
    assert found(block("method:a", more=more)) == [finding]


def test_a_label_of_two_kinds_is_found(found):
    more = label("alpha") + label("alpha", "skos:hiddenLabel")
    assert found(block("method:a", more=more)) == [("repeated label", "method/a", "'alpha'")]


def test_two_labels_that_find_the_same_are_a_note(found):
    more = label("red-team") + label("red teams", "skos:altLabel")
    finding = ("same form", "method/a", "'red teams' and 'red-team' find the same")
    assert found(block("method:a", more=more)) == [finding]


def test_blocks_stand_in_the_order_of_their_names(found):
    blocks = [block(f"method:{name}", more=label(f"m {name}")) for name in "acb"]
    assert found(*blocks) == [("order", "method/b", "stands after method/c in x.ttl")]


def test_one_concept_in_two_blocks_is_found(found):
    blocks = block("method:a", more=label("alpha")), block("method:b", more=label("beta"))
    again = f"method:a {label('gamma', 'skos:altLabel')[:-1]} .\n"
    kinds = [(kind, concept) for kind, concept, _ in found(*blocks, again)]
    assert ("defined twice", "method/a") in kinds


def test_a_concept_in_two_files_is_found(tmp_path):
    paths = [tmp_path / "x.ttl", tmp_path / "y.ttl"]
    for path in paths:
        path.write_text(HEAD + block("method:a", more=label("alpha")))
    (finding,) = (f for f in check_files(paths).findings if f.level == "error")
    assert finding.detail == f"2 blocks, in {paths[0]}, {paths[1]}"


def test_a_blank_node_is_passed_over(found):
    assert found("[] skos:note 'x' .\n", block("method:a", more=label("alpha"))) == []


def test_errors_come_before_warnings_and_notes(tmp_path):
    (tmp_path / "x.ttl").write_text(
        HEAD
        + block("topic:b", "Topic", label("beta"), "No stop")
        + block("lab:a", "Lab", label("A"), None)
    )
    levels = [f.level for f in check_files([tmp_path / "x.ttl"]).findings]
    assert levels == ["error", "warning", "warning", "note", "note"]


def test_a_file_that_cannot_be_read_is_named(tmp_path):
    with pytest.raises(InputError, match=r"none\.ttl: No such file"):
        check_files([tmp_path / "none.ttl"])
    (tmp_path / "x.ttl").write_text("method:a a")
    with pytest.raises(InputError, match=r"x\.ttl:1"):
        check_files([tmp_path / "x.ttl"])


def test_the_summary_counts_by_type_and_tells_each_error(tmp_path):
    (tmp_path / "x.ttl").write_text(
        HEAD
        + block("method:a", more=label("alpha") + label("AB", "skos:altLabel"))
        + block("method:b", more=label("beta") + "skos:broader method:z ;")
    )
    lines = summary(check_files([tmp_path / "x.ttl"])).splitlines()
    assert lines[0].split() == ["concepts", "labels", "orphans", "errors", "warnings"]
    assert lines[2].split() == ["Method", "2", "3", "1", "1", "0"]
    assert lines[7:] == [
        "error: method/b: missing broader: method/z does not exist",
        "notes: orphan 1",
    ]


def test_the_packaged_vocabulary_has_no_error():
    checked = check_files()
    assert [f for f in checked.findings if f.level == "error"] == []
    assert {concept.type for concept in checked.concepts} == set(TYPES)


def test_the_packaged_files_are_in_order_with_sound_definitions():
    kinds = {finding.kind for finding in check_files().findings}
    assert kinds.isdisjoint({"order", "definition", "capitals", "shared label"})


def test_what_is_loaded_and_what_stands_in_the_files_is_judged_alike():
    assert set(check(Vocabulary.packaged())) == set(check_files().findings)
