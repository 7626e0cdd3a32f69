"""Charts: bars drawn as vectors, and bars in pictures (words by OCR), read by one algorithm."""

from pipeline.extract.charts.vectors import find_charts

__all__ = ["find_charts"]
