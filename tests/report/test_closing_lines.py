from pathlib import Path

from pipeline.model import Issue, Outcome
from pipeline.report.terminal import closing_lines

COUNTS = {"tables": 1, "values": 12, "quarantined": 2, "errors": 0, "warnings": 7}


def outcome(name: str, status: str = "ok", **more: object) -> Outcome:
    return Outcome(f"{name}.pdf", name, status, f"out/{name}", counts=COUNTS, **more)  # type: ignore[arg-type]


def failed(name: str) -> Outcome:
    return Outcome(
        f"{name}.pdf", name, "failed", None, error="input.encrypted", message="It is\x1b[2J encrypted.",
        hint="Ask.", exit_code=3,
    )  # fmt: skip


def test_one_report_tells_counts_findings_and_where_to_look() -> None:
    issues = tuple(Issue("x", "warning", f"finding {n}", n, "p001-t1") for n in range(7))
    note, error = Issue("n", "info", "a note"), Issue("e", "error", "the error", 9)
    lines = closing_lines([outcome("a", "partial", issues=(note, *issues, error))], "out")
    assert lines[0] == "a: partial, 1 table, 12 values, 2 in quarantine, 7 warnings, 0.0 s"
    assert lines[1] == "  error page 9: the error"
    assert lines[2] == "  warning page 0 p001-t1: finding 0"
    assert "and 3 more" in lines[6]
    assert str(Path("out/a/report.html")) in lines[-1]
    assert len(lines) <= 10
    assert not any("a note" in line for line in lines)


def test_charts_unsure_values_and_numbers_in_the_text_are_told_where_there_are_any() -> None:
    more = {"charts": 7, "charts_read": 6, "unsure": 1, "claims": 103, "claims_differ": 2}
    issues = tuple(Issue("x", "warning", f"finding {n}", n) for n in range(7))
    one = Outcome("a.pdf", "a", "partial", "out/a", counts={**COUNTS, **more}, issues=issues)
    lines = closing_lines([one], "out")
    assert lines[1] == "  6 of 7 charts read; 1 value unsure; 103 numbers in the text, 2 not as in the tables"
    assert len(lines) == 10


def test_a_failure_says_what_to_do_and_steers_no_terminal() -> None:
    assert closing_lines([failed("b")], "out") == ["b: failed: It is[2J encrypted.", "  what to do: Ask."]


def test_many_reports_are_totals_and_the_failed_ones() -> None:
    lines = closing_lines([*(outcome(f"r{n}") for n in range(40)), failed("b")], "out")
    assert lines[0].startswith("b: failed")
    assert lines[2] == "41 reports: 40 ok, 1 failed; 40 tables, 480 values"
    assert len(lines) == 4


def test_an_unchanged_report_says_so() -> None:
    assert closing_lines([outcome("a", unchanged=True)], "out")[0].endswith("unchanged since the last run")
