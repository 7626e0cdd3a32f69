"""How sure is sure: the share of values that are right, by the confidence they were given, one table a dataset.

    python benchmarks/reliability.py [DATASET...] [--shared FOLDER]

A value is right when its number, the path of its row and the path of its column are those of the truth. For
``reports`` the truth says so itself. For the sets with true grids (``latex``, ``icdar2013`` with all its rules, with
horizontal ones, with none) our own cleaning reads the true grid, and what it says there is the truth: that measures
what goes wrong between the page and the grid, not faults of the cleaning. Confidence there as cleaning gives it,
before the checks.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import re
import sys
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple
from xml.etree import ElementTree

from accuracy import DATASETS, EVIDENCE, shared_folder, strip

from pipeline.clean import clean_content
from pipeline.extract import extract
from pipeline.extract.tables.caption_lines import text_lines
from pipeline.extract.tables.rival import stands_in
from pipeline.geometry import union
from pipeline.model import Box, Cell, CleanTable, Content, Page, Table
from pipeline.read import open_document, read_pages
from pipeline.run import run_batch

BINS = (0.0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 1.0)
"""Lower ends of the rows printed; the last holds exactly 1."""
TRUSTED = 0.9
AROUND = 1.0
"""Points by which the boxes of the truth are widened: two readers' boxes differ by less."""
ALIKE = {ord("∆"): "Δ", ord("ı"): "i", ord("ȷ"): "j"}


class Judged(NamedTuple):
    """A value that was given out."""

    confidence: float
    right: bool


class Printed(NamedTuple):
    """A cell of the truth: first and last row, first and last column."""

    row0: int
    row1: int
    column0: int
    column1: int
    text: str
    page: int
    box: Box | None
    header: bool = False


Key = tuple[int, float, str, str]
"""Page, number, row path and column path."""


def folded(text: str) -> str:
    """Letters and digits, whatever their case, with one form of those that look alike."""
    plain = unicodedata.normalize("NFKC", text.translate(ALIKE)).casefold()
    return "".join(sign for sign in plain if sign.isalnum() or sign in "%+<>=€$£")


def keys(tables: Iterable[CleanTable]) -> list[tuple[Key, float, Box]]:
    """Every number with its labels, its confidence and its place."""
    found = []
    for table in tables:
        rows = {axis.index: folded("".join(axis.path)) for axis in table.rows}
        columns = {axis.index: folded("".join(axis.path)) for axis in table.columns}
        found += [
            ((v.page, v.number, rows.get(v.row, ""), columns.get(v.column, "")), v.confidence, v.box)
            for v in table.values
            if v.number is not None
        ]
    return found


def judge(found: Sequence[tuple[Key, float, Box]], truth: Iterable[Key]) -> list[Judged]:
    """Each value of the truth makes one of ours right."""
    left = Counter(truth)
    judged = []
    for key, confidence, _ in found:
        judged.append(Judged(confidence, left[key] > 0))
        left[key] -= 1
    return judged


def true_table(pages: Sequence[Page], cells: Sequence[Printed], order: int) -> Table:
    """A table of the truth with our words where they are those of its text, in whatever order."""
    words = {page.number: page.words for page in pages}
    made = []
    for c in cells:
        lines = [k.words for k in text_lines(w for w in words[c.page] if c.box and stands_in(w, c.box))]
        inside = tuple(w for line in lines for w in line)
        same = bool(inside) and sorted(folded("".join(w.text for w in inside))) == sorted(folded(c.text))
        cell = Cell(
            row=c.row0,
            column=c.column0,
            text=" ".join(w.text for w in inside) if same else " ".join(c.text.split()),
            page=c.page,
            box=union(w[:4] for w in inside) if same else c.box or Box(0, 0, 0, 0),
            role="header" if c.header else "body",
            row_span=c.row1 - c.row0 + 1,
            column_span=c.column1 - c.column0 + 1,
        )
        made.append(cell._replace(words=inside, lines=tuple(map(len, lines))) if same else cell)
    on = tuple(sorted({c.page for c in made}))
    return Table(f"p{on[0]:03d}-t{order}", on, union(c.box for c in made), tuple(made), "truth", 1.0)


