"""A report whose second page kills its worker and whose third stumbles, for workers to import."""

import os
import signal
from typing import Any

from pipeline import run
from pipeline.cli import init, tables
from pipeline.cli.isolated import Pdf
from pipeline.executors import Tell
from pipeline.model import Outcome
from pipeline.read import pdfium_backend

READ = pdfium_backend._read


def harmful(handle: int, page: int, number: int, limits: Any) -> Any:
    if number == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    if number == 3:
        raise KeyError("stumbled")
    return READ(handle, page, number, limits)


def attempt(job: run.Job, tell: Tell) -> Outcome:
    pdfium_backend._read = harmful
    return run.make(job, tell)


TABLES_OF, DRAFT = tables._tables_of, init._draft


def tables_of(pdf: Pdf, tell: Tell) -> Any:
    pdfium_backend._read = harmful
    return TABLES_OF(pdf, tell)


def draft(pdf: Pdf, tell: Tell) -> Any:
    pdfium_backend._read = harmful
    return DRAFT(pdf, tell)
