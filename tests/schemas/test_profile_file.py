"""profile.yaml and the schemas beside it: what they may say, and where a fault in them is told."""

from __future__ import annotations

from pathlib import Path

import pandera.pandas as pa
import pytest

from pipeline.errors import ProfileError
from pipeline.model import Box, TableCorrection
from schemas.profile import folders_for, load_profile, load_profiles, squeezed
from schemas.table_schema import CHECKS, load_schema

PROFILE = """\
recognise:
  phrases: ["The yearly survey"]
  titles_at_least: 1
language: en
decimal: "."
captions: [Table]
significance: [lower]
tables:
  - number: "1"
    title: Towns by answer
    schema: table-1.yaml
    rows: 3
corrections:
  - page: 7
    printed: "Towns Yes"
    box: [72, 120, 520, 260]
    header_rows: 2
thresholds:
  rounding: 1.0
"""
SCHEMA = """\
strict: true
columns:
  label:
    dtype: string
    isin: [North, South]
  "2021":
    dtype: float64
    nullable: true
    in_range: {min_value: 0, max_value: 100}
"""


def folder(path: Path, profile: str = PROFILE, schema: str = SCHEMA) -> Path:
    path.mkdir(parents=True)
    (path / "profile.yaml").write_text(profile, "utf-8")
    (path / "table-1.yaml").write_text(schema, "utf-8")
    return path


def test_what_a_profile_says(tmp_path: Path) -> None:
    profile = load_profile(folder(tmp_path / "schemas/towns"))
    assert (profile.name, profile.own) == ("towns", True)
    assert (profile.recognise.phrases, profile.recognise.titles_at_least) == (("The yearly survey",), 1)
    assert (profile.language, profile.decimal, profile.captions, profile.significance) == (
        "en", ".", ("Table",), ("lower",),
    )  # fmt: skip
    [table] = profile.tables
    assert (table.number, table.title, table.rows, table.columns) == ("1", "Towns by answer", 3, None)
    assert table.place == "schemas/towns/profile.yaml:9"
    place = "schemas/towns/profile.yaml:14"
    assert profile.corrections == (TableCorrection(7, "Towns Yes", Box(72, 120, 520, 260), 2, place),)
    assert profile.thresholds == (("rounding", 1.0, "schemas/towns/profile.yaml:19"),)


@pytest.mark.parametrize(
    ("old", "new", "line", "told"),
    [
        ("language: en", "langauge: en", 4, "there is no key 'langauge'; did you mean 'language'?"),
        ("    rows: 3", "    row: 3", 12, "there is no key 'row'; did you mean 'rows'?"),
        ("    rows: 3", "    rows: three", 12, "a whole number of 0 or more is expected here, not 'three'"),
        ('number: "1"', "number: 1", 9, "a text is expected here, not 1; put it in quotes"),
        ("    schema: table-1.yaml", "    schema: table-9.yaml", 11, "there is no file 'table-9.yaml'"),
        ("    schema: table-1.yaml", "    schema: ../table-1.yaml", 11, "there is no file"),
        ('["The yearly survey"]', "[Survey 2021]", 2, "too short to tell a report"),
        ("titles_at_least: 1", "titles_at_least: 2", 3, "there are only 1 tables"),
        ("[lower]", "[lowr]", 7, "there is no meaning 'lowr'; did you mean 'lower'?"),
        ('decimal: "."', 'decimal: "p"', 5, "a comma or a point"),
        ("[72, 120, 520, 260]", "[72, 120, 20, 260]", 16, "a box is [x0, top, x1, bottom]"),
        ('    printed: "Towns Yes"\n', "", 14, "the key 'printed' is missing"),
        ("rounding: 1.0", "rounding: wide", 19, "a number is expected here"),
        ("language: en", "language: en\nlanguage: nl", 5, "the key 'language' stands twice; the first is on line 4"),
        ("captions: [Table]", "captions: [Table", 7, "this is no YAML"),
    ],
)
def test_a_fault_is_refused_where_it_stands(tmp_path: Path, old: str, new: str, line: int, told: str) -> None:
    assert old in PROFILE
    path = folder(tmp_path / "schemas/towns", PROFILE.replace(old, new, 1))
    with pytest.raises(ProfileError) as error:
        load_profile(path)
    assert str(error.value).startswith(f"schemas/towns/profile.yaml:{line}: "), error.value
    assert told in str(error.value)


def test_a_profile_without_a_way_to_know_its_report_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ProfileError, match="'recognise' is missing"):
        load_profile(folder(tmp_path / "a", "language: en\n"))
    with pytest.raises(ProfileError, match="name phrases, or titles_at_least"):
        load_profile(folder(tmp_path / "b", "recognise: {pages: 2}\n"))


