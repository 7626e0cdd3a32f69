"""Tasks that a spawned worker can import."""

import os
import signal
import time

from pipeline.errors import NotPdfError


def act(word: str) -> str:
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
