"""The sample report is what its script builds, and its truth agrees with what is printed on its pages."""

from __future__ import annotations

import hashlib
import importlib
import json
import sys
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pdfplumber
import pytest

ROOT = Path(__file__).resolve().parents[2]
PDF = ROOT / "raw" / "digitalisering-overheid.pdf"
TRUTH = Path(__file__).parent / "truth"
SIZE_LIMIT = 600_000
"""Bytes: the sample is cloned by everybody."""
FONTS = {"LibertinusSerif", "BitstreamVeraSans"}
ROUNDING = 0.5
"""Percentages are printed as whole numbers, so each row may be off by half a point."""

Record = dict[str, Any]


def load(name: str) -> Any:
    return json.loads((TRUTH / f"{name}.json").read_text(encoding="utf-8"))


TABLES: dict[str, Record] = {path.stem: load(path.stem) for path in sorted(TRUTH.glob("T*.json"))}


def compact(text: str) -> str:
    return "".join(text.split())


def is_no_mark(item: Record) -> bool:
    """False for footnote marks in running text, which is set in 8 points (footnotes) or more."""
    return "size" not in item or "Libertinus" not in item["fontname"] or item["size"] > 7.9


@pytest.fixture(scope="module")
def build_module() -> Any:
    sys.path.insert(0, str(ROOT / "raw" / "source"))
    try:
        return importlib.import_module("build_sample")
    finally:
        sys.path.pop(0)


