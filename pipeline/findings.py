"""What findings and checks say, in the languages of ``findings.yaml``: one sentence a key, filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline.model import Issue, Place, Wording
from pipeline.packaged import packaged

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pipeline.model import Box, Check, Said, Severity

DEFAULT_LANGUAGE = "en"
"""Of ``issues.csv`` and of reports in languages that the catalogue does not have."""

Catalogue = dict[str, dict[str, Any]]


def catalogue() -> Catalogue:
    """Language -> ``titles``, ``findings``, ``reasons``, ``words``."""
    return packaged("pipeline", "findings.yaml")


def word(key: str, **parameters: Said) -> Wording:
    """A wording; its parameters in a fixed order."""
    return Wording(key, tuple(sorted(parameters.items())))


def sentence(wording: Wording, language: str = DEFAULT_LANGUAGE) -> str:
    """The wording in that language, or in English where the catalogue has none. Raises KeyError for an unknown key."""
    words = _in(language)
    template: str = words["findings"][wording.key]
    return template.format_map({name: _said(value, words, language) for name, value in wording.parameters})


def message(issue: Issue, language: str = DEFAULT_LANGUAGE) -> str:
    """What an issue says in that language; in English where it can say it in no other."""
    return sentence(issue.wording, language) if issue.wording else issue.message


def finding(
    severity: Severity,
    wording: Wording,
    page: int | None = None,
    table_id: str | None = None,
    row: int | None = None,
    column: int | None = None,
    box: Box | None = None,
) -> Issue:
    """An issue that can be said in every language; its code is the key of the wording, up to a colon."""
    code = wording.key.partition(":")[0]
    return Issue(code, severity, sentence(wording), page, table_id, row, column, box, wording)


def title(code: str, language: str = DEFAULT_LANGUAGE) -> str:
    """What the check of that code holds to be so."""
    found: str = _in(language)["titles"][code]
    return found


def not_checked(left_out: Iterable[tuple[str, int]], language: str = DEFAULT_LANGUAGE) -> str | None:
    """Why nothing, or not everything, was tested; None where everything was."""
    reasons: Mapping[str, str] = _in(language)["reasons"]
    return "; ".join(f"{count} × {reasons[key]}" if count else reasons[key] for key, count in left_out) or None


def title_of(check: Check, language: str = DEFAULT_LANGUAGE) -> str:
    """The check's title in that language; its own where the catalogue does not know it."""
    found: str = _in(language)["titles"].get(check.code, check.title)
    return found


def not_checked_of(check: Check, language: str = DEFAULT_LANGUAGE) -> str | None:
    """Why a check left something out, in that language where the catalogue can say it."""
    return not_checked(check.left_out, language) if check.left_out else check.not_checked


def _in(language: str) -> dict[str, Any]:
    known = catalogue()
    return known.get(language, known[DEFAULT_LANGUAGE])


def _said(value: Said, words: Mapping[str, Any], language: str) -> str:
    if isinstance(value, Place):
        return _place(value, words["words"])
    if isinstance(value, tuple):
        between: str = words["words"]["join"]
        return between.join(sentence(part, language) for part in value)
    return str(value)


def _place(place: Place, words: Mapping[str, str]) -> str:
    kind = words["chart" if place.chart else "table"]
    parts = [f"{kind} {place.number} ({place.table_id})" if place.number else f"{kind} {place.table_id}"]
    for name in ("page", "row", "column"):
        value = getattr(place, name)
        parts += [f"{words[name]} {value}"] if value is not None else []
    return ", ".join(parts)
