"""Debian's chromium, driven by playwright; without either of them these tests are skipped and say why."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from opened import Opener, written
from report.dossiers import clean_table, dossier, draw, long_table, whole_files

from pipeline.model import Box, Cell, Issue
from pipeline.report import Style

if TYPE_CHECKING:
    from playwright.sync_api import Browser

FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-renderer-backgrounding",
)  # fmt: skip
NAMES = ("chromium", "chromium-browser", "google-chrome")

EVIL = Cell(
    2, 0, '<img src="http://example.org/x" onerror="alert(1)"><script>alert(2)</script>', 1, Box(20, 90, 90, 99), "stub"
)
FINDINGS = (
    Issue("percent.total", "warning", "The column adds up to 97.", 1, "p001-t1", 1, 1),
    Issue("observation.box", "error", "Its box is turned inside out.", 1, "p001-t1", 1, 2),
    Issue("figure.unread", "info", "A figure on page 2 was not read.", 2, box=Box(10, 10, 90, 50)),
)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        pytest.skip("no chromium here: apt-get install chromium")
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: extra dev")
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=program, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report in English with two tables, a chart, three findings, a claim that differs, and an evil cell."""
    table = clean_table()
    evil = replace(table, table=replace(table.table, cells=(*table.table.cells, EVIL)))
    long = long_table(30)
    other = replace(long, table=replace(long.table, id="p002-t1"), number="3.6", title="Places by number")
    whole = replace(dossier("en", FINDINGS), tables=(evil, other))
    return written(tmp_path_factory.mktemp("report"), whole_files(whole, Style(), draw))


@pytest.fixture
def show(browser: Browser) -> Iterator[Opener]:
    opener = Opener(browser)
    yield opener
    for context in opener.contexts:
        context.close()
