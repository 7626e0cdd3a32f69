"""What setup.py has compiled is there, and by the mypy that checks it."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_every_module_to_be_compiled_is_there() -> None:
    assignments = [node for node in ast.parse((ROOT / "setup.py").read_text()).body if isinstance(node, ast.Assign)]
    hot = next(ast.literal_eval(node.value) for node in assignments if ast.unparse(node.targets[0]) == "HOT")
    sources = [ROOT / folder / f"{name}.py" for folder, names in hot.items() for name in names.split()]
    assert len(sources) == len(set(sources)) > 30
    assert [path for path in sources if not path.is_file()] == []


def test_the_mypy_that_compiles_is_the_one_that_checks() -> None:
    needed = tomllib.loads((ROOT / "pyproject.toml").read_text())["build-system"]["requires"]
    pinned = re.findall(r"^mypy==.*$", (ROOT / "constraints.txt").read_text(), re.MULTILINE)
    assert [requirement for requirement in needed if requirement.startswith("mypy")] == pinned
