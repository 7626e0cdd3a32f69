"""The words of the report, in English and Dutch, and how it writes numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pipeline.packaged import packaged

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.report.facts import Facts

DEFAULT_LANGUAGE = "en"


@dataclass(frozen=True, slots=True)
class Words:
    """Messages in one language. ``words("key", name=...)`` fills a message in."""

    language: str
    messages: Mapping[str, str]
    codes: Mapping[str, Mapping[str, str]]

    def __call__(self, key: str, **given: object) -> str:
        return self.messages[key].format(**given) if given else self.messages[key]

    def amount(self, count: int, noun: str) -> str:
        """``1 finding``, ``1,415 findings``: the noun follows the number."""
        return self(f"{noun}_one" if count == 1 else f"{noun}_many", n=self.grouped(count))

    def grouped(self, count: int) -> str:
        return f"{count:,}".replace(",", self.messages["grouping"])

    def kind(self, code: str) -> str:
        """What findings of this code are called."""
        return self.codes.get(code, {}).get(self.language, code)


def words_for(asked: str, spoken: str) -> Words:
    """In the language ``asked`` for; without one in that ``spoken`` by the document, where it is known, or English."""
    catalogue = _data("messages.yaml")
    language = next((name for name in (asked, spoken) if name in catalogue), DEFAULT_LANGUAGE)
    return Words(language, catalogue[language], _data("codes.yaml"))


def languages() -> tuple[str, ...]:
    return tuple(_data("messages.yaml"))


def verdict(facts: Facts, words: Words) -> str:
    """One sentence: may these data be used?"""
    counts = facts["counts"]
    key = "none" if not counts["values"] else facts["status"]
    findings = words.amount(counts["errors"] + counts["warnings"], "to_look")
    return words(f"verdict_{key}", values=words.grouped(counts["values"]), findings=findings)


def number_text(number: float) -> str:
    """Shortest text that reads back as the same number: 81, 28.8, 1415."""
    return str(int(number)) if float(number).is_integer() and abs(number) < 1e15 else repr(number)


def printed_otherwise(value: Mapping[str, Any]) -> bool:
    """Whether the number read is not at once seen in what is printed, such as 1415 for ``1.415``."""
    return value["number"] is not None and number_text(value["number"]) != value["raw"].strip().rstrip("% ")


def _data(name: str) -> dict[str, Any]:
    return packaged("pipeline.report", name)
