"""The store: what comes out, what is bound, what is refused."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperatlas.errors import GraphError, QuestionError
from paperatlas.ontology import Iri
from paperatlas.sparql import tokens_of
from paperatlas.store import Rows, Store

DATA = b"""
@prefix : <http://e/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
:a :to :b , :c ; :size 1 ; :says "x" . :b :to :c ; :size 2 .
"""
A, B, C = Iri("http://e/a"), Iri("http://e/b"), Iri("http://e/c")


@pytest.fixture(scope="module")
def store() -> Store:
    return Store.of(DATA)


def rows(store: Store, query: str, **bindings) -> list[tuple]:
    return list(store.select("PREFIX : <http://e/> " + query, bindings).rows)


def refusal(query: str, **bindings) -> str:
    with pytest.raises(QuestionError) as caught:
        Store.of(DATA).query(query, bindings)
    return str(caught.value)


@pytest.mark.parametrize(
    ("turtle", "value"),
    [
        ("<http://e/a>", A),
        ('"x"', "x"),
        ('"x"@en', "x"),
        ("3", 3),
        ("0.95", Decimal("0.95")),
        ("1.5e0", 1.5),
        ("true", True),
        ('"2022-12-15"^^<http://www.w3.org/2001/XMLSchema#date>', date(2022, 12, 15)),
        ('"2022-02-31"^^<http://www.w3.org/2001/XMLSchema#date>', "2022-02-31"),
        ('"2022"^^<http://www.w3.org/2001/XMLSchema#gYear>', "2022"),
    ],
)
def test_a_term_comes_out_as_plain_data(turtle, value):
    found = Store.of(f"<http://e/s> <http://e/p> {turtle} .".encode()).select(
        "SELECT ?o {?s ?p ?o}"
    )
    assert (found.rows, type(found.rows[0][0])) == (((value,),), type(value))


@pytest.mark.parametrize(
    "value", [A, "x", "", 3, -7, Decimal("0.95"), 1.5, True, False, date(2022, 12, 15)]
)
def test_a_value_survives_being_bound_and_selected(value):
    found = Store.of(b"").select("SELECT ?x { }", {"x": value}).rows[0][0]
    assert (found, type(found)) == (value, type(value))


def test_what_is_unbound_is_none(store):
    assert rows(store, "SELECT ?x ?y { ?x :says ?s OPTIONAL { ?x :no ?y } }") == [(A, None)]


def test_the_mentions_are_in_their_own_graph():
    both = Store.of(b"<http://e/a> <http://e/p> 1 .", b"<http://e/b> <http://e/p> 2 .")
    graph = "https://w3id.org/paperatlas/graph/evidence"
    assert both.select("SELECT ?o { ?s ?p ?o }").rows == ((1,),)
    assert both.select(f"SELECT ?o {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}").rows == ((2,),)


def test_rows_without_an_order_are_sorted(store):
    assert rows(store, "SELECT ?n ?x { ?x :to ?y OPTIONAL { ?y :size ?n } }") == [
        (None, A),
        (None, B),
        (2, A),
    ]


def test_rows_keep_the_order_that_the_query_gives_them(store):
    assert rows(store, "SELECT ?x { ?x :size ?n } ORDER BY DESC(?n)") == [(B,), (A,)]


def test_an_order_inside_a_sub_select_is_not_the_query_s_own(store):
    query = "SELECT ?x { { SELECT ?x { ?x :size ?n } ORDER BY DESC(?n) } }"
    assert rows(store, query) == [(A,), (B,)]


BOUND = [
    ("SELECT ?y { ?x :to ?y }", [(B,), (C,)]),
    ("SELECT $y { $x :to $y }", [(B,), (C,)]),
    ("SELECT ?x ?y { ?x :to ?y }", [(A, B), (A, C)]),
    ("SELECT * { ?x :to ?y }", [(B,), (C,)]),
    ("SELECT DISTINCT ?x { ?x :to ?y }", [(A,)]),
    ("SELECT ?y { ?z :to ?y FILTER(?z = ?x) }", [(B,), (C,)]),
    ("SELECT ?z { ?z :to ?y FILTER(?z != ?x) }", [(B,)]),
    ("SELECT (COUNT(*) AS ?n) { ?x :to ?y }", [(2,)]),
    ("SELECT ?x (COUNT(?y) AS ?n) { ?x :to ?y } GROUP BY ?x", [(A, 2)]),
    ("SELECT ?x (COUNT(DISTINCT ?x) AS ?n) { ?x :to ?y } GROUP BY ?x ORDER BY ?x", [(A, 1)]),
    ("SELECT ?y { ?x :to ?y } ORDER BY DESC(?x) DESC(?y)", [(C,), (B,)]),
    ("SELECT ?x ?n { { SELECT ?x (COUNT(*) AS ?n) { ?x :to ?y } GROUP BY ?x } }", [(A, 2)]),
    ("SELECT ?n { { SELECT (COUNT(*) AS ?n) { ?x :to ?y } } }", [(2,)]),
    ("SELECT ?n { :c ^:to* ?x . ?x :size ?n }", [(1,)]),
    ("SELECT ?z { ?z :size ?n FILTER NOT EXISTS { ?x :to ?z } }", [(A,)]),
    ("SELECT ?z { ?z :size ?n MINUS { ?z :to ?y . FILTER(?z = ?x) } }", [(B,)]),
    ("SELECT ?z { ?z :says ?s OPTIONAL { ?x :to ?o } FILTER BOUND ( ?x ) }", [(A,), (A,)]),
    ("SELECT ?z { ?z :says ?s FILTER(! bound(?x)) }", []),
    ("SELECT ?y { ?x :to ?y } # and ?x, or 'x'", [(B,), (C,)]),
    ("SELECT ?y { ?x :to ?y FILTER('?x' != \"?x \") }", [(B,), (C,)]),
]


@pytest.mark.parametrize(("query", "expected"), BOUND)
def test_a_bound_variable_means_its_value_wherever_it_stands(store, query, expected):
    assert rows(store, query, x=A) == expected


def test_a_variable_that_is_not_bound_stays_free(store):
    query = "SELECT ?z { ?z :size ?n FILTER(!BOUND(?least) || ?n >= ?least) }"
    assert rows(store, query) == [(A,), (B,)]
    assert rows(store, query, least=2) == [(B,)]


@given(st.text())
def test_no_text_is_more_than_a_text(value):
    found = Store.of(b"").select("SELECT ?x (STRLEN(?x) AS ?n) { }", {"x": value})
    assert found.rows == ((value, len(value)),)


@given(st.text())
def test_no_text_is_an_iri_that_says_more(value):
    try:
        found = Store.of(b"").select("SELECT ?x { }", {"x": Iri(f"http://e/{value}")})
    except QuestionError as error:
        assert error.what == f"not an IRI: {'http://e/' + value!r}"  # noqa: PT017
    else:
        assert found.rows == ((Iri(f"http://e/{value}"),),)


@pytest.mark.parametrize("value", ['"> } INSERT', "'''", '"""', "\\", "x\\", "\n", "#", "?x", "\0"])
def test_a_hostile_text_finds_only_itself(value):
    hostile = Store.of(DATA).select("SELECT ?s { ?s <http://e/says> ?x }", {"x": value})
    assert hostile == Rows(("s",), ())


