"""A network that finds text, cut where it takes a mean of all it sees, so that each part can be run band by band.

Between two such means a network only looks at what is near: what a part makes of a band and of a little more on each
side is what it makes of the whole picture there. So only the maps that later parts need are held whole, and the answer
is that of the whole network, but for the last digit of its sums.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from pipeline.extract.ocr.onnx_file import Network, Node

POINT_BY_POINT = frozenset({"Add", "Mul", "Div", "Erf", "Relu", "Sigmoid", "HardSigmoid", "Identity"})
NEAR = frozenset({"Conv", "MaxPool"})
"""Look at their neighbours."""
MEANS = frozenset({"ReduceMean", "GlobalAveragePool"})
BYTES = 4
"""Of a number."""


class Map(NamedTuple):
    """What a layer makes of a picture: so many numbers for every ``stride`` x ``stride`` pixels."""

    stride: int
    channels: int


class Part(NamedTuple):
    """Layers between means."""

    model: bytes
    """An ONNX file; empty once it is read."""
    made: str
    """The map it makes."""
    mean: str | None
    """Name of the mean of that map, where a later part needs it."""
    maps: tuple[str, ...]
    """What it needs in bands..."""
    means: tuple[str, ...]
    """...and at once."""
    reach: int
    """Pixels beside a band that it must see, a multiple of ``coarsest``."""
    coarsest: int
    """Stride of the coarsest map it needs or makes."""
    widest: float
    """Bytes a pixel of the picture of its largest layer."""


class Cut(NamedTuple):
    parts: tuple[Part, ...]
    strides: dict[str, int]
    channels: dict[str, int]
    input: str
    output: str


def cut(network: Network) -> Cut:
    """Raises ValueError where it has a layer of which it is not known how far it looks."""
    maps = maps_of(network)
    network, kept = commuted(network)
    order = {node.output: place for place, node in enumerate(network.nodes)}
    ends = [*sorted(kept, key=order.__getitem__), network.output]
    known = {network.input}
    parts = []
    for end in ends:
        parts.append(_part(network, maps, end, kept.get(end), known, {mean for mean in kept.values() if mean}))
        known.add(end)
    named = {network.input, *ends}
    return Cut(
        tuple(parts),
        {name: maps[name].stride for name in named},
        {name: maps[name].channels for name in named},
        network.input,
        network.output,
    )


def maps_of(network: Network) -> dict[str, Map]:
    """Of everything that is as large as the picture, or a share of it; means and what is made of them are not."""
    found = {network.input: Map(1, 3)}
    for node in network.nodes:
        seen = [found[name] for name in node.inputs if name in found]
        if not seen or (node.kind in MEANS and _is_mean(node)):
            continue
        if len({one.stride for one in seen}) > 1:
            raise ValueError(f"{node.kind} of maps of different sizes")
        found[node.output] = _map(network, node, seen)
    return found


def _map(network: Network, node: Node, seen: Sequence[Map]) -> Map:
    stride, channels = seen[0].stride, max(one.channels for one in seen)
    shape = _shape(network, node) if node.kind in ("Conv", "ConvTranspose") else ()
    if node.kind in NEAR and _keeps_size(network, node):
        return Map(stride * _step(node), shape[0] if shape else channels)
    if node.kind == "ConvTranspose" and {_step(node)} == set(shape[2:]) and stride % _step(node) == 0:
        return Map(stride // _step(node), shape[1] * _whole(node, "group", 1))
    if node.kind == "Resize" and node.attributes.get("mode") == b"nearest":
        scales = network.weights.get(node.inputs[-1])
        *_, down, across = (scales and scales.floats) or (0.0, 0.0)
        if down == across and down >= 1 and stride % down == 0:
            return Map(int(stride // down), channels)
    if node.kind == "Concat" and _whole(node, "axis", 0) == 1:
        return Map(stride, sum(one.channels for one in seen))
    if node.kind in POINT_BY_POINT:
        return Map(stride, channels)
    raise ValueError(f"it is not known how far {node.kind} looks")


def commuted(network: Network) -> tuple[Network, dict[str, str | None]]:
    """The network, and which maps are kept, each with the name of its mean: those of which it takes a mean.

    Where it takes that of a map made point by point of one that is needed elsewhere too, the latter is kept, and the
    mean is made of its mean: a sum weighted alike everywhere has the mean that the means so weighted have. A map that
    is made finer and needed elsewhere too is kept as well, as a part sees as far as its coarsest map makes it.
    """
    makers = {node.output: node for node in network.nodes}
    used = [name for node in network.nodes for name in node.inputs]
    kept: dict[str, str | None] = {}
    nodes = list(network.nodes)
    for place, node in enumerate(network.nodes):
        if node.kind not in (*MEANS, "Resize"):
            continue
        seen = node.inputs[0]
        if seen not in makers:
            raise ValueError(f"{node.kind} of the picture itself")
        maker = makers[seen]
        if node.kind == "Resize":
            if used.count(seen) > 1:
                kept.setdefault(seen, None)
        elif maker.kind == "Conv" and _side(network, maker) == _step(maker) == 1 and used.count(maker.inputs[0]) > 1:
            mean = kept.get(maker.inputs[0]) or f"{maker.inputs[0]} mean"
            kept[maker.inputs[0]] = mean
            nodes[place] = maker._replace(inputs=(mean, *maker.inputs[1:]), output=node.output)
        elif kept.get(seen):
            raise ValueError("two means of one map")
        else:
            kept[seen] = node.output
    return network._replace(nodes=tuple(nodes)), kept


def _part(
    network: Network, maps: dict[str, Map], end: str, mean: str | None, known: Collection[str], means: Collection[str]
) -> Part:
    nodes, given = _between(network, end, {*known, *means})
    reach = dict.fromkeys(given, 0)
    for node in nodes:
        far = max((reach[name] for name in node.inputs if name in reach), default=0)
        if node.kind in NEAR and node.output in maps:
            far += _side(network, node) // 2 * maps[node.inputs[0]].stride
        reach[node.output] = far
    needed = tuple(name for name in given if name in maps)
    coarsest = max(maps[name].stride for name in (*needed, end))
    layers = [maps[node.output] for node in nodes if node.kind in ("Conv", "ConvTranspose") and node.output in maps]
    return Part(
        network.of(nodes, given, end),
        end,
        mean,
        needed,
        tuple(name for name in given if name not in maps),
        -(-reach[end] // coarsest) * coarsest,
        coarsest,
        max(BYTES * layer.channels / layer.stride**2 for layer in (maps[end], *layers)),
    )


def _between(network: Network, end: str, known: Collection[str]) -> tuple[list[Node], list[str]]:
    """The layers that make ``end`` of what is known, and what of that they need."""
    needed, given, nodes = {end}, set(), []
    for node in reversed(network.nodes):
        if node.output in needed:
            nodes.append(node)
            given |= {name for name in node.inputs if name in known}
            needed |= {name for name in node.inputs if name not in known}
    return nodes[::-1], sorted(given)


def _shape(network: Network, node: Node) -> tuple[int, ...]:
    """Of its weights."""
    if len(node.inputs) < 2 or node.inputs[1] not in network.weights:
        raise ValueError(f"the weights of {node.kind} are made while it runs")
    return network.weights[node.inputs[1]].shape


def _is_mean(node: Node) -> bool:
    if node.kind == "ReduceMean" and node.attributes.get("axes") != (2, 3):
        raise ValueError("a mean, not over the picture")
    return True


def _side(network: Network, node: Node) -> int:
    """Of what it looks at, in points of its map."""
    sides = node.attributes.get("kernel_shape") or _shape(network, node)[2:]
    if not isinstance(sides, tuple) or set(_each(node, "dilations")) - {1}:
        raise ValueError(f"{node.kind} looks at points apart")
    return max(sides)


def _keeps_size(network: Network, node: Node) -> bool:
    """True where it makes a point for every one, or every second one..., also at the edges of the picture."""
    side, step = _side(network, node), _step(node)
    if node.attributes.get("auto_pad") == b"SAME_UPPER":
        return True
    beside = tuple(_each(node, "pads")) or (0, 0, 0, 0)
    return max(beside) <= side // 2 and all(side - step <= beside[axis] + beside[axis + 2] < side for axis in (0, 1))


def _step(node: Node) -> int:
    steps = set(_each(node, "strides")) or {1}
    if len(steps) > 1:
        raise ValueError(f"{node.kind} goes further down than across")
    return steps.pop()


def _each(node: Node, name: str) -> Iterator[int]:
    values = node.attributes.get(name, ())
    yield from values if isinstance(values, tuple) else ()


def _whole(node: Node, name: str, otherwise: int) -> int:
    return next(_each(node, name), otherwise)
