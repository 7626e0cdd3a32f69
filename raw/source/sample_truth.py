"""What a perfect reader finds in the sample report, made from its data file and never from what a reader gave.

One JSON file per table (``T3.1.json``), and ``figures_truth.json``, ``sections.json``, ``footnotes.json``,
``claims.json``, ``text.json``. Pages (from 1) come from the typesetter, which says where each thing landed.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Record = dict[str, Any]
NOTE_MARK = re.compile(r"\[\^(\d+)\]")
CLAIM_KEYS = {"says", "value", "words", "unit", "check", "tolerance", "of", "agrees"}
CLAIM_DEFAULT_TOLERANCE = 0.0
"""Numbers in digits must be equal; words such as "a quarter" state their own tolerance in the data file."""


def number_of(raw: str) -> float | None:
    """The number a Dutch reader sees in ``raw``; None where it is not a number (``n.v.t.``, ``-``, ``<1%``)."""
    text = raw.removesuffix("%").replace(".", "").replace(",", ".").replace("−", "-")
    try:
        value = float(text)
    except ValueError:
        return None
    return int(value) if value.is_integer() else value


def rows_of(table: Record, data: Record) -> list[Record]:
    """The rows of a table; those that repeat a figure are made from it."""
    if "rows" in table:
        return list(table["rows"])
    figures = {figure["id"]: figure for figure in data["figures"]}
    return [
        {"label": c["label"], "group": part["group"], "cells": " ".join(f"{v}%" for v in c["values"])}
        for part in table["rows_from"]
        for c in figures[part["figure"]]["categories"]
    ]


def cell_truth(raw: str, column: Record, table: Record, data: Record) -> Record:
    underlined = raw.startswith("_")
    raw = raw.strip("_")
    cell: Record = {
        "raw": raw,
        "value": number_of(raw),
        "unit": column.get("unit", table["unit"]),
        "underlined": underlined,
    }
    if underlined:
        cell["significance"] = table["significance"]
    if cell["value"] is None:
        cell["missing"] = data["missing"][raw]
    return cell


def header_levels(table: Record, lines: bool) -> list[list[str]]:
    """Header rows from the top, one text per column with the stub first; ``lines`` keeps the printed line breaks."""

    def printed(column: Record, label: str, broken: str) -> str:
        return "\n".join(column[broken]) if lines and broken in column else str(column[label])

    columns = table["columns"]
    leaf = [table["stub"]["label"], *(printed(c, "label", "lines") for c in columns)]
    if not any("group" in c for c in columns):
        return [leaf]
    return [["", *(printed(c, "group", "group_lines") for c in columns)], leaf]


def table_truth(table: Record, data: Record, pages: dict[str, int], occurrence: int) -> Record:
    rows = []
    for index, row in enumerate(rows_of(table, data)):
        printed = zip(row["cells"].split(" "), table["columns"], strict=True)
        cells = [cell_truth(raw, column, table, data) for raw, column in printed]
        record: Record = {"label": row["label"], "label_raw": "\n".join(row.get("lines", [row["label"]]))}
        record |= {"page": pages[f"{table['id']} row {index}"], "cells": cells}
        if "group" in row:
            record["row_group"] = row["group"]
        if row.get("total"):
            record["total"] = True
        rows.append(record)
    columns = table["columns"]
    bases = {c["label"]: c.get("base", table.get("base")) for c in columns}
    return {
        "id": table["id"],
        "caption_number": table["number"],
        "occurrence": occurrence,
        "caption": f"Tabel {table['number']}",
        "title": table["title"],
        "subtitle": table.get("note", ""),
        "page": pages[table["id"]],
        "pages": sorted({row["page"] for row in rows}),
        "column_headers": header_levels(table, lines=False),
        "column_headers_raw": header_levels(table, lines=True),
        "column_units": [c.get("unit", table["unit"]) for c in columns],
        "base_n": {label: base for label, base in bases.items() if base is not None},
        "unit": table["unit"],
        "multiple_response": table.get("multiple_response", False),
        "table_note": table.get("table_note", ""),
        "title_footnotes": [table["title_footnote"]] if "title_footnote" in table else [],
        "column_footnotes": {c["label"]: [c["footnote"]] for c in columns if "footnote" in c},
        "rows": rows,
    }


def figure_truth(data: Record, pages: dict[str, int]) -> list[Record]:
    """One record per bar."""
    return [
        {
            "figure": figure["number"],
            "key": figure["id"],
            "title": figure["title"],
            "page": pages[figure["id"]],
            "kind": figure["kind"],
            "category": category["label"],
            "series": series,
            "value": value,
            "unit": "%",
            "invented": index in category.get("filled_in", []),
            "label_invented": False,
            "note": figure.get("source", ""),
            "label_in_text_layer": figure["kind"] == "vector",
        }
        for figure in data["figures"]
        for category in figure["categories"]
        for index, (series, value) in enumerate(zip(figure["series"], category["values"], strict=True))
    ]


def text_truth(data: Record, pages: dict[str, int]) -> Iterator[Record]:
    """The running text in reading order, without footnotes and without what stands in tables and figures."""
    yield {"kind": "title", "text": data["title"], "page": pages["title"]}
    chapter = section = 0
    for index, block in enumerate(data["flow"]):
        page = pages.get(f"flow {index}")
        if "contents" in block:
            yield {"kind": "heading", "text": block["contents"], "page": page, "level": 1, "number": ""}
        elif "chapter" in block:
            numbered = block.get("numbered", True)
            chapter, section = chapter + numbered, 0
            number = str(chapter) if numbered else ""
            yield {"kind": "heading", "text": block["chapter"], "page": page, "level": 1, "number": number}
        elif "section" in block:
            section += 1
            number = f"{chapter}.{section}"
            yield {"kind": "heading", "text": block["section"], "page": page, "level": 2, "number": number}
        elif "sub" in block:
            yield {"kind": "heading", "text": block["sub"], "page": page, "level": 3, "number": ""}
        elif "p" in block:
            yield {"kind": "paragraph", "text": NOTE_MARK.sub("", block["p"]), "page": page}
        elif "quote" in block:
            yield {"kind": "quote", "text": f"“{block['quote']}”", "page": page}
        for item, text in enumerate(block.get("list", [])):
            yield {"kind": "list_item", "text": NOTE_MARK.sub("", text), "page": pages[f"flow {index} item {item}"]}


def source_numbers(claim: Record, tables: dict[str, Record], figures: list[Record]) -> list[float]:
    """The printed numbers a claim restates, in the order of its rows."""
    key, labels, column = claim["of"]
    labels = labels if isinstance(labels, list) else [labels]
    if key in tables:
        table = tables[key]
        paths = [" / ".join(p for p in path if p) for path in zip(*table["column_headers"], strict=True)][1:]
        place = paths.index(column)
        by_label = {row["label"]: row["cells"][place]["value"] for row in table["rows"]}
        return [by_label[label] for label in labels]
    bars = {(f["category"], f["series"]): f["value"] for f in figures if f["key"] == key}
    return [bars[label, column] for label in labels]


def claim_truth(claim: Record, page: int, tables: dict[str, Record], figures: list[Record]) -> Record:
    """One stated number with what it restates; raises ValueError where the data file contradicts itself."""
    if unknown := set(claim) - CLAIM_KEYS:
        raise ValueError(f"claim {claim['says']!r} has unknown keys {sorted(map(str, unknown))}")
    check = claim.get("check", "cell")
    record: Record = {
        "snippet": claim["says"],
        "page": page,
        "stated_value": claim["value"],
        "stated_in_words": claim.get("words", ""),
        "check": check,
        "tolerance": claim.get("tolerance", CLAIM_DEFAULT_TOLERANCE),
    }
    if "of" not in claim:
        unmatched = {"unit": claim.get("unit", "%"), "source_kind": "none", "table_key": None, "figure_key": None}
        return record | unmatched | {"row": [], "column": "", "source_value": None, "agrees": None}
    key, row, column = claim["of"]
    numbers = source_numbers(claim, tables, figures)
    total = sum(numbers)
    source = {"cell": total, "sum": total, "complement": 100 - total, "magnitude": abs(total)}[check]
    agrees = abs(source - claim["value"]) <= record["tolerance"]
    if agrees != claim.get("agrees", True):
        raise ValueError(f"{claim['says']!r} states {claim['value']}, its source gives {source}")
    in_table = key in tables
    return record | {
        "unit": claim.get("unit", "aantal" if in_table and claim["value"] > 100 else "%"),
        "source_kind": "table" if in_table else "figure",
        "table_key": key if in_table else None,
        "figure_key": None if in_table else key,
        "row": row,
        "column": column,
        "source_value": source,
        "agrees": agrees,
    }


def claims_truth(data: Record, pages: dict[str, int], tables: dict[str, Record], figures: list[Record]) -> list[Record]:
    claims: list[Record] = []
    for index, block in enumerate(data["flow"]):
        texts = block.get("list") or [block.get("p", "")]
        for claim in block.get("claims", []):
            item = next(i for i, text in enumerate(texts) if claim["says"] in text)
            page = pages[f"flow {index} item {item}" if "list" in block else f"flow {index}"]
            claims.append({"id": f"c{len(claims) + 1:02}"} | claim_truth(claim, page, tables, figures))
    return claims


def footnote_truth(data: Record, pages: dict[str, int]) -> list[Record]:
    return [
        {"number": number, "text": text, "page": pages[f"footnote {number}"]}
        for number, text in enumerate(data["footnotes"], start=1)
    ]


def write_truth(data: Record, pages: dict[str, int], folder: Path) -> None:
    """Write the truth of the report into ``folder``; files of an earlier build that are not made anew are removed."""
    tables: dict[str, Record] = {}
    for table in data["tables"]:
        occurrence = 1 + sum(t["caption_number"] == table["number"] for t in tables.values())
        tables[table["id"]] = table_truth(table, data, pages, occurrence)
    figures = figure_truth(data, pages)
    text = list(text_truth(data, pages))
    headings = [block for block in text if block["kind"] == "heading"]
    files: dict[str, object] = dict(tables)
    files |= {
        "figures_truth": figures,
        "text": text,
        "sections": [{key: heading[key] for key in ("number", "text", "level", "page")} for heading in headings],
        "footnotes": footnote_truth(data, pages),
        "claims": claims_truth(data, pages, tables, figures),
    }
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.json"):
        old.unlink()
    for name, content in files.items():
        text_of_file = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
        (folder / f"{name}.json").write_text(text_of_file, encoding="utf-8")
