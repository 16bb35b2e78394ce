"""Every way out of an atlas, read back by another tool."""

from __future__ import annotations

import csv
import io
import os
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET

import networkx as nx
import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st

from paperatlas.errors import GraphError, InputError, OutputError
from paperatlas.export import FORMATS, export_atlas
from paperatlas.export.tables import _table
from paperatlas.ontology import EVIDENCE_GRAPH, OA, prefixes

HEAD = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in prefixes().items())
NOTE = r"=HYPERLINK(\"http://e.org\") \u0001<script> \r\n\uFFFD é 𝔸"
ATLAS = (
    HEAD
    + f"""
paper:p9 a fabio:ResearchPaper ;
    dcterms:title "On sycophancy" ; dcterms:abstract "We use RLHF. RLHF helps." ;
    dcterms:issued "2022-12-15"^^xsd:date ; fabio:hasArXivId "2212.08073" ; prism:doi "10.1/x" ;
    foaf:page <https://e.org/> , <https://f.org/> ; atlas:publishedBy lab:l ;
    dcterms:subject topic:t ;
    atlas:uses method:m ; atlas:mentions method:m , topic:t .
paper:p10 a fabio:ResearchPaper ; dcterms:abstract "{NOTE}" .
lab:l a atlas:Lab , skos:Concept ; skos:prefLabel "lab"@en ; skos:inScheme atlas:candidates .
topic:t a atlas:Topic , skos:Concept ; skos:prefLabel "sycophancy"@en ;
    skos:altLabel "-flattery"@en , "+praise"@en ; skos:inScheme atlas:vocabulary .
method:m a atlas:Method , skos:Concept ; skos:prefLabel "RLHF"@en ; skos:broader method:n ;
    skos:definition "A method."@en ; skos:inScheme atlas:vocabulary .
method:n a atlas:Method , skos:Concept ; skos:prefLabel "learning"@en ;
    skos:inScheme atlas:vocabulary .
"""
)


def mention(start, concept, role, exact):
    end = start + len(exact)
    field = "abstract" if start > 13 else "title"
    return f"""
mention:p9.{start}-{end} a atlas:Mention ; atlas:paper paper:p9 ; atlas:concept {concept} ;
    atlas:role atlas:{role} ; oa:exact "{exact}" ; oa:start {start} ; oa:end {end} ;
    atlas:field "{field}" ; atlas:sentence "-A sentence" ; atlas:confidence 0.9 ;
    atlas:extractor "terms" ; atlas:reason "label" ; atlas:roleReason "a cue" .
"""


EVIDENCE = (
    HEAD
    + mention(22, "method:m", "uses", "RLHF")
    + mention(28, "method:m", "uses", "RLHF")
    + mention(3, "topic:t", "mentions", "sycophancy")
)


@pytest.fixture
def atlas(tmp_path):
    (tmp_path / "atlas.ttl").write_text(ATLAS, "utf-8")
    (tmp_path / "evidence.ttl").write_text(EVIDENCE, "utf-8")
    return tmp_path


@pytest.fixture
def out(atlas):
    def written(form: str) -> bytes:
        (path,) = export_atlas(atlas, form, atlas / "out" / form)
        return path.read_bytes()

    return written