def test_a_graph_comes_out_as_turtle_with_the_prefixes_that_it_uses():
    found = Store.of(b"").construct("CONSTRUCT { lab:a foaf:homepage <http://e/> } WHERE { }")
    assert found == (
        b"@prefix foaf: <http://xmlns.com/foaf/0.1/> .\n"
        b"@prefix lab: <https://w3id.org/paperatlas/id/lab/> .\n\n"
        b"lab:a foaf:homepage <http://e/> .\n"
    )


def test_describe_takes_a_bound_variable(store):
    assert store.construct("DESCRIBE ?x", {"x": B}) == (
        b"<http://e/b> <http://e/size> 2 ;\n    <http://e/to> <http://e/c> .\n"
    )


def test_ask_gives_truth(store):
    assert store.query("ASK { ?s <http://e/says> ?x }", {"x": "x"}) is True
    assert store.query("ASK { ?s <http://e/says> ?x }", {"x": "y"}) is False


ELSEWHERE = "SERVICE would send the question to another server (ask this atlas alone)"
SERVICES = [
    "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
    "SELECT * { service<http://127.0.0.1:1/>{ ?s ?p ?o } }",
    "SELECT * { SERVICE SILENT <http://127.0.0.1:1/> { ?s ?p ?o } }",
    "SELECT * { SERVICESILENT<http://127.0.0.1:1/>{ ?s ?p ?o } }",
    "SELECT * { SERVICE # <x>\n <http://127.0.0.1:1/> { ?s ?p ?o } }",
    "SELECT * { { SELECT ?s { SERVICE ?x { ?s ?p ?o } } } }",
    "SELECT * { ?s ?p ?o FILTER EXISTS { SERVICE ?x { ?s ?p ?o } } }",
    "PREFIX e: <http://127.0.0.1:1/> SELECT * { ?s ?p trueSERVICE e:x { ?s ?p ?o } }",
    "PREFIX e: <http://127.0.0.1:1/> SELECT * { ?s ?p trueSERVICEe:x { ?s ?p ?o } }",
    "SELECT * { ?s ?p 5SERVICE<http://127.0.0.1:1/>{ ?s ?p ?o } }",
    'SELECT * { ?s ?p "x"@en-a1--SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }',
    'SELECT * { VALUES ?v { """a" } SERVICE <http://e/> { ?s <http://e/p> "b""" } }'.replace(
        "<http://e/p>", "lab:\\~"
    ),
    "SELECT * { ?s ?p ?o FILTER(?s <\\u0020#>\n ?o) SERVICE ?x { ?s ?p ?o } }",
    "CONSTRUCT { ?s ?p ?o } WHERE { SERVICE ?x { ?s ?p ?o } }",
    "ASK { SERVICE ?x { ?s ?p ?o } }",
    "DESCRIBE ?s { SERVICE ?x { ?s ?p ?o } }",
]


