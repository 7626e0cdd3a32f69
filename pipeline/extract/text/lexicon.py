"""Word lists the text stage leans on, by language; everything else in it is geometry.

Lower-case, matched after casefolding. To add a language, add its words; no code depends on one.
"""

from __future__ import annotations

_CAPTION = {
    "nl": ("tabel", "figuur", "grafiek", "kaart", "kaartje", "afbeelding", "schema", "kader", "box"),
    "en": ("table", "figure", "fig", "chart", "graph", "map", "exhibit", "box", "diagram"),
    "de": ("tabelle", "tab", "abbildung", "abb", "grafik", "schaubild", "karte", "übersicht", "diagramm"),
    "fr": ("tableau", "figure", "graphique", "carte", "encadré", "schéma"),
    "it": ("tabella", "tavola", "figura", "grafico", "mappa", "prospetto", "riquadro"),
    "es": ("tabla", "cuadro", "figura", "gráfico", "mapa", "recuadro"),
}
CAPTION_WORDS = frozenset(word for words in _CAPTION.values() for word in words)
"""First word of a caption when a number follows."""

_NOTE = {
    "nl": ("bron", "bronnen", "noot", "toelichting", "leeswijzer", "basis"),
    "en": ("source", "sources", "note", "notes", "base", "reading"),
    "de": ("quelle", "quellen", "anmerkung", "anmerkungen", "hinweis", "lesehilfe", "basis"),
    "fr": ("source", "sources", "note", "lecture", "champ", "remarque"),
    "it": ("fonte", "fonti", "nota", "note"),
    "es": ("fuente", "fuentes", "nota", "notas"),
}
NOTE_WORDS = frozenset(word for words in _NOTE.values() for word in words)
"""What stands before a colon in a line that explains a table or a figure."""

_CONTENTS = {
    "nl": ("inhoud", "inhoudsopgave"),
    "en": ("contents", "table of contents"),
    "de": ("inhalt", "inhaltsverzeichnis", "inhaltsübersicht"),
    "fr": ("sommaire", "table des matières"),
    "it": ("indice", "sommario"),
    "es": ("índice", "contenido", "tabla de contenido"),
}
CONTENTS_TITLES = frozenset(title for titles in _CONTENTS.values() for title in titles)

PAGE_WORDS = ("page", "pagina", "pag", "blz", "bladzijde", "seite", "página", "p")
OF_WORDS = ("of", "van", "von", "de", "di", "sur", "aus")

CONJUNCTIONS = frozenset(("en", "of", "und", "oder", "bzw", "and", "or", "et", "ou", "e", "o", "y", "u"))
"""After a hyphen at a line's end they show a shortened compound (``kennis- en vaardigheden``): keep it."""
