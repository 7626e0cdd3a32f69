"""Time that each part of a run takes per page, side by side: python benchmarks/parts.py PDF_OR_FOLDER...

Milliseconds of one machine are no claim; the shares are. Charts in pictures are the only part that renders and
recognises; the last column says on how many pictures it did, so that one sees OCR never runs where it is not needed.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from statistics import median
from typing import TypeVar

from pipeline.clean import clean_content
from pipeline.extract import extract
from pipeline.extract.charts import find_charts
from pipeline.extract.charts.pictures import candidates, read_pictures
from pipeline.extract.tables import find_tables
from pipeline.extract.tables.captions import attach_captions, page_captions
from pipeline.extract.tables.notes import attach_notes
from pipeline.extract.text import extract_text
from pipeline.read import open_document, read_pages
from pipeline.read.render import render
from pipeline.tidy import observations
from pipeline.validate import Evidence, validate

T = TypeVar("T")


class Times:
    """Seconds by part."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def part(self, name: str) -> Iterator[None]:
        begun = time.process_time()
        yield
        self.seconds[name] = self.seconds.get(name, 0.0) + time.process_time() - begun

    def of(self, name: str, work: Callable[[], T]) -> T:
        with self.part(name):
            return work()


def measure(path: Path) -> tuple[dict[str, float], int, int]:
    """Seconds by part, pages, pictures looked at."""
    times = Times()
    document = open_document(path)
    pages = times.of("read", lambda: tuple(read_pages(document)))
    tables = times.of("tables", lambda: [find_tables(page) for page in pages])
    with times.part("captions and notes"):
        captions = [page_captions(page) for page in pages]
        parts = [t for p, found in zip(pages, tables, strict=True) for t in attach_notes(p, attach_captions(p, found))]
    charts = times.of("drawn charts", lambda: [find_charts(p, t) for p, t in zip(pages, tables, strict=True)])
    see = partial(render, path)
    times.of("charts in pictures", lambda: read_pictures(pages, captions, see))
    times.of("text", lambda: extract_text(pages, tuple(parts), tuple(c for found in charts for c in found)))
    content = extract(pages)
    cleaned, number_format = times.of("clean", lambda: clean_content(content, pages))
    frame = times.of("tidy", lambda: observations("report", cleaned, content.charts))
    times.of("validate and claims", lambda: validate(frame, cleaned, (), Evidence(content.blocks, number_format)))
    return times.seconds, len(pages), sum(len(candidates(page, pages)) for page in pages)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="+", type=Path)
    given: list[Path] = parser.parse_args().paths
    files = sorted(f for p in given for f in (p.glob("*.pdf") if p.is_dir() else [p]))
    rows: list[dict[str, float]] = []
    for file in files:
        seconds, pages, pictures = measure(file)
        rows.append({name: 1000 * spent / pages for name, spent in seconds.items()})
        print(
            f"{file.stem:24} {pages:4} pages {1000 * sum(seconds.values()) / pages:8.1f} ms a page, {pictures} pictures"
        )
    print(f"\n{'part':24} {'median':>8} {'mean':>8} {'most':>8}  ms of CPU a page, {len(files)} documents")
    for name in rows[0]:
        spent = [row[name] for row in rows]
        print(f"{name:24} {median(spent):8.1f} {sum(spent) / len(spent):8.1f} {max(spent):8.1f}")


if __name__ == "__main__":
    main()
