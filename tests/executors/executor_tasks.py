"""Tasks that a spawned worker can import."""

import os
import signal
import time
from pathlib import Path
from typing import Any

from pipeline.errors import NotPdfError
from pipeline.executors import Failure, Place, Tell

_ACTED: list[str] = []
"""What this process has done so far."""


def act(word: str, tell: Tell) -> str:
    _ACTED.append(word)
    if word == "tired" and len(_ACTED) > 1:
        raise MemoryError
    if word == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    if word == "hang":
        time.sleep(600)
    if word == "bug":
        raise KeyError(word)
    if word == "bomb":
        raise MemoryError
    if word == "refuse":
        raise NotPdfError("no PDF")
    if word == "pid":
        return str(os.getpid())
    if word == "grow":
        return str(len(bytearray(2**33)))
    return word.upper()


def environment(name: str, tell: Tell) -> str | None:
    return os.environ.get(name)


def walk(words: tuple[str, ...], tell: Tell) -> str:
    """Acts word by word, as a report is read page by page; what follows is no page's."""
    done = []
    for number, word in enumerate(words, 1):
        tell(Place("read", number))
        done.append(act(word, tell))
    tell(None)
    return " ".join(done)


def without(words: tuple[str, ...], failure: Failure) -> tuple[str, ...] | None:
    """The words without the one that failed."""
    if failure.place is None:
        return None
    place = failure.place.page - 1
    return (*words[:place], failure.code, *words[place + 1 :])


def harm(item: tuple[str, str], tell: Tell) -> str:
    """Acts on a word; ``kill`` and ``freeze`` do it to the worker of the cluster above this process, once for each file
    name that comes with it, ``always kill`` every time."""
    word, marker = item
    signals = {"kill": signal.SIGKILL, "freeze": signal.SIGSTOP, "always kill": signal.SIGKILL}
    if word in signals and (word == "always kill" or not Path(marker).exists()):
        Path(marker).write_text(str(os.getppid()))
        os.kill(os.getppid(), signals[word])
        time.sleep(5)
    return act(word, tell)


def machine() -> str:
    """Another value in every process."""
    return str(os.getpid())


def give_back(value: Any, tell: Tell) -> Any:
    """Any result is one: also none at all, and what looks like a word of the worker itself."""
    tell(Place("read", 1))
    return value
