"""YAML in which every key and value knows its line, so that what is wrong is refused where it stands.

Stricter than the parser: a key that stands twice or that nobody knows is an error, where PyYAML and pandera pass
over it without a word.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from pipeline.errors import ProfileError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    import yaml

TEXT = "tag:yaml.org,2002:str"

Scalar = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Located:
    """A value of a YAML file and where it stands."""

    value: Scalar | tuple[Located, ...] | dict[str, Located]
    file: str
    line: int

    @property
    def place(self) -> str:
        return f"{self.file}:{self.line}"

    def refuse(self, message: str) -> NoReturn:
        """Raises ProfileError with the place before the message."""
        raise ProfileError(f"{self.place}: {message}")

    def mapping(self, known: Collection[str] | None = None) -> Mapping[str, Located]:
        """The keys and their values. Raises ProfileError on a key that is not among ``known``."""
        if self.value is None:
            return {}
        if not isinstance(self.value, dict):
            self.refuse(f"keys with values are expected here, not {self.shown()}")
        for key, entry in self.value.items():
            if known is not None and key not in known:
                entry.refuse(unknown("key", key, known))
        return self.value

    def items(self) -> tuple[Located, ...]:
        """The entries of a list; nothing where nothing is given."""
        if self.value is None:
            return ()
        if not isinstance(self.value, tuple):
            self.refuse(f"a list is expected here, not {self.shown()}")
        return self.value

    def text(self) -> str:
        if not isinstance(self.value, str) or not self.value.strip():
            self.refuse(f"a text is expected here, not {self.shown()}; put it in quotes")
        return self.value

    def texts(self) -> tuple[str, ...]:
        return tuple(entry.text() for entry in self.items())

    def number(self) -> float:
        if isinstance(self.value, bool) or not isinstance(self.value, int | float):
            self.refuse(f"a number is expected here, not {self.shown()}")
        return float(self.value)

    def whole(self) -> int:
        if isinstance(self.value, bool) or not isinstance(self.value, int) or self.value < 0:
            self.refuse(f"a whole number of 0 or more is expected here, not {self.shown()}")
        return self.value

    def flag(self) -> bool:
        if not isinstance(self.value, bool):
            self.refuse(f"true or false is expected here, not {self.shown()}")
        return self.value

    def shown(self) -> str:
        kinds = {dict: "keys with values", tuple: "a list", type(None): "nothing"}
        return kinds.get(type(self.value), repr(self.value))


def unknown(kind: str, name: str, known: Collection[str]) -> str:
    """``there is no key 'lable'; did you mean 'label'?``"""
    near = difflib.get_close_matches(name, sorted(known), n=1, cutoff=0.5)
    rest = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(sorted(known))}"
    return f"there is no {kind} {name!r}; {rest}"


def read(path: Path) -> Located:
    """The whole file. Raises ProfileError where it cannot be read as YAML."""
    return read_both(path)[0]


def read_both(path: Path) -> tuple[Located, yaml.Node | None]:
    """``read``, and what the parser made of it, for whoever wants its plain values too; None of an empty file."""
    import yaml

    name = short(path)
    try:
        text = path.read_text("utf-8-sig")
        node = yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except OSError as error:
        raise ProfileError(f"{name} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ProfileError(f"{name} is not in UTF-8: save it with that encoding") from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ProfileError(f"{name}:{line}: this is no YAML: {error.problem}") from error
    except yaml.YAMLError as error:
        raise ProfileError(f"{name}: this is no YAML: {error}") from error
    return Located(None, name, 1) if node is None else _located(node, name, {}), node


def short(path: Path) -> str:
    """The last three parts: enough to find it, and the same on every machine."""
    return "/".join(path.parts[-3:])


def _located(node: yaml.Node, file: str, done: dict[int, Located | None]) -> Located:
    """``done``: what was made of each node, so that an anchor used often costs once; None: not finished yet."""
    import yaml

    key = id(node)
    if key in done:
        known = done[key]
        return known or Located(None, file, node.start_mark.line + 1).refuse("an anchor holds itself")
    done[key] = None
    line = node.start_mark.line + 1
    value: Scalar | tuple[Located, ...] | dict[str, Located]
    if isinstance(node, yaml.MappingNode):
        value = _keys(node, file, done)
    elif isinstance(node, yaml.SequenceNode):
        value = tuple(_located(child, file, done) for child in node.value)
    else:
        value = _scalar(node, file)
    done[key] = Located(value, file, line)
    return Located(value, file, line)


def _keys(node: yaml.MappingNode, file: str, done: dict[int, Located | None]) -> dict[str, Located]:
    import yaml

    found: dict[str, Located] = {}
    for name, child in node.value:
        here = Located(name.value if isinstance(name, yaml.ScalarNode) else None, file, name.start_mark.line + 1)
        if not isinstance(here.value, str):
            here.refuse("a key must be a text")
        if name.tag != TEXT:
            here.refuse(f"YAML reads the key {here.value} as something else than a text: put it in quotes")
        if here.value in found:
            here.refuse(f"the key {here.value!r} stands twice; the first is on line {found[here.value].line}")
        entry = _located(child, file, done)
        # The place of a value is that of its key: a list begins on the line after it.
        found[here.value] = Located(entry.value, file, here.line)
    return found


def _scalar(node: yaml.Node, file: str) -> Scalar:
    import yaml

    if node.tag == TEXT:
        return str(node.value)
    try:
        value = yaml.constructor.SafeConstructor().construct_object(node, deep=True)
    except (yaml.YAMLError, ValueError) as error:
        return Located(None, file, node.start_mark.line + 1).refuse(f"this value cannot be read: {error}")
    if value is None or isinstance(value, str | int | float | bool):
        return value
    # Dates: YAML makes 2019-11-01 one; nothing here wants a date.
    return str(node.value)
