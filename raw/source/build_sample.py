"""Build the sample report from its data file: the PDF, its description and its truth.

    python raw/source/build_sample.py            write the PDF into raw/, its sha256 into the .toml, and the truth
    python raw/source/build_sample.py --out DIR  write PDF and truth into DIR

Nothing of the machine enters the PDF: fonts come from the typst and reportlab wheels, the date is fixed, pictures are
drawn by the same compiler. Two builds with the same versions of both wheels give the same bytes.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import shutil
import tempfile
from pathlib import Path
from typing import Any

import reportlab
import typst
import yaml
from sample_truth import write_truth

SOURCE = Path(__file__).resolve().parent
NAME = "digitalisering-overheid"
TRUTH = SOURCE.parents[1] / "tests" / "sample" / "truth"
TIMESTAMP = 1522540800
"""1 April 2018, 00:00 UTC, in seconds: the survey's month, so that the bytes do not depend on the day of the build."""
PICTURE_PPI = 170.0
"""Pixels per inch of the picture charts: digits about 15 pixels high, as in reports exported from a word processor."""
FONT_FILES = ("Vera.ttf", "VeraBd.ttf", "VeraIt.ttf", "VeraBI.ttf")


def load_data() -> dict[str, Any]:
    """The data file as plain values."""
    data: dict[str, Any] = yaml.safe_load((SOURCE / "report.yaml").read_text(encoding="utf-8"))
    return data


def compile_pdf(data: dict[str, Any]) -> tuple[bytes, dict[str, int]]:
    """The PDF and the page (1-based) on which each marked thing landed."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        for source in (*SOURCE.glob("*.typ"), SOURCE / "report.yaml"):
            shutil.copy(source, work)
        fonts = work / "fonts"
        fonts.mkdir()
        for name in FONT_FILES:
            shutil.copy(Path(reportlab.__file__).parent / "fonts" / name, fonts)
        options: dict[str, Any] = {"root": work, "font_paths": [fonts], "ignore_system_fonts": True}
        for figure in data["figures"]:
            if figure["kind"] == "raster":
                picture = typst.compile(
                    work / "picture.typ", format="png", ppi=PICTURE_PPI, sys_inputs={"figure": figure["id"]}, **options
                )
                (work / f"{figure['id']}.png").write_bytes(picture)
        pdf = typst.compile(work / "report.typ", format="pdf", timestamp=TIMESTAMP, **options)
        places = json.loads(typst.query(work / "report.typ", "<places>", field="value", one=True, **options))
    pages = {place["id"]: place["page"] for place in places}
    if len(pages) != len(places):
        raise ValueError("the template marks one thing twice, so its page cannot be told")
    return pdf, pages


def build(pdf_folder: Path, truth_folder: Path) -> Path:
    """Write the PDF and its truth; give the path of the PDF."""
    data = load_data()
    pdf, pages = compile_pdf(data)
    path = pdf_folder / f"{NAME}.pdf"
    path.write_bytes(pdf)
    write_truth(data, pages, truth_folder)
    return path


def record_sha256(pdf: Path) -> None:
    """Keep the description beside the PDF in step with it."""
    description = pdf.with_suffix(".toml")
    digest = hashlib.sha256(pdf.read_bytes()).hexdigest()
    text = description.read_text(encoding="utf-8")
    description.write_text(re.sub(r'(?m)^sha256 = ".*"$', f'sha256 = "{digest}"', text), encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, help="write PDF and truth here instead of into the project")
    out: Path | None = parser.parse_args().out
    if out is None:
        record_sha256(build(SOURCE.parent, TRUTH))
    else:
        out.mkdir(parents=True, exist_ok=True)
        build(out, out / "truth")


if __name__ == "__main__":
    main()
