"""Edition: an atlas of another version of the ontology is told apart wherever it is opened."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from paperatlas import BuildPlan, GraphError, Store, build_atlas, export_atlas
from paperatlas.cli import main
from paperatlas.edition import EDITION
from paperatlas.ontology import OWL, ontology
from paperatlas.quads import open_quads

AGAIN = "build it again with 'paperatlas build SOURCE -o DIR'"
NAMED = "this atlas is written in edition {} of the ontology, and 0.1 can be read ({})"
NEWER = "it is newer: install the newest Paperatlas"
OLDER = f"it is older: {AGAIN}"
GARBAGE = f"the edition of this atlas cannot be read: {{!r}} is not like '0.1.0' ({AGAIN})"
REFUSED = [
    ("0.2.0", NAMED.format("0.2.0", NEWER)),
    ("0.10.0", NAMED.format("0.10.0", NEWER)),
    ("1.0.0", NAMED.format("1.0.0", NEWER)),
    ("0.0.9", NAMED.format("0.0.9", OLDER)),
    ("banana", GARBAGE.format("banana")),
    ("0.1", GARBAGE.format("0.1")),
    ("", GARBAGE.format("")),
    ("٠.١.٠", GARBAGE.format("٠.١.٠")),
    ("9" * 5000, GARBAGE.format("9" * 40 + "…")),
]
MARK = "<https://w3id.org/paperatlas/id/> <http://purl.org/dc/terms/conformsTo> {} .\n"


def atlas_of(folder, *marks: str):
    named = (MARK.format(f"<https://w3id.org/paperatlas/ontology/{mark}>") for mark in marks)
    (folder / "atlas.ttl").write_text("".join(named), "utf-8")
    (folder / "evidence.ttl").write_text("", "utf-8")
    return folder


def test_the_edition_is_the_version_of_the_ontology():
    query = f"SELECT ?version {{ ?ontology <{OWL}versionIRI> ?version }}"
    assert Store.of(ontology()).select(query).rows == ((EDITION,),)


def test_an_atlas_states_it_of_its_base(seeds):
    seed = min(seeds.rglob("*.txt"))
    for base in ("https://w3id.org/paperatlas/id/", "https://e.org/atlas/"):
        atlas = build_atlas([seed], BuildPlan(base=base)).files["atlas.ttl"].decode()
        assert f"\n<{base}> dcterms:conformsTo <{EDITION}> .\n" in atlas


@pytest.mark.parametrize(("mark", "told"), REFUSED)
@pytest.mark.parametrize("small", [0, 10_000])
def test_another_edition_is_refused_in_memory_and_on_disk(tmp_path, mark, told, small):
    with pytest.raises(GraphError) as caught:
        open_quads(atlas_of(tmp_path, mark), small=small)
    assert str(caught.value) == f"{tmp_path}/atlas.ttl: {told}"


def test_refusing_it_leaves_the_stores_of_others(tmp_path):
    kept = tmp_path / ".store" / "of-the-newest-paperatlas"
    kept.mkdir(parents=True)
    with pytest.raises(GraphError):
        open_quads(atlas_of(tmp_path, "0.2.0"), small=0)
    assert [path for path in (tmp_path / ".store").iterdir() if path.is_dir()] == [kept]


@pytest.mark.parametrize("marks", [(), ("0.1.0",), ("0.1.9",), ("0.1.0", "0.1.3")])
def test_the_same_edition_is_read_and_so_is_an_atlas_that_names_none(tmp_path, marks):
    assert len(open_quads(atlas_of(tmp_path, *marks))[0]) == len(marks)


def test_one_foreign_mark_among_several_is_enough(tmp_path):
    with pytest.raises(GraphError, match=r"edition 0\.3\.0"):
        open_quads(atlas_of(tmp_path, "0.1.0", "0.3.0"))


@pytest.mark.parametrize("other", ["<http://e.org/standard/9.0.0>", '"0.2.0"', "[]"])
def test_the_standards_of_others_are_passed_over(tmp_path, other):
    (atlas_of(tmp_path) / "atlas.ttl").write_text(MARK.format(other), "utf-8")
    assert len(open_quads(tmp_path)[0]) == 1


@pytest.mark.parametrize(
    "words",
    [("query", "most-named"), ("export", "-f", "csv", "-o", "out"), ("serve", "--get", "/")],
)
def test_every_command_tells_it_with_its_cure(tmp_path, monkeypatch, words):
    monkeypatch.chdir(atlas_of(tmp_path, "0.2.0"))
    folder = (".",) if words[0] == "serve" else ("-a", ".")
    done = CliRunner().invoke(main, [words[0], *folder, *words[1:]])
    assert done.exit_code == 1
    assert NAMED.format("0.2.0", NEWER) in done.output


def test_an_export_is_not_made_of_another_edition(tmp_path):
    with pytest.raises(GraphError, match="it is newer"):
        export_atlas(atlas_of(tmp_path, "0.2.0"), "csv", tmp_path / "out")


def test_a_store_made_by_another_edition_is_never_opened(tmp_path, monkeypatch):
    open_quads(atlas_of(tmp_path, "0.1.0"), small=0)
    monkeypatch.setattr("paperatlas.quads.EDITION", "https://w3id.org/paperatlas/ontology/0.2.0")
    monkeypatch.setattr("paperatlas.edition.EDITION", "https://w3id.org/paperatlas/ontology/0.2.0")
    with pytest.raises(GraphError, match="it is older"):
        open_quads(tmp_path, small=0)
