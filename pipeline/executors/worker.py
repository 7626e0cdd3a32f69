"""The other end of the pipe: a process that answers one item after another until its parent has gone."""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
import time
from multiprocessing.connection import Connection
from typing import Any

from pipeline.executors import Answer, Place
from pipeline.executors.serial import once

ORPHAN_SECONDS = 1.0
"""How often a worker looks whether its parent is still there, where the system cannot tell it."""
OBJECTS = 50_000
"""New objects after which the garbage collector looks for cycles among them. At its usual 700 it goes hundreds of times
through what is only just being imported; there are 400,000 objects once all libraries are."""
PR_SET_PDEATHSIG = 1
"""Linux, prctl(2)."""


def serve(pipe: Connection[Any, Any], memory_mb: int) -> None:
    """Answers items until the other end closes; before each answer, the places that the task tells of."""
    _limit(memory_mb)
    _end_with_parent()
    gc.set_threshold(OBJECTS)

    def tell(place: Place | None) -> None:
        pipe.send(place)

    try:
        while True:
            task, item = pipe.recv()
            pipe.send(Answer(once(task, item, tell)))
    except (EOFError, BrokenPipeError):
        return  # the parent has gone


def _limit(memory_mb: int) -> None:
    """Runs before any heavy import."""
    # Threads of numerical libraries reserve address space by the core and speed up nothing here.
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle: it ends the workers
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
    if memory_mb:
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        limit = memory_mb * 2**20
        resource.setrlimit(resource.RLIMIT_AS, (limit if hard < 0 else min(limit, hard), hard))


def _end_with_parent() -> None:
    """A worker that hangs in a PDF library must not outlive a run that was killed."""
    parent = os.getppid()
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)
        return

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(ORPHAN_SECONDS)
        os._exit(1)

    if sys.platform != "win32":
        threading.Thread(target=watch, daemon=True).start()
