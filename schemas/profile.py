"""``profile.yaml``: what a person knows of a report. How it is recognised, and what it must hold.

schemas/<name>/profile.yaml     this
schemas/<name>/<table>.yaml     one pandera schema per table (table_schema.py)
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import ProfileError
from pipeline.model import Box, TableCorrection
from schemas.columns import SIGNIFICANCE
from schemas.located import read, short, unknown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from schemas.located import Located

NAME = "profile.yaml"
SHIPPED = Path(__file__).parent
"""Profiles that come with the program."""

FIRST_PAGES = 3
"""Pages on which a report says what it is: cover, colophon, perhaps an empty page between."""
LEAST_LETTERS = 8
"""A shorter phrase stands in too many reports to tell one."""

KEYS = (
    "report", "recognise", "language", "decimal", "captions", "significance", "tables", "corrections", "thresholds",
)  # fmt: skip

_YEAR = re.compile(r"\b(19|20)\d\d\b")
_RAISED = re.compile("[¹²³⁰-⁹*†‡§]")
"""Marks of footnotes, whose numbers change with the edition."""


@dataclass(frozen=True, slots=True)
class Recognition:
    """A PDF is this report when all of it holds."""

    phrases: tuple[str, ...]
    """Each stands on one of the first ``pages`` pages, or in the title of the PDF."""
    pages: int
    titles_at_least: int
    """So many of the titles of its tables stand somewhere in the text."""


@dataclass(frozen=True, slots=True)
class ExpectedTable:
    place: str
    """``schemas/<name>/profile.yaml:12``."""
    number: str | None
    title: str | None
    schema: Path | None
    rows: int | None
    columns: int | None

    @property
    def called(self) -> str:
        """How to name it to a person, behind the word table: ``3.1 “Towns by answer”``."""
        parts = [self.number, f"“{self.title}”" if self.title else None]
        return " ".join(part for part in parts if part) or str(self.schema and self.schema.name)


@dataclass(frozen=True, slots=True)
class Profile:
    """``None`` stands for: not said, so not checked."""

    name: str
    folder: Path
    recognise: Recognition
    language: str | None
    decimal: str | None
    captions: tuple[str, ...] | None
    """Words that stand before the number of a table: ``Tabel``."""
    significance: tuple[str, ...] | None
    """Meanings that underline, bold or letters have in it; empty: there are none."""
    tables: tuple[ExpectedTable, ...]
    corrections: tuple[TableCorrection, ...]
    thresholds: tuple[tuple[str, float, str], ...]
    """Name, value and place of each."""

    @property
    def own(self) -> bool:
        """False: it came with the program."""
        return self.folder.parent.resolve() != SHIPPED.resolve()

    def digest(self) -> str:
        """sha256 of all its files, and of their places, which findings name: with another one, another result may come
        out."""
        found = hashlib.sha256()
        for path in sorted({*self.folder.glob("*.yaml"), *(table.schema for table in self.tables if table.schema)}):
            found.update(short(path).encode() + b"\0" + path.read_bytes() + b"\0")
        return found.hexdigest()


def squeezed(text: str) -> str:
    """Letters and digits alone, without case, years and footnote marks: the same for a text however it is broken and
    quoted."""
    plain = _YEAR.sub(" ", unicodedata.normalize("NFKC", _RAISED.sub("", text))).casefold()
    return "".join(letter for letter in plain if letter.isalnum())


def load_profiles(folders: Iterable[Path]) -> tuple[Profile, ...]:
    """The profiles in these folders; of two with one name the first. Raises ProfileError on a fault in one."""
    found: dict[str, Profile] = {}
    for folder in folders:
        for path in sorted(folder.glob(f"*/{NAME}")):
            if path.parent.name not in found:
                found[path.parent.name] = load_profile(path.parent)
    return tuple(found.values())


def load_profile(folder: Path) -> Profile:
    """Raises ProfileError with file, line and key."""
    entry = read(folder / NAME)
    keys = entry.mapping(
        (
            "report",
            "recognise",
            "language",
            "decimal",
            "captions",
            "significance",
            "tables",
            "corrections",
            "thresholds",
        )
    )
    if "recognise" not in keys:
        entry.refuse("the key 'recognise' is missing: nothing tells when to use this profile")
    decimal = keys["decimal"].text() if "decimal" in keys else None
    if decimal not in (None, ",", "."):
        keys["decimal"].refuse(f"the decimal mark is a comma or a point, not {decimal!r}")
    tables = tuple(_table(table, folder) for table in keys["tables"].items()) if "tables" in keys else ()
    return Profile(
        name=folder.name,
        folder=folder,
        recognise=_recognition(keys["recognise"], tables),
        language=keys["language"].text() if "language" in keys else None,
        decimal=decimal,
        captions=keys["captions"].texts() if "captions" in keys else None,
        significance=_significance(keys["significance"]) if "significance" in keys else None,
        tables=tables,
        corrections=tuple(_correction(c) for c in keys["corrections"].items()) if "corrections" in keys else (),
        thresholds=tuple(
            (name, value.number(), value.place) for name, value in keys["thresholds"].mapping().items()
        ) if "thresholds" in keys else (),
    )  # fmt: skip


def _recognition(entry: Located, tables: tuple[ExpectedTable, ...]) -> Recognition:
    keys = entry.mapping(("phrases", "pages", "titles_at_least"))
    phrases = keys["phrases"].texts() if "phrases" in keys else ()
    for phrase, where in zip(phrases, keys["phrases"].items() if phrases else (), strict=True):
        if len(squeezed(phrase)) < LEAST_LETTERS:
            where.refuse(f"{phrase!r} is too short to tell a report: {LEAST_LETTERS} letters at least, years aside")
    titles = keys["titles_at_least"].whole() if "titles_at_least" in keys else 0
    known = sum(is_telling(table) for table in tables)
    if titles > known:
        keys["titles_at_least"].refuse(f"there are only {known} tables with a title long enough to be looked for")
    if not phrases and not titles:
        entry.refuse("name phrases, or titles_at_least, or both: nothing tells when to use this profile")
    return Recognition(phrases, keys["pages"].whole() if "pages" in keys else FIRST_PAGES, titles)


def is_telling(table: ExpectedTable) -> bool:
    """Whether its title is long enough to be looked for in a text."""
    return len(squeezed(table.title or "")) >= LEAST_LETTERS


def _significance(entry: Located) -> tuple[str, ...]:
    for meaning in entry.items():
        if meaning.text() not in SIGNIFICANCE:
            meaning.refuse(unknown("meaning", meaning.text(), SIGNIFICANCE))
    return entry.texts()


def _table(entry: Located, folder: Path) -> ExpectedTable:
    keys = entry.mapping(("number", "title", "schema", "rows", "columns"))
    texts = {name: keys[name].text() if name in keys else None for name in ("number", "title", "schema")}
    schema = folder / texts["schema"] if texts["schema"] else None
    if schema and (schema.parent != folder or not schema.is_file()):
        keys["schema"].refuse(f"there is no file {texts['schema']!r} beside the profile")
    if not any(texts.values()):
        entry.refuse("a table needs a title, a number or a schema by which it is found")
    return ExpectedTable(
        entry.place,
        texts["number"],
        texts["title"],
        schema,
        keys["rows"].whole() if "rows" in keys else None,
        keys["columns"].whole() if "columns" in keys else None,
    )


def _correction(entry: Located) -> TableCorrection:
    keys = entry.mapping(("page", "printed", "box", "header_rows"))
    for name in ("page", "printed"):
        if name not in keys:
            entry.refuse(f"the key {name!r} is missing: without it nothing tells whether the page is still the same")
    if "box" not in keys and "header_rows" not in keys:
        entry.refuse("name a box, or header_rows, or both: nothing is corrected")
    box = None
    if "box" in keys:
        edges = [edge.number() for edge in keys["box"].items()]
        if len(edges) != len(Box._fields) or edges[0] >= edges[2] or edges[1] >= edges[3]:
            keys["box"].refuse("a box is [x0, top, x1, bottom] in points from the top left of the page")
        box = Box(*edges)
    if not squeezed(keys["printed"].text()):
        keys["printed"].refuse("the words the table begins with are needed here")
    header = keys["header_rows"].whole() if "header_rows" in keys else None
    return TableCorrection(keys["page"].whole(), keys["printed"].text(), box, header, entry.place)


def folders_for(pdf: Path, given: str, here: Path | None = None) -> tuple[Path, ...]:
    """Where profiles are looked for, nearest first: the folder given, else ``schemas`` beside the PDF and in the
    working directory; then those that come with the program.

    Raises ProfileError when the folder given is none.
    """
    if given and not Path(given).is_dir():
        raise ProfileError(f"--schemas {given}: there is no such folder")
    near = [Path(given)] if given else [pdf.parent / "schemas", (here or Path.cwd()) / "schemas"]
    return tuple(dict.fromkeys(folder for folder in (*near, SHIPPED) if folder.is_dir()))