@pytest.mark.parametrize("query", SERVICES)
def test_service_is_refused_wherever_it_hides(query):
    assert refusal(query).endswith(ELSEWHERE)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?service { ?service lab:service 'SERVICE <x>' } # SERVICE <x>",
        "SELECT * { ?s <http://e/SERVICE> ?o }",
        'SELECT * { ?s ?p """SERVICE "<x>" """ }',
    ],
)
def test_the_word_service_is_harmless_as_a_name_a_text_or_a_comment(query):
    assert Store.of(b"").select(query).rows == ()


def test_nothing_of_a_comment_reaches_the_engine():
    query = "ASK {} # SERVICE\r\n# é\n#"
    assert "".join(map(str, tokens_of(query))) == "ASK {}          \r\n   \n "


@pytest.mark.parametrize(
    "query",
    [
        "\\u0053ELECT * { }",
        "SELECT * { \\u0053ERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
        "SELECT * { ?s ?p 'x }",
        'SELECT * { ?s ?p "\\uD800" }',
        'SELECT * { ?s ?p """x }',
    ],
)
def test_no_escape_reaches_the_grammar_from_outside_a_text(query):
    what = "a quotation mark without its pair, or a backslash outside a text"
    assert what in refusal(query)


MESSAGES = [
    (
        "SELECT * { SERVICE <http://e/> { ?s ?p ?o } }",
        "line 1, column 12: " + ELSEWHERE,
    ),
    (
        "SELECT *\nFROM <file:///etc/passwd> { ?s ?p ?o }",
        (
            "line 2, column 1: FROM would ask another document "
            "(leave it out: the whole atlas is asked)"
        ),
    ),
    (
        "SELECT * FROM NAMED <http://e/> { ?s ?p ?o }",
        (
            "line 1, column 10: FROM would ask another document "
            "(leave it out: the whole atlas is asked)"
        ),
    ),
    (
        "INSERT DATA { <http://e/a> <http://e/b> 1 }",
        (
            "line 1, column 1: INSERT would change the graph, and a question only reads "
            "(begin with SELECT, ASK, CONSTRUCT or DESCRIBE)"
        ),
    ),
    (
        "PREFIX e: <http://e/> drop all",
        (
            "line 1, column 23: DROP would change the graph, and a question only reads "
            "(begin with SELECT, ASK, CONSTRUCT or DESCRIBE)"
        ),
    ),
    (
        "LOAD <file:///etc/passwd>",
        (
            "line 1, column 1: LOAD would change the graph, and a question only reads "
            "(begin with SELECT, ASK, CONSTRUCT or DESCRIBE)"
        ),
    ),
    (
        "SELECT ?t {\n  ?p dctems:title ?t }",
        "line 2, column 6: the prefix 'dctems:' is not declared (did you mean 'dcterms:'?)",
    ),
    (
        "SELECT ?t { ?p é:title ?t }",
        "line 1, column 16: the prefix 'é:' is not declared (write PREFIX é: <…> first)",
    ),
    (
        "# é – 你\nSELECT ?t { ?t a lab:é } LIMIT ?t",
        "line 2, column 32: the query cannot be read from '?t' on",
    ),
    (
        "SELECT ?s { ?s ?p ?o",
        'line 1, column 21: the query cannot end here (expected "," or "." or ";" or "}")',
    ),
    (
        "SELECT ?s (COUNT(*) AS ?n) { ?s ?p ?o }",
        "line 1, column 40: the SELECT contains a variable that is unbound",
    ),
    ("", "line 1, column 1: the query cannot end here"),
    (
        "SELECT * { ?s ?p ?o FILTER(<http://e/f>(?s)) }",
        "the query cannot be answered: The custom function <http://e/f> is not supported",
    ),
    (
        "CONSTRUCT { [] ?p ?o } WHERE { ?s ?p ?o }",
        "the graph asked for has a node without a name (leave _: and [] out of the CONSTRUCT)",
    ),
]


