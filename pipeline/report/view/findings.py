"""Issue facts -> findings with their heading, place, picture, and what was printed and read there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.report.view.tables import anchor, name_of
from pipeline.report.words import number_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pipeline.report.facts import Facts
    from pipeline.report.view.crops import Crops
    from pipeline.report.words import Words

SHOWN_FINDINGS = 400
"""By weight, the gravest first; nobody reads more, and issues.csv has them all."""


class Places:
    """Where things stand: tables and charts by id, their cells by anchor."""

    def __init__(self, facts: Facts, words: Words) -> None:
        self.words = words
        self.whole: dict[str, Facts] = {}
        self.cells: dict[str, Facts] = {}
        self.by_row: dict[tuple[str, int], list[Facts]] = {}
        self.by_column: dict[tuple[str, int], list[Facts]] = {}
        for table in facts["tables"]:
            self._add(table["table_id"], table, words("table"), [cell for row in table["grid"] for cell in row])
        for chart in facts["charts"]:
            self._add(chart["chart_id"], chart, words("figure"), chart["bars"])

    def _add(self, key: str, facts: Facts, kind: str, cells: Iterable[Facts]) -> None:
        self.whole[key] = {**facts, "name": name_of(kind, facts, key)}
        for cell in cells:
            self.cells[anchor(key, cell["row"], cell["column"])] = cell
            self.by_row.setdefault((key, cell["row"]), []).append(cell)
            self.by_column.setdefault((key, cell["column"]), []).append(cell)

    def of(self, issue: Facts) -> tuple[int | None, list[Sequence[float]]]:
        """Page and boxes of what an issue speaks of: its own box, else its cell, else its row or column."""
        if issue["box"]:
            return issue["page"], [issue["box"]]
        key, row, column = issue["table_id"], issue["row"], issue["column"]
        if key is None or (row is None and column is None):
            return issue["page"], []
        if row is not None and column is not None:
            cells = [self.cells[name]] if (name := anchor(key, row, column)) in self.cells else []
        else:
            cells = self.by_row.get((key, row), []) if row is not None else self.by_column.get((key, column), [])
        boxed = [(self._page(key, cell), box) for cell in cells if (box := _box(cell))]
        page = boxed[0][0] if boxed else issue["page"]
        return page, [box for on, box in boxed if on == page]

    def _page(self, key: str, cell: Facts) -> int | None:
        value = cell.get("value")
        return (value and value["page"]) or cell.get("page") or self.whole[key].get("page")

    def told(self, name: str, table_id: str, row: int, column: int) -> Facts | None:
        """What was printed at a place and read there."""
        cell = self.cells.get(name)
        value = (cell or {}).get("value") or (cell if cell and "label_value" in cell else None)
        if value is None:
            return None
        number = value["number"] if "number" in value else value["label_value"]
        unit = f" {value['unit']}" if value["unit"] else ""
        missing = value.get("missing")
        read = (
            f"{number_text(number)}{unit}"
            if number is not None
            else self.words(f"missing_{missing}")
            if missing
            else ""
        )
        return {
            "printed": value["raw"],
            "read": read or self.words("not_a_number"),
            "labels": self.labels(table_id, row, column),
            "base": value.get("base_n"),
            "confidence": value["confidence"],
        }

    def labels(self, table_id: str, row: int, column: int) -> str:
        whole = self.whole[table_id]
        if "bars" in whole:
            cell = self.cells[anchor(table_id, row, column)]
            parts = [[cell["category"]], [cell["series"]]]
        else:
            parts = [whole["row_labels"].get(row, ()), whole["column_labels"].get(column, ())]
        return " · ".join(text for path in parts if (text := " > ".join(label for label in path if label)))


def _box(cell: Facts) -> Sequence[float] | None:
    value = cell.get("value")
    box: Sequence[float] | None = (value and value["box"]) or cell["box"]
    return box


def groups(issues: Sequence[Facts], places: Places, crops: Crops, claims: Mapping[str, Facts]) -> list[Facts]:
    """Findings of one kind and weight together, in order of weight. ``claims``: those that differ, by anchor."""
    made: dict[tuple[str, str], Facts] = {}
    for issue in issues[:SHOWN_FINDINGS]:
        key = (issue["severity"], issue["code"])
        group = made.setdefault(
            key, {"severity": key[0], "code": key[1], "title": places.words.kind(key[1]), "findings": []}
        )
        group["findings"].append(_finding(issue, places, crops, claims))
    return list(made.values())


def _finding(issue: Facts, places: Places, crops: Crops, claims: Mapping[str, Facts]) -> Facts:
    key, row, column = issue["table_id"], issue["row"], issue["column"]
    name = anchor(key, row, column) if key and row is not None and column is not None else ""
    whole = places.whole.get(key or "")
    page, boxes = places.of(issue)
    around = whole["box"] if whole and page == (whole.get("page") or whole["pages"][0]) else None
    claim = claims.get(name) if issue["code"].startswith("claim") else None
    return {
        **issue,
        "page": page or issue["page"],
        "target": name if name in places.cells else key if whole else "",
        "whole": whole["name"] if whole else key,
        "crop": crops.place(page, boxes, around),
        "told": places.told(name, key, row, column) if name else None,
        "sentence": claim and crops.place(claim["page"], [claim["box"]] if claim["box"] else []),
    }


def by_place(issues: Iterable[Facts]) -> dict[str, list[Facts]]:
    """Findings by table, and by the anchor of their cell."""
    found: dict[str, list[Facts]] = {}
    for issue in issues:
        key, row, column = issue["table_id"], issue["row"], issue["column"]
        if key is None:
            continue
        found.setdefault(key, []).append(issue)
        if row is not None and column is not None:
            found.setdefault(anchor(key, row, column), []).append(issue)
    return found
