"""Run the product over folders of PDFs with truth, let the scorers judge what it wrote, print one table.

    python benchmarks/accuracy.py [DATASET...] [--shared FOLDER] [--out FOLDER] [--floors | --save]

A DATASET is a folder of FOLDER/data (default: reports, icdar2013, latex); FOLDER is ../shared beside the checkout
or TIDYREPORT_SHARED. ``reports`` runs whole and is scored value by value; the others are scored on the grids that
``extract`` hands on, and ``icdar2013`` again with less to go by: ``honly`` (horizontal rules only) and ``none``
(neither rules nor fills), which shows faults that rules hide. ``--floors`` fails when a figure lies below
floors.json, ``--save`` writes the figures reached there.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from pipeline.extract import extract
from pipeline.model import Page, Table
from pipeline.read import open_document, read_pages
from pipeline.run import run_batch

HERE = Path(__file__).resolve().parent
FLOORS = HERE / "floors.json"
DATASETS = ("reports", "icdar2013", "latex")
EVIDENCE = {"icdar2013": ("all", "honly", "none")}
"""How much of the drawing is left; a dataset not named here is run as it is."""
VALUES = ("strict_f1", "tables_right", "false_values", "trusted_share", "trusted_right")
GRIDS = ("doc_f1", "micro_f1", "exact", "det_f1")
SLACK = {"all": 0.001, "honly": 0.003, "none": 0.005}
"""How far a figure may fall below its floor: one cell read otherwise is no fall, less evidence sways more."""
LOWER_IS_BETTER = frozenset({"false_values"})

Figures = dict[str, float]


def strip(page: Page, evidence: str) -> Page:
    """The page with less to go by: ``honly`` keeps horizontal rules, ``none`` neither rules nor fills."""
    if evidence == "all":
        return page
    return replace(page, rules=tuple(r for r in page.rules if evidence == "honly" and r.axis == "h"), fills=())


def grids(tables: Sequence[Table]) -> list[dict[str, Any]]:
    """Tables in the shape of ``tables.json``, as far as the scorers read it."""
    return [
        {
            "pages": table.pages,
            "cells": [
                {
                    "row": c.row, "column": c.column, "row_span": c.row_span, "column_span": c.column_span,
                    "text": c.text, "page": c.page, "bbox": list(c.box), "role": c.role,
                }
                for c in table.cells
            ],
        }
        for table in tables
    ]  # fmt: skip


def measure_grids(dataset: str, shared: Path, out: Path) -> dict[str, Figures]:
    """Figures of each evidence level; every PDF is read once."""
    levels = EVIDENCE.get(dataset, ("all",))
    for path in sorted((shared / "data" / dataset).glob("*.pdf")):
        pages = tuple(read_pages(open_document(path)))
        for evidence in levels:
            folder = out / evidence / path.stem
            folder.mkdir(parents=True, exist_ok=True)
            content = extract(tuple(strip(page, evidence) for page in pages))
            (folder / "tables.json").write_text(json.dumps(grids(content.tables)), encoding="utf-8")
    found = judge_grids([out / evidence for evidence in levels], shared, shared / "data" / dataset)
    return {dataset if evidence == "all" else f"{dataset} {evidence}": found[evidence] for evidence in levels}


def judge_grids(given: Sequence[Path], shared: Path, data: Path) -> dict[str, Figures]:
    """Figures of each folder of ``given`` by its name; each holds FOLDER/<document>/tables.json."""
    tool = "score_latex.py" if (data / "truth.json").exists() else "score_tables.py"
    arguments = [*map(str, given), "--norm", "strict", "--data", str(data)]
    found = score(shared / "tools" / tool, arguments, given[0].parent / "scores.json")
    return {folder.name: {key: found[folder.name]["summary"].get(key, 0.0) for key in GRIDS} for folder in given}


def measure_values(dataset: str, shared: Path, out: Path) -> dict[str, Figures]:
    """Figures of the observations a full run writes."""
    data = shared / "data" / dataset
    run_batch(sorted((data / "pdf").glob("*.pdf")), out / "extracted")
    return {dataset: judge_values(out / "extracted", shared, data)}


def judge_values(extracted: Path, shared: Path, data: Path) -> Figures:
    """Figures of a folder that holds <report>/observations.csv."""
    arguments = [str(data / "truth"), str(extracted)]
    found = score(shared / "tools" / "score_observations.py", arguments, extracted.with_suffix(".json"))["total"]
    figures = (
        found["strict"]["f1"],
        found["strict"]["tables_fully_right"] / found["tables"],
        found["no_table_pages"]["observations"],
        found["trusted"]["share"],
        found["trusted"]["right"],
    )
    return dict(zip(VALUES, figures, strict=True))


def score(tool: Path, arguments: Sequence[str], result: Path) -> dict[str, Any]:
    """Runs a scorer and reads the JSON it leaves. Raises CalledProcessError when the scorer fails."""
    subprocess.run([sys.executable, str(tool), *arguments, "--json", str(result)], check=True, capture_output=True)
    scores: dict[str, Any] = json.loads(result.read_text(encoding="utf-8"))
    return scores


def fallen(reached: dict[str, Figures], floors: dict[str, Figures]) -> list[str]:
    """What lies below its floor, in words."""
    found = []
    for name, figures in reached.items():
        slack = SLACK[name.partition(" ")[2] or "all"]
        for key, floor in floors.get(name, {}).items():
            worse = figures[key] > floor if key in LOWER_IS_BETTER else figures[key] < floor - slack
            if worse:
                found.append(f"{name}: {key} is {figures[key]:.4f}, was {floor:.4f}")
    return found


def show(reached: dict[str, Figures]) -> None:
    for name, figures in reached.items():
        print(f"{name:18}", "  ".join(f"{key} {value:.4f}" for key, value in figures.items()), flush=True)


def shared_folder() -> Path:
    return Path(os.environ.get("TIDYREPORT_SHARED") or HERE.parents[1] / "shared")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("datasets", nargs="*", default=DATASETS, metavar="DATASET")
    parser.add_argument("--shared", type=Path, default=shared_folder())
    parser.add_argument("--out", type=Path, help="keep what was written here")
    parser.add_argument("--floors", action="store_true", help="fail when a figure lies below floors.json")
    parser.add_argument("--save", action="store_true", help="write the figures reached to floors.json")
    asked = parser.parse_args()
    reached: dict[str, Figures] = {}
    begun = time.perf_counter()
    with tempfile.TemporaryDirectory() as spare:
        for dataset in asked.datasets:
            out = (asked.out or Path(spare)) / dataset
            out.mkdir(parents=True, exist_ok=True)
            measure = measure_values if (asked.shared / "data" / dataset / "pdf").is_dir() else measure_grids
            figures = measure(dataset, asked.shared, out)
            show(figures)
            reached |= figures
    print(f"{time.perf_counter() - begun:.0f} s")
    floors: dict[str, Figures] = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}
    if asked.save:
        rounded = {name: {k: round(v, 4) for k, v in figures.items()} for name, figures in reached.items()}
        FLOORS.write_text(json.dumps(floors | rounded, indent=2) + "\n", encoding="utf-8")
    below = fallen(reached, floors) if asked.floors else []
    print("\n".join(below))
    return 1 if below else 0


if __name__ == "__main__":
    sys.exit(main())
