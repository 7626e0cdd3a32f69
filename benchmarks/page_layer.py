"""Compare the page backends: share of pdfplumber's words that the fast reader gives too, and time per page.

    python benchmarks/page_layer.py FOLDER... [--misses 20]

A word is equal when its text is and each side of its box lies within half a point. Rules and fills likewise,
without text. Figures depend on the machine; their ratio hardly does.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from pipeline.errors import PipelineError
from pipeline.model import Page
from pipeline.read import open_document, read_pages

TOLERANCE = 0.5
"""Points by which two boxes may differ on each side."""

Mark = tuple[str, tuple[float, ...]]


class Compared(NamedTuple):
    reference: int
    fast: int
    equal: int
    only_reference: list[Mark]
    only_fast: list[Mark]


def compare(reference: Iterable[Mark], fast: Iterable[Mark]) -> Compared:
    """Match marks one to one: same text, each coordinate within ``TOLERANCE``."""
    waiting: dict[str, list[tuple[float, ...]]] = defaultdict(list)
    for text, box in fast:
        waiting[text].append(box)
    count = equal = 0
    missed = []
    for text, box in reference:
        count += 1
        near = [b for b in waiting[text] if max(abs(p - q) for p, q in zip(b, box, strict=True)) <= TOLERANCE]
        if near:
            waiting[text].remove(near[0])
            equal += 1
        else:
            missed.append((text, box))
    left = [(text, box) for text, boxes in waiting.items() for box in boxes]
    return Compared(count, equal + len(left), equal, missed, left)


def marks(page: Page, layer: str) -> list[Mark]:
    if layer == "words":
        return [(w.text, tuple(w[:4])) for w in page.words]
    if layer == "hidden":
        return [(w.text, tuple(w[:4])) for w in page.hidden]
    if layer == "rules":
        return [(r.axis, (r.start, r.end, r.at)) for r in page.rules]
    if layer == "fills":
        return [("", tuple(f[:4])) for f in page.fills]
    raise ValueError(layer)


def timed(path: Path, backend: str) -> tuple[list[Page], list[float]]:
    """Pages and seconds for each."""
    document = open_document(path, backend=backend)
    pages, seconds = [], []
    start = time.perf_counter()
    for page in read_pages(document):
        seconds.append(time.perf_counter() - start)
        pages.append(page)
        start = time.perf_counter()
    return pages, seconds


def share(found: Sequence[Compared]) -> str:
    reference, fast, equal = (sum(getattr(c, name) for c in found) for name in ("reference", "fast", "equal"))
    if not reference:
        return f"none in the reference, {fast} in the fast one"
    return f"{equal / reference:.4f} of the reference's {reference}, {equal / fast if fast else 0:.4f} of {fast}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--misses", type=int, default=0, help="differing words shown for each document")
    options = parser.parse_args()
    layers = ("words", "rules", "fills", "hidden")
    total: dict[str, list[Compared]] = defaultdict(list)
    ratios: list[float] = []
    fast_ms: list[float] = []
    paths = (p for folder in options.folders for p in (folder.glob("*.pdf") if folder.is_dir() else [folder]))
    for path in sorted(paths):
        try:
            (reference, slow), (fast, quick) = timed(path, "pdfplumber"), timed(path, "pdfium")
        except PipelineError as error:
            print(f"{path.name}: {error}")
            continue
        ratios += [a / b for a, b in zip(slow, quick, strict=True)]
        fast_ms += [1000 * b for b in quick]
        own: dict[str, list[Compared]] = defaultdict(list)
        for one, other in zip(reference, fast, strict=True):
            for layer in layers:
                own[layer].append(compare(marks(one, layer), marks(other, layer)))
        for layer in layers:
            total[layer] += own[layer]
        figures = "; ".join(f"{layer} {share(own[layer])}" for layer in layers[:3])
        print(f"{path.name}: {figures}", flush=True)
        show(own["words"], options.misses)
    for layer in layers:
        print(f"{layer}: {share(total[layer])}")
    print(
        f"{len(ratios)} pages: the fast one takes {statistics.median(fast_ms):.1f} ms (median); "
        f"pdfplumber takes {statistics.median(ratios):.1f} times as long (median of pages)"
    )


def show(words: Sequence[Compared], limit: int) -> None:
    lines = [
        f"    page {number} {side} {text!r} {[round(v, 1) for v in box]}"
        for number, compared in enumerate(words, 1)
        for side, found in (("reference", compared.only_reference), ("fast     ", compared.only_fast))
        for text, box in found
    ]
    for line in lines[:limit]:
        print(line)
    if lines and limit:
        print(f"    {len(lines)} differing words on pages {dict(Counter(line.split()[1] for line in lines))}")


if __name__ == "__main__":
    main()
