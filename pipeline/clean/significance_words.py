"""Words in which reports in nl, en, de, fr, it and es say how they show significance: data, lower-case.

Stems, matched at the start of words; a stem that ends in a blank is a whole word.
"""

from __future__ import annotations

SIGNIFICANT_WORDS: tuple[str, ...] = (
    "significant",
    "signifikant",
    "significatief",
    "significati",
    "statistisch",
    "statistically",
    "statistiquement",
    "statisticamente",
    "estadísticamente",
)
UNDERLINE_WORDS: tuple[str, ...] = (
    "onderstreep",
    "onderstrep",
    "onderlijnd",
    "underlin",
    "unterstrich",
    "soulign",
    "sottoline",
    "subray",
)
BOLD_WORDS: tuple[str, ...] = (
    "vet ",
    "vette ",
    "vetgedrukt",
    "vetgedrukte",
    "bold",
    "fett ",
    "fette ",
    "fettgedruckt",
    "gras ",
    "grassetto",
    "neretto",
    "negrita",
)
LETTER_WORDS: tuple[str, ...] = ("letter", "buchstab", "lettre", "letra", "lettera", "lettere")
COLOR_WORDS: dict[str, tuple[str, ...]] = {
    "red": ("rood", "rode ", "red ", "rot ", "rote ", "roten ", "rouge", "rosso", "rossi ", "rojo"),
    "green": ("groen", "green", "grün", "vert ", "verte", "verde", "verdi "),
    "blue": ("blauw", "blue", "blau", "bleu", "blu ", "azul"),
}
LOWER_WORDS: tuple[str, ...] = (
    "lager",
    "kleiner",
    "minder ",
    "lower",
    "smaller",
    "less ",
    "below",
    "niedriger",
    "geringer",
    "weniger",
    "inférieur",
    "plus faible",
    "plus bas",
    "inferior",
    "più bass",
    "más baj",
    "menor",
)
HIGHER_WORDS: tuple[str, ...] = (
    "hoger",
    "groter",
    "meer ",
    "higher",
    "greater",
    "larger",
    "more ",
    "above",
    "höher",
    "größer",
    "mehr ",
    "supérieur",
    "plus élevé",
    "superior",
    "più alt",
    "más alt",
    "mayor",
)
TABLE_PLURALS: tuple[str, ...] = (
    "tabellen",
    "tables",
    "tableaux",
    "tabelle ",
    "tablas",
    "dit rapport",
    "this report",
    "diesem bericht",
    "ce rapport",
)
"""Running text with one of these speaks of all tables. Stems, matched at the start of words."""
