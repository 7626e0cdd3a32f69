"""All that a report is made of besides its PDF, by the stage that looks at it first: what the keys of the cache and of
a report's folder stand for. An input that is left out here gives outputs that are out of date; a test tries each."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import folder
from pipeline.errors import InputError
from pipeline.profiles import identity, recognition_digest
from pipeline.read import open_document
from pipeline.read.gate import RESTRICTED, check_file
from pipeline.version import code_version, recognisers
from pipeline.work import is_open
from pipeline.write.manifest import versions
from schemas.corrections import corrections_beside
from schemas.profile import folders_for, load_profiles

if TYPE_CHECKING:
    from pipeline.config import Settings
    from pipeline.folder import Claim
    from pipeline.model import Document, Outcome
    from schemas.profile import Profile


@dataclass(frozen=True, slots=True)
class Inputs:
    """Of one report in one run."""

    claim: Claim
    settings: Settings
    profiles: tuple[Profile, ...]
    corrections: Path | None

    @classmethod
    def of(cls, claim: Claim, settings: Settings) -> Inputs:
        """Raises ProfileError on a fault in a profile, or where a file that the settings name is missing."""
        profiles = load_profiles(folders_for(claim.path, settings.schemas))
        return cls(claim, settings, profiles, corrections_beside(claim.path, settings.corrections))

    def reading(self) -> dict[str, object]:
        """What a page as read depends on."""
        return {**self.settings.reading(), **_program(), "versions": versions()}

    def shaping(self, profile: str | None, opened: Document | None) -> dict[str, object]:
        """What the files of a report depend on that is held against ``profile``, for their manifest, which tells the
        PDF and the versions elsewhere. ``opened``: the document, where a password is given."""
        corrections, origin = self.corrections, self.claim.path.with_suffix(".toml")
        return {
            **self.settings.shaping(),
            "profiles": recognition_digest(self.profiles),
            "held_against": identity(self.profiles, profile),
            "corrections": corrections and f"{corrections.name} {folder.fingerprint(corrections)}",
            "origin": folder.fingerprint(origin),
            "opened": _how(opened) if self.settings.password is not None and opened else "without a password",
            **_program(),
        }

    def outcome_before(self, out: Path) -> Outcome | None:
        """The outcome of an earlier run that would come out the same now, of which nothing is left to be done."""
        claim, settings, opened = self.claim, self.settings, None
        try:
            check_file(claim.path, settings)
            if settings.password is not None:  # it is kept nowhere, so only the file can tell whether it is right
                opened = open_document(claim.path, settings.password, settings.backend, settings)
        except InputError:
            return None  # reading the file will say why
        before = folder.earlier_outcome(claim, out, self.shaping(folder.profile_before(claim, out), opened))
        return None if before is None or is_open(before.issues) else before


def _how(opened: Document) -> str:
    restricted = any(issue.code == RESTRICTED for issue in opened.issues)
    return f"with a password{', restricted' if restricted else ''}"


def _program() -> dict[str, object]:
    return {"recognisers": list(recognisers()), "code": code_version()}
