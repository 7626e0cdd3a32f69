"""PDFs and outputs in an S3 store on loopback, made on a real cluster of two worker processes."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from remote_tasks import Lethal

from pipeline import run
from pipeline.cli.main import main
from pipeline.config import Settings
from pipeline.executors.dask import Dask
from pipeline.executors.processes import Processes
from pipeline.remote import run_batch
from pipeline.storage import remote

Draw = Callable[..., Path]
SETTINGS = Settings(cache_mb=0)


def put(place: str, folder: Path) -> None:
    target = remote(place)
    target.upload({p.relative_to(folder).as_posix(): p for p in sorted(folder.rglob("*")) if p.is_file()})


def told(name: str, content: bytes) -> Any:
    """What must be the same: all but the timings of a manifest."""
    if not name.endswith("/run.json"):
        return content
    manifest = json.loads(content)
    del manifest["timings"]
    return manifest


def local_files(folder: Path) -> dict[str, Any]:
    found = {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}
    return {name: told(name, content) for name, content in found.items() if not name.startswith(".work/")}


def remote_files(place: str) -> dict[str, Any]:
    store = remote(place)
    return {name: told(name, store.read(name) or b"") for name in store.sizes()}


@pytest.fixture
def reports(tmp_path: Path, draw_report: Draw) -> Path:
    """Four PDFs: two of one name, one with its origin beside it."""
    for name in ("in/towns.pdf", "in/more/towns.pdf", "in/more/rivers.pdf", "in/lakes.pdf"):
        draw_report(name, title=f"Answers by {name}")
    (tmp_path / "in/lakes.toml").write_text('publisher = "The lake"')
    return tmp_path / "in"


@pytest.fixture
def cluster(s3: Any) -> Iterator[Any]:
    """Its workers know the store."""
    from distributed import LocalCluster

    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, host="127.0.0.1", dashboard_address="127.0.0.1:0",
        memory_limit=0, silence_logs=50,
    ) as found:  # fmt: skip
        yield found


def test_a_cluster_with_a_killed_worker_writes_what_one_process_writes_and_again_nothing(
    s3: Any, cluster: Any, reports: Path, tmp_path: Path
) -> None:
    expected = run.run_batch(sorted(reports.rglob("*.pdf")), tmp_path / "out", SETTINGS)
    put("s3://bucket/one/in", reports)
    remote("s3://bucket/one/in").write("killer.pdf", b"%PDF-1.4")
    executor = Lethal(Dask(Processes(2, 120), cluster.scheduler_address))
    killed: list[int] = []

    def kill(outcome: Any) -> None:
        if not killed:
            killed.append(next(nanny.pid for nanny in cluster.workers.values()))
            os.kill(killed[0], signal.SIGKILL)

    outcomes = run_batch(["s3://bucket/one/in"], "s3://bucket/one/out", SETTINGS, executor, kill)
    assert killed
    failed = {outcome.source: outcome.error for outcome in outcomes if outcome.status == "failed"}
    assert failed == {"s3://bucket/one/in/killer.pdf": "worker.died"}
    assert sorted(o.report_id for o in outcomes if not o.error) == sorted(o.report_id for o in expected)
    assert remote_files("s3://bucket/one/out") == local_files(tmp_path / "out")

    s3.puts()
    again = run_batch(["s3://bucket/one/in/[!k]*.pdf"], "s3://bucket/one/out", SETTINGS, executor)
    assert [(o.source.rpartition("/")[2], o.unchanged) for o in again] == [("lakes.pdf", True), ("towns.pdf", True)]
    assert s3.puts() == []


def test_the_command_line_by_url_and_what_is_made_again(
    s3: Any, reports: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    put("s3://bucket/two/in", reports / "more")

    def called(*arguments: str) -> dict[str, bool]:
        assert main(["run", "s3://bucket/two/in/*.pdf", "--executor", "serial", "--json", *arguments]) == 0
        said = json.loads(capsys.readouterr().out)
        return {report["folder"]: report["unchanged"] for report in said["reports"]}

    place = "s3://bucket/two/out"
    assert called("--out", place) == {f"{place}/rivers": False, f"{place}/towns": False}
    assert called("--out", place) == {f"{place}/rivers": True, f"{place}/towns": True}
    # A file that is cut off, a correction that has come: each report is made again, and is whole again.
    before = remote_files(place)
    boto3.client("s3").put_object(Bucket="bucket", Key="two/out/rivers/tables.json", Body=b"[")
    remote("s3://bucket/two/in").write(
        "towns.corrections.csv",
        b"observation_id,page,row,column,printed,expected,reason\np001-t1-r01-c01,1,North,Yes,10,11,misprint\n",
    )
    assert called("--out", place) == {f"{place}/rivers": False, f"{place}/towns": False}
    after = remote_files(place)
    assert {name for name in after if after[name] != before[name]} >= {"towns/observations.csv", "towns/run.json"}
    assert {name for name in after if after[name] != before[name] and name.startswith("rivers/")} == set()
    assert b",11.0," in after["towns/observations.csv"]
    # PDFs by URL into a folder of this machine give the same.
    called("--out", "local")
    assert local_files(tmp_path / "local") == after


def test_what_cannot_be_reached_is_said(
    s3: Any, tmp_path: Path, draw_report: Draw, capsys: pytest.CaptureFixture[str]
) -> None:
    path = str(draw_report("towns.pdf"))
    assert main(["run", "s3://bucket/none.pdf", "--out", str(tmp_path / "out"), "--executor", "serial"]) == 3
    assert "s3://bucket/none.pdf does not exist" in capsys.readouterr().out
    assert main(["run", path, "--out", "s3://no-such-bucket/out", "--executor", "serial"]) == 6
    assert "s3://no-such-bucket/out" in capsys.readouterr().err
    assert main(["run", path, "--out", "gs://bucket/out"]) == 7
    assert "tidyreport[remote]" in capsys.readouterr().err
