"""Feed the reader small PDFs that were harmed at random, and see that each ends as pages or as a clear error.

    python benchmarks/fuzz.py [--minutes 10] [--seed 1] [--keep FOLDER] [--whole [--seeds FOLDER]]

The seeds are drawn here: tables, a chart, turned pages, a picture, a form, a locked file; content is left unpacked, so
that operators are harmed too. Every file goes through both backends, tables, charts and text. What counts as found:
an exception that is no PipelineError, a dead process, a page that takes over SLOW seconds, a page without a state.
A found file is kept in FOLDER, to become a test.

``--whole``: through the whole run instead, from the file to its outputs, as a user runs it; ``--seeds``: with the PDFs
below a folder, unpacked, in place of those drawn here. Found is then what no page or report should need: a report that
failed with a ``worker`` error, a page that failed, a table of the outputs that pandas cannot load or with fewer rows
than the run counted.
"""

from __future__ import annotations

import argparse
import io
import random
import re
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from pipeline.config import Settings
from pipeline.errors import PipelineError
from pipeline.executors import Failure, Place, Tell
from pipeline.executors.processes import Processes
from pipeline.reading import read_content
from pipeline.run import run_batch
from pipeline.work import Work

BATCH = 100
"""Files a worker is given at once."""
SLOW = 60.0
MEMORY_MB = 3072
LARGEST_SEED, MOST_PAGES = 300_000, 12
"""Bytes and pages of a seed: a minute is to hold some dozens of them."""
Batch = tuple[tuple[int, ...], str]
NUMBERS = (b"0", b"-1", b"1", b"65536", b"2147483648", b"-2147483649", b"99999999999999999999", b"1e39", b"0.0000001")
WORDS = (
    b"obj", b"endobj", b"stream", b"endstream", b"<<", b">>", b"[", b"]", b"(", b")", b"/Length 9999999", b"q",
    b"Q", b"BT", b"ET", b"Tj", b"cm", b"re", b"f", b"Do", b"/Kids", b"/Parent", b"/Contents", b"/Resources", b"1 0 R",
    b"null", b"true", b"/FlateDecode", b"/MediaBox", b"/Rotate 45", b"\x00", b"\xff\xfe", b"%", b"trailer", b"xref",
)  # fmt: skip


def _table(canvas: Canvas, left: float = 50, top: float = 260) -> None:
    canvas.drawString(left, top + 12, "Table 1 Towns by answer")
    for row, cells in enumerate(
        (("", "Yes", "No"), ("North", "10", "30,5"), ("South", "25%", "35"), ("All", "<1", "-"))
    ):
        for column, text in enumerate(cells):
            canvas.drawString(left + 5 + 90 * column, top - 14 - 20 * row, text)
    for k in range(5):
        canvas.line(left, top - 20 * k, left + 270, top - 20 * k)
    for k in range(4):
        canvas.line(left + 90 * k, top, left + 90 * k, top - 80)


def _chart(canvas: Canvas) -> None:
    canvas.drawString(50, 272, "Figure 1 Shares")
    for k, value in enumerate((20, 45, 35)):
        canvas.setFillColorRGB(0.2, 0.4, 0.6)
        canvas.rect(120, 220 - 30 * k, 4 * value, 15, stroke=0, fill=1)
        canvas.setFillColorRGB(0, 0, 0)
        canvas.drawString(60, 224 - 30 * k, f"Group {k}")
        canvas.drawString(126 + 4 * value, 224 - 30 * k, f"{value}%")


def _turned(canvas: Canvas) -> None:
    canvas.setPageRotation(90)
    _table(canvas)


def _form(canvas: Canvas) -> None:
    _table(canvas)
    canvas.acroForm.textfield(name="field", value="12", x=50, y=50, width=80, height=20)
    canvas.linkURL("https://example.org", (50, 100, 150, 120))


def _picture(canvas: Canvas) -> None:
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    canvas.drawImage(ImageReader(Image.new("RGB", (40, 30), (200, 30, 30))), 0, 0, 400, 300)


