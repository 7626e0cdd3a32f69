"""Facts and page pictures -> report.html: one file that needs no network and lets nothing in."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from pipeline.packed import lay_by
from pipeline.report.pictures import EMBEDDED_BYTES
from pipeline.report.plain import without_controls
from pipeline.report.words import number_text, printed_otherwise, verdict, words_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import jinja2
    from markupsafe import Markup

    from pipeline.report.facts import Facts
    from pipeline.report.pictures import Album, Frame
    from pipeline.report.words import Words

WHOLES = ("tables", "charts")
"""Facts that are many and large: gone through one by one."""

SCRIPT_WORDS = (
    "printed", "read_as", "measured", "labels", "base", "confidence", "significance", "notes", "page", "quarantine",
    "shown", "boxed", "theme_auto", "theme_light", "theme_dark", "not_a_number", "code", "findings",
)  # fmt: skip
"""Messages that the script shows, and those that begin with ``missing_`` or ``significance_``."""

SHOWN_HELD = 300
"""Rows of the list of values in quarantine."""

TEXTLESS = frozenset((bool, int, float, type(None)))
"""Most of all facts; taken as they are."""

PIECES = 1000
"""Pieces of a template that are written as one: some 100 kB."""


def render(facts: Facts, album: Album, words: Words, assets: str = "auto") -> Iterator[tuple[str, Iterable[bytes]]]:
    """report.html, and the pictures beside it where they are too large to be inside, or ``assets`` says so.
    Each is made while its content is taken.

    Everything that came from the PDF is escaped, and rid of characters that steer a terminal or turn the
    reading direction. Scripts and styles run by their hash only, so that what slipped through would not.
    """
    from markupsafe import Markup

    facts = {name: _Harmless(part) if name in WHOLES else _harmless(part) for name, part in facts.items()}
    inside = assets == "inside" or (assets == "auto" and album.bytes <= EMBEDDED_BYTES)
    css, script = _template("report.css"), _template("links.js") + _template("report.js")
    html = (
        _environment(words.language)
        .get_template("report.html")
        .stream(
            **facts,
            **_views(facts, album.frames, words),
            verdict=verdict(facts, words),
            pictures=((frame, _source(frame, album, inside)) for frame in album.frames),
            css=Markup(css),
            script=Markup(script),
            policy=_policy(css, script),
            script_words=_script_words(words),
        )
    )
    html.enable_buffering(PIECES)
    # A file's name may hold bytes that are no text; no other text here does.
    yield "report.html", (text.encode("utf-8", "replace") for text in html)
    if not inside:
        yield from ((_asset(frame), (album.content(frame),)) for frame in album.frames)


class _Harmless:
    """Facts of tables or charts, each made harmless when it is its turn."""

    def __init__(self, wholes: Sequence[Facts]) -> None:
        self._wholes = wholes

    def __len__(self) -> int:
        return len(self._wholes)

    def __iter__(self) -> Iterator[Facts]:
        return map(_harmless, self._wholes)

    def __getitem__(self, at: int) -> Facts:
        whole: Facts = _harmless(self._wholes[at])
        return whole


def _views(facts: Facts, pictures: Sequence[Frame], words: Words) -> Facts:
    from pipeline.report.view.claims import ORDER, claim_views, differing
    from pipeline.report.view.crops import Crops
    from pipeline.report.view.findings import SHOWN_FINDINGS, Places, by_place, groups
    from pipeline.report.view.tables import BANDS, Tables, chart_view, entry

    crops, found = Crops(pictures), by_place(facts["issues"])
    tables = Tables(crops, words, found)
    items: list[Facts] = []

    def listed(views: Iterable[Facts]) -> Iterator[Facts]:
        for view in views:
            items.append(entry(view))
            yield view

    table_views = lay_by(listed(map(tables.view, facts["tables"])))
    chart_views = lay_by(listed(chart_view(chart, crops, words, found) for chart in facts["charts"]))
    ids = {item["id"]: ("tables", at) for at, item in enumerate(items[: len(table_views)])}
    ids |= {item["id"]: ("charts", at) for at, item in enumerate(items[len(table_views) :])}
    claims, places = facts["claims"] or [], Places(facts, ids, words)
    made: Facts = {
        "groups": groups(facts["issues"], places, crops, differing(claims)),
        "findings_left": max(0, len(facts["issues"]) - SHOWN_FINDINGS),
        "claim_views": claim_views(claims, places),
        "verdicts": {name: sum(claim["verdict"] == name for claim in claims) for name in ORDER},
        "table_views": table_views,
        "chart_views": chart_views,
        "shown_held": SHOWN_HELD,
    }
    made["bands"] = {name: sum(item["tally"][name] for item in items) for name in BANDS}
    made["items"] = sorted(items, key=lambda item: item["pages"][0])
    return made


@cache
def _environment(language: str) -> jinja2.Environment:
    """Kept for the next report: compiling the templates takes as long as filling them in."""
    import jinja2

    from pipeline.report.compiled import CompiledTemplates

    words = words_for(language, "")
    environment = jinja2.Environment(
        loader=jinja2.FunctionLoader(_template),
        bytecode_cache=CompiledTemplates(words.language),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["number"] = number_text
    environment.filters["grouped"] = words.grouped
    environment.globals.update(w=words, printed_otherwise=printed_otherwise)
    environment.filters["as_json"] = _as_json
    return environment


def _as_json(value: Any) -> Markup:
    """JSON that can stand in a script element: no text in it can end that."""
    from jinja2.utils import htmlsafe_json_dumps

    return htmlsafe_json_dumps(value, separators=(",", ":"))


def _policy(css: str, script: str) -> str:
    """Nothing may be loaded; only these very styles and this very script count."""
    return (
        f"default-src 'none'; style-src {_hash(css)}; script-src {_hash(script)}; "
        "img-src 'self' data:; base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _source(frame: Frame, album: Album, inside: bool) -> str:
    if not inside:
        return _asset(frame)
    return f"data:{frame.media_type};base64,{base64.b64encode(album.content(frame)).decode()}"


def _asset(frame: Frame) -> str:
    return f"assets/page-{frame.page:03d}.{frame.suffix}"


def _script_words(words: Words) -> Mapping[str, str]:
    chosen = (*SCRIPT_WORDS, *(key for key in words.messages if key.startswith(("missing_", "significance_"))))
    return {key: words.messages[key] for key in chosen}


def _template(name: str) -> str:
    return resources.files("pipeline.report").joinpath("templates", name).read_text("utf-8")


def _harmless(value: Any) -> Any:
    """A copy in which every text is rid of control characters."""
    if isinstance(value, str):
        return without_controls(value)
    if isinstance(value, dict):
        return {key: part if type(part) in TEXTLESS else _harmless(part) for key, part in value.items()}
    if isinstance(value, list):
        return [part if type(part) in TEXTLESS else _harmless(part) for part in value]
    return value
