"""Word lists of the clean stage, per language where a language matters: data.

Languages: nl, en, de, fr, it, es. Everything is lower-case; comparison is by ``str.casefold``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from pipeline.model import Missing


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


STOP_WORDS: dict[str, frozenset[str]] = {
    "nl": _set(
        "de het een van en in is dat op te zijn voor met niet aan er om ook als bij door naar wordt worden "
        "uit maar dan nog meer over deze heeft hebben zij geen wel"
    ),
    "en": _set(
        "the of and to in is that for with as are was on by be this at from or have has not which were it an "
        "their more than been who"
    ),
    "de": _set(
        "der die das und in den von zu mit ist im für auf des nicht ein eine dem sich auch als werden wurde "
        "bei nach aus sind durch wird oder zur zum einer"
    ),
    "fr": _set(
        "le la les de des du et en un une est que pour dans par sur au aux avec qui pas plus sont ce cette ou "
        "leur ces ont être dont"
    ),
    "it": _set(
        "il la di e che in un una per del della dei delle è con non sono al alla da nel nella le gli si come "
        "più anche dal ha questo tra"
    ),
    "es": _set(
        "el la de que y en los del las un una por con para es se no al lo su como más o este entre son ha "
        "sus desde también"
    ),
}

DECIMAL_MARK: dict[str, Literal[",", "."]] = {"nl": ",", "en": ".", "de": ",", "fr": ",", "it": ",", "es": ","}
"""What the language mostly writes; a prior, overruled by what the document prints."""

MISSING: dict[str, Missing] = {
    # a dash says that there is nothing to give; offices differ on whether that is nil
    "-": "not_available",
    "--": "not_available",
    "---": "not_available",
    ".": "not_available",
    "..": "not_available",
    "...": "not_available",
    "....": "not_available",
    "…": "not_available",
    ":": "not_available",
    "n.a.": "not_available",
    "n.a": "not_available",
    "na": "not_available",
    "n.b.": "not_available",
    "nb": "not_available",
    "k.a.": "not_available",
    "k. a.": "not_available",
    "n.d.": "not_available",
    "nd": "not_available",
    "n.v.": "not_available",
    "n.bek.": "not_available",
    "onbekend": "not_available",
    "unknown": "not_available",
    "not available": "not_available",
    "niet beschikbaar": "not_available",
    "non disponibile": "not_available",
    "non disponible": "not_available",
    "no disponible": "not_available",
    "keine angabe": "not_available",
    "nan": "not_available",
    "n.v.t.": "not_applicable",
    "n.v.t": "not_applicable",
    "nvt": "not_applicable",
    "nvt.": "not_applicable",
    "niet van toepassing": "not_applicable",
    "n/a": "not_applicable",
    "n.z.": "not_applicable",
    "entfällt": "not_applicable",
    "nicht zutreffend": "not_applicable",
    "not applicable": "not_applicable",
    "sans objet": "not_applicable",
    "s.o.": "not_applicable",
    "non applicabile": "not_applicable",
    "no aplica": "not_applicable",
    "no procede": "not_applicable",
    "[z]": "not_applicable",
    "*": "suppressed",
    "**": "suppressed",
    "***": "suppressed",
    "x": "suppressed",
    "[x]": "suppressed",
    "[c]": "suppressed",
    "/": "suppressed",
    "//": "suppressed",
    "///": "suppressed",
    "geheim": "suppressed",
    "c": "suppressed",
    "s": "suppressed",
    "nc": "not_available",
    "n.c.": "not_available",
    "[low]": "below_resolution",
    # statistical offices of the United States
    "(x)": "not_applicable",
    "†": "not_applicable",
    "(na)": "not_available",
    "(b)": "suppressed",
    "(d)": "suppressed",
    "(s)": "suppressed",
    "‡": "suppressed",
    "(z)": "below_resolution",
    "#": "below_resolution",
}
"""Printed marker -> kind; matched on the whole cell. Dashes are folded to "-" before."""

MISSING_MEANINGS: tuple[tuple[Missing, tuple[str, ...]], ...] = (
    ("suppressed", ("geheim", "secret", "confiden", "vertraulich", "suppress", "te weinig", "too few", "zu wenig")),
    ("not_applicable", ("van toepassing", "applicable", "zutreffend", "sans objet", "not asked", "niet gevraagd")),
    ("below_resolution", ("kleiner dan", "minder dan", "less than", "weniger als", "kleiner als", "moins de")),
    ("not_available", ("ontbre", "beschikbaar", "onbekend", "available", "unknown", "unbekannt", "disponib", "angabe")),
)
"""What a legend says about a marker -> kind: the report's own words go before the list above. Parts of words."""

