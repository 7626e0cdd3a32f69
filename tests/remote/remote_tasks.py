"""What a spawned worker can import."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from pipeline.executors import Executor, Tell, never
from pipeline.remote.job import RemoteJob


@dataclass(frozen=True)
class Lethal:
    """The executor, with reports of PDFs named ``killer`` that kill their process."""

    executor: Executor

    def map(self, task: Callable[..., Any], items: Sequence[Any], again: Any = never) -> Iterator[tuple[int, Any]]:
        return self.executor.map(partial(lethal, task), items, again)


def lethal(task: Callable[..., Any], item: Any, tell: Tell) -> Any:
    if isinstance(item, RemoteJob) and "killer" in item.given.source:
        os.kill(os.getpid(), signal.SIGKILL)
    return task(item, tell)