def _hidden(canvas: Canvas) -> None:
    _table(canvas)
    text = canvas.beginText(60, 100)
    text.setTextRenderMode(3)
    text.textLine("unseen 99")
    canvas.drawText(text)
    canvas.saveState()
    canvas.clipPath(canvas.beginPath(), stroke=0)
    canvas.restoreState()


def seeds() -> list[bytes]:
    found = []
    pages: tuple[Callable[[Canvas], None], ...] = (_table, _chart, _turned, _form, _picture, _hidden)
    for drawn, options in ((pages, {}), *(((page,), {}) for page in pages), ((_table, _table), {"encrypt": True})):
        encryption = StandardEncryption("", "owner") if options else None
        file = io.BytesIO()
        canvas = Canvas(file, pagesize=(400, 300), invariant=1, pageCompression=0, encrypt=encryption)
        for page in drawn:
            page(canvas)
            canvas.showPage()
        canvas.save()
        found.append(file.getvalue())
    return found


def unpacked(folder: Path) -> list[bytes]:
    """The PDFs below a folder that qpdf can open and that are not too large to be run by the hundred."""
    import pikepdf

    found = []
    for path in sorted(path for path in folder.rglob("*.pdf") if path.stat().st_size < LARGEST_SEED):
        file = io.BytesIO()
        try:
            with pikepdf.open(path) as pdf:
                if len(pdf.pages) <= MOST_PAGES:
                    pdf.save(file, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.generalized)
                    found.append(file.getvalue())
        except (pikepdf.PdfError, pikepdf.PasswordError):
            continue
    return found


def harmed(number: int, chosen: Sequence[bytes] = ()) -> bytes:
    """The file of this number: always the same."""
    chance = random.Random(number)
    data = bytearray(chance.choice(chosen or seeds()))
    for _ in range(chance.choice((1, 1, 1, 2, 3, 8, 30))):
        place = chance.randrange(max(1, len(data)))
        length = int(chance.expovariate(1 / 20)) + 1
        kind = chance.randrange(8)
        if kind == 0:
            data[place : place + 1] = bytes([chance.randrange(256)])
        elif kind == 1:
            del data[place : place + length]
        elif kind == 2:
            data[place:place] = data[chance.randrange(max(1, len(data))) :][:length]
        elif kind == 3:
            data[place:place] = chance.choice(WORDS)
        elif kind in (4, 5):
            numbers = list(re.finditer(rb"-?\d+(?:\.\d+)?", data))
            if numbers:
                one = chance.choice(numbers)
                data[one.start() : one.end()] = chance.choice(NUMBERS)
        elif kind == 6:
            names = list(re.finditer(rb"/[A-Za-z]+", data))
            if names:
                one, other = chance.choice(names), chance.choice(names)
                data[one.start() : one.end()] = other[0]
        elif chance.random() < 0.2:
            del data[place:]
    return bytes(data)


def read_all(batch: Batch, tell: Tell) -> Counter[str]:
    """How the files of a batch end, by both backends. Tells which file is at hand."""
    numbers, folder = batch
    ends: Counter[str] = Counter()
    path = Path(folder) / "harmed.pdf"
    for number in numbers:
        path.write_bytes(harmed(number))
        for backend in ("pdfium", "pdfplumber"):
            tell(Place(backend, number))
            try:
                reading = read_content(path, Settings(backend=backend), kept=Work())
            except PipelineError as error:
                ends[f"{backend} {error.code}"] += 1
            else:
                ends[f"{backend} read"] += 1
                assert [page.number for page in reading.pages] == list(range(1, reading.document.page_count + 1))
                assert all(page.state == "text" or page.issues for page in reading.pages)
    return ends


def run_all(numbers: Sequence[int], chosen: Sequence[bytes], place: Path) -> tuple[Counter[str], dict[int, str]]:
    """How the whole run ends for the files of these numbers, and what is found."""
    raw, out = place / "raw", place / "out"
    for folder in (raw, out):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
    for number in numbers:
        (raw / f"{number}.pdf").write_bytes(harmed(number, chosen))
    executor = Processes(1, seconds=5 * SLOW, memory_mb=MEMORY_MB, page_seconds=SLOW)
    paths = [raw / f"{number}.pdf" for number in numbers]
    ends: Counter[str] = Counter()
    found: dict[int, str] = {}
    for number, outcome in zip(numbers, run_batch(paths, out, Settings(), executor), strict=True):
        ends[outcome.error or outcome.status] += 1
        wrong = [
            i.message for i in outcome.issues if i.code in ("page.failed", "page.too_slow", "page.too_much_memory")
        ]
        wrong += [outcome.message or ""] if (outcome.error or "").startswith("worker") else []
        wrong += faults_of(Path(outcome.folder), outcome.counts["accepted"]) if outcome.folder else []
        if wrong:
            found[number] = "; ".join(wrong)
    return ends, found


