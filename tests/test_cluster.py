"""A cluster makes of documents what one machine makes of them, whoever is killed meanwhile."""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields
from functools import partial
from itertools import chain

import psutil
import pytest
from click.testing import CliRunner
from distributed import KilledWorker
from distributed.client import FutureCancelledError

from paperatlas import findings
from paperatlas.cli import main
from paperatlas.cluster import Cluster, _failed
from paperatlas.errors import WorkError
from paperatlas.extras import installing
from paperatlas.findings import Setup, find
from paperatlas.ledger import Written
from paperatlas.papers import merge
from paperatlas.partitions import FINDINGS, TEXTS, TOLD, WRITTEN
from paperatlas.readers import read_all
from paperatlas.rendering import Told, render
from paperatlas.vocabulary import Vocabulary

WORK = partial(find, Setup(discovery="none"))


@pytest.fixture(scope="module")
def scratch(tmp_path_factory):
    return tmp_path_factory.mktemp("scratch")


@pytest.fixture(scope="module")
def cluster(scratch):
    """Two workers on this machine, as ``--cluster local:2`` starts them."""
    with Cluster.open("local:2", str(scratch)) as crew:
        yield crew


@pytest.fixture(scope="module")
def papers(seeds):
    readings = read_all([seeds], Vocabulary.packaged().lab_names)
    return merge(chain.from_iterable(reading.records for reading in readings))[0]


@pytest.fixture(scope="module")
def batches(papers):
    """The texts of the seeds, one in a batch."""
    texts = [(paper.title, paper.abstract, paper.language) for paper in papers]
    return [((findings.key_of(text, b""), text),) for text in texts]


@pytest.fixture(scope="module")
def alone(batches):
    """What one machine finds."""
    return [WORK(batch) for batch in batches]


@pytest.fixture(autouse=True)
def many_partitions(monkeypatch):
    """Make partitions small, so that the few texts of the seeds are many."""
    monkeypatch.setattr("paperatlas.partitions.PAPERS", 4)


@pytest.fixture
def files_stay(monkeypatch, scratch):
    """Leave the files of finished partitions where they are, until the test is over."""
    monkeypatch.setattr("paperatlas.cluster._drop", lambda _: None)
    yield
    for file in scratch.iterdir():
        file.unlink()


def finished(scratch):
    """The files that came of partitions; one that is written again is another file."""
    return {(file.name, file.stat().st_ino) for file in scratch.glob("*.out.parquet")}


def build(*arguments):
    return CliRunner().invoke(main, ["build", *map(str, arguments)])


def test_two_workers_make_of_the_seeds_what_is_in_graph(seeds, root, tmp_path, monkeypatch):
    monkeypatch.setattr("paperatlas.build._WORTH_A_CREW", 0)
    monkeypatch.setattr("paperatlas.build._TEXTS", 4)
    monkeypatch.setattr("paperatlas.build._PAPERS", 8)
    result = build(seeds, "-o", tmp_path, "--cluster", "local:2")
    assert result.exit_code == 0, result.output
    for name in ("atlas.ttl", "evidence.ttl", "intake.csv", "network.html"):
        assert (tmp_path / name).read_bytes() == (root / "graph" / name).read_bytes()
    assert list((tmp_path / ".work" / "scratch").iterdir()) == []


def test_what_is_found_comes_in_the_order_of_the_batches(cluster, batches, alone, scratch):
    assert list(cluster.map(WORK, batches)) == alone
    assert list(scratch.iterdir()) == []


def test_no_batches_are_no_work(cluster):
    assert list(cluster.map(WORK, [])) == []


def test_a_killed_worker_costs_its_partition_only(cluster, batches, alone, scratch, files_stay):
    process_of = cluster.client.run(os.getpid)
    victim, process = next(iter(process_of.items()))
    os.kill(process, signal.SIGSTOP)  # so that it still has work when it is killed
    with ThreadPoolExecutor(1) as thread:
        done = thread.submit(list, cluster.map(WORK, batches))
        while not (cluster.client.processing().get(victim) and finished(scratch)):
            time.sleep(0.01)
        before = finished(scratch)
        os.kill(process, signal.SIGKILL)
        assert done.result() == alone
    assert before < finished(scratch)
    assert process not in cluster.client.run(os.getpid).values()


def test_a_run_that_was_broken_off_goes_on_with_what_is_finished(
    cluster, batches, alone, scratch, files_stay
):
    broken_off = cluster.map(WORK, batches)
    next(broken_off)
    broken_off.close()
    before = finished(scratch)
    assert list(cluster.map(WORK, batches)) == alone
    assert before
    assert before <= finished(scratch)


def test_what_a_scheduler_leaves_in_a_file_is_an_address(cluster, batches, alone, tmp_path):
    file = tmp_path / "scheduler.json"
    file.write_text(json.dumps({"address": cluster.client.scheduler.address}))
    with Cluster.open(str(file), str(tmp_path)) as same:
        assert same.workers == 2
        assert list(same.map(WORK, batches[:5])) == alone[:5]


