"""A network is cut where it takes a mean of all it sees, and only where it is known how far each layer looks."""

from __future__ import annotations

import pytest

from pipeline.extract.ocr.onnx_file import Network, Node, Weights, field, fields, read_network
from pipeline.extract.ocr.parts import cut

SAME = {"strides": (1, 1), "pads": (1, 1, 1, 1)}
HALF = {"strides": (2, 2), "pads": (1, 1, 1, 1)}


def node(kind: str, inputs: str, output: str, **attributes: tuple[int, ...] | bytes) -> Node:
    return Node(kind, tuple(inputs.split()), output, attributes, field(4, kind.encode()))


def network(*nodes: Node) -> Network:
    weights = {
        "near": Weights((8, 3, 3, 3), (), b""),
        "more": Weights((16, 8, 3, 3), (), b""),
        "point": Weights((8, 8, 1, 1), (), b""),
        "less": Weights((8, 16, 3, 3), (), b""),
        "wider": Weights((8, 5, 2, 2), (), b""),
        "scale": Weights((4,), (1.0, 1.0, 2.0, 2.0), b""),
    }
    return Network(nodes, weights, "picture", nodes[-1].output, b"")


FIRST = node("Conv", "picture near", "edges", **HALF)
MEAN = node("GlobalAveragePool", "edges", "mean")
WEIGHED = node("Mul", "edges mean", "weighed")


def test_parts_end_at_means_and_know_what_they_need() -> None:
    found = cut(
        network(FIRST, MEAN, WEIGHED, node("Conv", "weighed more", "shapes", **HALF), node("Relu", "shapes", "text"))
    )
    first, second = found.parts
    assert (first.made, first.mean, first.maps, first.means) == ("edges", "mean", ("picture",), ())
    assert (second.made, second.mean, second.maps, second.means) == ("text", None, ("edges",), ("mean",))
    assert found.strides == {"picture": 1, "edges": 2, "text": 4}
    assert found.channels == {"picture": 3, "edges": 8, "text": 16}


def test_a_part_sees_as_far_beside_a_band_as_its_layers_look_together() -> None:
    found = cut(
        network(
            FIRST,  # one pixel
            node("Conv", "edges more", "a", **SAME),  # one of two pixels each
            node("Conv", "a more", "b", **HALF),  # as many; points of four pixels
            node("MaxPool", "b", "c", kernel_shape=(3, 3), **SAME),  # one of these
        )
    )
    (part,) = found.parts
    assert 1 + 2 + 2 + 4 <= part.reach == 12
    assert part.reach % part.coarsest == 0
    assert part.coarsest == 4
    assert part.widest == 16 * 4 / 4


def test_the_largest_layer_of_a_part_is_known() -> None:
    found = cut(
        network(
            FIRST,
            node("ConvTranspose", "edges wider", "a", strides=(2, 2)),
            node("Conv", "a near", "b", **HALF),
        )
    )
    assert found.parts[0].widest == 5 * 4
    assert found.channels["b"] == 8


def test_the_mean_of_points_weighed_alike_is_made_of_their_mean() -> None:
    found = cut(
        network(
            FIRST,
            node("Conv", "edges point", "side"),
            node("GlobalAveragePool", "side", "mean"),
            node("Relu", "edges", "other"),
            node("Mul", "other mean", "text"),
        )
    )
    first, second = found.parts
    assert (first.made, first.mean) == ("edges", "edges mean")
    assert (second.maps, second.means) == (("edges",), ("edges mean",))
    assert b"Conv" in second.model
    assert b"GlobalAveragePool" not in second.model


def test_a_map_that_is_made_finer_and_needed_elsewhere_too_ends_a_part() -> None:
    found = cut(
        network(
            FIRST,
            node("Conv", "edges more", "coarse", **HALF),
            node("Conv", "coarse less", "other", **SAME),
            node("Resize", "coarse scale", "fine", mode=b"nearest"),
            node("Conv", "fine less", "text", **SAME),
        )
    )
    first, second = found.parts
    assert (first.made, first.mean, first.coarsest) == ("coarse", None, 4)
    assert (second.maps, second.reach) == (("coarse",), 4)
    assert found.strides["text"] == 2


def test_means_that_no_part_can_take_are_refused() -> None:
    twice = (node("GlobalAveragePool", "edges", "again"), node("Mul", "weighed again", "text"))
    of_the_picture = (node("GlobalAveragePool", "picture", "light"), node("Mul", "weighed light", "text"))
    for more in (twice, of_the_picture):
        with pytest.raises(ValueError, match=r"two means|picture itself"):
            cut(network(FIRST, MEAN, WEIGHED, *more))


@pytest.mark.parametrize(
    "last",
    [
        node("Softmax", "weighed", "text"),
        node("GlobalMaxPool", "weighed", "text"),
        node("ReduceMean", "weighed", "text", axes=(1,)),
        node("Conv", "weighed more", "text", strides=(1, 1), pads=(0, 0, 0, 0)),
        node("Conv", "weighed more", "text", strides=(1, 1), pads=(2, 2, 0, 0)),
        node("Conv", "weighed more", "text", dilations=(2, 2), **SAME),
        node("Conv", "weighed more", "text", strides=(2, 1), pads=(1, 1, 1, 1)),
        node("Conv", "weighed made", "text", **SAME),
        node("ConvTranspose", "weighed more", "text", strides=(2, 2)),
        node("Resize", "weighed scale", "text", mode=b"linear"),
        node("Resize", "weighed size", "text", mode=b"nearest"),
        node("Concat", "weighed edges", "text", axis=(2,)),
        node("Add", "weighed picture", "text"),
    ],
    ids=lambda made: " ".join([made.kind, *made.inputs[1:]]),
)
def test_a_network_with_a_layer_that_is_not_known_is_not_cut(last: Node) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        cut(network(FIRST, MEAN, WEIGHED, last))


def test_what_is_no_network_is_refused() -> None:
    for file in (b"", b"%PDF-1.4", b"\x08", field(7, b"")):
        with pytest.raises(ValueError, match=r"\w"):
            read_network(file)


def test_fields_are_read_as_written() -> None:
    long = b"x" * 300
    message = field(1, b"name") + field(20, long) + b"\x18\xac\x02" + b"\x25\x00\x00\x80\x3f"
    assert [(number, value) for number, value, _ in fields(message)] == [
        (1, b"name"),
        (20, long),
        (3, 300),
        (4, b"\x00\x00\x80\x3f"),
    ]
    assert b"".join(written for _, _, written in fields(message)) == message
