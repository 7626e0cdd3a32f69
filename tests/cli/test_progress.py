import io
from collections.abc import Iterator

import pytest

from pipeline.cli.progress import Pace, progress, span
from pipeline.model import Outcome

COUNTS = dict.fromkeys(("tables", "values", "quarantined", "errors", "warnings"), 0)


def outcome(name: str, unchanged: bool = False) -> Outcome:
    return Outcome(f"{name}.pdf", name, "ok", name, COUNTS, unchanged=unchanged)


def test_the_pace_tells_rate_and_time_left_once_a_few_are_done() -> None:
    clock: Iterator[float] = iter([0.0, 10.0, 20.0, 30.0, 40.0, 50.0])
    pace = Pace(5, lambda: next(clock))
    told = [pace.after(outcome(name)) for name in "abcde"]
    assert told == ["", "", "6.0 a minute, 20 s left", "6.0 a minute, 10 s left", ""]


def test_reports_that_are_unchanged_are_no_measure_of_the_others() -> None:
    clock: Iterator[float] = iter([0.0, *([0.1] * 50), 60.0, 120.0, 180.0])
    pace = Pace(100, lambda: next(clock))
    assert {pace.after(outcome(str(k), unchanged=True)) for k in range(50)} == {""}
    assert [pace.after(outcome(str(k))) for k in range(3)][-1] == "1.0 a minute, 47 min left"


@pytest.mark.parametrize(("seconds", "told"), [(45, "45 s"), (720, "12 min"), (11_100, "3 h 05 min")])
def test_a_span_of_time_is_told_shortly(seconds: int, told: str) -> None:
    assert span(seconds) == told


def test_lines_elsewhere_than_on_a_terminal_are_numbered() -> None:
    stream = io.StringIO()
    with progress(2, stream, quiet=False) as done:
        done(outcome("a"))
        done(outcome("b"))
    lines = stream.getvalue().splitlines()
    assert lines[0].startswith("[1/2] a: ok")
    assert lines[1].startswith("[2/2] b: ok")
