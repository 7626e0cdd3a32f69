"""Draw reports for printed.py as word processors set them: flat OpenDocument text, with the truth of every value.

The tables of printed_reports.py and some that need more room: columns of widths that somebody chose, cells without
padding above and below, borders from none to all, labels merged over the rows of their group, marks and notes, bases
in a row, in a column or in the heads, cells left empty, headers repeated on every page, pages turned on their side, two
tables beside one another. No word is wider than its cell.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from html import escape
from itertools import groupby
from typing import Any, NamedTuple

from printed_odt import MARGIN, PAGE, RAISED, Writer, document
from printed_reports import (
    FONTS,
    KINDS,
    MM,
    TOTALLED,
    WORDS,
    Cell,
    Drawn,
    Hand,
    Report,
    Row,
    Style,
    Table,
    draw_table,
    groups_as_rows,
    labels,
    longest,
)

RULES = ("none", "horizontal", "head", "rows", "all", "banded")
BETWEEN = 12.0
"""Between two tables side by side, points."""
LONG = 4
"""Questions, each with all groups below it, of a table over several pages."""


class WordHand(Hand):
    """Draws cells, some of them empty and some with a star."""

    def __init__(self, words: dict[str, Any], chance: random.Random) -> None:
        super().__init__(words, chance)
        self.mark = chance.choice((self.mark, self.mark, "-", ""))
        self.starred = chance.random() < 0.15

    def answer(self, number: float, decimals: int) -> Cell:
        cell = super().answer(number, decimals)
        starred = self.starred and cell.number is not None and self.chance.random() < 0.2
        return Cell(cell.text + "*", cell.number) if starred else cell


def long_years(hand: Hand) -> Drawn:
    columns, decimals = [(body,) for body in hand.some("bodies", 3, 5)], hand.chance.choice((0, 1))
    first = hand.chance.randint(1945, 1965)
    return columns, [
        Row((str(year),), tuple(hand.cell(hand.chance.uniform(1, 3000), decimals) for _ in columns))
        for year in range(first, 2024)
    ]


def long_groups(hand: Hand) -> Drawn:
    columns = [(body,) for body in hand.some("bodies", 3, 5)]
    rows = [
        Row((item, name), tuple(hand.answer(hand.chance.uniform(1, 60), 0) for _ in columns))
        for item in hand.words["items"][:LONG]
        for _, names in hand.groups()
        for name in names
    ]
    return columns, rows


def bases_beside(hand: Hand) -> Drawn:
    """The base in a column of its own."""
    columns, rows = groups_as_rows(hand)
    rows = [Row(row.path, (*row.cells, hand.count(40, 2500))) for row in rows if len(row.path) > 1]
    return [*columns, ("n",)], rows


WORD_KINDS: dict[str, Callable[[Hand], Drawn]] = {
    **KINDS,
    "bases beside": bases_beside,
    "long years": long_years,
    "long groups": long_groups,
}


class Look(NamedTuple):
    """How all tables of a report look, beyond what Style says."""

    font: str
    size: float
    line: int
    """Distance of lines, per cent."""
    around: float
    """Points above and below a paragraph of a cell."""
    head_align: str
    head_bold: bool
    head_fill: str
    vertical: str
    even: bool
    """Columns of one width; else as wide as what they hold asks for."""
    merged: bool
    """Labels of groups merged over their rows; else in rows of their own."""
    indent: float
    group_bold: bool
    caption: str
    """Weight of captions."""
    below: bool
    """Captions stand below their tables."""


class Head(NamedTuple):
    """A cell of a header."""

    text: str
    columns: int = 1
    rows: int = 1


def draw_look(chance: random.Random) -> tuple[Look, Style, tuple[float, float]]:
    """And the page it is for: width and height, points."""
    pick = chance.choice
    font, size, padding = pick([*FONTS][:3]), pick((8, 9, 9, 10)), pick((5.4, 5.4, 3))
    align = pick(("right", "right", "center"))
    rules = pick(RULES)
    page = PAGE if chance.random() < 0.75 else PAGE[::-1]
    look = Look(
        font=font,
        size=size,
        line=pick((100, 100, 108, 115)),
        around=pick((0, 0, 1, 3)),
        head_align=pick((align, align, "center")),
        head_bold=chance.random() < 0.7,
        head_fill=pick(("#1f4e79", "#d9e2f3", "")) if rules in ("banded", "rows", "all") else "",
        vertical=pick(("top", "top", "middle", "bottom")),
        even=chance.random() < 0.5,
        merged=chance.random() < 0.3,
        indent=pick((0, 0, 8)),
        group_bold=chance.random() < 0.6,
        caption=pick(("bold", "normal")),
        below=chance.random() < 0.15,
    )
    space = (page[0] - 2 * MARGIN) * MM
    style = Style("", rules, align, FONTS[font] * size, padding, 0, space, chance.random() < 0.6, False)
    return look, style, page


class Setter:
    """Sets the tables of one report."""

    def __init__(self, writer: Writer, look: Look, style: Style, words: dict[str, Any], chance: random.Random) -> None:
        self.writer, self.look, self.style, self.words, self.chance = writer, look, style, words, chance
        self.named = chance.random() < 0.3
        """Whether the column of labels has a head."""
        self.noted = chance.random() < 0.3
        """Whether a head has a raised mark, and a note below the table says what for."""

    # ----------------------------------------------------------------- cells

    def text(self, text: str, align: str = "left", **look: object) -> str:
        plain = {"align": align, "font": self.look.font, "size": self.look.size, "line": self.look.line}
        around = {"above": self.look.around, "below": self.look.around}
        return self.writer.paragraph(
            escape(text).replace("\u2021", f"<text:span {RAISED}>1</text:span>"), {**plain, **around, **look}
        )

    def edges(self, *, head: bool = False, last: bool = False, first: bool = False, place: int = 0) -> str:
        """Borders and fill of a cell. ``last``: at the end of its part; ``place``: of a row of the body."""
        rules, thick, thin = self.style.rules, "0.75pt solid #000000", "0.5pt solid #808080"
        sides = {}
        if rules == "all":
            sides = dict.fromkeys(("top", "bottom", "left", "right"), thin)
        if rules == "rows" or (rules == "head" and head and last):
            sides["bottom"] = thin
        if rules == "horizontal":
            sides = {"top": thick} if head and first else {}
            sides |= {"bottom": thick} if last else {"bottom": thin} if head else {}
        fill = self.look.head_fill if head else "#eaeff7" if rules == "banded" and place % 2 else ""
        found = [f'fo:border-{side}="{sides.get(side, "none")}"' for side in ("top", "bottom", "left", "right")]
        found += [f'fo:padding-left="{self.style.padding}pt" fo:padding-right="{self.style.padding}pt"']
        found += ['fo:padding-top="0pt" fo:padding-bottom="0pt"', f'style:vertical-align="{self.look.vertical}"']
        return " ".join([*found, *([f'fo:background-color="{fill}"'] if fill else [])])

    # ----------------------------------------------------------------- rows

    def header(self, table: Table, stubs: int, noted: bool) -> str:
        depth = max(map(len, table.columns))
        top = [Head(self.words["stub"] if self.named else "", stubs, depth)]
        for first, run in groupby(table.columns, key=lambda path: path[0]):
            members = list(run)
            top.append(Head(first, len(members), 1) if len(members[0]) > 1 else Head(first, 1, depth))
        if noted:
            top[1] = top[1]._replace(text=top[1].text + "\u2021")
        below = [Head(path[1]) if len(path) > 1 else Head("", 0) for path in table.columns]
        lines = [top] if depth == 1 else [top, [Head("", 0)] * stubs + below]
        return "".join(self._head_row(line, level, depth) for level, line in enumerate(lines))

    def _head_row(self, line: Sequence[Head], level: int, depth: int) -> str:
        cells = []
        for place, head in enumerate(line):
            covered = "<table:covered-table-cell/>"
            if not head.columns:
                cells.append(covered)
                continue
            stub, spanner = place == 0 and level == 0, head.columns > 1
            align = "left" if stub else "center" if spanner else self.look.head_align
            bold = "bold" if self.look.head_bold else "normal"
            color = "#ffffff" if self.look.head_fill == "#1f4e79" else "#000000"
            edges = self.edges(head=True, first=level == 0, last=level + head.rows == depth)
            text = self.text(head.text, align, weight=bold, color=color)
            cells += [self.writer.cell(text, edges, (head.columns, head.rows)), *[covered] * (head.columns - 1)]
        return self.writer.row("".join(cells))

    def body(self, table: Table, stubs: int) -> Iterator[str]:
        group, width = "", len(table.columns)
        for place, row in enumerate(table.rows):
            edges = self.edges(last=row is table.rows[-1], place=place)
            member, first = len(row.path) > 1, len(row.path) > 1 and row.path[0] != group
            group = row.path[0] if member else group
            weight = "bold" if self.look.group_bold else "normal"
            if first and stubs == 1:
                yield self._title(group, width, weight, self.edges(place=place))
            total = "bold" if table.kind in TOTALLED and row is table.rows[-1] else "normal"
            cells = self._labels(table, row, stubs, first, edges)
            cells += [
                self.writer.cell(self.text(cell.text, self.style.align, weight=total), edges) for cell in row.cells
            ]
            yield self.writer.row("".join(cells))

    def _title(self, group: str, width: int, weight: str, edges: str) -> str:
        title, covered = self.text(group, weight=weight), "<table:covered-table-cell/>"
        if not self.style.group_cells:
            return self.writer.row(self.writer.cell(title, edges, (width + 1, 1)) + covered * width)
        return self.writer.row(self.writer.cell(title, edges) + self.writer.cell(self.text(""), edges) * width)

    def _labels(self, table: Table, row: Row, stubs: int, first: bool, edges: str) -> list[str]:
        covered, member = "<table:covered-table-cell/>", len(row.path) > 1
        own = self.text(row.path[-1], left=self.look.indent if member and stubs == 1 else 0)
        if stubs == 1:
            return [self.writer.cell(own, edges)]
        if not member:
            return [self.writer.cell(own, edges, (2, 1)), covered]
        size = sum(other.path[0] == row.path[0] for other in table.rows)
        over = self.writer.cell(self.text(row.path[0]), edges, (1, size)) if first else covered
        return [over, self.writer.cell(own, edges)]

    # ----------------------------------------------------------------- tables

    def least(self, table: Table, stubs: int) -> list[float]:
        """Points that each column has at least: room for its longest word, and for its values on one line."""
        letter, padding = self.style.letter, 2 * self.style.padding + 1
        groups = [row.path[0] for row in table.rows if len(row.path) > 1]
        stub = [(longest(groups) + 1) * letter + padding] if stubs > 1 else []
        stub.append((longest(labels(table)) + 2) * letter + padding + self.look.indent)
        return stub + [
            (max(longest(path[-1:]), *(len(row.cells[k].text) for row in table.rows)) + 1) * letter + padding
            for k, path in enumerate(table.columns)
        ]

    def has_room(self, table: Table, space: float) -> bool:
        return sum(self.least(table, 1)) <= space

    def widths(self, table: Table, stubs: int, space: float) -> list[float]:
        """Points of each column."""
        least = self.least(table, stubs)
        stub, values = least[:stubs], least[stubs:]
        if self.look.even and max(values) * len(values) + sum(stub) <= space:
            values = [max(values)] * len(values)
        spare = max(space - sum(values) - sum(stub), 0)
        wanted = max(len(row.path[-1]) for row in table.rows) * self.style.letter * 0.8 - stub[-1]
        more = self.chance.choice((0.0, 1.0, 1.0)) * min(max(wanted, 0), spare)
        share = (spare - more) * self.chance.choice((0.0, 0.6, 1.0)) / (len(values) + 1)
        return [*stub[:-1], stub[-1] + more + share, *(width + share for width in values)]

    def whole(self, table: Table, name: str, space: float, master: str = "") -> str:
        """Caption, table and notes. ``master``: the kind of page that begins with it."""
        merged = self.look.merged and any(len(row.path) > 1 for row in table.rows)
        stubs = 2 if merged and sum(self.least(table, 2)) <= space else 1
        noted = self.noted and len(table.columns[0]) == 1
        drawn = self.writer.table(
            self.widths(table, stubs, space), self.header(table, stubs, noted), "".join(self.body(table, stubs))
        )
        look = {"font": self.look.font, "weight": self.look.caption, "size": self.look.size + 0.5}
        caption = self.writer.paragraph(escape(name), {**look, "above": 8, "below": 3, "keep": "always"}, master)
        note = {"font": self.look.font, "size": self.look.size - 1}
        notes = [f"1) {self.words['prose'][0]}"] if noted else []
        notes += [self.words["source"]] if self.chance.random() < 0.5 else []
        below = "".join(self.writer.paragraph(escape(text), {**note, "above": 2, "below": 2}) for text in notes)
        return (drawn + caption if self.look.below and not master else caption + drawn) + below


def draw_word_report(seed: int, number: int) -> Report:
    """The report of this seed and number: always the same."""
    chance = random.Random(f"word-{seed}-{number}")
    language = chance.choice(list(WORDS))
    words = WORDS[language]
    look, style, page = draw_look(chance)
    writer = Writer()
    setter = Setter(writer, look, style, words, chance)
    prose = {"font": look.font, "size": look.size + 1, "line": 115, "below": 8}
    parts = [writer.paragraph(escape(chance.choice(words["captions"])), {**prose, "size": 14, "weight": "bold"})]
    tables: list[Table] = []
    turned = False
    for order in range(1, chance.randint(2, 4) + 1):
        master = "Standard" if turned else ""
        sentences = chance.sample(words["prose"], len(words["prose"])) + words["prose"]
        parts.append(
            writer.paragraph(
                escape(" ".join(sentences)), {**prose, "align": chance.choice(("left", "justify"))}, master
            )
        )
        turned = chance.random() < 0.12
        space = (PAGE[1] - 2 * MARGIN) * MM if turned else style.space
        names = _names(words, order, chance)
        if not turned and chance.random() < 0.2:
            half = style._replace(space=(space - 3 * BETWEEN) / 2)
            two = [table for _ in range(2) if (table := draw_table(words, half, chance, SMALL, WordHand))]
            if sum(setter.has_room(table, half.space) for table in two) == 2:
                parts.append(_beside(setter, two, names, half.space))
                tables += two
                continue
        table = draw_table(words, style._replace(space=space), chance, WORD_KINDS, WordHand)
        if table and setter.has_room(table, space):
            parts.append(setter.whole(table, names[0], space, "Turned" if turned else ""))
            tables.append(table)
    return Report(f"w{seed}-{number:03d}", language, style, tuple(tables), document(writer, parts, page))


SMALL = {name: KINDS[name] for name in ("survey", "groups as rows", "money", "years", "means")}
"""Kinds of which two may stand side by side."""


def _names(words: dict[str, Any], order: int, chance: random.Random) -> list[str]:
    sign = chance.choice((". ", ": ", " "))
    return [f"{words['table']} {order}{letter}{sign}{chance.choice(words['captions'])}" for letter in ("", "b")]


def _beside(setter: Setter, two: Sequence[Table], names: Sequence[str], space: float) -> str:
    """Two tables in the cells of one without borders."""
    edges = f'fo:border="none" fo:padding="{BETWEEN / 2}pt"'
    cells = [
        setter.writer.cell(setter.whole(table, name, space), edges) for table, name in zip(two, names, strict=True)
    ]
    row = f"<table:table-row>{''.join(cells)}</table:table-row>"
    return setter.writer.table([space + BETWEEN] * 2, "", row)
