"""Words of reports in six languages that say how numbers hang together; matched without regard to case."""

from __future__ import annotations

import re

SEVERAL_ANSWERS = re.compile(
    r"""
    meer(dere)?\s+antwoord | antwoorden\s+mogelijk | meerkeuze
    | (multiple|several|more\s+than\s+one)\s+(answer|response|option|choice|mention) | select\s+all | all\s+that\s+apply
    | multiple[\s-]response | multi[\s-]?response
    | mehrfach(nennung|antwort|auswahl) | mehrere\s+(antworten|nennungen)
    | plusieurs\s+r[ée]ponses | r[ée]ponses\s+multiples | choix\s+multiples?
    | (pi[uù]|diverse)\s+risposte | rispost[ae]\s+multipl[ae]
    | (varias|m[aá]s\s+de\s+una)\s+respuestas? | respuestas?\s+m[uú]ltiples?
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""Percentages of such a question add up to more than 100."""

INCLUDES_OTHERS = re.compile(
    r"""\b(incl(\.|usief|usive|uding|usi|uso|usa|uido|uidos|uidas|us)? | einschl(\.|ie(ß|ss)lich)? | inkl(\.|usive)?
    | y\s+compris | compreso | comprese)(?!\w)""",
    re.IGNORECASE | re.VERBOSE,
)
"""A total that includes what the table does not show may lie outside what it shows."""

PART_OF = re.compile(
    r"\b(waarvan|of\s+which|davon|darunter|dont|di\s+cui|de\s+los\s+cuales|de\s+las\s+cuales|thereof)\b", re.IGNORECASE
)
"""Rows so labelled are parts of another row, and perhaps not all of them."""

CHANGE = re.compile(
    r"""chang(e|es)\b | growth | increase | decrease | difference | vs\.? | versus
    | verandering | verschil | groei | toename | afname | mutatie | ontwikkeling | t\.?o\.?v
    | ver[äa]nderung | wachstum | zunahme | abnahme | differenz | entwicklung | gg[üu]\.
    | variation | [ée]volution | croissance | hausse | baisse | [ée]cart
    | variazion[ei] | crescita | differenz[ae] | aumento | diminuzione
    | variaci[óo]n | crecimiento | diferencia | aumento | disminuci[óo]n
    | \+\s*/\s*[-−–] | ± | Δ | index | indices | indice | ratio
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""Percentages so labelled may be negative or over 100."""
