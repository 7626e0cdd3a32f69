"""Draw reports at random, print them as programs do, and hold what the product reads to what was drawn.

    python benchmarks/printed.py [--seed 1] [--reports 40] [--printer libreoffice] [--keep FOLDER]

printed_reports.py draws them as HTML, which chromium prints, or printed_word.py as text documents, which LibreOffice
prints; the PDFs go through a whole run, without OCR. Where the program is not installed nothing is measured, and it is
said. A value is right when its number, the label and group of its row and those of its column are the ones drawn, by
their letters and digits; it is trusted from the confidence of reliability.py on; one that the checks put aside is
missing. Two hands draw and two programs print: the figures show faults and tell one version from another, not how often
reports of the world are misread. Every report with a value that is missing, or that was given out and not drawn, is
listed with some of them; ``--keep`` keeps what was drawn, PDFs and outputs.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import pandas as pd
from printed_reports import Cell, Labels, Report, Table, draw_report
from printed_word import draw_word_report
from reliability import TRUSTED

from pipeline.run import run_batch

OFFICES = ("soffice", "libreoffice")
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
PRINT = ("--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer")
PLACES = 4
"""Decimal places to which numbers are compared: more than any that is drawn."""
SHOWN = 3
"""Values of a report that are shown of each sort of fault."""
NO_TABLE = "no table drawn"
"""Kind of a table that was given out and has no number of a drawn one."""


class Key(NamedTuple):
    """What has to be right: labels by their letters and digits."""

    row_label: str
    row_group: str
    column_label: str
    column_group: str
    number: float | None


class Judged(NamedTuple):
    """How the values of one report were read."""

    figures: dict[str, Counter[str]]
    """By kind of table: values drawn, right, given without trust, trusted and wrong."""
    missing: list[Key]
    """Drawn and not found."""
    wrong: list[tuple[Key, float]]
    """Given out and not drawn, with their confidence."""


def plain(text: str) -> str:
    """Letters and digits."""
    return re.sub(r"[\W_]+", "", text).casefold()


def key(row: Labels, column: Labels, cell: Cell) -> Key:
    """Of a value that was drawn."""
    labels = (plain(row[-1]), plain(" ".join(row[:-1])), plain(column[-1]), plain(" ".join(column[:-1])))
    return Key(*labels, None if cell.number is None else round(cell.number, PLACES))


def keys(table: Table, *, filled: bool = True) -> list[Key]:
    """Of the cells that hold something, or of the others."""
    return [
        key(row.path, column, cell)
        for row in table.rows
        for column, cell in zip(table.columns, row.cells, strict=True)
        if bool(cell.text) is filled
    ]


def given(observations: pd.DataFrame) -> dict[str, list[tuple[Key, float]]]:
    """Values of tables, and their confidence, by the name of their table."""
    found: dict[str, list[tuple[Key, float]]] = defaultdict(list)
    for record in observations[observations["source"] == "table"].to_dict("records"):
        row, over, column, above = ("" if pd.isna(record[name]) else plain(record[name]) for name in Key._fields[:-1])
        number = None if pd.isna(record["value"]) else round(float(record["value"]), PLACES)
        found[record["table_id"]].append((Key(row, over, column, above, number), record["confidence"]))
    return found


def kind_of(values: Sequence[tuple[Key, float]], tables: Sequence[Table]) -> str:
    """Kind of the drawn table that has most of these numbers."""
    ours = Counter(value.number for value, _ in values)
    shared = [((Counter(one.number for one in keys(table)) & ours).total(), table.kind) for table in tables]
    most, kind = max(shared, key=lambda one: one[0], default=(0, NO_TABLE))
    return kind if most else NO_TABLE


def judge(tables: Sequence[Table], observations: pd.DataFrame) -> Judged:
    """Each value drawn makes one of those given right; what was given in excess is wrong."""
    figures: dict[str, Counter[str]] = defaultdict(Counter)
    left: dict[Key, list[str]] = defaultdict(list)
    empty: Counter[Key] = Counter()
    for table in tables:
        figures[table.kind]["values"] += len(keys(table))
        empty.update(keys(table, filled=False))
        for value in keys(table):
            left[value].append(table.kind)
    wrong = []
    for values in given(observations).values():
        kind = kind_of(values, tables)
        for value, confidence in values:
            if value.number is None and not left[value] and empty[value]:
                continue  # an empty cell may be given out as missing or not at all
            right, trusted = bool(left[value]), confidence >= TRUSTED
            if right:
                figures[left[value].pop()]["right"] += 1
            else:
                wrong.append((value, confidence))
            figures[kind]["not trusted"] += not trusted
            figures[kind]["trusted and wrong"] += trusted and not right
    return Judged(dict(figures), [value for value, kinds in left.items() for _ in kinds], wrong)


def program(names: Sequence[str]) -> str:
    """The first of these that is installed. Raises SystemExit when none is."""
    found = next(filter(None, map(shutil.which, names)), None)
    if found is None:
        raise SystemExit(f"Reports are printed by {names[0]}, and it is not installed (looked for {', '.join(names)}).")
    return found


def print_reports(reports: Sequence[Report], folder: Path) -> list[Path]:
    """PDFs of the reports. Raises SystemExit without a browser, CalledProcessError when it fails."""
    browser = program(BROWSERS)
    for report in reports:
        page, pdf = folder / f"{report.name}.html", folder / f"{report.name}.pdf"
        page.write_text(report.source, "utf-8")
        subprocess.run([browser, *PRINT, f"--print-to-pdf={pdf}", str(page)], check=True, capture_output=True)
    return [folder / f"{report.name}.pdf" for report in reports]


def print_texts(reports: Sequence[Report], folder: Path) -> list[Path]:
    """The same by a word processor, with settings of its own that are thrown away."""
    office = program(OFFICES)
    for report in reports:
        (folder / f"{report.name}.fodt").write_text(report.source, "utf-8")
    texts = [str(folder / f"{report.name}.fodt") for report in reports]
    with tempfile.TemporaryDirectory() as settings:
        own = f"-env:UserInstallation=file://{settings}"
        command = [office, own, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *texts]
        subprocess.run(command, check=True, capture_output=True)
    return [folder / f"{report.name}.pdf" for report in reports]


class Printer(NamedTuple):
    """Who draws reports, and who prints them."""

    draw: Callable[[int, int], Report]
    prints: Callable[[Sequence[Report], Path], list[Path]]


PRINTERS = {"chromium": Printer(draw_report, print_reports), "libreoffice": Printer(draw_word_report, print_texts)}


def read_reports(pdfs: Sequence[Path], out: Path) -> Iterator[pd.DataFrame]:
    """Observations of each, by a run without OCR; none where nothing could be read."""
    sys.modules["rapidocr"] = None  # type: ignore[assignment]  # as if it were not installed
    for outcome in run_batch(pdfs, out, force=True):
        folder = Path(outcome.folder) if outcome.folder else None
        yield pd.read_parquet(folder / "observations.parquet") if folder else pd.DataFrame({"source": []})


def faults(report: Report, judged: Judged) -> Iterator[str]:
    """What went wrong in one report, in words."""
    if not judged.missing and not judged.wrong:
        return
    style = report.style
    look = [report.language, style.rules, style.align, *(["two columns"] if style.two_columns else [])]
    kinds = ", ".join(table.kind for table in report.tables)
    yield f"{report.name} ({' '.join(look)}; {kinds}): {len(judged.missing)} missing, {len(judged.wrong)} wrong"
    yield from (f"    missing {tuple(value)}" for value in judged.missing[:SHOWN])
    surest = sorted(judged.wrong, key=lambda one: -one[1])
    yield from (f"    wrong {tuple(value)}, confidence {confidence:.2f}" for value, confidence in surest[:SHOWN])


def lines(counted: Mapping[str, Counter[str]]) -> Iterator[str]:
    """The table of figures in Markdown."""
    yield "| | values | right | share | not trusted | trusted and wrong |"
    yield "|---|---:|---:|---:|---:|---:|"
    for name, count in counted.items():
        share = count["right"] / max(count["values"], 1)
        doubts = f"{count['not trusted']} | {count['trusted and wrong']}"
        yield f"| {name} | {count['values']} | {count['right']} | {share:.4f} | {doubts} |"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--reports", type=int, default=40)
    parser.add_argument("--printer", choices=PRINTERS, default="chromium")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="keep HTML, PDFs and outputs here")
    asked = parser.parse_args()
    printer = PRINTERS[asked.printer]
    reports = [printer.draw(asked.seed, number) for number in range(asked.reports)]
    kinds = sorted({table.kind for report in reports for table in report.tables})
    rules = sorted({report.style.rules for report in reports})
    names = ("all", *kinds, NO_TABLE, *(f"rules: {name}" for name in rules))
    counted: dict[str, Counter[str]] = {name: Counter() for name in names}
    with tempfile.TemporaryDirectory() as spare:
        folder = (asked.keep or Path(spare)).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        frames = read_reports(printer.prints(reports, folder), folder / "out")
        for report, frame in zip(reports, frames, strict=True):
            judged = judge(report.tables, frame)
            for kind, figures in judged.figures.items():
                for name in ("all", kind, f"rules: {report.style.rules}"):
                    counted[name].update(figures)
            print("".join(f"{line}\n" for line in faults(report, judged)), end="", flush=True)
    print("", *lines({name: count for name, count in counted.items() if count.total()}), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