WORD_LANGUAGES: dict[str, tuple[str, ...]] = {
    "note": ("de", "fr"),
    "noten": ("de",),
    "media": ("it", "es"),
    "nombre": ("fr",),
    "numero": ("it",),
    "voto": ("it",),
    "voti": ("it",),
    "indice": ("it", "fr"),
    "mark": ("en",),
    "marks": ("en",),
    "som": ("nl",),
    "cijfer": ("nl",),
}
"""Words of statistics that mean something else in another language: they count in these only."""

COUNT_WORDS: frozenset[str] = _set(
    "n aantal aantallen abs abs. absoluut absolut absolute anzahl count counts number frequency frequentie "
    "häufigkeit fälle effectif effectifs nombre numero número frequenza frecuencia stemmen stimmen votes voix "
    "voti votos personen respondenten respondents"
)
MEAN_WORDS: frozenset[str] = _set(
    "gemiddelde gemiddeld gem gem. mean average avg mittelwert durchschnitt mw moyenne media promedio "
    "mediaan median médiane mediana"
)
SCORE_WORDS: frozenset[str] = _set(
    "rapportcijfer rapportcijfers cijfer score scores mark marks rating note noten bewertung punktzahl "
    "punteggio puntuación voto"
)
INDEX_WORDS: frozenset[str] = _set("index indexcijfer indexcijfers indice índice messzahl")
DIFFERENCE_WORDS: frozenset[str] = _set(
    "verschil verschillen verandering ontwikkeling mutatie change changes difference differences veränderung "
    "veränderungen differenz abweichung différence évolution variation differenza differenze variazione "
    "diferencia variación +/- +/– ± δ"
)
SPREAD_WORDS: tuple[str, ...] = (
    "standaarddeviatie",
    "standaardafwijking",
    "standard deviation",
    "standard error",
    "standardabweichung",
    "standardfehler",
    "écart-type",
    "erreur type",
    "deviazione standard",
    "desviación estándar",
    "s.d.",
    "std.",
    "variance",
    "variantie",
    "p-value",
    "p-waarde",
)

TOTAL_WORDS: frozenset[str] = _set(
    "totaal totalen total totals totale totali totales gesamt insgesamt summe gesamtsumme gesamtergebnis som "
    "ensemble somme sum subtotaal subtotal zwischensumme sous-total subtotale eindtotaal generaal "
    "gesamtwert totalebedrag overall"
)

BASE_WORDS: tuple[str, ...] = (
    "n",
    "basis",
    "base",
    "aantal respondenten",
    "aantal deelnemers",
    "aantal ondervraagden",
    "aantal waarnemingen",
    "number of respondents",
    "number of observations",
    "respondents",
    "respondenten",
    "sample size",
    "unweighted base",
    "anzahl der befragten",
    "anzahl befragte",
    "anzahl befragter",
    "befragte",
    "fallzahl",
    "nombre de répondants",
    "effectif",
    "numero di rispondenti",
    "numero di intervistati",
    "número de encuestados",
    "ongewogen n",
    "unweighted n",
)
BASE_ROWS: frozenset[str] = frozenset(
    (*BASE_WORDS, "totaal n", "n totaal", "total n", "n total", "gesamt n", "n gesamt")
)
"""Labels of rows and columns that hold bases."""

MONTHS: frozenset[str] = _set(
    "jan feb mar mrt mär mars apr avr mai mei may maj jun juin giu lug jul juil aug août ago sep sept set okt oct "
    "ott nov dec dez déc dic"
)
"""First letters of month names, enough to know a date."""

PART_WORDS: frozenset[str] = _set(
    "darunter davon hiervon dont waarvan daarvan waaronder of-which including incl di-cui fra-cui de-los-cuales"
)
"""A label of one of these alone heads the rows below it (``darunter``, ``of which``)."""

DANGLING: frozenset[str] = _set(
    "and or of the en het de van und oder der die das von et ou du des la le les del della dei delle el y"
)
"""Words that end no label: what they lead to is missing. No prepositions that end verbs (``stimme zu``, ``let op``)."""