def test_an_anchor_that_holds_itself_ends(tmp_path: Path) -> None:
    with pytest.raises(ProfileError, match="holds itself"):
        load_profile(folder(tmp_path / "a", "recognise: &a\n  phrases: [*a]\n"))


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    (folder(tmp_path / "a") / "profile.yaml").write_bytes(b"report: \xff\n")
    with pytest.raises(ProfileError, match="UTF-8"):
        load_profile(tmp_path / "a")


@pytest.mark.parametrize(
    ("old", "new", "line", "told"),
    [
        ("    isin:", "    is_in:", 5, "there is no key 'is_in'; did you mean 'isin'?"),
        ("strict: true", "stict: true", 1, "there is no key 'stict'; did you mean 'strict'?"),
        ("[North, South]", "[North, 2021]", 5, "a text is expected here, not 2021; put it in quotes"),
        ("    dtype: float64\n", "", 6, "the key 'dtype' is missing"),
        ("    nullable: true", "    drop_invalid_rows: true", 8, "is not allowed here"),
        ('"2021"', "2021", 6, "YAML reads the key 2021 as something else than a text: put it in quotes"),
        ('"2021"', "Yes", 6, "YAML reads the key Yes as something else than a text: put it in quotes"),
        ("    nullable: true", "    checks: {gee: 0}", 8, "there is no key 'gee'"),
        ("    nullable: true", "    checks: {ge: 0}", 8, "name the checks either here or beside 'dtype'"),
    ],
)
def test_a_typo_in_a_schema_is_refused_with_its_place(tmp_path: Path, old: str, new: str, line: int, told: str) -> None:
    assert old in SCHEMA
    path = folder(tmp_path / "schemas/towns", schema=SCHEMA.replace(old, new, 1)) / "table-1.yaml"
    with pytest.raises(ProfileError) as error:
        load_schema(path)
    assert str(error.value).startswith(f"schemas/towns/table-1.yaml:{line}: "), error.value
    assert told in str(error.value)


@pytest.mark.parametrize(
    ("old", "new"), [("dtype: float64", "dtype: floaty"), ("{min_value: 0, max_value: 100}", "{low: 0}")]
)
def test_what_pandera_cannot_read_is_refused_too(tmp_path: Path, old: str, new: str) -> None:
    path = folder(tmp_path / "schemas/towns", schema=SCHEMA.replace(old, new, 1)) / "table-1.yaml"
    with pytest.raises(ProfileError, match=r"table-1\.yaml: pandera cannot read this schema"):
        load_schema(path)


def test_a_schema_knows_its_labels_and_columns(tmp_path: Path) -> None:
    schema = load_schema(folder(tmp_path / "towns") / "table-1.yaml")
    assert schema.labels == {"North", "South"}
    assert schema.columns == ("label", "2021")


def test_the_checks_a_schema_may_name_are_checks_of_pandera() -> None:
    assert [name for name in CHECKS if not hasattr(pa.Check, name)] == []


def test_of_two_profiles_with_one_name_the_nearest_counts(tmp_path: Path) -> None:
    folder(tmp_path / "near/towns")
    folder(tmp_path / "far/towns", PROFILE.replace("language: en", "language: nl"))
    folder(tmp_path / "far/villages")
    found = load_profiles([tmp_path / "near", tmp_path / "far"])
    assert [(profile.name, profile.language) for profile in found] == [("towns", "en"), ("villages", "en")]


def test_profiles_are_looked_for_beside_the_pdf_then_here_then_among_those_shipped(tmp_path: Path) -> None:
    for name in ("pdfs/schemas", "here/schemas", "given"):
        (tmp_path / name).mkdir(parents=True)
    pdf, here = tmp_path / "pdfs/a.pdf", tmp_path / "here"
    *near, shipped = folders_for(pdf, "", here)
    assert near == [tmp_path / "pdfs/schemas", tmp_path / "here/schemas"]
    assert (shipped / "digitalisering-overheid/profile.yaml").is_file()
    assert folders_for(pdf, str(tmp_path / "given"), here) == (tmp_path / "given", shipped)
    with pytest.raises(ProfileError, match="no such folder"):
        folders_for(pdf, str(tmp_path / "nowhere"), here)


def test_a_changed_schema_changes_the_digest(tmp_path: Path) -> None:
    path = folder(tmp_path / "towns")
    before = load_profile(path).digest()
    (path / "table-1.yaml").write_text(SCHEMA.replace("100", "90"), "utf-8")
    assert load_profile(path).digest() != before


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("‘Which towns?’ 2021", "'which  towns' 2022"),
        ("digitali- sering", "Digitalisering"),
        ("waargemaakt?’⁹", "waargemaakt"),
    ],
)
def test_texts_that_are_the_same_however_they_are_printed(one: str, other: str) -> None:
    assert squeezed(one) == squeezed(other)


def test_texts_that_are_not_the_same() -> None:
    assert squeezed("Table 12") != squeezed("Table 1")
    assert squeezed("20,000") == squeezed("20.000")
    assert squeezed("2021") == ""