@pytest.fixture
def table(atlas):
    def rows(name: str) -> list[dict[str, str]]:
        export_atlas(atlas, "csv", atlas / "tables")
        with (atlas / "tables" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    return rows


def triples_of(content: bytes | str, form: ox.RdfFormat) -> set[ox.Triple]:
    quads = ox.parse(content, format=form)
    return {quad.triple for quad in quads if quad.graph_name == ox.DefaultGraph()}


def evidence_of(content: bytes, form: ox.RdfFormat) -> set[ox.Triple]:
    name = ox.NamedNode(EVIDENCE_GRAPH)
    return {quad.triple for quad in ox.parse(content, format=form) if quad.graph_name == name}


@pytest.mark.parametrize(
    ("form", "rdf"),
    [
        ("turtle", ox.RdfFormat.TURTLE),
        ("ntriples", ox.RdfFormat.N_TRIPLES),
        ("nquads", ox.RdfFormat.N_QUADS),
        ("trig", ox.RdfFormat.TRIG),
        ("jsonld", ox.RdfFormat.JSON_LD),
    ],
)
def test_the_rdf_forms_hold_the_atlas(out, form, rdf):
    assert triples_of(out(form), rdf) == triples_of(ATLAS, ox.RdfFormat.TURTLE)


@pytest.mark.parametrize(
    ("form", "rdf"),
    [
        ("nquads", ox.RdfFormat.N_QUADS),
        ("trig", ox.RdfFormat.TRIG),
        ("jsonld", ox.RdfFormat.JSON_LD),
    ],
)
def test_the_forms_with_named_graphs_hold_the_evidence(out, form, rdf):
    assert evidence_of(out(form), rdf) == triples_of(EVIDENCE, ox.RdfFormat.TURTLE)


def test_trig_is_laid_out_like_turtle(out):
    text = out("trig").decode()
    assert text.startswith("@prefix atlas: <https://w3id.org/paperatlas/ontology#> .\n@prefix dc")
    assert f"\n<{EVIDENCE_GRAPH}> {{\n\nmention:p9.3-13 a atlas:Mention ;\n    atlas:" in text
    assert text.endswith('atlas:roleReason "a cue" .\n\n}\n')


@pytest.mark.parametrize("read", ["oxigraph", "rdflib"])
def test_rdf_xml_holds_the_atlas_and_keeps_every_offset(out, read):
    content = out("rdfxml")
    if read == "rdflib":
        graph = rdflib.Graph().parse(data=content, format="xml")
        content = graph.serialize(format="nt", encoding="utf-8")
        found = triples_of(content, ox.RdfFormat.N_TRIPLES)
    else:
        found = triples_of(content, ox.RdfFormat.RDF_XML)
    assert found == triples_of(ATLAS.replace(r"\u0001", r"\uFFFD"), ox.RdfFormat.TURTLE)


@pytest.mark.parametrize(("form", "read"), [("graphml", nx.read_graphml), ("gexf", nx.read_gexf)])
def test_the_networks_hold_papers_concepts_and_statements(out, form, read):
    graph = read(io.BytesIO(out(form)))
    assert {node: (data["label"], data["type"]) for node, data in graph.nodes(data=True)} == {
        "lab:l": ("lab", "Lab"),
        "method:m": ("RLHF", "Method"),
        "method:n": ("learning", "Method"),
        "paper:p10": ("paper:p10", "Paper"),
        "paper:p9": ("On sycophancy", "Paper"),
        "topic:t": ("sycophancy", "Topic"),
    }
    assert graph.nodes["paper:p9"]["year"] == 2022
    assert "year" not in graph.nodes["paper:p10"]
    assert graph.nodes["topic:t"]["iri"] == "https://w3id.org/paperatlas/id/topic/t"
    assert sorted(
        (a, data["role"], b, data["mentions"], data["quote"] or "")
        for a, b, data in graph.edges(data=True)
    ) == [
        ("method:m", "broader", "method:n", 0, ""),
        ("paper:p9", "mentions", "topic:t", 1, "sycophancy"),
        ("paper:p9", "publishedBy", "lab:l", 0, ""),
        ("paper:p9", "subject", "topic:t", 0, ""),
        ("paper:p9", "uses", "method:m", 2, "RLHF"),
    ]


def test_gexf_bears_no_date(out):
    assert b"lastmodifieddate" not in out("gexf")


@pytest.mark.parametrize("form", ["graphml", "gexf", "rdfxml"])
def test_control_characters_of_a_title_leave_sound_xml(atlas, form):
    hostile = r"\u0000\u001F<b>&\uFFFE]]>" + "\u2028"
    turtle = ATLAS.replace("On sycophancy", hostile)
    (atlas / "atlas.ttl").write_text(turtle, "utf-8")
    (path,) = export_atlas(atlas, form, atlas / "out.xml")
    assert "<b>&" in "".join(ET.parse(path).getroot().itertext()) or form == "gexf"  # noqa: S314


def test_the_table_of_papers(table):
    assert table("papers") == [
        {
            "id": "paper:p10",
            **dict.fromkeys(["title", "issued", "arxiv", "doi", "published_by"], ""),
            **dict.fromkeys(["subjects", "pages"], ""),
            "abstract": '\'=HYPERLINK("http://e.org") \x01<script> \r\n\ufffd é 𝔸',
        },
        {
            "id": "paper:p9",
            "title": "On sycophancy",
            "issued": "2022-12-15",
            "arxiv": "2212.08073",
            "doi": "10.1/x",
            "published_by": "lab:l",
            "subjects": "topic:t",
            "pages": "https://e.org/ | https://f.org/",
            "abstract": "We use RLHF. RLHF helps.",
        },
    ]


def test_the_table_of_concepts(table):
    assert [tuple(row.values()) for row in table("concepts")] == [
        ("lab:l", "Lab", "lab", "", "", "", "candidates"),
        ("method:m", "Method", "RLHF", "", "method:n", "A method.", "vocabulary"),
        ("method:n", "Method", "learning", "", "", "", "vocabulary"),
        ("topic:t", "Topic", "sycophancy", "'+praise | -flattery", "", "", "vocabulary"),
    ]


def test_the_table_of_statements(table):
    assert [tuple(row.values()) for row in table("statements")] == [
        ("method:m", "broader", "method:n", "0", ""),
        ("paper:p9", "mentions", "topic:t", "1", "sycophancy"),
        ("paper:p9", "publishedBy", "lab:l", "0", ""),
        ("paper:p9", "subject", "topic:t", "0", ""),
        ("paper:p9", "uses", "method:m", "2", "RLHF"),
    ]


def test_the_table_of_mentions(table):
    rows = [tuple(row.values()) for row in table("mentions")]
    assert [row[0] for row in rows] == [
        "mention:p9.3-13",
        "mention:p9.22-26",
        "mention:p9.28-32",
    ]
    assert rows[0] == (
        "mention:p9.3-13", "paper:p9", "topic:t", "mentions", "sycophancy", "3", "13", "title",
        "'-A sentence", "0.9", "terms", "label", "a cue",
    )  # fmt: skip


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_comes_back_from_a_table_and_never_as_a_formula(text):
    (head, row) = csv.reader(io.StringIO(_table("text", [(text,)]).decode(), newline=""))
    assert head == ["text"]
    assert row in ([text], [f"'{text}"])
    assert not row[0].startswith(("=", "+", "-", "@", "\t", "\r"))


def test_numbers_are_no_formulas():
    assert _table("number text", [(-1, "-1")]).splitlines()[1] == b"""-1,"'-1\""""


def test_web_annotations_to_the_letter(out):
    text = out("webannotation").decode()
    block = text[text.index("mention:p9.22-26 a ") : text.index("mention:p9.28-32 a ")]
    assert (
        block
        == """\
mention:p9.22-26 a oa:Annotation ;
    oa:hasBody method:m ;
    oa:hasTarget mention:p9.22-26.target ;
    oa:motivatedBy oa:identifying .

mention:p9.22-26.position a oa:TextPositionSelector ;
    oa:start 22 ;
    oa:end 26 .

mention:p9.22-26.quote a oa:TextQuoteSelector ;
    oa:exact "RLHF" ;
    oa:prefix "On sycophancy\\n\\nWe use " ;
    oa:suffix ". RLHF helps." .

mention:p9.22-26.target a oa:SpecificResource ;
    oa:hasSelector mention:p9.22-26.position , mention:p9.22-26.quote ;
    oa:hasSource paper:p9 .

"""
    )


def test_every_web_annotation_quotes_what_the_evidence_quotes(out):
    def quotes(content):
        triples = triples_of(content, ox.RdfFormat.TURTLE)
        return sorted(t.object.value for t in triples if t.predicate.value == OA + "exact")

    assert quotes(out("webannotation")) == quotes(EVIDENCE) == ["RLHF", "RLHF", "sycophancy"]


SCRIPT = """
import sys
from pathlib import Path
from paperatlas.export import FORMATS, export_atlas
folder = Path(sys.argv[1])
for form in FORMATS:
    export_atlas(folder, form, folder / sys.argv[2] / form)
"""


def test_every_format_has_the_same_bytes_under_another_hash_seed(atlas):
    for seed in ("1", "2"):
        path = os.pathsep.join(filter(None, sys.path))
        environment = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": path}
        subprocess.run(
            [sys.executable, "-c", SCRIPT, str(atlas), seed], env=environment, check=True
        )
    files = [p.relative_to(atlas / "1") for p in sorted((atlas / "1").rglob("*")) if p.is_file()]
    assert len(files) == len(FORMATS) + 3
    for file in files:
        assert (atlas / "1" / file).read_bytes() == (atlas / "2" / file).read_bytes(), file


@pytest.mark.parametrize("form", FORMATS)
def test_an_empty_atlas_has_every_form(tmp_path, form):
    (tmp_path / "atlas.ttl").touch()
    (tmp_path / "evidence.ttl").touch()
    assert all(path.is_file() for path in export_atlas(tmp_path, form, tmp_path / "out"))


@pytest.mark.needs_rapper
def test_rapper_reads_the_annotations_and_the_xml(atlas):
    for form, syntax in [
        ("webannotation", "turtle"),
        ("rdfxml", "rdfxml"),
        ("ntriples", "ntriples"),
    ]:
        (path,) = export_atlas(atlas, form, atlas / "out" / form)
        rapper = shutil.which("rapper")
        done = subprocess.run(
            [rapper, "-q", "-i", syntax, "-c", str(path)], capture_output=True, check=True
        )
        assert done.stderr == b""


def test_an_unknown_format_is_an_input_error_that_lists_the_formats(atlas):
    with pytest.raises(InputError, match=r"no export format 'pdf' \(one of turtle, ntriples, "):
        export_atlas(atlas, "pdf", atlas / "out")


def test_a_folder_without_an_atlas_is_a_graph_error(tmp_path):
    with pytest.raises(GraphError, match="there is no atlas here"):
        export_atlas(tmp_path, "turtle", tmp_path / "out")


def test_an_atlas_that_is_no_turtle_is_a_graph_error_with_its_line(atlas):
    (atlas / "evidence.ttl").write_text("\n<a", "utf-8")
    with pytest.raises(GraphError) as caught:
        export_atlas(atlas, "turtle", atlas / "out")
    assert caught.value.where == f"{atlas / 'evidence.ttl'}:2"


def test_an_output_that_cannot_be_written_is_an_output_error(atlas):
    with pytest.raises(OutputError):
        export_atlas(atlas, "turtle", atlas)
