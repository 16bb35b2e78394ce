"""The command line: what it prints, what it writes, and with which code it ends."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys

import pytest
from click.testing import CliRunner

from paperatlas.cli import main
from paperatlas.export import FORMATS

SHEETLESS = "Abstract:We introduce DPO. We evaluate on MMLU.\n"


@pytest.fixture
def run(monkeypatch, root):
    monkeypatch.chdir(root)

    def invoke(*words, stdin=None):
        return CliRunner().invoke(main, [str(word) for word in words], input=stdin)

    return invoke


@pytest.fixture
def notes(tmp_path):
    path = tmp_path / "notes.txt"
    path.write_text(SHEETLESS)
    return path


def test_alone_it_says_what_to_type_first(run):
    result = run()
    assert (result.exit_code, "Type first:  paperatlas build" in result.output) == (0, True)


@pytest.mark.parametrize(
    "command", ["build", "diff", "query", "show", "export", "evaluate", "review", "mcp"]
)
def test_every_help_ends_in_an_example(run, command):
    lines = [line for line in run(command, "--help").output.splitlines() if line.strip()]
    example = lines.index("  Example:")
    assert lines[example + 1].startswith(f"    paperatlas {command}")


def test_build_writes_four_files_and_says_what_to_open(run, notes, tmp_path):
    result = run("build", notes, "-o", tmp_path / "out")
    assert result.exit_code == 0
    names = sorted(file.name for file in (tmp_path / "out").glob("[!.]*"))
    assert names == ["atlas.ttl", "evidence.ttl", "intake.csv", "network.html"]
    assert "1 record read" in result.output
    assert str(tmp_path / "out" / "network.html") in result.output


def test_build_reads_standard_input(run, tmp_path):
    result = run("build", "-", "-o", tmp_path / "out", stdin=SHEETLESS)
    assert result.exit_code == 0
    assert "standard-input" in (tmp_path / "out" / "atlas.ttl").read_text()


def test_quiet_prints_nothing(run, notes, tmp_path):
    assert run("build", notes, "-q", "-o", tmp_path / "out").output == ""


def test_verbose_names_every_record(run, notes, tmp_path):
    output = run("build", notes, "-v", "-o", tmp_path / "out").output
    assert "notes.txt:1" in output


def test_another_base_moves_the_resources(run, notes, tmp_path):
    run("build", notes, "-o", tmp_path / "out", "--base", "https://example.org/a/")
    assert (
        "@prefix method: <https://example.org/a/method/> ."
        in (tmp_path / "out" / "atlas.ttl").read_text()
    )


def test_discovery_can_be_left_out(run, tmp_path):
    (tmp_path / "notes.txt").write_text("Abstract:We introduce FooNet. We use DPO.\n")
    run("build", tmp_path / "notes.txt", "-o", tmp_path / "with")
    run("build", tmp_path / "notes.txt", "-o", tmp_path / "without", "--discovery", "none")
    assert "method:foonet" in (tmp_path / "with" / "atlas.ttl").read_text()
    assert "method:foonet" not in (tmp_path / "without" / "atlas.ttl").read_text()


@pytest.fixture
def decided(run, tmp_path):
    """Build one record with a candidate, after the decisions of the lines given."""

    def build(*lines):
        (tmp_path / "notes.txt").write_text("Abstract:We introduce FooNet. We use DPO.\n")
        (tmp_path / "d.txt").write_text("\n".join(lines))
        words = ("build", tmp_path / "notes.txt", "-o", tmp_path / "out", "-d", tmp_path / "d.txt")
        return run(*words), (tmp_path / "out" / "atlas.ttl").read_text()

    return build


def test_a_rejected_candidate_is_gone(decided):
    assert "method:foonet" not in decided('reject method "FooNet"')[1]


def test_an_accepted_candidate_is_in_the_vocabulary(decided):
    block = decided('accept method "FooNet"')[1].partition("method:foonet a ")[2]
    assert "skos:inScheme atlas:vocabulary" in block.partition("\n\n")[0]


def test_a_merged_candidate_is_its_target(decided):
    turtle = decided('merge method "FooNet" into method/dpo')[1]
    assert "method:foonet" not in turtle
    assert "atlas:introduces method:dpo" in turtle


def test_a_faulty_decision_is_named_and_stops_nothing(decided):
    result, turtle = decided("nonsense", 'reject method "FooNet"')
    assert "d.txt:1: " in result.output
    assert "method:foonet" not in turtle


def test_a_decision_is_written_by_a_flag(run, tmp_path):
    result = run("review", "-d", tmp_path / "d.txt", "--reject", "method FooNet", "--why", "no")
    assert result.exit_code == 0, result.output
    assert 'reject method "FooNet"' in (tmp_path / "d.txt").read_text()


def test_the_cases_are_listed_with_their_quotes(run, decided, tmp_path):
    decided()
    result = run("review", "-a", tmp_path / "out", "-d", tmp_path / "d.txt", "--list", "-f", "csv")
    assert "FooNet" in result.output


def test_a_case_is_decided_in_the_dialogue(run, decided, tmp_path):
    decided()
    result = run("review", "-a", tmp_path / "out", "-d", tmp_path / "d.txt", stdin="a\n")
    assert result.exit_code == 0, result.output
    assert "accept method" in (tmp_path / "d.txt").read_text()


def fails(result, *words):
    """One line, exit code 1, no traceback, and each word in it."""
    assert result.exit_code == 1
    lines = result.output.splitlines()
    assert len(lines) == 1
    assert lines[0].startswith("paperatlas: ")
    for word in words:
        assert word in lines[0]


def test_a_missing_file_is_named(run, tmp_path):
    fails(run("build", "none.txt", "-o", tmp_path), "none.txt", "no such file")


def test_an_empty_file_is_named(run, tmp_path):
    (tmp_path / "empty.txt").write_text("")
    fails(run("build", tmp_path / "empty.txt", "-o", tmp_path / "o"), "empty.txt", "empty")


def test_an_empty_folder_is_named(run, tmp_path):
    (tmp_path / "bare").mkdir()
    fails(run("build", tmp_path / "bare", "-o", tmp_path / "o"), "bare", "no document")


def test_a_binary_file_is_named(run, tmp_path):
    (tmp_path / "a.bin").write_bytes(bytes(range(256)))
    fails(run("build", tmp_path / "a.bin", "-o", tmp_path / "o"), "a.bin", "binary")


def test_a_file_of_no_known_format_is_named(run, tmp_path):
    (tmp_path / "diary.txt").write_text("Dear diary, today nothing happened.\n")
    fails(run("build", tmp_path / "diary.txt", "-o", tmp_path / "o"), "diary.txt", "format")


def test_a_pipeline_that_is_not_there_is_named(run, notes, tmp_path):
    fails(run("build", notes, "-o", tmp_path / "o", "--discovery", "nobody"), "nobody", "pipeline")


def test_a_bad_file_among_good_ones_stops_nothing(run, notes, tmp_path):
    (tmp_path / "empty.txt").write_text("")
    result = run("build", notes, tmp_path / "empty.txt", "-o", tmp_path / "out")
    assert result.exit_code == 0
    assert "empty.txt,1,refused" in (tmp_path / "out" / "intake.csv").read_text()


def test_an_output_that_is_a_file_is_named(run, notes, tmp_path):
    (tmp_path / "taken").write_text("mine")
    fails(run("build", notes, "-o", tmp_path / "taken"), "taken")
    assert (tmp_path / "taken").read_text() == "mine"


def test_a_title_that_is_a_script_is_text_everywhere(run, tmp_path):
    sheet = (
        "ABC\n1\nCompanyTitleDateURL\nCategory\nAbstract\n"
        "2\nOpenAI\n<script>alert(1)</script>\n1-Jan-24\nhttps://example.org/a\n"
        'Robustness\nWe study "quotes", <b>markup</b> and RLHF.\n'
    )
    (tmp_path / "sheet.txt").write_text(sheet)
    result = run("build", tmp_path / "sheet.txt", "-o", tmp_path / "out")
    assert result.exit_code == 0, result.output
    assert 'dcterms:title "<script>alert(1)</script>"' in (tmp_path / "out/atlas.ttl").read_text()
    assert "<script>alert" not in (tmp_path / "out/network.html").read_text()


def test_a_folder_that_may_not_be_written_is_named(notes, tmp_path):
    """Run as nobody, where the tests run as the superuser, who may write anywhere."""
    closed = tmp_path / "closed"
    closed.mkdir()
    closed.chmod(stat.S_IRUSR | stat.S_IXUSR)
    if os.geteuid() == 0:
        closed = "/proc/paperatlas"
    result = subprocess.run(
        [sys.executable, "-m", "paperatlas", "build", notes, "-o", closed],
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 1
    assert result.stderr.startswith("paperatlas: ")
    assert str(closed) in result.stderr
    assert "Traceback" not in result.stderr


def test_values_fill_the_parameters_that_are_not_named(run):
    named = run("query", "papers-of-lab", "-p", "lab=OpenAI", "-p", "since=2023").output
    assert named.count("\n") > 2
    assert run("query", "papers-of-lab", "OpenAI", "2023").output == named
    assert run("query", "papers-of-lab", "2023", "-p", "lab=OpenAI").output == named


def test_a_value_too_many_is_told_with_what_to_write(run):
    wrong = run("query", "critics-of", "RLHF", "DPO")
    assert wrong.exit_code == 2
    assert "nothing to fill with 'DPO'" in wrong.output
    assert "paperatlas query critics-of --param concept=RLHF" in wrong.output


def test_query_alone_lists_the_questions(run):
    output = run("query").output
    assert "who-introduced" in output
    assert "Which paper introduced a concept" in output


def test_a_ready_question_is_asked_by_name(run):
    output = run("query", "papers-of-lab", "-p", "lab=OpenAI", "-f", "csv").output
    assert len(output.splitlines()) == 12


def test_a_question_is_asked_from_its_file(run, root):
    file = root / "queries" / "papers-per-lab-and-year.rq"
    assert run("query", file).output == run("query", "papers-per-lab-and-year").output


def test_a_question_is_asked_as_text(run):
    text = "SELECT (COUNT(?p) AS ?papers) { ?p a fabio:ResearchPaper }"
    assert run("query", text, "-f", "csv").output == "papers\n89\n"


def test_a_question_is_read_from_standard_input(run):
    text = "SELECT (COUNT(?p) AS ?papers) { ?p a fabio:ResearchPaper }"
    assert run("query", "-", "-f", "csv", stdin=text).output == "papers\n89\n"


def test_json_is_the_standard_form(run):
    output = run("query", "papers-per-lab-and-year", "-f", "json").output
    assert set(json.loads(output)) == {"head", "results"}


def test_a_construct_gives_turtle(run):
    output = run("query", "neighbourhood", "-p", "concept=RLHF").output
    assert output.startswith("@prefix atlas:")


def test_an_unknown_question_is_an_error_with_a_suggestion(run):
    fails(run("query", "papers-of-labs"), "papers-of-lab")


def test_a_missing_parameter_shows_a_command_that_runs(run):
    fails(run("query", "papers-of-lab"), "paperatlas query papers-of-lab --param lab=Anthropic")


def test_bad_sparql_is_an_error_of_one_line(run):
    fails(run("query", "SELECT ?x { ?x"))


def test_sparql_whose_quotation_marks_the_shell_took_says_to_put_them_back(run):
    fails(run("query", "SELECT", "*", "{?s", "?p", "?o}"), "between quotation marks")


def test_an_answer_of_no_rows_says_so_beside_the_head_of_its_table(run):
    result = run("query", "SELECT ?x { ?x a atlas:Nothing }")
    assert (result.exit_code, result.stdout) == (0, "x\n")
    assert result.stderr == "No rows: nothing in this atlas answers that.\n"


def test_an_answer_of_no_rows_tells_the_limits_that_nobody_gave(run, notes, tmp_path):
    run("build", notes, "-o", tmp_path / "few")
    asked = run("query", "most-named", "-a", tmp_path / "few")
    assert asked.stderr.endswith("It was asked with least=5, which -p can change.\n")
    assert run("query", "most-named", "-a", tmp_path / "few", "-p", "least=1").stderr == ""


def test_an_answer_of_rows_says_nothing_beside_them(run):
    assert run("query", "who-introduced", "RLHF").stderr == ""


def test_a_folder_without_an_atlas_says_how_to_build_one(run, tmp_path):
    fails(run("query", "papers-per-lab-and-year", "-a", tmp_path), "paperatlas build")


def test_a_parameter_without_equals_sign_is_wrong_usage(run):
    assert run("query", "papers-of-lab", "-p", "OpenAI").exit_code == 2


def test_an_unknown_option_is_wrong_usage(run):
    assert run("build", "--nonsense").exit_code == 2


def test_show_prints_the_page(run, root):
    output = run("show", "--print").output
    assert output == f"{root / 'graph' / 'network.html'}\n"


def test_show_without_a_page_says_how_to_build_it(run, tmp_path):
    fails(run("show", "-a", tmp_path), "network.html", "paperatlas build")


def test_show_writes_the_page_of_a_selection(run, tmp_path):
    page = tmp_path / "part.html"
    result = run("show", "--topic", "RLHF", "--since", "2023", "--print", "-o", page)
    assert (result.exit_code, result.output) == (0, f"{page}\n")
    assert "<title>Paperatlas · RLHF · since 2023</title>" in page.read_text("utf-8")


def test_show_names_the_nearest_where_a_name_fits_nothing(run):
    fails(run("show", "--lab", "Antropic"), "--lab", "did you mean 'Anthropic'")


def test_show_of_nothing_says_how_to_widen_it(run):
    fails(run("show", "--lab", "Anthropic", "--since", "2031"), "no paper", "widen it")


def test_export_writes_a_file(run, tmp_path):
    result = run("export", "-f", "graphml", "-o", tmp_path / "a.graphml")
    assert result.exit_code == 0
    assert (tmp_path / "a.graphml").read_text().startswith("<?xml")


def test_the_help_of_export_names_every_format(run):
    output = run("export", "--help").output
    assert [form for form in FORMATS if form not in output] == []


def test_an_unknown_export_format_lists_the_known(run, tmp_path):
    fails(run("export", "-f", "docx", "-o", tmp_path / "a"), "docx", "graphml")


def test_evaluate_prints_precision_recall_and_f1_by_type(run, root):
    output = run("evaluate", root / "tests/gold/seeds.jsonl").output
    for name in ("precision", "recall", "F1", "Lab", "Method", "Model", "Benchmark", "Topic"):
        assert name in output


@pytest.mark.parametrize("options", [("--least", "1"), ("--discovery", "none")])
def test_evaluate_leaves_out_candidates_where_told(run, tmp_path, options):
    gold = tmp_path / "gold.jsonl"
    gold.write_text('{"id": "p", "abstract": "We introduce FooNet, a method.", "entities": []}')
    assert "right name" in run("evaluate", gold, *options).output
    assert run("evaluate", gold, *options).output != run("evaluate", gold).output


def test_evaluate_names_the_line_that_is_no_gold(run, tmp_path):
    (tmp_path / "gold.jsonl").write_text('{"id": 1}\n')
    fails(run("evaluate", tmp_path / "gold.jsonl"), "gold.jsonl:1")


def test_a_reader_that_closes_the_pipe_ends_it_quietly(root):
    command = (
        f"{sys.executable} -m paperatlas query concepts-of-paper -p paper=2212.08073 | head -1"
    )
    result = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        capture_output=True,
        text=True,
        check=False,
        cwd=root,
    )
    assert result.stderr == ""


def test_evidence_stands_beside_the_answer(run):
    words = ("who-introduced", "-p", "concept=Constitutional AI", "--evidence", "-f", "csv")
    head, first, *_ = run("query", *words).output.splitlines()
    assert head.endswith(
        ",evidence_paper,evidence_concept,evidence_role,evidence_quote,evidence_sentence,"
        "evidence_source,evidence_start,evidence_end"
    )
    assert "001_65e12ee1781831be.txt:174" in first


def test_evidence_of_a_graph_is_refused(run):
    words = ("neighbourhood", "-p", "concept=RLHF", "--evidence")
    fails(run("query", *words), "only rows have evidence")


def test_an_explanation_leaves_the_answer_alone(run):
    words = ("query", "papers-of-lab", "-p", "lab=OpenAI", "-f", "csv")
    result = run(*words, "--explain")
    assert result.stdout == run(*words).stdout
    assert "<https://w3id.org/paperatlas/id/lab/openai>" in result.stderr
    assert "?paper atlas:publishedBy lab:openai  (default graph; 11 fit)" in result.stderr
    assert "\n11 rows in " in result.stderr


def test_an_answer_is_written_to_a_file(run, tmp_path):
    words = ("query", "papers-of-lab", "-p", "lab=OpenAI", "-f", "csv")
    assert run(*words, "-o", tmp_path / "a.csv").output == ""
    assert (tmp_path / "a.csv").read_text() == run(*words).output


def test_a_plot_is_written_to_a_file(run, tmp_path):
    words = ("query", "papers-per-lab-and-year", "-f", "plot", "-o")
    assert run(*words, tmp_path / "a.svg").output == ""
    assert "<svg" in (tmp_path / "a.svg").read_text()
    assert run(*words, tmp_path / "a.PNG").exit_code == 0
    assert (tmp_path / "a.PNG").read_bytes().startswith(b"\x89PNG")


def test_a_plot_needs_a_file_to_go_to(run):
    result = run("query", "papers-per-lab-and-year", "-f", "plot")
    assert (result.exit_code, "-o FILE.png" in result.output) == (2, True)


def test_a_plot_of_another_format_is_refused(run, tmp_path):
    words = ("query", "papers-per-lab-and-year", "-f", "plot", "-o", tmp_path / "a.pdf")
    fails(run(*words), ".pdf", ".png or .svg")


def test_an_answer_without_a_plot_says_what_has_one(run, tmp_path):
    words = ("query", "papers-of-lab", "-p", "lab=OpenAI", "-f", "plot", "-o", tmp_path / "a.svg")
    fails(run(*words), "no column of numbers", "concept-over-time")
    assert not (tmp_path / "a.svg").exists()
