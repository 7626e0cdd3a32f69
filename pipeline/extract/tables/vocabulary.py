"""Words that mark captions, notes and open phrases, in the languages of the reports. Data, no logic.

Entries are regular-expression fragments in lower case; the steps that use them compile them without regard
to case. Add a language by adding its words.
"""

from __future__ import annotations

TABLE_WORDS = (
    "tables?", "tabel(?:len)?", "tabell(?:en?|er|a)?", "tableaux?", "tavola", "tabla", "tabela", "cuadro", "quadro",
    "taulukko", "tabulka", "tablica", "táblázat",
    r"tab\.(?=\s*\d)", r"tbl\.(?=\s*\d)",
)  # fmt: skip

FIGURE_WORDS = (
    "figure", "figuur", "figura", "abbildung", "chart", "graph", "grafiek", "grafik", "gráfico", "grafico",
    "figur(?:er)?", "kuvio", "kuva", "wykres", "rysunek", "obrázek", "ábra",
    "graphique", "diagramm?", "diagramme", "schaubild", r"fig\.(?=\s*\d)", r"abb\.(?=\s*\d)",
)  # fmt: skip

EXHIBIT_WORDS = (
    "exhibit", "box", "annex", "appendix", "bijlage", "anhang", "annexe", "allegato", "anexo",
)  # fmt: skip
"""Words that head a table or a figure alike."""

NOTE_WORDS = (
    "sources?", "notes?", "bron(?:nen)?", "noot", "noten", "toelichting", "opmerking(?:en)?", "leeswijzer",
    "quellen?", "anmerkung(?:en)?", "hinweis(?:e)?", "legende", "lesehilfe", "fonte", "fonti", "nota", "note",
    "legenda", "remarques?", "lecture", "champ", "fuentes?", "notas", "key", "legend", "nb", r"n\.b",
    "källa", "källor", "anm", "anmärkning", "kilder?", "lähde", "źródło", "zdroj", "forrás",
)  # fmt: skip
"""Words that open a note below a table when a colon or a full stop follows."""

DANGLING = (
    "of", "and", "or", "the", "in", "to", "for", "with", "per", "by",
    "van", "en", "de", "het", "een", "voor", "met", "op", "aan", "bij", "naar",
    "von", "und", "oder", "der", "die", "das", "für", "mit", "zu", "im", "am",
    "du", "des", "la", "le", "les", "et", "ou", "par", "pour", "avec", "dans",
    "di", "del", "della", "dei", "delle", "con", "il", "nel",
    "el", "los", "las", "por", "para",
)  # fmt: skip
"""Words that end no label: a label that ends so reads on on the next line."""

ABSENT = (r"n\.?a\.?", "n/a", "nap", "nav", r"n\.?v\.?t\.?", r"n\.?b\.?", r"k\.?\s?a\.?", r"n\.?d\.?", r"n\.?c\.?",
          r"n\.?s\.?", "x", "z", r"\(x\)")  # fmt: skip
"""Marks that stand where a number would, when there is none."""