def test_a_local_cluster_listens_on_loopback_only(cluster):
    family = [psutil.Process(), *psutil.Process().children(recursive=True)]
    listening = [
        connection.laddr.ip
        for process in family
        for connection in process.net_connections()
        if connection.status == psutil.CONN_LISTEN
    ]
    assert set(listening) == {"127.0.0.1"}


def test_workers_of_another_version_do_nothing(cluster, batches, tmp_path, monkeypatch):
    monkeypatch.setattr("paperatlas.cluster.key_of", lambda _: b"another")  # here, and not there
    told = r"tcp://127.0.0.1:\d+: this worker has no paperatlas, or another than this machine \("
    with pytest.raises(WorkError, match=told):
        list(cluster.map(WORK, batches))
    with (
        pytest.raises(WorkError, match=told),
        Cluster.open(cluster.client.scheduler.address, str(tmp_path)),
    ):
        pass


def test_a_scratch_folder_that_is_not_seen_is_told_with_its_cure(cluster, batches, tmp_path):
    gone = Cluster(cluster.client, str(tmp_path / "gone"))
    with pytest.raises(WorkError, match=r"gone: .*name with --scratch a folder or bucket"):
        list(gone.map(WORK, batches))


@pytest.mark.parametrize(
    ("error", "cure"),
    [
        (KilledWorker("task", None, 3), "give them more memory"),
        (FutureCancelledError("task", "scheduler-connection-lost"), "type the same command again"),
        (RuntimeError("no module"), "install the same versions"),
    ],
    ids=lambda each: type(each).__name__,
)
def test_what_goes_wrong_in_a_cluster_has_a_cure(error, cure):
    assert cure in _failed(error, "scratch").cure


def test_where_nobody_answers_is_one_line_with_a_cure(seeds, tmp_path, monkeypatch):
    monkeypatch.setattr("paperatlas.cluster._PATIENCE", 1.0)
    result = build(seeds, "-o", tmp_path, "--cluster", "tcp://127.0.0.1:1")
    assert result.exit_code == 1
    assert result.output == (
        "paperatlas: tcp://127.0.0.1:1: no Dask scheduler answers "
        "(start one with 'dask scheduler', or take local:2)\n"
    )


@pytest.mark.parametrize("address", ["nonsense", "local:0", "local:two", "http://e.org", "tcp://e"])
def test_what_is_no_address_is_told_so(address, seeds, tmp_path):
    result = build(seeds, "-o", tmp_path, "--cluster", address)
    assert result.exit_code == 1
    assert result.output.startswith(f"paperatlas: {address}: not the address of a Dask cluster (")


def test_tls_without_certificates_is_told_before_anything_is_sent(seeds, tmp_path):
    result = build(seeds, "-o", tmp_path, "--cluster", "tls://127.0.0.1:1")
    assert result.exit_code == 1
    assert "this address needs certificates" in result.output


def test_a_kind_of_bucket_that_nobody_knows_is_told(seeds, tmp_path):
    result = build(seeds, "-o", tmp_path, "--cluster", "local:2", "--scratch", "foo://bucket")
    assert result.exit_code == 1
    assert "Protocol not known: foo" in result.output


def test_scratch_without_a_cluster_is_wrong_usage(seeds, tmp_path):
    assert build(seeds, "-o", tmp_path, "--scratch", tmp_path).exit_code == 2


def test_without_the_extra_the_command_says_how_to_get_it(seeds, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    monkeypatch.delitem(sys.modules, "paperatlas.cluster")
    result = build(seeds, "-o", tmp_path, "--cluster", "local:2")
    assert result.exit_code == 1
    assert result.output == (
        f"paperatlas: a cluster needs Dask and pyarrow (install them with: {installing('cluster')})\n"
    )


def test_what_goes_into_a_partition_comes_out(papers, batches):
    texts = [text for batch in batches for text in batch]
    found = WORK(texts)
    told = [
        (key, Told(paper, content, ("lab/openai",), ("topic/alignment",), (("lab/metr", "why"),)))
        for paper, (key, _, content) in zip(papers, found, strict=True)
    ]
    written = render("https://example.org/", told)
    assert TEXTS.read(TEXTS.written(texts)) == texts
    assert FINDINGS.read(FINDINGS.written(found)) == found
    assert TOLD.read(TOLD.written(told)) == told
    assert WRITTEN.read(WRITTEN.written(written)) == written


def test_all_that_is_told_of_a_paper_has_a_column():
    told = {field.name for field in fields(Told)} - {"paper"}
    assert set(TOLD.columns) == {"key", "id", "records", *told}
    assert set(WRITTEN.columns) == {field.name for field in fields(Written)}


def test_the_same_partition_is_the_same_file(batches):
    texts = list(chain.from_iterable(batches))
    assert TEXTS.written(texts) == TEXTS.written(texts)