def faults_of(folder: Path, accepted: int) -> list[str]:
    """What is wrong with the outputs of a report, as a stranger's program meets them."""
    import json

    import pandas as pd

    def refuse(word: str) -> None:
        raise ValueError(f"{word} is no JSON")

    faults = []
    for path in sorted(folder.rglob("*")):
        try:
            if path.suffix == ".parquet":
                rows = len(pd.read_parquet(path))
            elif path.suffix == ".csv":
                rows = len(pd.read_csv(path, encoding="utf-8-sig", low_memory=False))
            elif path.suffix == ".json":
                json.loads(path.read_text("utf-8"), parse_constant=refuse)
        except (ValueError, OSError) as error:
            faults.append(f"{path.name}: {type(error).__name__} {error}")
        else:
            if path.stem == "observations" and rows != accepted:
                faults.append(f"{path.name} has {rows} rows of {accepted} values")
    return faults


def fuzz_whole(next_number: int, chosen: Sequence[bytes], end: float, keep: Path) -> int:
    """Until the time is over. Gives the exit code."""
    first, ends, found = next_number, Counter[str](), dict[int, str]()
    with tempfile.TemporaryDirectory() as folder:
        while time.monotonic() < end:
            numbers = range(next_number, next_number + BATCH // 4)
            next_number = numbers.stop
            ended, wrong = run_all(numbers, chosen, Path(folder))
            ends += ended
            found |= wrong
            for number, said in wrong.items():
                keep.mkdir(parents=True, exist_ok=True)
                (keep / f"{number}.pdf").write_bytes(harmed(number, chosen))
                print(f"{number}: {said}", flush=True)
    print(
        f"{next_number - first} files, {len(found)} found",
        *(f"  {k:28} {n}" for k, n in sorted(ends.items())),
        sep="\n",
    )
    return int(bool(found))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--seed", type=int, default=1, help="number of the first file")
    parser.add_argument("--keep", type=Path, default=Path(tempfile.gettempdir()) / "fuzz-found")
    parser.add_argument("--whole", action="store_true", help="through the whole run")
    parser.add_argument("--seeds", type=Path, metavar="FOLDER", help="PDFs to harm, with --whole")
    options = parser.parse_args()
    end = time.monotonic() + 60 * options.minutes
    if options.whole:
        return fuzz_whole(options.seed, unpacked(options.seeds) if options.seeds else (), end, options.keep)
    ends: Counter[str] = Counter()
    found: list[str] = []
    next_number = options.seed
    with tempfile.TemporaryDirectory() as folder:

        def again(batch: Batch, failure: Failure) -> Batch | None:
            assert failure.place is not None, failure
            number = failure.place.page
            options.keep.mkdir(parents=True, exist_ok=True)
            (options.keep / f"{number}.pdf").write_bytes(harmed(number))
            found.append(f"{number} by {failure.place.step}: {failure.code} {failure.message}")
            print(found[-1], failure.detail, sep="\n", flush=True)
            return tuple(n for n in batch[0] if n > number), folder

        executor = Processes(1, seconds=3600, memory_mb=MEMORY_MB, page_seconds=SLOW)
        while time.monotonic() < end:
            numbers = tuple(range(next_number, next_number + BATCH))
            next_number += BATCH
            for _, result in executor.map(read_all, [(numbers, folder)], again):
                assert not isinstance(result, Failure), result
                ends += result
    print(f"{next_number - options.seed} files, {len(found)} found")
    for name, count in sorted(ends.items()):
        print(f"  {name:28} {count}")
    print(*found, sep="\n")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
