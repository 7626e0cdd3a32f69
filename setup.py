"""The one compiled module. All else stands in pyproject.toml.

``optional``: without a C compiler the installation goes on, and pdfium_many.py reads the same, slower.
"""

import sys

from setuptools import Extension, setup

setup(
    ext_modules=[
        Extension(
            "pipeline.read._pdfium_many",
            ["pipeline/read/_pdfium_many.c"],
            py_limited_api=True,
            optional=True,
            # A product and a sum rounded once would differ from Python's in the last bit.
            extra_compile_args=[] if sys.platform == "win32" else ["-ffp-contract=off"],
        )
    ],
    options={"bdist_wheel": {"py_limited_api": "cp311"}},
)
