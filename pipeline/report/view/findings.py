"""Issue facts -> findings with their heading, place, picture, and what was printed and read there."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, NamedTuple

from pipeline.report.view.tables import anchor, name_of
from pipeline.report.words import number_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pipeline.report.facts import Facts
    from pipeline.report.view.crops import Crops
    from pipeline.report.words import Words

SHOWN_FINDINGS = 400
"""By weight, the gravest first; nobody reads more, and issues.csv has them all."""


OPENED = 16
"""Tables and charts that stay at hand: findings and claims of one come after each other."""


class Whole(NamedTuple):
    """A table or chart and its cells."""

    facts: Facts
    """With the ``name`` that a person calls it."""
    cells: dict[tuple[int, int], Facts]
    by_row: dict[int, list[Facts]]
    by_column: dict[int, list[Facts]]

    @classmethod
    def of(cls, facts: Facts, kind: str, key: str) -> Whole:
        whole = cls({**facts, "name": name_of(kind, facts, key)}, {}, {}, {})
        for cell in facts["bars"] if "bars" in facts else (cell for row in facts["grid"] for cell in row):
            whole.cells[cell["row"], cell["column"]] = cell
            whole.by_row.setdefault(cell["row"], []).append(cell)
            whole.by_column.setdefault(cell["column"], []).append(cell)
        return whole


class Places:
    """Where things stand: tables and charts by id, each opened when something is said of it."""

    def __init__(self, facts: Facts, ids: Mapping[str, tuple[str, int]], words: Words) -> None:
        """``ids``: of tables and charts, with which of these it is and its position there."""
        self.words = words
        self._facts, self._ids = facts, ids
        self._kinds = {"tables": words("table"), "charts": words("figure")}
        self._opened: OrderedDict[str, Whole] = OrderedDict()

    def whole(self, key: str | None) -> Whole | None:
        """None where there is no table or chart of that id."""
        if key is None or key not in self._ids:
            return None
        if key not in self._opened:
            part, position = self._ids[key]
            self._opened[key] = Whole.of(self._facts[part][position], self._kinds[part], key)
            if len(self._opened) > OPENED:
                self._opened.popitem(last=False)
        return self._opened[key]

    def holds(self, key: str, row: int, column: int) -> bool:
        whole = self.whole(key)
        return whole is not None and (row, column) in whole.cells

    def of(self, issue: Facts) -> tuple[int | None, list[Sequence[float]]]:
        """Page and boxes of what an issue speaks of: its own box, else its cell, else its row or column."""
        if issue["box"]:
            return issue["page"], [issue["box"]]
        key, row, column = issue["table_id"], issue["row"], issue["column"]
        whole = self.whole(key)
        if whole is None or (row is None and column is None):
            return issue["page"], []
        if row is not None and column is not None:
            cells = [whole.cells[row, column]] if (row, column) in whole.cells else []
        else:
            cells = whole.by_row.get(row, []) if row is not None else whole.by_column.get(column, [])
        boxed = [(_page(whole, cell), box) for cell in cells if (box := _box(cell))]
        page = boxed[0][0] if boxed else issue["page"]
        return page, [box for on, box in boxed if on == page]

    def told(self, table_id: str, row: int, column: int) -> Facts | None:
        """What was printed at a place and read there."""
        whole = self.whole(table_id)
        cell = whole and whole.cells.get((row, column))
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
        """Of a place that there is."""
        whole = self.whole(table_id)
        assert whole is not None
        if "bars" in whole.facts:
            cell = whole.cells[row, column]
            parts = [[cell["group"], cell["category"]], [cell["series"]]]
        else:
            parts = [whole.facts["row_labels"].get(row, ()), whole.facts["column_labels"].get(column, ())]
        return " · ".join(text for path in parts if (text := " > ".join(label for label in path if label)))


def _page(whole: Whole, cell: Facts) -> int | None:
    value = cell.get("value")
    return (value and value["page"]) or cell.get("page") or whole.facts.get("page")


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
    opened = places.whole(key)
    whole = opened and opened.facts
    page, boxes = places.of(issue)
    around = whole["box"] if whole and page == (whole.get("page") or whole["pages"][0]) else None
    claim = claims.get(name) if issue["code"].startswith("claim") else None
    return {
        **issue,
        "page": page or issue["page"],
        "target": name if name and places.holds(key, row, column) else key if whole else "",
        "whole": whole["name"] if whole else key,
        "crop": crops.place(page, boxes, around),
        "told": places.told(key, row, column) if name else None,
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
