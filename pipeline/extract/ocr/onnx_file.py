"""The layers of a network in an ONNX file, and files of some of them: as much of the format as cutting needs.

An ONNX file is a protobuf message: fields one after another, each a number, a kind and a value.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

GRAPH = 7
"""Field of a file in which its layers stand."""
NODE, INITIALIZER, INPUT, OUTPUT = 1, 5, 11, 12
"""Fields of a graph."""
VARINT, EIGHT_BYTES, SIZED, FOUR_BYTES = 0, 1, 2, 5
"""Kinds of value."""
FLOATS = b"\x08\x01"
"""The type of a tensor of 32-bit floats."""


class Node(NamedTuple):
    """A layer."""

    kind: str
    inputs: tuple[str, ...]
    output: str
    attributes: dict[str, tuple[int, ...] | bytes]
    """Whole numbers, or text; others are left out."""
    rest: bytes
    """What it is besides its name, inputs and outputs, as it stands in the file."""

    def written(self) -> bytes:
        ends = b"".join(field(1, name.encode()) for name in self.inputs) + field(2, self.output.encode())
        return field(NODE, ends + self.rest)


class Weights(NamedTuple):
    """A constant of a network."""

    shape: tuple[int, ...]
    floats: tuple[float, ...]
    """Of a short one; none of one longer than a map has sides."""
    written: bytes


class Network(NamedTuple):
    """All of a file."""

    nodes: tuple[Node, ...]
    """Each after those it needs."""
    weights: dict[str, Weights]
    input: str
    output: str
    head: bytes
    """What stands in the file besides the layers: its versions."""

    def of(self, nodes: Sequence[Node], inputs: Sequence[str], output: str) -> bytes:
        """A file of these layers."""
        used = {name for node in nodes for name in node.inputs}
        graph = [node.written() for node in nodes]
        graph += [constant.written for name, constant in self.weights.items() if name in used]
        graph += [field(INPUT, _float_map(name, sides=True)) for name in inputs]
        graph += [field(2, b"part"), field(OUTPUT, _float_map(output, sides=False))]
        return self.head + field(GRAPH, b"".join(graph))


def read_network(file: bytes) -> Network:
    """Raises ValueError where the file is none of one network with one input and one output."""
    (graph,) = (value for number, value, _ in fields(file) if number == GRAPH and isinstance(value, bytes))
    listed: dict[int, list[tuple[bytes, bytes]]] = {number: [] for number in (NODE, INITIALIZER, INPUT, OUTPUT)}
    for number, value, written in fields(graph):
        if number in listed and isinstance(value, bytes):
            listed[number].append((value, written))
    weights = dict(_weights(value, written) for value, written in listed[INITIALIZER])
    # Older files list their constants among the inputs too.
    (given,) = (name for value, _ in listed[INPUT] for name in _texts(value, 1) if name not in weights)
    (made,) = (name for value, _ in listed[OUTPUT] for name in _texts(value, 1))
    head = b"".join(written for number, _, written in fields(file) if number != GRAPH)
    return Network(tuple(_node(value) for value, _ in listed[NODE]), weights, given, made, head)


def fields(message: bytes) -> Iterator[tuple[int, int | bytes, bytes]]:
    """Number and value of each field, and how it is written. Raises ValueError where it is no message."""
    place = 0
    while place < len(message):
        begin = place
        key, place = _number(message, place)
        kind = key & 7
        value: int | bytes
        if kind == VARINT:
            value, place = _number(message, place)
        else:
            if kind == SIZED:
                size, place = _number(message, place)
            elif kind in (EIGHT_BYTES, FOUR_BYTES):
                size = 8 if kind == EIGHT_BYTES else 4
            else:
                raise ValueError(f"no kind of field: {kind}")
            value, place = message[place : place + size], place + size
        yield key >> 3, value, message[begin:place]


def field(number: int, value: bytes) -> bytes:
    return _varint(number << 3 | SIZED) + _varint(len(value)) + value


def _node(message: bytes) -> Node:
    (kind,) = _texts(message, 4)
    (output,) = _texts(message, 2)
    attributes = dict(_attribute(v) for number, v, _ in fields(message) if number == 5 and isinstance(v, bytes))
    rest = b"".join(written for number, _, written in fields(message) if number not in (1, 2, 3))
    return Node(kind, tuple(_texts(message, 1)), output, attributes, rest)


def _attribute(message: bytes) -> tuple[str, tuple[int, ...] | bytes]:
    (name,) = _texts(message, 1)
    text = [value for number, value, _ in fields(message) if number == 4 and isinstance(value, bytes)]
    return name, text[0] if text else _numbers(message, 8) or _numbers(message, 3)


def _weights(message: bytes, written: bytes) -> tuple[str, Weights]:
    (name,) = _texts(message, 8)
    shape = _numbers(message, 1)
    raw = [value for number, value, _ in fields(message) if number == 9 and isinstance(value, bytes)]
    short = len(shape) == 1 and shape[0] <= 4 and _numbers(message, 2) == (1,) and raw
    return name, Weights(shape, tuple(np.frombuffer(raw[0], "<f4").tolist()) if short else (), written)


def _texts(message: bytes, wanted: int) -> list[str]:
    return [value.decode() for number, value, _ in fields(message) if number == wanted and isinstance(value, bytes)]


def _numbers(message: bytes, wanted: int) -> tuple[int, ...]:
    """Those of a field, which are written one by one or together."""
    found = []
    for number, value, _ in fields(message):
        if number != wanted:
            continue
        if isinstance(value, int):
            found.append(value)
            continue
        place = 0
        while place < len(value):
            one, place = _number(value, place)
            found.append(one)
    return tuple(found)


def _number(message: bytes, place: int) -> tuple[int, int]:
    """A whole number, seven bits to the byte, and the place after it."""
    value = shift = 0
    while True:
        if place >= len(message):
            raise ValueError("the file ends within a number")
        byte = message[place]
        value |= (byte & 127) << shift
        place, shift = place + 1, shift + 7
        if byte < 128:
            return value, place


def _varint(value: int) -> bytes:
    written = bytearray()
    while value > 127:
        written.append(value & 127 | 128)
        value >>= 7
    return bytes((*written, value))


def _float_map(name: str, sides: bool) -> bytes:
    """That a tensor is of floats, and has four sides of any length."""
    any_sides = b"".join(field(1, field(2, f"{name} {side}".encode())) for side in range(4))
    return field(1, name.encode()) + field(2, field(1, FLOATS + (field(2, any_sides) if sides else b"")))
