"""How long the work takes, against other tools and against PDFium alone, side by side in one run.

    python benchmarks/speed.py [tables] [runs] [growth] [--rounds N] [--long N] [--limit N] [--shared DIR]
        [--tools "A;B"]

``tables``: from PDF to tables.json, on the documents of DIR/data/icdar2013 and reports, and on one long document made
of their pages; ours, our page layer alone, PDFium's own page load (the floor of it), pdfplumber and camelot.
``runs``: whole runs of the sample as a user starts them, and of every document, with the memory they take at most.
``growth``: the cost of a page and of a document as their number grows.

Seconds of one machine are no claim, their ratios are: every tool does a document before the next document is begun,
``--rounds`` times over, and the median counts. CPU is that of all threads and child processes.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium
from accuracy import shared_folder
from peer_tools import without_noise

from pipeline.extract import page_content
from pipeline.extract.tables import runs
from pipeline.extract.tables.stitch import stitch
from pipeline.read import open_document, read_pages
from pipeline.read.pdfium_many import WAYS
from pipeline.write.exporters.grids import grid_json

PARTS = ("tables", "runs", "growth")
DATASETS = ("icdar2013", "reports")
LONG = 240
"""Pages of the long document."""
GROWTH = (10, 100, 1000)
OFTEN = 100
"""Of so many pages or documents a run is measured as often as asked, of more once."""
CRAWL = 60.0
"""A tool that needs more CPU than this for a document is measured on it once, not every round."""
SAMPLE = Path(__file__).resolve().parents[1] / "raw" / "digitalisering-overheid.pdf"
WITHOUT_OCR = "import sys; sys.modules['rapidocr'] = None"
"""Run at the start of the process and of every one that it starts: they find no such package."""


class Cost(NamedTuple):
    cpu: float
    wall: float
    megabytes: float = 0.0
    """Most memory of any process."""


def floor(path: Path) -> None:
    """What no reader on PDFium can do without: each page parsed, its characters placed."""
    document = pypdfium2.PdfDocument(path)
    for index in range(len(document)):
        page = pdfium.FPDF_LoadPage(document, index)
        text = pdfium.FPDFText_LoadPage(page)
        pdfium.FPDFText_CountChars(text)
        pdfium.FPDFText_ClosePage(text)
        pdfium.FPDF_ClosePage(page)
    document.close()


def page_layer(path: Path) -> None:
    for _ in read_pages(open_document(path)):
        pass


def ours(path: Path) -> None:
    """From the file to tables.json, with captions, notes and the charts that tables are told from."""
    pages = tuple(read_pages(open_document(path)))
    parts = tuple(table for page in pages for table in page_content(page).tables)
    b"\n".join(map(grid_json, stitch(parts, pages)))


def pdfplumber_tables(path: Path) -> None:
    import pdfplumber

    with pdfplumber.open(path) as document:
        for page in document.pages:
            json.dumps(page.extract_tables())
            page.close()


def camelot_tables(path: Path, flavor: str, **options: str) -> None:
    import camelot

    with without_noise():
        tables = camelot.read_pdf(str(path), pages="all", flavor=flavor, suppress_stdout=True, **options)
    json.dumps([table.data for table in tables])


TOOLS: dict[str, tuple[str, Callable[[Path], None]]] = {
    "PDFium page load": ("pypdfium2", floor),
    "our page layer": ("pipeline", page_layer),
    "ours": ("pipeline", ours),
    "pdfplumber": ("pdfplumber", pdfplumber_tables),
    "camelot lattice": ("camelot", partial(camelot_tables, flavor="lattice")),
    "camelot hybrid": ("camelot", partial(camelot_tables, flavor="hybrid")),
    "camelot hybrid, vector": ("camelot", partial(camelot_tables, flavor="hybrid", engine="vector")),
    "camelot auto": ("camelot", partial(camelot_tables, flavor="auto")),
}
RATIOS = (
    ("our page layer", "PDFium page load", "at most 4"),
    ("pdfplumber", "ours", "at least 5"),
    ("camelot lattice", "ours", ""),
    ("camelot hybrid", "ours", "at least 10"),
    ("camelot hybrid, vector", "ours", ""),
    ("camelot auto", "ours", "at least 25"),
)
"""What is divided by what, and what it should be."""


def cost_of(work: Callable[[Path], None], path: Path) -> Cost:
    gc.collect()  # what the tool before has left behind is not cleared away at the cost of this one
    cpu, wall = time.process_time(), time.perf_counter()
    work(path)
    return Cost(time.process_time() - cpu, time.perf_counter() - wall)


def side_by_side(paths: Sequence[Path], tools: Sequence[str], rounds: int) -> dict[str, list[Cost]]:
    """Cost of a page by tool and document: the median of the rounds, each of them through all tools."""
    found: dict[str, list[Cost]] = {tool: [] for tool in tools}
    for path in paths:
        pages = page_count(path)
        own: dict[str, list[Cost]] = {tool: [] for tool in tools}
        for _ in range(rounds):
            for tool in tools:
                if not own[tool] or own[tool][0].cpu < CRAWL:
                    own[tool].append(cost_of(TOOLS[tool][1], path))
        for tool, costs in own.items():
            found[tool].append(Cost(median(c.cpu for c in costs) / pages, median(c.wall for c in costs) / pages))
        print(f"{path.stem}: {pages} pages", *(f"{t} {1000 * c[-1].cpu:.1f}" for t, c in found.items()), flush=True)
    return found


def page_count(path: Path) -> int:
    return open_document(path).page_count


def table_of(title: str, found: dict[str, list[Cost]]) -> Iterator[str]:
    yield f"| {title} | CPU median | CPU mean | CPU most | wall median |"
    yield "|---|---|---|---|---|"
    for tool, costs in found.items():
        cpu, wall = [1000 * c.cpu for c in costs], [1000 * c.wall for c in costs]
        yield f"| {tool} | {median(cpu):.1f} | {sum(cpu) / len(cpu):.1f} | {max(cpu):.1f} | {median(wall):.1f} |"
    yield ""
    for upper, lower, wanted in RATIOS:
        if upper in found and lower in found:
            medians = median(c.cpu for c in found[upper]) / median(c.cpu for c in found[lower])
            means = sum(c.cpu for c in found[upper]) / sum(c.cpu for c in found[lower])
            each = median(u.cpu / d.cpu for u, d in zip(found[upper], found[lower], strict=True))
            wanted = f" (wanted: {wanted})" if wanted else ""
            yield f"{upper} / {lower}: medians {medians:.1f}, means {means:.1f}, median of ratios {each:.1f}{wanted}  "


def started(arguments: Sequence[str], without_ocr: bool = False, may_fail: bool = False) -> Cost:
    """A command as a user starts it, with all processes it starts. Raises CalledProcessError unless it may fail."""
    quiet = subprocess.DEVNULL
    with tempfile.TemporaryDirectory() as folder:
        environment = dict(os.environ)
        if without_ocr:
            Path(folder, "sitecustomize.py").write_text(WITHOUT_OCR, encoding="utf-8")
            environment |= {"PYTHONPATH": os.pathsep.join((folder, *sys.path)), "PATH": ""}
        begun = time.perf_counter()
        command = [sys.executable, "-m", "pipeline", *arguments]
        process = subprocess.Popen(command, stdout=quiet, stderr=quiet, env=environment)
        _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode and not may_fail:
        raise subprocess.CalledProcessError(process.returncode, arguments)
    return Cost(usage.ru_utime + usage.ru_stime, time.perf_counter() - begun, usage.ru_maxrss / 1024)


def sample_runs(rounds: int, spare: Path) -> Iterator[str]:
    """The sample report: as a user meets it."""
    found: dict[str, list[Cost]] = {}
    for number in range(rounds):
        plain, whole = str(spare / f"plain{number}"), str(spare / f"whole{number}")
        for what, arguments, without_ocr in (
            ("--help", ["--help"], False),
            ("run --help", ["run", "--help"], False),
            ("run, without OCR", ["run", str(SAMPLE), "--out", plain], True),
            ("run again, unchanged", ["run", str(SAMPLE), "--out", plain], True),
            ("run, with OCR", ["run", str(SAMPLE), "--out", whole], False),
            ("run again with OCR, unchanged", ["run", str(SAMPLE), "--out", whole], False),
        ):
            found.setdefault(what, []).append(started(arguments, without_ocr))
    yield "| sample report | CPU s | wall s | MB at most |"
    yield "|---|---|---|---|"
    for what, costs in found.items():
        cpu, wall, memory = (median(values) for values in zip(*costs, strict=True))
        yield f"| {what} | {cpu:.2f} | {wall:.2f} | {memory:.0f} |"


def document_runs(paths: Sequence[Path], spare: Path) -> Iterator[str]:
    """Each document in a run of its own, with and without OCR."""
    yield "| documents | runs | CPU s a page, median | mean | most | MB at most |"
    yield "|---|---|---|---|---|---|"
    for without_ocr in (True, False):
        costs = []
        for path in paths:
            cost = started(["run", str(path), "--out", str(spare / f"{path.stem}-{without_ocr}")], without_ocr)
            costs.append((cost.cpu / page_count(path), cost.megabytes, path.stem))
        cpu = [c[0] for c in costs]
        most = max((c[1], c[2]) for c in costs)
        yield (
            f"| {'without' if without_ocr else 'with'} OCR | {len(costs)} | {median(cpu):.2f} | "
            f"{sum(cpu) / len(cpu):.2f} | {max(cpu):.2f} | {most[0]:.0f} ({most[1]}) |"
        )


def growth(spare: Path, rounds: int) -> Iterator[str]:
    """Pages of one document, documents of one page: without OCR, whose cost hangs on the pictures. The least of
    ``rounds`` counts, of those that are not long: what others do on the machine adds to a cost and never takes."""
    page = repeated([SAMPLE], 1, spare / "page.pdf", first=6)
    pages: dict[int, Cost] = {}
    many: dict[int, Cost] = {}
    for number in GROWTH:
        long = repeated([SAMPLE], number, spare / f"long{number}.pdf")
        folder = spare / f"many{number}"
        folder.mkdir()
        for index in range(number):
            # A different PDF each: copies of one are made once.
            (folder / f"r{index:04d}.pdf").write_bytes(page.read_bytes() + f"\n%{index}\n".encode())
        for turn in range(rounds if number <= OFTEN else 1):
            for source, costs in ((long, pages), (folder, many)):
                out = str(spare / f"out-{source.stem}-{turn}")
                cost = started(["run", str(source), "--out", out, "--limit", "document_seconds=0"], True)
                costs[number] = min(costs.get(number, cost), cost)
    yield from growth_table("page of one document", pages)
    yield from growth_table("document of one page", many)


def growth_table(unit: str, costs: dict[int, Cost]) -> Iterator[str]:
    """Cost of a unit, and of each further one: a run costs its start and so much a unit, so the first falls as the
    start is spread, and only the second tells whether the cost grows with the number."""
    yield f"| number | CPU s | CPU ms a {unit} | of each further one | MB at most |"
    yield "|---|---|---|---|---|"
    earlier: list[tuple[int, float]] = []
    slopes = []
    for number, cost in costs.items():
        slopes += [(cost.cpu - before) / (number - fewer) for fewer, before in earlier[-1:]]
        further = f"{1000 * slopes[-1]:.0f}" if slopes else ""
        yield f"| {number} | {cost.cpu:.1f} | {1000 * cost.cpu / number:.0f} | {further} | {cost.megabytes:.0f} |"
        earlier.append((number, cost.cpu))
    if slopes:
        fewest, least = earlier[0]
        begin, ratio = least - fewest * slopes[0], slopes[-1] / slopes[-2 if len(slopes) > 1 else -1]
        yield ""
        yield f"Start: {begin:.2f} s. Each further one, last line / the one before: {ratio:.2f} (wanted: 0.8 to 1.2)"
    yield ""


def repeated(paths: Sequence[Path], count: int, target: Path, first: int = 1) -> Path:
    """A PDF of ``count`` pages: those of the documents from page ``first`` on, over and over."""
    made = pypdfium2.PdfDocument.new()
    sources = [pypdfium2.PdfDocument(path) for path in paths]
    while len(made) < count:
        for source in sources:
            wanted = range(first - 1, min(len(source), first - 1 + count - len(made)))
            made.import_pages(source, list(wanted))
    made.save(str(target))
    return target


def documents(shared: Path, limit: int | None) -> dict[str, list[Path]]:
    found = {}
    for dataset in DATASETS:
        data = shared / "data" / dataset
        found[dataset] = sorted((data / "pdf" if (data / "pdf").is_dir() else data).glob("*.pdf"))[:limit]
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", default=PARTS, choices=[*PARTS, []], metavar="PART")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--long", type=int, default=LONG, metavar="PAGES", help="of the long document; 0: none")
    parser.add_argument("--limit", type=int, help="only the first N documents of each folder")
    parser.add_argument("--tools", help="separated by semicolons; default: all that are installed")
    parser.add_argument("--shared", type=Path, default=shared_folder())
    asked = parser.parse_args()
    present = [name for name, (module, _) in TOOLS.items() if find_spec(module)]
    tools = asked.tools.split(";") if asked.tools else present
    if unknown := sorted(set(tools) - set(present)):
        parser.error(f"not installed: {', '.join(unknown)}; there are {', '.join(present)}")
    print(f"Loops over glyphs and points: {'compiled' if WAYS.compiled else 'in Python, no compiler at installation'}")
    compiled = not runs.__file__.endswith(".py")
    print(f"Hottest modules: {'compiled' if compiled else 'Python, as in an editable install or without a compiler'}")
    with tempfile.TemporaryDirectory() as folder:
        spare = Path(folder)
        sets = documents(asked.shared, asked.limit)
        if "tables" in asked.parts:
            if asked.long:
                every = [path for paths in sets.values() for path in paths]
                sets["long"] = [repeated(every, asked.long, spare / "long.pdf")]
            for name, paths in sets.items():
                found = side_by_side(paths, tools, asked.rounds)
                print("\n".join(["", *table_of(f"{name}, ms a page", found), ""]), flush=True)
        if "runs" in asked.parts:
            print("\n".join(["", *sample_runs(asked.rounds, spare), ""]), flush=True)
            every = [path for dataset in DATASETS for path in sets[dataset]]
            print("\n".join([*document_runs(every, spare), ""]), flush=True)
        if "growth" in asked.parts:
            for line in growth(spare, asked.rounds):
                print(line, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
