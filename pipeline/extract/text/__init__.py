"""The text of a report: blocks in reading order with kind, level and section."""

from pipeline.extract.text.document import extract_text
from pipeline.extract.text.sections import section_of

__all__ = ["extract_text", "section_of"]