@pytest.mark.parametrize(("query", "message"), MESSAGES)
def test_a_refusal_says_where_and_what_to_write_instead(query, message):
    assert refusal(query) == message


BINDINGS = [
    (
        "SELECT ?s { ?s ?p ?lab }",
        {"lba": "x"},
        "the query has no variable 'lba' to bind (did you mean 'lab'?)",
    ),
    (
        "SELECT ?s { ?s ?p ?o }",
        {"year": 1},
        "the query has no variable 'year' to bind (it has: o, p, s)",
    ),
    (
        "SELECT ?s { VALUES (?s ?p) { (1 2) } }",
        {"s": 1},
        (
            "line 1, column 21: '?s' is a parameter, and the query gives it a value itself "
            "(rename one of them)"
        ),
    ),
    (
        "SELECT (1 AS ?s) { }",
        {"s": 1},
        (
            "line 1, column 14: '?s' is a parameter, and the query gives it a value itself "
            "(rename one of them)"
        ),
    ),
    (
        "SELECT ?s { ?s ?p ?o }",
        {"p": "x"},
        (
            "the value of a parameter cannot stand where the query uses it "
            "(give an IRI where the query needs one)"
        ),
    ),
    (
        "SELECT ?s { ?s ?p ?o }",
        {"s": Iri("a b>")},
        "not an IRI: 'a b>' (write it in full: https://…)",
    ),
]


@pytest.mark.parametrize(("query", "bindings", "message"), BINDINGS)
def test_a_binding_that_cannot_be_made_is_refused(query, bindings, message):
    assert refusal(query, **bindings) == message


def test_select_is_for_rows_and_construct_for_graphs(store):
    with pytest.raises(QuestionError, match="this query gives no rows"):
        store.select("ASK { }")
    with pytest.raises(QuestionError, match="this query makes no graph"):
        store.construct("SELECT * { }")


def test_open_reads_a_built_folder(tmp_path: Path):
    (tmp_path / "atlas.ttl").write_bytes(DATA)
    (tmp_path / "evidence.ttl").write_bytes(b"")
    assert rows(Store.open(tmp_path), "SELECT ?x { ?x :says ?s }") == [(A,)]


def test_a_folder_without_an_atlas_says_how_to_make_one(tmp_path: Path):
    with pytest.raises(GraphError) as caught:
        Store.open(tmp_path)
    assert str(caught.value) == (
        f"{tmp_path}: there is no atlas here: atlas.ttl cannot be read (No such file or directory) "
        "(make one with 'paperatlas build SOURCE -o DIR')"
    )


def test_a_broken_atlas_names_its_file_and_line(tmp_path: Path):
    (tmp_path / "atlas.ttl").write_bytes(b"")
    (tmp_path / "evidence.ttl").write_bytes(b"<http://e/a>\n<http://e/b> .")
    with pytest.raises(GraphError) as caught:
        Store.open(tmp_path)
    start = f"{tmp_path}/evidence.ttl: not Turtle: Parser error at line 2"
    assert str(caught.value).startswith(start)
