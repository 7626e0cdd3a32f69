"""Where lines of text are in a picture, found with a bounded amount of memory.

All of a page shown to the network at once takes 170 bytes a pixel, half a gigabyte for A4. It is run part by part, each
band by band; what it makes of the picture is the same (``parts``).
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from rapidocr.ch_ppocr_det.utils import TextDetOutput

from pipeline.extract.ocr.onnx_file import read_network
from pipeline.extract.ocr.parts import Cut, Part, cut

if TYPE_CHECKING:
    from numpy.typing import NDArray

ROOM = 90_000_000
"""Bytes that maps and the layers of a band may take together."""
LEAST_ROOM = 20_000_000
"""For the layers of a band, however much the maps of a large picture take: what a band sees beside itself is looked at
twice, so thin ones cost time."""
STEP = 32
"""Pixels of which RapidOCR makes the sides of a picture multiples."""
LAYERS = 5
"""Layers of the size of the largest that are held at once, at most."""


class Span(NamedTuple):
    """Of the longer side of a picture, in pixels: a band, and what is seen for it."""

    seen_first: int
    first: int
    last: int
    seen_last: int

    def at(self, stride: int) -> tuple[slice, slice, slice]:
        """In points of a map: what is seen, the band, and the band in what is seen."""
        seen, first, last, seen_last = (end // stride for end in self)
        return slice(seen, seen_last), slice(first, last), slice(first - seen, last - seen)


class Detector:
    """Finds lines of text as RapidOCR's own does."""

    def __init__(self, whole: Any) -> None:
        """``whole``: RapidOCR's own, of whose network another is made. Raises ValueError where it cannot be cut."""
        session = whole.session.session
        path = getattr(session, "_model_path", None)  # ONNX Runtime has no public name for it
        if path is None:
            raise ValueError("the file of the network is not known")
        network = cut(read_network(Path(path).read_bytes()))
        if any(STEP % stride for stride in network.strides.values()):
            raise ValueError("its maps do not fit the sides that RapidOCR gives a picture")
        self.network = BandedNetwork(network, session)
        self.whole = whole
        self.whole.session = None  # its weights are in memory a second time
        self.postprocess_op = whole.postprocess_op

    def __call__(self, image: NDArray[np.uint8]) -> Any:
        """``image``: height x width x 3."""
        prepared = self.whole.get_preprocess()
        resized = prepared.resize(image)
        if resized is None:
            return TextDetOutput()

        def given(band: NDArray[np.uint8]) -> NDArray[np.float32]:
            floats: NDArray[np.float32] = prepared.permute(prepared.normalize(band))[np.newaxis].astype(np.float32)
            return floats

        boxes, scores = self.postprocess_op(self.network(resized, given), image.shape[:2])
        if len(boxes) == 0:
            return TextDetOutput()
        return TextDetOutput(image, self.whole.sorted_boxes(boxes), scores)


class BandedNetwork:
    """A network of parts."""

    def __init__(self, network: Cut, like: Any) -> None:
        """``like``: a session of ONNX Runtime, whose settings are taken over."""
        settings = {"sess_options": like.get_session_options(), "providers": like.get_providers()}
        self.sessions = [type(like)(part.model, **settings) for part in network.parts]
        for session in self.sessions:
            session._model_bytes = None  # kept to begin anew on another device, ten megabytes in all
        self.network = network._replace(parts=tuple(part._replace(model=b"") for part in network.parts))
        self.last_use = {name: place for place, part in enumerate(network.parts) for name in part.maps}

    def __call__(
        self, picture: NDArray[np.uint8], given: Callable[[NDArray[np.uint8]], NDArray[np.float32]]
    ) -> NDArray[np.float32]:
        """What the network makes of a picture, height x width x 3, whose sides are multiples of its coarsest stride;
        ``given`` makes of a band of it what the network is to see: 1 x 3 x height x width."""
        maps: dict[str, NDArray[np.float32]] = {}
        means: dict[str, NDArray[np.float32]] = {}
        for place, (part, session) in enumerate(zip(self.network.parts, self.sessions, strict=True)):
            made = self._made(part, session, picture, given, maps, means)
            maps[part.made] = made
            if part.mean:
                means[part.mean] = made.mean(axis=(2, 3), keepdims=True)
            maps = {name: one for name, one in maps.items() if self.last_use.get(name, place + 1) > place}
        return maps[self.network.output]

    def _made(
        self,
        part: Part,
        session: Any,
        picture: NDArray[np.uint8],
        given: Callable[[NDArray[np.uint8]], NDArray[np.float32]],
        maps: dict[str, NDArray[np.float32]],
        means: dict[str, NDArray[np.float32]],
    ) -> NDArray[np.float32]:
        """A map, put together of bands."""
        axis = int(picture.shape[1] > picture.shape[0])
        stride, channels = self.network.strides[part.made], self.network.channels[part.made]
        height, width = picture.shape[:2]
        made = np.empty((1, channels, height // stride, width // stride), np.float32)
        room = ROOM - made.nbytes - sum(one.nbytes for one in maps.values())
        for span in spans(part, picture.shape[axis], picture.shape[1 - axis], room):
            seen: dict[str, NDArray[np.float32]] = {name: means[name] for name in part.means}
            for name in part.maps:
                there, _, _ = span.at(self.network.strides[name])
                if name == self.network.input:
                    seen[name] = given(picture[:, there] if axis else picture[there])
                else:
                    seen[name] = np.ascontiguousarray(maps[name][:, :, :, there] if axis else maps[name][:, :, there])
            (answer,) = session.run([part.made], seen)
            _, band, inside = span.at(stride)
            if axis:
                made[:, :, :, band] = answer[:, :, :, inside]
            else:
                made[:, :, band] = answer[:, :, inside]
        return made


def spans(part: Part, length: int, width: int, room: int) -> Iterator[Span]:
    """The bands of a picture for a part: alike, and as large as ``room`` (bytes) lets them be."""
    pixels = max(room, LEAST_ROOM) / (LAYERS * part.widest)
    most = max(1, (int(pixels / width) - 2 * part.reach) // part.coarsest)
    points = length // part.coarsest
    step = -(-points // -(-points // most)) * part.coarsest
    for first, last in itertools.pairwise([*range(0, length, step), length]):
        yield Span(max(0, first - part.reach), first, last, min(length, last + part.reach))