@pytest.fixture(scope="module")
def built(build_module: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built")
    path: Path = build_module.build(folder, folder / "truth")
    return path


@pytest.fixture(scope="module")
def pages() -> dict[int, Record]:
    """What pdfplumber sees on each page of the committed PDF, by page number from 1."""
    seen = {}
    with pdfplumber.open(PDF) as pdf:
        for page in pdf.pages:
            seen[page.page_number] = {
                "words": page.extract_words(extra_attrs=["size"]),
                "text": compact(page.extract_text()),
                "prose": compact(page.filter(is_no_mark).extract_text()),
                "fonts": {char["fontname"].split("+")[-1].split("-")[0] for char in page.chars},
                "strokes": [*page.lines, *page.rects],
                "pictures": len(page.images),
            }
            page.close()
    return seen


def words_and_boxes(path: Path) -> list[tuple[int, str, float, float, float, float]]:
    with pdfplumber.open(path) as pdf:
        return [
            (page.page_number, w["text"], *(round(w[side], 1) for side in ("x0", "top", "x1", "bottom")))
            for page in pdf.pages
            for w in page.extract_words()
        ]


def test_two_builds_have_the_same_bytes(build_module: Any, built: Path, tmp_path: Path) -> None:
    again = build_module.build(tmp_path, tmp_path / "truth")
    assert again.read_bytes() == built.read_bytes()


def test_committed_pdf_is_what_the_script_builds(built: Path) -> None:
    # another version of the typesetter may write other bytes, but not other words or places
    if PDF.read_bytes() != built.read_bytes():
        assert words_and_boxes(PDF) == words_and_boxes(built)


def test_committed_truth_is_what_the_script_builds(built: Path) -> None:
    fresh = {path.name: path.read_text(encoding="utf-8") for path in (built.parent / "truth").iterdir()}
    assert fresh == {path.name: path.read_text(encoding="utf-8") for path in TRUTH.iterdir()}


def test_description_belongs_to_the_pdf() -> None:
    description = tomllib.loads(PDF.with_suffix(".toml").read_text(encoding="utf-8"))
    assert description["sha256"] == hashlib.sha256(PDF.read_bytes()).hexdigest()
    assert description["facsimile"] is True
    assert "I&O Research" in description["source"]
    assert {"publisher", "title", "date", "language", "licence"} <= description.keys()


def test_sample_is_small_and_carries_its_own_fonts(pages: dict[int, Record]) -> None:
    assert PDF.stat().st_size < SIZE_LIMIT
    assert 14 <= len(pages) <= 20
    assert set().union(*(page["fonts"] for page in pages.values())) <= FONTS


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_every_value_is_a_word_of_its_page(table: Record, pages: dict[int, Record]) -> None:
    for number in table["pages"]:
        wanted = Counter(cell["raw"] for row in table["rows"] if row["page"] == number for cell in row["cells"])
        printed = Counter(word["text"] for word in pages[number]["words"])
        assert not wanted - printed


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_labels_headers_and_caption_are_on_the_page(table: Record, pages: dict[int, Record]) -> None:
    first = pages[table["page"]]["text"]
    assert compact(f"{table['caption']}{table['title']}") in first
    assert compact(table["subtitle"]) in first
    assert compact(table["table_note"]) in pages[table["pages"][-1]]["text"]
    words = {word["text"] for word in pages[table["page"]]["words"]}
    for line in [text for level in table["column_headers_raw"] for text in level]:
        for word in line.split():
            assert any(seen.startswith(word) for seen in words), word  # a footnote mark may be glued to it
    for row in table["rows"]:
        on_page = {word["text"] for word in pages[row["page"]]["words"]}
        assert set(row["label_raw"].split()) <= on_page


def test_columns_with_a_total_of_100_add_up_but_for_rounding() -> None:
    tested = 0
    for table in TABLES.values():
        body = [row for row in table["rows"] if not row.get("total")]
        for total in (row for row in table["rows"] if row.get("total")):
            for column, cell in enumerate(total["cells"]):
                if cell["raw"] == "100%":
                    parts = [row["cells"][column]["value"] for row in body]
                    tested += 1
                    assert abs(sum(parts) - 100) <= ROUNDING * len(parts), (table["id"], column)
    assert tested == 28  # tables 3.1 to 3.3 and the first 3.5: 5 + 7 + 5 + 7; 4.1: 1; 4.2: 2; 4.3: 1


def test_counts_add_up_to_their_total() -> None:
    for name, column in (("T4.1", 0), ("T4.2", 0), ("T4.2", 2), ("T4.3", 1)):
        *parts, total = (row["cells"][column]["value"] for row in TABLES[name]["rows"])
        assert sum(parts) == total, name


def test_derived_tables_follow_from_the_others() -> None:
    for source, derived in zip(TABLES["T3.4"]["rows"], TABLES["TB.1"]["rows"], strict=True):
        ict, other, _ = (cell["value"] for cell in source["cells"])
        assert [cell["value"] for cell in derived["cells"]] == [ict, other, ict - other]
    for source, derived in zip(TABLES["T4.2"]["rows"], TABLES["TB.2"]["rows"], strict=True):
        municipal, everybody = source["cells"][0]["value"], source["cells"][2]["value"]
        parts = (municipal, everybody - municipal, everybody)
        for part, base, cell in zip(parts, (532, 883, 1415), derived["cells"], strict=True):
            share = round(100 * part / base, 1)
            expected = {"raw": "<1%", "value": None} if share < 1 else {"value": share}
            assert expected.items() <= cell.items()


def is_underlined(word: Record, strokes: list[Record]) -> bool:
    """A stroke of the word's own width runs at its baseline."""
    baseline = word["bottom"] - 0.4 * word["size"]
    return any(
        0 <= stroke["top"] - baseline <= 0.5 * word["size"]
        and abs(stroke["x0"] - word["x0"]) < 1
        and abs(stroke["x1"] - word["x1"]) < 1
        for stroke in strokes
    )


def test_underlined_values_are_underlined_on_the_page(pages: dict[int, Record]) -> None:
    marked = {
        name: Counter(cell["raw"] for row in table["rows"] for cell in row["cells"] if cell["underlined"])
        for name, table in TABLES.items()
    }
    assert {name for name, values in marked.items() if values} == {"T3.4"}
    page = pages[TABLES["T3.4"]["page"]]
    drawn = Counter(word["text"] for word in page["words"] if is_underlined(word, page["strokes"]))
    assert drawn == marked["T3.4"]


def test_claims_stand_on_their_page_and_one_is_wrong(pages: dict[int, Record]) -> None:
    claims = load("claims")
    assert all(compact(claim["snippet"]) in pages[claim["page"]]["text"] for claim in claims)
    wrong = [claim for claim in claims if claim["agrees"] is False]
    assert [(c["stated_value"], c["source_value"], c["table_key"]) for c in wrong] == [(18, 8, "T3.6")]


def test_headings_footnotes_and_text_stand_on_their_page(pages: dict[int, Record]) -> None:
    for block in [*load("sections"), *load("footnotes"), *load("text")]:
        assert compact(block["text"]) in pages[block["page"]]["prose"], block


def test_contents_page_gives_the_page_of_each_heading(pages: dict[int, Record]) -> None:
    contents = pages[3]["text"]
    for heading in load("sections"):
        if heading["level"] < 3 and heading["text"] != "Inhoud":
            _, _, rest = contents.partition(compact(heading["text"]) + "....")
            assert rest.lstrip(".").startswith(str(heading["page"])), heading


def test_drawn_charts_have_labels_as_words_and_pictures_have_not(pages: dict[int, Record]) -> None:
    bars = load("figures_truth")
    for number in {bar["page"] for bar in bars}:
        on_page = [bar for bar in bars if bar["page"] == number]
        wanted = Counter(f"{bar['value']}%" for bar in on_page if bar["kind"] == "vector")
        assert not wanted - Counter(word["text"] for word in pages[number]["words"])
        assert pages[number]["pictures"] == len({bar["key"] for bar in on_page if bar["kind"] == "raster"})
    assert {bar["kind"] for bar in bars} == {"vector", "raster"}


def test_a_claim_with_a_slip_in_the_data_file_is_refused(build_module: Any) -> None:
    data = build_module.load_data()
    block = next(b for b in data["flow"] if b.get("claims"))
    block["claims"][0]["value"] += 1
    _, pages = build_module.compile_pdf(data)
    with pytest.raises(ValueError, match="its source gives 75"):
        build_module.write_truth(data, pages, Path("unused"))
