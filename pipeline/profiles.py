"""Which report a PDF is: the profile that recognises it, and why, in words."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.errors import ProfileError
from pipeline.findings import finding, sentence, word
from pipeline.model import Issue
from schemas.located import unknown
from schemas.profile import is_telling, squeezed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.model import Document, Page, Said, Severity, Wording
    from schemas.profile import Profile

NONE = "none"
"""As the name of the profile wanted: use none."""
NEAR = 0.5
"""A text that holds this share of a profile's titles of tables is told to be near it."""


@dataclass(frozen=True, slots=True)
class Recognised:
    profile: Profile
    evidence: tuple[Wording, ...]
    """Why it is this report: ``“Working from home” stands on page 1; 11 of 12 titles of tables stand in the text``.
    Empty: a person has chosen it."""
    strength: int = 0
    """Number of titles found."""

    def facts(self) -> dict[str, object]:
        """For the manifest and the report; no path in it."""
        told = "; ".join(sentence(part) for part in self.evidence) or "chosen by --profile"
        return {"name": self.profile.name, "own": self.profile.own, "recognised": told}


@dataclass(frozen=True, slots=True)
class _Text:
    """What a profile looks at, squeezed."""

    first: tuple[str, ...]
    """Pages in order."""
    title: str

    def place_of(self, phrase: str, pages: int) -> Wording | None:
        wanted = squeezed(phrase)
        number = next((n for n, page in enumerate(self.first[:pages], 1) if wanted in page), None)
        if number is not None:
            return word("profile.recognised:page", phrase=phrase, page=number)
        return word("profile.recognised:title", phrase=phrase) if wanted in self.title else None


def recognise(
    profiles: Sequence[Profile], document: Document, pages: Sequence[Page], wanted: str = ""
) -> tuple[Recognised | None, tuple[Issue, ...]]:
    """The profile of this report, or None; and findings where that is not plain.

    ``wanted``: the name of one to use without asking, or ``none``. Raises ProfileError when there is none of that
    name.
    """
    if wanted == NONE:
        return None, ()
    check_wanted(profiles, wanted)
    chosen = next((profile for profile in profiles if profile.name == wanted), None)
    if chosen is not None:
        return Recognised(chosen, ()), ()
    if not profiles:
        return None, ()
    text = _Text(
        tuple(squeezed(" ".join(word.text for word in page.words)) for page in pages), squeezed(document.title or "")
    )
    whole = "".join(text.first)
    tried = [_try(profile, text, whole) for profile in profiles]
    found = sorted((r for r in tried if isinstance(r, Recognised)), key=lambda r: -r.strength)
    if not found:
        return None, tuple(issue for issue in tried if isinstance(issue, Issue))
    rivals = [r for r in found[1:] if r.strength == found[0].strength and r.profile.own == found[0].profile.own]
    if not rivals:
        return found[0], ()
    names = ", ".join(r.profile.name for r in (found[0], *rivals))
    return None, (finding("warning", word("profile.ambiguous", names=names)),)


def check_wanted(profiles: Sequence[Profile], wanted: str) -> None:
    """Raises ProfileError when there is no profile of the name wanted."""
    known = [*(profile.name for profile in profiles), NONE]
    if wanted and wanted not in known:
        raise ProfileError(f"--profile: {unknown('profile', wanted, known)}")


def _try(profile: Profile, text: _Text, whole: str) -> Recognised | Issue | None:
    """Recognised; or a finding when it is nearly that; or nothing."""
    rule = profile.recognise
    places = {phrase: text.place_of(phrase, rule.pages) for phrase in rule.phrases}
    titles = [squeezed(table.title or "") for table in profile.tables if is_telling(table)]
    count = sum(title in whole for title in titles)
    told = [place for place in places.values() if place]
    told += [word("profile.recognised:tables", count=count, all=len(titles))] if titles else []
    lacking = [phrase for phrase, place in places.items() if place is None]
    if not lacking and count >= rule.titles_at_least:
        return Recognised(profile, tuple(told), count)
    near = bool(titles) and count >= NEAR * len(titles)
    if not near and (lacking or not profile.own):
        return None
    shared: dict[str, Said] = {"profile": profile.name, "evidence": tuple(told)}
    severity: Severity = "warning" if profile.own and not lacking else "info"
    if lacking:
        return finding(severity, word("profile.not_recognised:phrase", phrase=lacking[0], pages=rule.pages, **shared))
    return finding(severity, word("profile.not_recognised:titles", wanted=rule.titles_at_least, **shared))


def recognition_digest(profiles: Sequence[Profile]) -> str:
    """Of all that decides which profile is used: with another one, another may be."""
    told = [(p.name, p.own, p.recognise, [table.title for table in p.tables]) for p in profiles]
    return hashlib.sha256(repr(told).encode()).hexdigest()


def identity(profiles: Sequence[Profile], name: str | None) -> dict[str, str] | None:
    """Name and digest of the profile of that name, for the manifest; None where there is none."""
    profile = next((profile for profile in profiles if profile.name == name), None)
    return {"name": profile.name, "digest": profile.digest()} if profile else None
