"""How the engine runs: by one thread."""

from __future__ import annotations

import pytest
from scanned_page import SCAN, scanned

from pipeline.extract import ocr
from pipeline.extract.ocr.pages import recognise


@pytest.mark.skipif(not ocr.available(), reason="the extra 'ocr' (RapidOCR) is not installed")
def test_only_what_is_used_is_loaded_and_runs_in_one_thread() -> None:
    recognise([SCAN], scanned)
    engine = ocr._engine()
    assert engine.text_cls is None  # the classifier of directions
    for session in (*engine.text_det.network.sessions, engine.text_rec.whole.session.session):
        options = session.get_session_options()
        assert (options.intra_op_num_threads, options.enable_cpu_mem_arena) == (1, False)
