"""Whatever changes between two runs, the second gives what a run without anything to go on with gives."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest
from editions import VISITS, draw, replaced
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline import inputs, run, steps
from pipeline.config import Settings
from pipeline.folder import Claim, fingerprint
from pipeline.write import manifest
from schemas.corrections import corrections_bytes

MB = 2**20
SETTINGS: dict[str, tuple[Any, ...]] = {
    "file_mb": (1024, 1),
    "pages": (20_000, 1),
    "page_characters": (50_000, 100),
    "page_paths": (20_000, 2),
    "stream_mb": (16, 1),
    "render_megapixels": (40, 1),
    "page_seconds": (120.0, 1.0),
    "document_seconds": (600.0, 1.0),
    "memory_mb": (3072, 1),
    "backend": ("pdfium", "pdfplumber"),
    "password": (None, "sesame"),
    "workers": (0, 3),
    "executor": ("processes", "serial"),
    "scheduler": ("", "tcp://nowhere"),
    "language": ("", "en", "nl"),
    "report_assets": ("auto", "inside", "beside"),
    "schemas": ("", "other"),
    "profile": ("", "towns", "none", "unheard"),
    "corrections": ("", "fix.csv", "missing.csv"),
    "cache_mb": (1024, 0),
}
"""Of each setting the usual value, and others."""
OUTSIDE: dict[str, tuple[Any, ...]] = {
    "pdf": ("260", "261", "two pages", "large", "broken"),
    "name": ("towns.pdf", "Towns.pdf"),
    "origin": (None, "publisher = 'A'", "publisher = 'B'", "publisher ="),
    "beside": (None, "250", "251"),
    "given": ("250", "251"),
    "profile.yaml": ("as drafted", "none", "thresholds", "header", "elsewhere", "broken"),
    "table-1.yaml": ("as drafted", "another range"),
    "code": ("0.1.0+1", "0.1.0+2"),
    "engines": (("rapidocr",), ("rapidocr", "tesseract"), ()),
    "versions": ("1.0", "1.1"),
}
"""The same of everything that is no setting."""
ALL = SETTINGS | OUTSIDE
USUAL = {name: values[0] for name, values in ALL.items()}
World = dict[str, Any]
SPRING = {
    "observation_id": "p001-t2-r02-c01", "page": "1", "table": "2", "row": "Spring", "column": "Visits",
    "printed": "260", "read": "260", "reason": "erratum of 3 May",
}  # fmt: skip


class Place:
    """A folder with a report and all that belongs to it, as a world says; and what a run makes of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.known: dict[str, Any] = {}
        draw(folder / "draft.pdf")
        self.drafted, _ = run.draft_schemas(folder / "draft.pdf", Settings())

    def run(self, world: World, out: Path) -> Any:
        """What a run in ``out`` tells and leaves there."""
        here = self.folder / "here"
        shutil.rmtree(here, ignore_errors=True)
        self._lay_out(here, world)
        names = {field.name for field in fields(Settings)}
        given = Settings(**{name: value for name, value in world.items() if name in names})
        before = Path.cwd()
        os.chdir(here)
        try:
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(inputs, "code_version", lambda: world["code"])
                patch.setattr(steps, "code_version", lambda: world["code"])
                patch.setattr(inputs, "recognisers", lambda: world["engines"])
                for module in (inputs, manifest):
                    patch.setattr(module, "versions", lambda: {"pypdfium2": world["versions"]})
                sha256 = fingerprint(Path(world["name"])) or ""
                claim = Claim(Path(world["name"]), sha256, f"towns-{sha256[:8]}")  # another PDF has another folder
                outcome = run.attempt(run.Job(claim, out, given), lambda place: None)
        finally:
            os.chdir(before)
        told = replace(outcome, seconds=0.0, unchanged=False, folder=None, artifacts=(), issues=())
        issues = [(i.code, i.severity, i.message, i.page, i.table_id, i.row, i.column, i.box) for i in outcome.issues]
        return told, issues, left(out / claim.report_id) if outcome.folder else None

    def cold(self, world: World) -> Any:
        """The same where nothing was before."""
        key = repr(sorted(world.items()))
        if key not in self.known:
            shutil.rmtree(self.folder / "cold", ignore_errors=True)
            self.known[key] = self.run(world, self.folder / "cold")
        return self.known[key]

    def _lay_out(self, here: Path, world: World) -> None:
        pdf = here / world["name"]
        draw(pdf, visits=replaced(VISITS, "260", "261" if world["pdf"] == "261" else "260"))
        content = pdf.read_bytes()
        if world["pdf"] == "large":
            content = content.replace(b"startxref", b"%" + b"x" * (MB + MB // 8) + b"\nstartxref")
        if world["pdf"] == "two pages":
            content = content.replace(b"/Count 1 /Kids [ 4 0 R", b"/Count 2 /Kids [ 4 0 R 4 0 R")
        if world["pdf"] == "broken":
            content = content[: len(content) // 3]
        pdf.write_bytes(content)
        if world["origin"] is not None:
            pdf.with_suffix(".toml").write_text(world["origin"])
        beside = pdf.with_name(f"{pdf.stem}.corrections.csv")
        for path, expected in ((beside, world["beside"]), (here / "fix.csv", world["given"])):
            if expected is not None:
                path.write_bytes(corrections_bytes([{**SPRING, "expected": expected}]))
        self._profile(here / "schemas/towns", world)
        shutil.copytree(here / "schemas", here / "other") if (here / "schemas").exists() else (here / "other").mkdir()

    def _profile(self, folder: Path, world: World) -> None:
        state = world["profile.yaml"]
        if state == "none":
            return
        texts = dict(self.drafted)
        if world["table-1.yaml"] != "as drafted":
            texts["table-1.yaml"] = texts["table-1.yaml"].replace("max_value: 100", "max_value: 20")
        if state == "thresholds":
            texts["profile.yaml"] += "\nthresholds:\n  rounding: 1.0\n"
        if state == "header":
            texts["profile.yaml"] += "\ncorrections:\n  - {page: 1, printed: 'Yes No Unknown', header_rows: 2}\n"
        if state == "elsewhere":
            texts["profile.yaml"] = texts["profile.yaml"].replace("The yearly survey", "The monthly survey")
        if state == "broken":
            texts["profile.yaml"] += "\nsurprise: 1\n"
        folder.mkdir(parents=True)
        for name, text in texts.items():
            (folder / name).write_text(text, "utf-8")


def left(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    found["run.json"] = {**json.loads(found["run.json"]), "timings": None}
    return found


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    made = Place(tmp_path_factory.mktemp("place"))
    made.run(USUAL, made.folder / "usual")
    return made


def test_every_setting_is_tried() -> None:
    assert SETTINGS.keys() == {field.name for field in fields(Settings)}
    assert all(getattr(Settings(), name) == values[0] for name, values in SETTINGS.items())


@pytest.mark.parametrize("name", ALL)
def test_a_changed_input_gives_what_a_run_from_nothing_gives(name: str, place: Place, tmp_path: Path) -> None:
    out = tmp_path / "out"
    shutil.copytree(place.folder / "usual", out)
    for value in (*ALL[name][1:], ALL[name][0]):
        world = {**USUAL, name: value}
        assert place.run(world, out) == place.cold(world), value


few_changes = st.dictionaries(st.sampled_from(sorted(ALL)), st.integers(0, 4), min_size=1, max_size=3)


@given(st.lists(few_changes, min_size=2, max_size=4))
@settings(max_examples=5, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_so_do_several_changes_one_after_another(
    place: Place, tmp_path_factory: pytest.TempPathFactory, changes: list[dict[str, int]]
) -> None:
    out = tmp_path_factory.mktemp("out")
    for chosen in changes:
        world = {**USUAL, **{name: ALL[name][at % len(ALL[name])] for name, at in chosen.items()}}
        assert place.run(world, out) == place.cold(world)
