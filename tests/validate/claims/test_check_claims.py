"""Verdicts on small reports in four languages. What is right follows from the tables given, not from our output."""

from __future__ import annotations

import pandas as pd
from made_up import DUTCH, ENGLISH, FRENCH, GERMAN, Report

from pipeline.model import NumberFormat
from pipeline.validate.claims import Claims, check_claims
from schemas.columns import CLAIM, dtype


def check(report: Report, style: NumberFormat) -> Claims:
    return check_claims(report.observations, report.blocks, style)


def verdicts(found: Claims) -> dict[str, str]:
    return dict(zip(found.frame["stated_raw"], found.frame["verdict"], strict=True))


def cells(found: Claims) -> dict[str, str | None]:
    """Number as printed -> the cell it was held against, by row and column position."""
    ids = found.frame["observation_ids"]
    return {raw: None if pd.isna(at) else at for raw, at in zip(found.frame["stated_raw"], ids, strict=True)}


def dutch() -> tuple[Report, str, str]:
    report = Report()
    report.heading("Wonen en buurt", "3")
    home = report.table(
        "‘Voelt u zich thuis in uw buurt?’ (% naar stadsdeel)",
        ["Noord", "Centrum", "Zuid", "Totaal"],
        {"Ja": [81, 64, 70, 73], "Nee": [8, 19, 13, 12], "Geen mening": [11, 17, 17, 15]},
        "3.1",
    )
    trouble = report.table(
        "Ervaren overlast (% naar stadsdeel)",
        ["Noord", "Centrum", "Zuid", "Totaal"],
        {"Verkeer": [30, 51, 36, 38], "Buren": [18, 26, 24, 22], "Horeca": [3, 24, 5, 9]},
        "3.2",
    )
    return report, home, trouble


def test_dutch_statements_that_are_right() -> None:
    report, home, trouble = dutch()
    report.text(
        "Bijna driekwart van de inwoners (73%) voelt zich thuis in de buurt. In Noord is dat 81 procent, in Centrum "
        "slechts 64 procent. Een op de acht inwoners (12%) voelt zich er niet thuis.",
        "Van de inwoners geeft 38 procent aan overlast te ervaren van verkeer, 22 procent van buren en 9 procent van "
        "horeca.",
    )
    found = check(report, DUTCH)
    assert cells(found) == {
        "driekwart": f"{home}-r00-c03", "73%": f"{home}-r00-c03", "81 procent": f"{home}-r00-c00",
        "64 procent": f"{home}-r00-c01", "Een op de acht": f"{home}-r01-c03", "12%": f"{home}-r01-c03",
        "38 procent": f"{trouble}-r00-c03", "22 procent": f"{trouble}-r01-c03", "9 procent": f"{trouble}-r02-c03",
    }  # fmt: skip
    assert verdicts(found)["driekwart"] == "rounds"
    assert verdicts(found)["73%"] == "agrees"
    assert found.issues == ()


def test_a_dutch_statement_that_is_wrong() -> None:
    report, _, trouble = dutch()
    report.text("In Zuid ervaart 31 procent overlast van buren.")
    found = check(report, DUTCH)
    assert cells(found) == {"31 procent": f"{trouble}-r01-c02"}
    assert verdicts(found) == {"31 procent": "differs"}
    [row] = found.frame.to_dict("records")
    assert (row["stated_value"], row["compared_value"], row["difference"]) == (31.0, 24.0, 7.0)
    [issue] = found.issues
    assert (issue.code, issue.severity, issue.page, issue.table_id) == ("claim.differs", "warning", 2, trouble)
    assert (issue.row, issue.column) == (1, 2)
    for part in ("31 procent", "24", "Buren", "Zuid", "Table 3.2"):
        assert part in issue.message


def test_the_value_of_a_group_that_is_not_named_is_no_agreement() -> None:
    """Every province has its mark; the text gives that of one as the mean of all."""
    report = Report()
    report.heading("Differences between provinces", "4")
    table = report.table(
        "Key indicators by province",
        ["Drenthe", "Flevoland", "Zeeland", "Total"],
        {"Mark for own digital security": [6.5, 6.9, 6.1, 6.6], "Mark for the training": [7.2, 7.0, 6.7, 7.0]},
        "4.3",
        units=None,
    )
    report.text("On average civil servants give their own digital security a 6.9.")
    found = check(report, ENGLISH)
    assert (verdicts(found), cells(found)) == ({"6.9": "differs"}, {"6.9": f"{table}-r00-c03"})


