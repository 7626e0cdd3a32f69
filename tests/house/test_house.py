"""Promises of the house that no other test keeps: imports, sizes, documents that say what is so."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from pipeline import errors

ROOT = Path(__file__).parents[2]
MODULES = sorted(path for package in ("pipeline", "schemas") for path in (ROOT / package).rglob("*.py"))
LONGEST = 400
GLOSSARY = ROOT / "pipeline/model.py"
"""One list of all values that flow: longer, because to split it would hide the half."""


def project() -> dict[str, object]:
    found: dict[str, object] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return found


def test_the_import_contracts_hold() -> None:
    program = Path(sys.executable).with_name("lint-imports")
    if not program.exists():
        pytest.skip("import-linter is not installed")
    done = subprocess.run([program, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_stays_short_and_is_named_for_what_it_holds(path: Path) -> None:
    if path != GLOSSARY:
        assert len(path.read_text("utf-8").splitlines()) <= LONGEST
    assert not re.search("util|helper|common|manager|misc", path.stem)


def subclasses(kind: type[errors.PipelineError]) -> set[type[errors.PipelineError]]:
    return {kind}.union(*(subclasses(child) for child in kind.__subclasses__()))


def test_every_error_is_explained_with_its_exit_code() -> None:
    text = (ROOT / "docs/errors.md").read_text("utf-8")
    for kind in subclasses(errors.PipelineError):
        assert f"| `{kind.code}` | {kind.exit_code} |" in text


def codes_in(path: Path) -> set[str]:
    """Texts of the code that look like ``number.unparsed`` and name no file, module or field."""
    texts = (node.value for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Constant))
    return {
        text
        for text in texts
        if isinstance(text, str)
        and re.fullmatch(r"[a-z_]{3,}(\.[a-z_]+)+", text)
        and not re.search(r"^(pipeline|schemas)\.|\.(json|csv|parquet|html|css|js|toml|yaml|pdf|txt|md)$", text)
    }


def test_every_finding_is_explained() -> None:
    text = (ROOT / "docs/errors.md").read_text("utf-8")
    codes = {code for path in MODULES for code in codes_in(path)}
    assert {"worker.died", "tables.none", "origin.unreadable"} <= codes
    assert sorted(code for code in codes if f"`{code}`" not in text) == []


def test_the_readme_has_the_two_commands() -> None:
    lines = (ROOT / "README.md").read_text("utf-8").splitlines()
    assert "pip install -c constraints.txt . && pipeline run" in lines
    assert "pip install -c constraints.txt -e '.[dev]' && python -m pytest" in lines


def test_every_requirement_is_pinned() -> None:
    pinned = re.findall(r"^([a-z0-9-]+)==\S+$", (ROOT / "constraints.txt").read_text("utf-8"), re.MULTILINE)
    about = project()
    extras = about["optional-dependencies"]
    assert isinstance(extras, dict)
    wanted = [*about["dependencies"], *(line for lines in extras.values() for line in lines)]  # type: ignore[misc]
    names = {re.split(r"[\[<>=;~! ]", line)[0].lower().replace("_", "-").replace(".", "-") for line in wanted}
    assert names - {str(about["name"])} - set(pinned) == set()


def test_nothing_that_is_kept_names_a_machine() -> None:
    for name in ("constraints.txt", "pyproject.toml", ".ci/run", "README.md", "CONTRIBUTING.md"):
        text = (ROOT / name).read_text("utf-8")
        assert not re.search(r"index-url|find-links|https?://[^/\s]*pypi|file://", text), name