def latex_truth(data: Path, document: str, pages: Sequence[Page]) -> list[list[Table]]:
    """The truth says how many rows are header."""
    tables = json.loads((data / "truth.json").read_text(encoding="utf-8"))[document]
    return [
        [
            true_table(
                pages,
                [
                    Printed(
                        c["row0"], c["row1"], c["col0"], c["col1"], c["text"], t["page"], around(c["bbox"]),
                        c["row0"] < (t["header_rows"] or 0),
                    )
                    for c in t["cells"]
                ],
                order,
            )
            for order, t in enumerate(tables, 1)
            if t["cells"]
        ]
    ]  # fmt: skip


def around(box: Sequence[float] | None) -> Box | None:
    return Box(box[0] - AROUND, box[1] - AROUND, box[2] + AROUND, box[3] + AROUND) if box else None


def icdar_truth(data: Path, document: str, pages: Sequence[Page]) -> list[list[Table]]:
    """Some documents have two truths; none says which rows are header."""
    both = [data / f"{document}-str.xml", data / f"{document[:-1]}b-str.xml"] if document[-1] == "a" else []
    files = both or [data / f"{document}-str.xml"]
    return [
        [
            true_table(pages, [c for region in t.findall("region") for c in _of_region(region, pages)], order)
            for order, t in enumerate(ElementTree.parse(file).getroot().iter("table"), 1)
        ]
        for file in files
        if file.exists()
    ]


def _of_region(region: ElementTree.Element, pages: Sequence[Page]) -> Iterator[Printed]:
    number = int(region.get("page", "1"))
    height = pages[number - 1].height
    down, right = (int(region.get(name) or 0) for name in ("row-increment", "col-increment"))
    for cell in region.findall("cell"):
        row, column = int(cell.get("start-row", "0")), int(cell.get("start-col", "0"))
        last_row, last_column = int(cell.get("end-row") or row), int(cell.get("end-col") or column)
        drawn = cell.find("bounding-box")
        box = None
        if drawn is not None:
            x, x1, y, y1 = (_number(drawn.get(name, "")) for name in ("x1", "x2", "y1", "y2"))
            box = around((min(x, x1), height - max(y, y1), max(x, x1), height - min(y, y1)))
        text = cell.findtext("content") or ""
        yield Printed(row + down, last_row + down, column + right, last_column + right, text, number, box)


def _number(text: str) -> float:
    return float(re.sub(r"[^0-9.-]", "", text))  # one file of the truth has 26ß


def with_header(truth: Table, own: Sequence[Table]) -> Table:
    """Where our grid is the true one, the rows of our header are taken for the header; all rows are body elsewhere.

    A row of one cell as wide as the table, below others, is a section of the body whatever we took it for.
    """
    for table in own:
        if table.pages[0] == truth.pages[0] and _texts(table) == _texts(truth):
            width = max(c.column + c.column_span for c in table.cells)
            rows = sorted({c.row for c in table.cells if c.role == "header"})
            depth = sum(row == i for i, row in enumerate(rows))
            while depth > 1 and [c.column_span for c in table.cells if c.row == depth - 1] == [width]:
                depth -= 1
            header = set(sorted({c.row for c in truth.cells if c.text})[:depth])
            cells = (c._replace(role="header") if c.row in header else c for c in truth.cells)
            return replace(truth, cells=tuple(cells))
    return truth


def _texts(table: Table) -> dict[tuple[int, int], str]:
    """Texts by place, empty rows and columns dropped."""
    cells = [c for c in table.cells if folded(c.text)]
    rows = {r: i for i, r in enumerate(sorted({c.row for c in cells}))}
    columns = {k: i for i, k in enumerate(sorted({c.column for c in cells}))}
    return {(rows[c.row], columns[c.column]): folded(c.text) for c in cells}