def test_english_statements_of_groups_and_opposites() -> None:
    report = Report()
    report.heading("Health and wellbeing", "3")
    table = report.table(
        "How is your health in general? by sex and age (%)",
        ["Men", "Women", "16 to 24", "25 to 64", "65 and over", "Total"],
        {"Good": [76, 68, 85, 74, 54, 72], "Fair": [15, 19, 11, 16, 29, 17], "Bad": [9, 13, 4, 10, 17, 11]},
        "3.1",
    )
    report.text(
        "Overall, 72% of residents describe their health as good, but only 54% of those aged 65 and over do so. One in "
        "ten (11%) say their health is bad. Women (68%) are less likely than men (76%) to report good health. Among "
        "smokers, 48% say they want to quit.",
        "Table 3.1 shows that 14% of men report bad health.",
    )
    found = check(report, ENGLISH)
    assert cells(found) == {
        "72%": f"{table}-r00-c05", "54%": f"{table}-r00-c04", "One in ten": f"{table}-r02-c05",
        "11%": f"{table}-r02-c05", "68%": f"{table}-r00-c01", "76%": f"{table}-r00-c00", "48%": None,
        "14%": f"{table}-r02-c00",
    }  # fmt: skip
    assert verdicts(found)["48%"] == "unmatched"
    assert [i.code for i in found.issues] == ["claim.differs"]
    assert verdicts(found)["14%"] == "differs"


def test_german_statements_with_years_and_changes() -> None:
    report = Report()
    report.heading("Sicherheit", "2")
    table = report.table(
        "Sicherheitsgefühl und Helm, 2021 und 2023",
        ["2021", "2023", "+/-"],
        {
            "Fühle mich im Straßenverkehr sicher": [38, 43, 5],
            "Trage immer einen Helm": [39, 35, -4],
            "Habe ein Licht am Fahrrad": [88, 91, 3],
        },
        "2.1",
        units=["%", "%", "percentage point"],
    )
    report.text(
        "43 Prozent der Radfahrenden fühlen sich im Straßenverkehr sicher, 2021 waren es noch 38 Prozent. Das ist ein "
        "Anstieg um 5 Prozentpunkte (Tabelle 2.1). Der Anteil der Personen mit Helm ging um 4 Prozentpunkte auf 35 "
        "Prozent zurück."
    )
    found = check(report, GERMAN)
    assert cells(found) == {
        "43 Prozent": f"{table}-r00-c01", "38 Prozent": f"{table}-r00-c00", "5 Prozentpunkte": f"{table}-r00-c02",
        "4 Prozentpunkte": f"{table}-r01-c02", "35 Prozent": f"{table}-r01-c01",
    }  # fmt: skip
    assert set(verdicts(found).values()) == {"agrees"}


def test_a_change_of_the_wrong_size_differs() -> None:
    report = Report()
    report.heading("Familiarity", "4.1")
    report.table(
        "Which of the following are you familiar with?",
        ["2018", "2019", "+/-"],
        {"Phishing": [80, 84, 4], "Two-factor authentication": [45, 58, 13], "Clean desk policy": [64, 59, -5]},
        "4.1",
        units=["%", "%", "percentage point"],
    )
    report.text(
        "Familiarity with two-factor authentication rose by 13 percentage points to 58 per cent.",
        "Familiarity with the clean desk policy fell by 3 percentage points.",
    )
    found = check(report, ENGLISH)
    assert verdicts(found) == {
        "13 percentage points": "agrees", "58 per cent": "agrees", "3 percentage points": "differs",
    }  # fmt: skip
    stated = found.frame.set_index("stated_raw")["stated_value"]
    assert stated["3 percentage points"] == -3.0


def test_french_statements() -> None:
    report = Report()
    report.heading("Télétravail", "2")
    days = report.table(
        "Télétravail selon la catégorie professionnelle (%)",
        ["Cadres", "Employés", "Ouvriers", "Ensemble"],
        {
            "Au moins un jour par semaine": [61, 38, 12, 34],
            "Moins souvent": [15, 14, 6, 11],
            "Jamais": [24, 48, 82, 55],
        },
        "2.1",
    )
    content = report.table(
        "Satisfaction concernant l'équipement (%)",
        ["Ensemble"],
        {"Satisfait": [58], "Ni satisfait ni insatisfait": [20], "Insatisfait": [22]},
        "2.2",
        chart=True,
    )
    report.text(
        "Un tiers des salariés (34 %) télétravaille au moins un jour par semaine. Chez les cadres, la part atteint "
        "61 %, contre 12 % chez les ouvriers. Six salariés sur dix (58 %) se disent satisfaits de leur équipement ; "
        "22 % en sont insatisfaits."
    )
    found = check(report, FRENCH)
    assert cells(found) == {
        "Un tiers": f"{days}-r00-c03", "34 %": f"{days}-r00-c03", "61 %": f"{days}-r00-c00",
        "12 %": f"{days}-r00-c02", "Six salariés sur dix": f"{content}-r00-c00", "58 %": f"{content}-r00-c00",
        "22 %": f"{content}-r02-c00",
    }  # fmt: skip


def test_not_and_do_not_know_choose_the_answer() -> None:
    report = Report()
    report.heading("Programmes", "3.9")
    table = report.table(
        "Statements about programmes (%)",
        ["agree", "disagree", "don't know"],
        {
            "There are too many programmes.": [46, 19, 35],
            "The programmes lack efficiency.": [40, 12, 48],
            "My council benefited from them.": [20, 33, 47],
        },
        "3.5",
        chart=True,
    )
    report.text("Almost half (46%) think there are too many programmes; 19% do not, and a third don't know.")
    found = check(report, ENGLISH)
    assert cells(found) == {
        "half": f"{table}-r00-c00", "46%": f"{table}-r00-c00", "19%": f"{table}-r00-c01",
        "a third": f"{table}-r00-c02",
    }  # fmt: skip


