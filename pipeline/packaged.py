"""Words and rules that come with the code as YAML: read once, as they are."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any


@cache
def packaged(package: str, name: str) -> dict[str, Any]:
    """The mapping in a YAML file of the package. It is shared: nobody may change it."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times faster where libyaml is there
    found: dict[str, Any] = yaml.load(files(package).joinpath(name).read_text("utf-8"), loader)
    return found
