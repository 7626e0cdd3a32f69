"""Errors stop a report; each says what happened, where, and what to do next.

An error takes one message argument, so that it survives pickling from a worker process.
Anything that loses or doubts data without stopping is an ``Issue`` (see model.py), not an error.
"""

from __future__ import annotations


class PipelineError(Exception):
    """Base of every error a user may meet. ``code`` is stable; ``hint`` says what to do next."""

    code = "error"
    exit_code = 1
    hint = "Run again with --verbose and look at the first message."


class UsageError(PipelineError):
    code = "usage"
    exit_code = 2
    hint = "See `pipeline --help`."


class ProfileError(UsageError):
    """A profile, a schema or a file of corrections cannot be used as it is written."""

    code = "profile"
    hint = "Correct the line named; docs/how-to.md tells what may stand there."


class InputError(PipelineError):
    """The file cannot be read as a PDF."""

    code = "input"
    exit_code = 3
    hint = "Open the file in a PDF viewer; if it opens there, export it again as PDF and retry."


class NotFoundError(InputError):
    code = "input.not_found"
    hint = "Check the path; quote it when it holds spaces or wildcards."


class UnreachableError(InputError):
    """A place of the network cannot be read."""

    code = "input.unreachable"
    hint = "Check the address, the network and your rights there (for s3://: AWS_PROFILE or AWS_ACCESS_KEY_ID)."


class NotPdfError(InputError):
    code = "input.not_pdf"
    hint = "Convert the file to PDF first, or leave it out."


class EncryptedError(InputError):
    code = "input.encrypted"
    hint = "Ask the publisher for the password, or save a copy without protection from a PDF viewer."


class DamagedError(InputError):
    code = "input.damaged"
    hint = "Download the file again; if it stays damaged, repair it with `qpdf in.pdf out.pdf`."


class TooLargeError(InputError):
    code = "input.too_large"
    hint = "Raise file_mb (PIPELINE_FILE_MB, or --limit file_mb=N), or split the PDF."


class ChangedError(InputError):
    code = "input.changed"
    hint = "Run again when no program writes to the file any more."


class NoPagesError(InputError):
    code = "input.no_pages"
    hint = "The file holds no page: ask the publisher for a complete copy."


class NoTextError(InputError):
    code = "input.no_text"
    hint = "The pages are pictures: run OCR over the file first (for example ocrmypdf), then run again."


class LayoutError(PipelineError):
    """The report is not laid out as its profile says."""

    code = "layout"
    exit_code = 4
    hint = "Look at the page named; adapt the profile in schemas/ if the new edition is right."


class ValidationError(PipelineError):
    """No value passed the checks."""

    code = "validation"
    exit_code = 5
    hint = "Open report.html: it shows each failing value on its page."


class OutputError(PipelineError):
    code = "output"
    exit_code = 6
    hint = "Choose another folder with --out, free space, or change its permissions."


class DependencyError(PipelineError):
    code = "dependency"
    exit_code = 7
    hint = "Install the optional part named in the message with pip."


class ClusterError(PipelineError):
    """A Dask cluster cannot be used."""

    code = "cluster"
    hint = "Check the address of --scheduler, and that its workers run the same version of this program."
