import os
from pathlib import Path

import pytest

from pipeline import config
from pipeline.config import Settings, load_settings, worker_count
from pipeline.errors import UsageError


def write(folder: Path, text: str) -> Path:
    (folder / "pyproject.toml").write_text(text, "utf-8")
    return folder


def test_the_defaults_hold_where_nothing_is_said(tmp_path: Path) -> None:
    assert load_settings({}, tmp_path, {}) == Settings()


def test_the_nearer_source_wins(tmp_path: Path) -> None:
    folder = write(tmp_path, "[tool.pipeline]\nworkers = 3\nmemory_mb = 100\ndocument_seconds = 5\n")
    environment = {"PIPELINE_WORKERS": "4", "PIPELINE_MEMORY_MB": "200", "UNRELATED": "x"}
    settings = load_settings({"workers": 5, "backend": None}, folder, environment)
    assert (settings.document_seconds, settings.memory_mb, settings.workers) == (5.0, 200, 5)


@pytest.mark.parametrize(
    ("text", "environment", "said"),
    [
        ("[tool.pipeline]\nworker = 3\n", {}, "worker"),
        ("[tool.pipeline]\npassword = 'x'\n", {}, "password"),
        ("[tool.pipeline\n", {}, "cannot be read"),
        ("", {"PIPELINE_WORKERS": "many"}, "PIPELINE_WORKERS"),
        ("", {"PIPELINE_WORKERS": "-1"}, "negative"),
    ],
)
def test_a_wrong_setting_is_refused(tmp_path: Path, text: str, environment: dict[str, str], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        load_settings({}, write(tmp_path, text), environment)


def test_the_password_is_shown_nowhere() -> None:
    settings = Settings(password="sesame")
    assert "sesame" not in repr(settings)
    assert "password" not in settings.shaping()


def test_workers_default_to_the_cores_of_this_process() -> None:
    assert worker_count(Settings(workers=7)) == 7
    assert 1 <= worker_count(Settings()) <= (os.cpu_count() or 1)


@pytest.mark.parametrize(("told", "most"), [("150000 100000\n", 1), ("50000 100000\n", 1), ("max 100000\n", 1024)])
def test_a_container_that_is_given_fewer_cores_gets_fewer_workers(
    told: str, most: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "cpu.max").write_text(told)
    monkeypatch.setattr(config, "CPU_MAX", tmp_path / "cpu.max")
    assert 1 <= worker_count(Settings()) <= most