def judged_grids(data: Path) -> dict[str, list[Judged]]:
    """Values of each level of evidence, document by document."""
    latex = (data / "truth.json").exists()
    ignored = json.loads((data / "ignore.json").read_text(encoding="utf-8")) if latex else {}
    levels = EVIDENCE.get(data.name, ("all",))
    found: dict[str, list[Judged]] = {level: [] for level in levels}
    for path in sorted(data.glob("*.pdf")):
        pages = tuple(read_pages(open_document(path)))
        truths = (latex_truth if latex else icdar_truth)(data, path.stem, pages)
        own: tuple[Table, ...] = ()
        for level in levels:
            seen = tuple(strip(page, level) for page in pages)
            content = extract(seen)
            own = own or content.tables  # of the whole page: the first level
            values = [
                value
                for value in keys(clean_content(content, seen)[0])
                if not any(_lies_in(value, region) for region in ignored.get(path.stem, ()))
            ]
            rivals = [truth if latex else [with_header(t, own) for t in truth] for truth in truths]
            true = [keys(clean_content(Content(tuple(t), blocks=content.blocks), seen)[0]) for t in rivals]
            judgements = [judge(values, (key for key, _, _ in t)) for t in true]
            found[level] += max(judgements, key=lambda judged: sum(j.right for j in judged))
    return found


def _lies_in(value: tuple[Key, float, Box], region: dict[str, Any]) -> bool:
    (page, *_), _, box = value
    x0, top, x1, bottom = region["bbox"]
    x, y = (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2
    return page == region["page"] and x0 <= x <= x1 and top <= y <= bottom


def judged_values(data: Path, shared: Path, out: Path) -> list[Judged]:
    """Observations of a full run, judged by the scorer's own rules."""
    run_batch(sorted((data / "pdf").glob("*.pdf")), out)
    scorer = _scorer(shared)
    truth = scorer.load_truth(str(data / "truth"))
    judged: list[Judged] = []
    for name, items in scorer.load_extracted(str(out), truth).items():
        true, ours = scorer.truth_observations(truth[name]), scorer.pred_observations(items)
        for page in truth[name]["annotated_pages"]:
            given = ours.get(page["page"], [])
            scored = [t for t in true[page["page"]] if t.scored]
            rest = [t for t in true[page["page"]] if not t.scored]
            right = {j for _, j in scorer.match(scored, given, "strict")}
            judged += [
                Judged(o.confidence, j in right)
                for j, o in enumerate(given)
                if j in right or (page["complete"] and not scorer.ignorable(o, rest, scored))
            ]
        for page in truth[name]["no_table_pages"]:
            judged += [Judged(o.confidence, False) for o in ours.get(page["page"], [])]
    return judged


def _scorer(shared: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score_observations", shared / "tools" / "score_observations.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def lines(name: str, judged: Sequence[Judged]) -> Iterator[str]:
    """A table in Markdown: of each range of confidence how many values, and the share of them that is right."""
    yield f"| {name}: confidence | values | right |"
    yield "|---|---|---|"
    for low, high in zip(BINS, (*BINS[1:], float("inf")), strict=True):
        own = [j.right for j in judged if low <= j.confidence < high]
        if own:
            yield f"| {low:g}{'' if low == 1 else f' to {high:g}'} | {len(own)} | {sum(own) / len(own):.4f} |"
    sure = [j.right for j in judged if j.confidence >= TRUSTED]
    share = len(sure) / max(len(judged), 1)
    yield f"| **trusted: {share:.3f} of all** | {len(sure)} | **{sum(sure) / max(len(sure), 1):.4f}** |"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("datasets", nargs="*", default=DATASETS, metavar="DATASET")
    parser.add_argument("--shared", type=Path, default=shared_folder())
    asked = parser.parse_args()
    for dataset in asked.datasets:
        data = asked.shared / "data" / dataset
        if (data / "pdf").is_dir():
            with tempfile.TemporaryDirectory() as spare:
                found = {"all": judged_values(data, asked.shared, Path(spare))}
        else:
            found = judged_grids(data)
        for level, judged in found.items():
            name = dataset if level == "all" else f"{dataset} {level}"
            print("\n".join(["", *lines(name, judged)]), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
