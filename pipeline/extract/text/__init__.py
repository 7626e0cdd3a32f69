"""The text of a report: blocks in reading order with kind, level and section."""

from pipeline.extract.text.document import extract_text
from pipeline.extract.text.sections import Sections

__all__ = ["Sections", "extract_text"]
