"""What is compiled where there is a C compiler; all else stands in pyproject.toml. Without one the installation goes
on, and the same Python does the same, slower. docs/decisions/compiled.md tells why.

``_pdfium_many.c`` always. The modules in ``HOT`` by mypyc, from their Python as it stands, except in an editable
install: who changes a file wants to see that change run.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from setuptools import Distribution, Extension, setup
from setuptools.command.build_ext import build_ext
from setuptools.errors import BaseError, CCompilerError

WITHOUT = "TIDYREPORT_NO_MYPYC"
"""Environment variable: where it is set, nothing is compiled by mypyc."""
HOT = {
    "pipeline": "geometry",
    "pipeline/read": "assemble characters decimals drawing emphasis frame pdfium_graphics pdfium_text visibility words",
    "pipeline/extract/tables": "bands body caption_blocks caption_labels caption_lines caption_rows captions choose"
    " climb columns evidence finish frames grid_evidence grids hanging header layout marks multirow note_marks"
    " note_rows notes panes phrases prose rejoin repeats roles rules running runs shapes spanner_cells spanner_ranges"
    " spanners stacks steps stitch tokens trim",
    "pipeline/extract/tables/engines": "aligned ruled",
    "pipeline/extract/charts": "bars categories frame labels legend numbers reading scale surroundings underneath"
    " vectors",
}
"""Where nine tenths of the Python time of a page go: two thirds of reading and extraction."""
OPTIMISE = "1"
"""-O2 takes half as long again to compile and runs no faster; -O0 runs no faster than Python."""
GUARD = ["-Wall", "-Werror"]
"""mypyc may give back what it never took (``a or len(rows[0].phrases) == 1``, where ``a`` is true): the compiler sees
that a variable may be used before it is set, and then no module is compiled."""
AS_PYTHON = [] if sys.platform == "win32" else ["-ffp-contract=off"]
"""A product and a sum rounded once would differ from Python's in the last bit."""


class BuildWhatCan(build_ext):
    """Builds the modules too, into the same folder, or none of them."""

    def run(self) -> None:
        # The folder may be left from an earlier build: what that compiled would hide the Python of today.
        for left in (path for kind in ("*.so", "*.pyd") for path in Path(self.build_lib).rglob(kind)):
            left.unlink()
        super().run()
        if self.inplace or sys.platform == "win32" or os.environ.get(WITHOUT):
            return  # Windows: its compiler was not tried, and may not see what GUARD is for
        modules = Distribution({"name": "tidyreport", "ext_modules": self.translated()})
        command = modules.get_command_obj("build_ext")
        command.build_lib, command.build_temp = self.build_lib, self.build_temp
        command.ensure_finalized()
        try:
            command.run()
        except (BaseError, CCompilerError) as error:
            self.warn(f"modules stay Python: {error}")
            for built in command.get_outputs():
                Path(built).unlink(missing_ok=True)

    def translated(self) -> list[Extension]:
        """One library with all modules, and for each a small one that is found under its name."""
        from mypyc.build import mypycify  # here, as setup.py is run for other ends too

        extensions: list[Extension] = mypycify(
            [
                "--config-file=",
                "--ignore-missing-imports",
                f"--cache-dir={self.build_temp}/mypy",
                *(f"{folder}/{name}.py" for folder, names in HOT.items() for name in names.split()),
            ],
            opt_level=OPTIMISE,
            debug_level="0",
            multi_file=True,
            target_dir=f"{self.build_temp}/mypyc",
            group_name="tidyreport",
        )
        for extension in extensions:
            extension.extra_compile_args = [*extension.extra_compile_args, *GUARD, *AS_PYTHON]
        return extensions


setup(
    ext_modules=[
        Extension(
            "pipeline.read._pdfium_many",
            ["pipeline/read/_pdfium_many.c"],
            py_limited_api=True,
            optional=True,
            extra_compile_args=AS_PYTHON,
        )
    ],
    cmdclass={"build_ext": BuildWhatCan},
    # For all Pythons from 3.11 on: another one finds no module compiled for it and runs the Python beside.
    options={"bdist_wheel": {"py_limited_api": "cp311"}},
)
