"""Which numbers of a text state something, and the words that belong to each."""

from __future__ import annotations

from dataclasses import replace

from made_up import Report

from pipeline.validate.claims.passages import Style, referred, split_sentences, statements

NOTHING = Style("en", ".", frozenset())


def stated(text: str, style: Style = NOTHING) -> list[str]:
    report = Report()
    report.text(text)
    return [s.stated.raw for s in statements(report.blocks, style)]


def test_dates_numbers_of_things_and_years_state_nothing() -> None:
    text = (
        "Fieldwork ran from 27 February to 8 March 2018 (see chapter 12 and table 3.1). "
        "In 2017 staff aged 18- to 34-years took part; call 053-4825025, ISO 20252, https://a.org/12/34."
    )
    assert stated(text) == []


def test_counts_and_bases_state_something() -> None:
    assert stated("A total of 1,415 people took part (n = 322), of whom 84 by post and n=7 by telephone.") == [
        "1,415", "322", "84", "7",
    ]  # fmt: skip


def test_a_mark_states_something_and_a_small_number_of_things_does_not() -> None:
    assert stated("The town gets a 7 for its parks, in 4 rounds, by a 3-person jury.") == ["7"]


def test_numbers_in_the_words_of_a_label_state_nothing() -> None:
    style = Style("en", ".", frozenset({"than 20,000", "20,000 inhabitants"}))
    ages = Style("en", ".", frozenset({">60"}))
    assert stated("Older staff agree (38% of those over 60 and of those 60 and older).", ages) == ["38%"]
    assert stated("In towns with fewer than 20,000 inhabitants 31% never do.", style) == ["31%"]


def test_a_class_whose_share_follows_states_nothing_itself() -> None:
    assert stated("From less than 30 per cent (15%) to more than 70 per cent (20%).") == ["15%", "20%"]


def test_sentences_end_at_footnote_marks_but_not_at_abbreviations() -> None:
    assert list(split_sentences("It was 67 per cent.³ Later, e.g. 5 of them (ca. 12) left. They stayed.")) == [
        "It was 67 per cent.³", "Later, e.g. 5 of them (ca. 12) left.", "They stayed.",
    ]  # fmt: skip


def test_each_number_has_its_own_clause() -> None:
    report = Report()
    report.text("Satisfied with the parks are 61%, with the roads (44%) fewer, against 30 per cent of the young.")
    parks, roads, young = (s.passage.clause for s in statements(report.blocks, NOTHING))
    assert "parks" in parks
    assert "roads" in roads
    assert "young" not in roads
    assert "young" in young


def test_a_number_in_a_bracket_makes_the_words_before_it_exact() -> None:
    report = Report()
    report.text("Seven in ten people (68%) agree, a quarter (41%) of the houses is empty.")
    found = statements(report.blocks, NOTHING)
    assert [(s.stated.raw, s.bracket_of) for s in found] == [
        ("Seven in ten", None), ("68%", 0), ("a quarter", None), ("41%", None),
    ]  # fmt: skip


def test_a_footnote_is_read_after_the_sentence_it_stands_at() -> None:
    report = Report()
    report.heading("Parks")
    report.text("The young are happier with the parks.⁴ The old are not.")
    report.text("Among the young 12% do not know.", kind="footnote")
    report.blocks[-1] = replace(report.blocks[-1], number="4", section=None)
    [note] = statements(report.blocks, NOTHING)
    assert note.passage.earlier == ("The young are happier with the parks.⁴",)
    assert note.passage.section == "Parks"


def test_references_to_several_tables_are_all_found() -> None:
    assert list(referred("See tables 3.1, 3.2 and B.1, and figure 4.", "en")) == [
        ("table", "3.1"), ("table", "3.2"), ("table", "B.1"), ("figure", "4"),
    ]  # fmt: skip
    assert list(referred("zie tabel 3.5 en figuur 2.1", "nl")) == [("table", "3.5"), ("figure", "2.1")]
    assert list(referred("siehe Abb. 7 und Tabelle 12", "de")) == [("table", "12"), ("figure", "7")]
