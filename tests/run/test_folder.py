import json
from pathlib import Path

import pytest

from pipeline.errors import OutputError
from pipeline.folder import check_writable, claims, fingerprint, slug


def pdf(path: Path, content: bytes = b"%PDF-1") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def occupy(folder: Path, sha256: str | None) -> None:
    folder.mkdir(parents=True)
    manifest = {"input": {"sha256": sha256}, "files": {}}
    (folder / "run.json").write_text(json.dumps(manifest) if sha256 else "{", "utf-8")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Eén Rapport (2018)", "een-rapport-2018"),
        ("eu-001", "eu-001"),
        ("report_word..final", "report-word-final"),
        ("../../etc", "etc"),
        ("報告", "report"),
        ("x" * 300, "x" * 80),
    ],
)
def test_slug(name: str, expected: str) -> None:
    assert slug(name) == expected


def test_a_free_name_and_a_name_held_by_the_same_pdf_are_given(tmp_path: Path) -> None:
    path = pdf(tmp_path / "Report A.pdf")
    [claim] = claims([path], tmp_path / "out")
    assert claim.report_id == "report-a"
    occupy(tmp_path / "out" / "report-a", claim.sha256)
    assert claims([path], tmp_path / "out") == [claim]


@pytest.mark.parametrize("holder", ["f" * 64, None])
def test_a_taken_name_gets_a_hash_and_keeps_it(tmp_path: Path, holder: str | None) -> None:
    path = pdf(tmp_path / "a.pdf")
    occupy(tmp_path / "out" / "a", holder)
    [claim] = claims([path], tmp_path / "out")
    assert claim.report_id == f"a-{(fingerprint(path) or '')[:8]}"
    assert claims([path], tmp_path / "out") == [claim]


def test_two_pdfs_of_one_name_in_one_run_get_two_folders(tmp_path: Path) -> None:
    first, second = pdf(tmp_path / "x/a.pdf", b"%PDF-1"), pdf(tmp_path / "y/a.pdf", b"%PDF-2")
    ids = [claim.report_id for claim in claims([first, second], tmp_path / "out")]
    assert ids == ["a", f"a-{(fingerprint(second) or '')[:8]}"]


def test_a_missing_file_takes_no_name(tmp_path: Path) -> None:
    present = pdf(tmp_path / "y/a.pdf")
    found = claims([tmp_path / "x/a.pdf", present], tmp_path / "out")
    assert [(claim.report_id, claim.sha256 is None) for claim in found] == [("a", True), ("a", False)]


def test_a_file_in_the_way_is_said_before_any_work(tmp_path: Path) -> None:
    pdf(tmp_path / "file")
    for out in (tmp_path / "file", tmp_path / "file" / "deeper"):
        with pytest.raises(OutputError, match="is a file, not a folder"):
            check_writable(out)
    check_writable(tmp_path / "not" / "yet" / "there")
    assert not (tmp_path / "not").exists()
