"""The README's excerpt is what the sample gives."""

import csv
from pathlib import Path

from pipeline import run_report

ROOT = Path(__file__).parents[2]


def test_the_rows_of_the_excerpt_come_out_of_the_sample(tmp_path: Path) -> None:
    outcome = run_report(ROOT / "raw/digitalisering-overheid.pdf", tmp_path)
    with (Path(outcome.folder or "") / "observations.csv").open(encoding="utf-8-sig", newline="") as lines:
        found = list(csv.DictReader(lines))
    text = (ROOT / "README.md").read_text("utf-8").splitlines()
    start = next(n for n, line in enumerate(text) if line.startswith("| number |"))
    names = [cell.strip() for cell in text[start].strip("|").split("|")]
    shown = []
    for line in text[start + 2 :]:
        if not line.startswith("|"):
            break
        shown.append([cell.strip() for cell in line.strip("|").split("|")])
    assert len(shown) == 3
    assert [row for row in shown if row not in [[record[name] for name in names] for record in found]] == []
    assert f"({len(found[0])} columns;" in " ".join(text)