def test_a_table_in_thousands_holds_whole_euros() -> None:
    report = Report()
    report.heading("Budget", "5.1")
    table = report.table(
        "Average expenditure on security (x € 1,000)",
        ["2018", "2019"],
        {
            "Fewer than 20,000 inhabitants": [210, 226],
            "More than 100,000 inhabitants": [1250, 1415],
            "Total": [474, 488],
        },
        "5.1",
        units="EUR",
    )
    report.text("Municipalities with more than 100,000 inhabitants spend € 1,415,000 on average.")
    [row] = check(report, ENGLISH).frame.to_dict("records")
    assert (row["verdict"], row["observation_ids"]) == ("agrees", f"{table}-r01-c01")
    assert (row["stated_value"], row["compared_value"], row["unit"]) == (1415.0, 1415.0, "EUR thousand")


def test_sums_of_rows_are_agreements_with_each_of_them() -> None:
    report = Report()
    report.heading("When", "3")
    table = report.table(
        "In which year will everything be online?",
        ["Councils", "Total"],
        {"Never": [30, 25], "In 2019": [5, 4], "In 2020": [12, 11], "In 2025": [23, 24], "After 2025": [17, 22],
         "Don't know": [13, 14]},
        "3.5",
    )  # fmt: skip
    report.text("In total 46 per cent expect it in 2025 or later.")
    [row] = check(report, ENGLISH).frame.to_dict("records")
    assert (row["verdict"], row["compared_value"]) == ("agrees", 46.0)
    assert row["observation_ids"] == f"{table}-r03-c01 {table}-r04-c01"


def test_a_row_named_word_for_word_is_no_sum_but_the_message_says_how_it_comes_about() -> None:
    report = Report()
    report.heading("Belofte", "3.6")
    report.table(
        "In welke mate heeft de overheid aan de belofte voldaan?",
        ["Gemeenten", "Totaal"],
        {"… grotendeels voldaan": [18, 23], "… ongeveer voor de helft voldaan": [39, 35],
         "… voor minder dan de helft voldaan": [29, 25], "… nauwelijks tot niet voldaan": [11, 10],
         "Weet ik niet": [3, 7]},
        "3.5",
    )  # fmt: skip
    report.text("Van de gemeenten vindt 40 procent dat er voor minder dan de helft aan is voldaan (tabel 3.5).")
    found = check(report, DUTCH)
    assert verdicts(found) == {"40 procent": "differs"}
    assert "40 together with “… nauwelijks tot niet voldaan”" in found.issues[0].message


def test_the_difference_of_two_groups() -> None:
    report = Report()
    report.heading("E-mail", "4.4")
    table = report.table(
        "Behaviour with suspicious e-mail by job type (%)",
        ["ICT jobs", "Other jobs"],
        {"Report to the help desk": [83, 48], "Delete without reporting": [9, 40]},
        "4.4",
    )
    report.text("The difference in reporting to the help desk between ICT jobs and other jobs is 35 percentage points.")
    [row] = check(report, ENGLISH).frame.to_dict("records")
    assert (row["verdict"], row["observation_ids"]) == ("agrees", f"{table}-r00-c00 {table}-r00-c01")


def test_references_that_are_missing_or_ambiguous() -> None:
    report = Report()
    report.heading("One", "3")
    report.table("Parks", ["Total"], {"Good": [40], "Bad": [60]}, "3.1")
    report.table("Roads", ["Total"], {"Good": [30], "Bad": [70]}, "3.2")
    report.table("Water", ["Total"], {"Good": [20], "Bad": [80]}, "3.2")
    report.text("See tables 3.1 and 3.2.", "As table 3.7 shows, little changed (see also figure 2).")
    found = {i.code: i for i in check(report, ENGLISH).issues}
    assert set(found) == {"reference.ambiguous", "reference.missing"}
    assert "table 3.2" in found["reference.ambiguous"].message
    assert found["reference.ambiguous"].severity == "info"
    assert "table 3.7" in found["reference.missing"].message
    assert found["reference.missing"].severity == "warning"


def test_the_frame_keeps_its_contract_also_without_claims() -> None:
    report, _, _ = dutch()
    for text in ((), ("In Noord voelt 81 procent zich thuis.",)):
        report.text(*text)
        frame = check(report, DUTCH).frame
        assert {name: str(kind) for name, kind in frame.dtypes.items()} == {f.name: dtype(f) for f in CLAIM}
        assert not frame[[f.name for f in CLAIM if f.required]].isna().any(axis=None)
        assert frame["claim_id"].is_unique
    assert len(frame) == 1
    empty = check_claims(report.observations.iloc[:0], report.blocks, DUTCH)
    assert list(empty.frame["verdict"]) == ["unmatched"]
