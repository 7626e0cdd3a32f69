"""The number format of a document, from what its tables print."""

from __future__ import annotations

from printed_tables import table

from pipeline.clean.number_format import decide_format, format_of_table


def test_numbers_that_fit_one_mark_only_decide() -> None:
    fmt = decide_format([table("a|28,8|3,1", "b|1.415|2,0")], [], "und")
    assert (fmt.decimal, fmt.grouping, fmt.certain) == (",", (".",), True)
    assert "28,8" in fmt.evidence


def test_what_is_printed_overrules_the_language() -> None:
    # a Dutch table of votes with English percentages
    fmt = decide_format([table("a|82.90 %", "b|111.01 %", "c|77.95 %")], [], "nl")
    assert (fmt.decimal, fmt.certain) == (".", True)


def test_thousands_among_bare_numbers_are_evidence() -> None:
    fmt = decide_format([table("a|532", "b|168", "c|234", "Total|1.415")], [], "und")
    assert (fmt.decimal, fmt.certain) == (",", True)


def test_a_reference_group_of_1_does_not_make_ratios_thousands() -> None:
    fmt = decide_format([table("a|1", "b|1.234", "c|2.345", "d|1")], [], "und")
    assert not fmt.certain


def test_a_single_number_that_can_be_both_is_not_decided() -> None:
    fmt = decide_format([table("a|1.415", "b|2")], [], "und")
    assert not fmt.certain


def test_nothing_depends_on_it() -> None:
    fmt = decide_format([table("a|12", "b|2")], [], "de")
    assert (fmt.decimal, fmt.certain) == (",", True)


def test_a_table_of_other_software_is_read_by_its_own_convention() -> None:
    own = table("a|28,8", "b|1.415,2", "c|3,1", "d|4,4", "e|5,5")
    pasted = table("a|20.57", "b|16.86", "c|22.03", "d|1,234.5", name="p002-t1")
    fmt = decide_format([own, pasted], [], "it")
    assert (fmt.decimal, fmt.certain) == (",", True)
    assert format_of_table(own, fmt) == (fmt, False)
    other, differs = format_of_table(pasted, fmt)
    assert (other.decimal, differs) == (".", True)


def test_sections_and_dates_in_prose_are_no_evidence() -> None:
    prose = ["See section 3.5 and the law of 12.03.2013, article 4.2. In all 1.415 people took part."]
    fmt = decide_format([table("a|12", "b|2")], prose, "nl")
    assert fmt.decimal == ","


def test_shares_in_prose_are() -> None:
    assert decide_format([table("a|1.415", "b|2")], ["In total 28,8% agreed."], "und").decimal == ","


def test_blanks_between_thousands_are_seen() -> None:
    fmt = decide_format([table("a|2 879|1,2", "b|1 346|0,1", "c|10 915|5,5")], [], "de")
    assert " " in fmt.grouping
