"""Facts and page pictures -> report.html: one file that needs no network and lets nothing in."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from pipeline.report.plain import without_controls
from pipeline.report.words import number_text, printed_otherwise, verdict, words_for

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import jinja2
    from markupsafe import Markup

    from pipeline.report.facts import Facts
    from pipeline.report.pictures import Picture
    from pipeline.report.words import Words

EMBEDDED_BYTES = 3_500_000
"""Page pictures beyond this lie beside report.html, in ``assets/``. As base64 they are a third more, which keeps
the file under 5 MB: what opens at once and passes by e-mail."""

SCRIPT_WORDS = (
    "printed", "read_as", "measured", "labels", "base", "confidence", "significance", "notes", "page", "quarantine",
    "shown", "boxed", "theme_auto", "theme_light", "theme_dark", "not_a_number", "code", "findings",
)  # fmt: skip
"""Messages that the script shows, and those that begin with ``missing_`` or ``significance_``."""

SHOWN_HELD = 300
"""Rows of the list of values in quarantine."""


def render(facts: Facts, pictures: Sequence[Picture], words: Words, assets: str = "auto") -> dict[str, bytes]:
    """report.html, and the pictures beside it where they are too large to be inside, or ``assets`` says so.

    Everything that came from the PDF is escaped, and rid of characters that steer a terminal or turn the
    reading direction. Scripts and styles run by their hash only, so that what slipped through would not.
    """
    from markupsafe import Markup

    facts = _harmless(facts)
    inside = assets == "inside" or (
        assets == "auto" and sum(len(picture.content) for picture in pictures) <= EMBEDDED_BYTES
    )
    css, script = _template("report.css"), _template("links.js") + _template("report.js")
    html = (
        _environment(words.language)
        .get_template("report.html")
        .render(
            **facts,
            **_views(facts, pictures, words),
            verdict=verdict(facts, words),
            pictures=[(picture, _source(picture, inside)) for picture in pictures],
            css=Markup(css),
            script=Markup(script),
            policy=_policy(css, script),
            script_words=_script_words(words),
        )
    )
    beside = {} if inside else {_asset(picture): picture.content for picture in pictures}
    # A file's name may hold bytes that are no text; no other text here does.
    return {"report.html": html.encode("utf-8", "replace"), **beside}


def _views(facts: Facts, pictures: Sequence[Picture], words: Words) -> Facts:
    from pipeline.report.view.claims import ORDER, claim_views, differing
    from pipeline.report.view.crops import Crops
    from pipeline.report.view.findings import SHOWN_FINDINGS, Places, by_place, groups
    from pipeline.report.view.tables import BANDS, Tables, chart_view

    crops, places, found = Crops(pictures), Places(facts, words), by_place(facts["issues"])
    claims = facts["claims"] or []
    tables = Tables(crops, words, found)
    made: Facts = {
        "groups": groups(facts["issues"], places, crops, differing(claims)),
        "findings_left": max(0, len(facts["issues"]) - SHOWN_FINDINGS),
        "claim_views": claim_views(claims, places),
        "verdicts": {name: sum(claim["verdict"] == name for claim in claims) for name in ORDER},
        "table_views": [tables.view(table) for table in facts["tables"]],
        "chart_views": [chart_view(chart, crops, words, found) for chart in facts["charts"]],
        "shown_held": SHOWN_HELD,
    }
    items = [*made["table_views"], *made["chart_views"]]
    made["bands"] = {name: sum(item["tally"][name] for item in items) for name in BANDS}
    made["items"] = sorted(items, key=lambda item: item["pages"][0])
    return made


@cache
def _environment(language: str) -> jinja2.Environment:
    """Kept for the next report: compiling the templates takes as long as filling them in."""
    import jinja2

    words = words_for(language, "")
    environment = jinja2.Environment(
        loader=jinja2.FunctionLoader(_template),
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


def _source(picture: Picture, inside: bool) -> str:
    if not inside:
        return _asset(picture)
    return f"data:{picture.media_type};base64,{base64.b64encode(picture.content).decode()}"


def _asset(picture: Picture) -> str:
    return f"assets/page-{picture.page:03d}.{picture.suffix}"


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
        return {key: _harmless(part) for key, part in value.items()}
    return [_harmless(part) for part in value] if isinstance(value, list) else value
