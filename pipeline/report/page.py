"""Facts -> report.html: one file that needs no network, in Dutch for a Dutch report and else in English."""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING, Any

from pipeline.report.plain import without_controls

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.report.facts import Facts

DEFAULT_LANGUAGE = "en"

LOW_CONFIDENCE = 0.8
"""Values less sure than this stand out: one in five of them may be wrong."""


def render(facts: Facts) -> str:
    """The page. Everything that came from the PDF is escaped, and rid of characters that steer a terminal or
    turn the reading direction."""
    import jinja2

    words = messages(facts["numbers"]["language"])
    environment = jinja2.Environment(
        loader=jinja2.FunctionLoader(_template),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        finalize=_harmless,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["number"] = number_text
    environment.filters["where"] = where
    environment.globals["printed_otherwise"] = printed_otherwise
    return environment.get_template("report.html").render(
        **facts, w=words, verdict=verdict(facts, words), low=LOW_CONFIDENCE, anchors=_anchors(facts)
    )


def messages(language: str) -> Mapping[str, str]:
    """The words around the data in that language, or in English; with ``lang``, the language they are in."""
    import yaml

    catalogue = yaml.safe_load(resources.files("pipeline.report").joinpath("messages.yaml").read_text("utf-8"))
    chosen = language if language in catalogue else DEFAULT_LANGUAGE
    return {"lang": chosen, **catalogue[chosen]}


def verdict(facts: Facts, words: Mapping[str, str]) -> str:
    """One sentence: may these data be used?"""
    counts = facts["counts"]
    key = "none" if not counts["values"] else facts["status"]
    findings = counts["errors"] + counts["warnings"]
    return words[f"verdict_{key}"].format(values=counts["values"], findings=findings)


def number_text(number: float) -> str:
    """Shortest text that reads back as the same number: 81, 28.8, 1415."""
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)


def printed_otherwise(value: Mapping[str, Any]) -> bool:
    """Whether the number read is not at once seen in what is printed, such as 1415 for ``1.415``."""
    return value["number"] is not None and number_text(value["number"]) != value["raw"].strip().rstrip("% ")


def where(box: list[float] | None) -> str:
    """A box in words: ``x 100-120, y 300-310``; whole points are near enough to find it."""
    return "" if box is None else f"x {box[0]:.0f}-{box[2]:.0f}, y {box[1]:.0f}-{box[3]:.0f}"


def _template(name: str) -> str:
    return resources.files("pipeline.report").joinpath("templates", name).read_text("utf-8")


def _anchors(facts: Facts) -> frozenset[str]:
    """Every place in the page that a finding may point to."""
    tables = {table["table_id"] for table in facts["tables"]}
    cells = {
        f"{table['table_id']}-r{cell['row']}-c{cell['column']}"
        for table in facts["tables"]
        for row in table["grid"]
        for cell in row
    }
    return frozenset(tables | cells)


def _harmless(value: Any) -> Any:
    import markupsafe

    return value if not isinstance(value, str) or isinstance(value, markupsafe.Markup) else without_controls(value)
