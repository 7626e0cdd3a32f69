"""Words of captions and notes that the table engine itself has no need of. Data, no logic.

Entries are regular-expression fragments in lower case, used without regard to case. Add a language by adding
its words.
"""

from __future__ import annotations

TABLE_WORDS = (
    "tabel", "table", "tabelle", "tableau", "tabella", "tavola", "tabla", "cuadro", "quadro", "tabela", "tabell",
    "tabulka", "taulukko", "prospetto", "tab", "tbl", "tabl",
)  # fmt: skip

FIGURE_WORDS = (
    "figuur", "figure", "figura", "fig", "abbildung", "abb", "chart", "graph", "grafiek", "grafik", "gr[áa]fico",
    "graphique", "diagramm?", "diagramme", "schaubild", "infographic", "infographie", "kaart", "karte", "carte",
    "map", "mapa", "kuva", "figur", "wykres", "rysunek", "graf",
)  # fmt: skip

EXHIBIT_WORDS = (
    "exhibit", "overzicht", "übersicht", "schema", "staat", "bijlage", "annex", "appendix", "anhang", "annexe",
    "allegato", "anexo", "box", "kader", "kasten", "encadr[ée]", "riquadro", "recuadro",
)  # fmt: skip
"""Words that head a table, a figure or a text alike: a table's only when they stand by one."""

NUMBER_WORDS = ("no", "nr", "n[°ºo]", "num", "nummer", "number", "numéro", "numero", "núm")
"""Words between the label and its number: ``Tableau n° 3``."""

CONTINUED_WORDS = (
    "vervolg", "vervolgd", r"continued", r"cont['’]?d", r"cont\.?", "continuation", "fortsetzung", "forts\\.?",
    "noch", "suite", "segue", "seguito", "continua", "continuaci[óo]n", "contin[úu]a", "continua[çc][ãa]o",
    "fortsatt", "forts[æa]tning", "fortsættelse", "jatkuu",
)  # fmt: skip
"""Said of a table that goes on from the page before."""

NOTE_WORDS = (
    "sources?", "notes?", "bron(?:nen)?", "noot", "noten", "toelichting", "opmerking(?:en)?", "leeswijzer", "voetnoot",
    "quellen?", "anmerkung(?:en)?", "hinweis(?:e)?", "legende", "lesehilfe", "lesebeispiel", "fu(?:ß|ss)note",
    "erläuterung(?:en)?", "font[ei]", "note?", "nota", "avvertenza", "avvertenze", "legenda", "remarques?", "lecture",
    "champ", "avertissement", "fuentes?", "notas?", "fonte", "key", "legend", "nb", r"n\.\s?b", "abbreviations",
    "definitions?", "lähde", "källa", "kilde", "anm", "źródło",
)  # fmt: skip
"""Words that open a note when a colon, a full stop or a dash follows."""

BASE_WORDS = (
    "basis", "base", "bases", "basisgesamtheit", "base de sondage", "grundgesamtheit", "universo", "univers",
    r"n\s?=", "selectie", "steekproef", "échantillon", "stichprobe", "sample", "campione", "muestra",
)  # fmt: skip
"""Words that open a line saying who was asked."""

UNIT_WORDS = (
    # share
    "procent(?:en)?", "percentages?", "percentiel", "percent", r"per cent", "pct", "prozent(?:punkte)?", "prozentual",
    "pourcentages?", "pour cent", "percentual[ei]", "per cento", "porcentajes?", "por ciento", "percentagem",
    "in vh", r"v\.h\.", "aandeel", "aandelen", "shares?", "anteile?", "proportion", "promille",
    # count
    "aantal(?:len)?", "numbers?", "anzahl", "nombres?", "numero", "número", "counts?", "absolut", "absoluut",
    "effectifs?", "personen", "persons", "personnes", "persone", "personas", "fte",
    # money
    "euro", "euros", "eur", "usd", "gbp", "chf", "dollars?", "ponden", "pounds?", "pfund", "currency", "valuta",
    # size
    "duizend(?:en|tallen)?", "thousands?", "tausend", "tsd", "milliers?", "migliaia", "miles",
    "miljoen(?:en)?", "millions?", "millionen", "mln", "mio", "milioni", "millones", "mill",
    "miljard(?:en)?", "billions?", "milliarden?", "mrd", "mld", "miliardi", "milliards?",
    # scale
    "gemiddelden?", "means?", "averages?", "mittelwerte?", "durchschnitt", "moyennes?", "medi[ae]", "medias?",
    "mediaan", "median", "index(?:cijfers?)?", "indices", "indici", "índice", "indizes", "schaal", "scales?", "skala",
    "échelle", "scala", "escala", "scores?", "rapportcijfers?", "cijfers?", "noten", "punkte", "punten", "points?",
    "eenheid", "units?", "einheit", "unité", "unità", "unidad", "angaben", "kolompercentages", "rijpercentages",
)  # fmt: skip
"""Words by which a remainder of a caption says what is counted, or in what."""

ANSWER_WORDS = (
    "meerdere antwoorden", "meer antwoorden", r"more than one answer", "multiple (?:response|answers?)",
    "several answers", "mehrfachnennung(?:en)?", "mehrfachantwort(?:en)?", "plusieurs réponses", "risposte multiple",
    "più risposte", "respuesta múltiple", "varias respuestas", "respondenten", "respondents", "befragten?",
    "répondants", "intervistati", "encuestados", "rispondenti",
)  # fmt: skip
"""Words of a remainder that says how, or by whom, was answered."""

TOTAL_WORDS = (
    "totaal", "total", "totals", "totale", "totaux", "ensemble", "gesamt", "insgesamt", "summe", "alle", "all",
    "tutti", "todos", "complessivo",
)  # fmt: skip
"""Labels of a row that ends a table."""
