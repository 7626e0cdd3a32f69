"""Flat OpenDocument text, as far as printed_word.py needs it: paragraphs, tables, two kinds of page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

PAGE = (210.0, 297.0)
"""Width and height, mm."""
MARGIN = 25.0
RAISED = "text:style-name='raised'"
PLAIN: Mapping[str, object] = {
    "align": "left", "left": 0, "above": 0, "below": 0, "line": 100, "keep": "auto", "font": "Liberation Sans",
    "size": 10, "weight": "normal", "slant": "normal", "color": "#000000",
}  # fmt: skip
"""How a paragraph looks where nothing else is said."""

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<office:document office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text"
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0">
"""


class Writer:
    """Writes elements with their styles; each style is named once."""

    def __init__(self) -> None:
        self.names: dict[tuple[str, str], str] = {}

    def style(self, family: str, properties: str, more: str = "") -> str:
        """Name of a style. ``more``: attributes that it has besides its family."""
        return self.names.setdefault((f'style:family="{family}"{more}', properties), f"s{len(self.names)}")

    def definitions(self) -> str:
        return "\n".join(
            f'<style:style style:name="{name}" {attributes}>{properties}</style:style>'
            for (attributes, properties), name in self.names.items()
        )

    def paragraph(self, text: str, look: Mapping[str, object], master: str = "") -> str:
        """``text``: XML. ``look``: what differs from PLAIN. ``master``: kind of page that begins with it."""
        get = {**PLAIN, **look}.__getitem__
        block = (
            f'fo:text-align="{get("align")}" fo:margin-left="{get("left")}pt" fo:margin-top="{get("above")}pt"'
            f' fo:margin-bottom="{get("below")}pt" fo:line-height="{get("line")}%" fo:keep-with-next="{get("keep")}"'
        )
        kind = (
            f'fo:font-family="{get("font")}" fo:font-size="{get("size")}pt" fo:font-weight="{get("weight")}"'
            f' fo:font-style="{get("slant")}" fo:color="{get("color")}"'
        )
        properties = f"<style:paragraph-properties {block}/><style:text-properties {kind}/>"
        name = self.style("paragraph", properties, f' style:master-page-name="{master}"' if master else "")
        return f'<text:p text:style-name="{name}">{text}</text:p>'

    def cell(self, text: str, edges: str, span: tuple[int, int] = (1, 1)) -> str:
        """``edges``: attributes of its properties. ``span``: columns and rows."""
        name = self.style("table-cell", f"<style:table-cell-properties {edges}/>")
        spans = f' table:number-columns-spanned="{span[0]}" table:number-rows-spanned="{span[1]}"'
        return f'<table:table-cell table:style-name="{name}"{spans if span != (1, 1) else ""}>{text}</table:table-cell>'

    def table(self, widths: Sequence[float], head: str, body: str) -> str:
        """``head``, ``body``: rows. A header comes again on every page."""
        properties = f'<style:table-properties style:width="{sum(widths):.2f}pt" table:align="left"/>'
        name = self.style("table", properties)
        columns = "".join(f'<table:table-column table:style-name="{self._column(width)}"/>' for width in widths)
        top = f"<table:table-header-rows>{head}</table:table-header-rows>" if head else ""
        return f'<table:table table:style-name="{name}">{columns}{top}{body}</table:table>'

    def _column(self, width: float) -> str:
        return self.style("table-column", f'<style:table-column-properties style:column-width="{width:.2f}pt"/>')

    def row(self, cells: str) -> str:
        name = self.style("table-row", '<style:table-row-properties fo:keep-together="always"/>')
        return f'<table:table-row table:style-name="{name}">{cells}</table:table-row>'


def document(writer: Writer, parts: Sequence[str], page: tuple[float, float]) -> str:
    """Flat OpenDocument text."""
    kinds = (("Standard", page), ("Turned", PAGE[::-1]))
    layouts = "".join(
        f'<style:page-layout style:name="page{name}"><style:page-layout-properties fo:page-width="{size[0]}mm"'
        f' fo:page-height="{size[1]}mm" fo:margin="{MARGIN}mm"'
        f' style:print-orientation="{"landscape" if size[0] > size[1] else "portrait"}"/></style:page-layout>'
        for name, size in kinds
    )
    raised = (
        '<style:style style:name="raised" style:family="text">'
        '<style:text-properties style:text-position="super 58%"/></style:style>'
    )
    masters = "".join(
        f'<style:master-page style:name="{name}" style:page-layout-name="page{name}"/>' for name, _ in kinds
    )
    return "\n".join(
        [
            _HEAD,
            f"<office:automatic-styles>{layouts}{raised}{writer.definitions()}</office:automatic-styles>",
            f"<office:master-styles>{masters}</office:master-styles>",
            "<office:body><office:text>",
            *parts,
            "</office:text></office:body></office:document>",
            "",
        ]
    )
