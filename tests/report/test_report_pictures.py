"""Which pages are shown, how large, where their pictures lie, and what is cut out of them."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import pytest
from dossiers import dossier, draw, long_table, whole_files, with_pages
from PIL import Image

from pipeline.model import Box, Issue, Page
from pipeline.packed import Packed
from pipeline.report import Style, report_files
from pipeline.report.facts import facts_of
from pipeline.report.pictures import Album, Picture, pages_worth_showing, pictures
from pipeline.report.view.crops import LEAST_WIDTH, MARGIN, Crops, outline

[PAGE] = Album([Picture(3, 595.0, 842.0, "png", b"")]).frames


def test_pages_with_a_table_a_chart_or_a_finding_are_shown() -> None:
    facts = facts_of(dossier(issues=(Issue("x", "info", "a note", 7), Issue("y", "info", "of no page"))))
    assert pages_worth_showing(facts) == [1, 2, 7]


def test_a_page_that_could_not_be_read_is_not_drawn_either() -> None:
    asked: list[int] = []

    def noted(numbers: Sequence[int], scale: float, longest: int) -> Iterator[tuple[int, np.ndarray]]:
        asked.extend(numbers)
        return draw(numbers, scale, longest)

    lost = with_pages(dossier(), Page(1, 595, 842, ()), Page(2, 595, 842, (), state="failed"))
    whole_files(lost, None, noted)
    assert asked == [1]


def test_a_picture_has_few_colours_and_the_size_of_the_drawing() -> None:
    ramp = np.linspace(0, 255, 300, dtype=np.uint8).reshape(10, 30, 1).repeat(3, axis=2)
    [picture] = pictures([3], {3: (595.0, 842.0)}, lambda numbers, scale, longest: [(3, ramp)])
    image = Image.open(io.BytesIO(picture.content))
    assert (image.format, image.mode, image.size) == ("PNG", "P", (30, 10))
    assert len(image.getcolors() or ()) <= 32


@pytest.mark.parametrize("width", [700, 701, 720, 42])  # multiples of what is sampled, and not
def test_thin_lines_keep_their_colours(width: int) -> None:
    page = np.full((900, width, 3), 255, dtype=np.uint8)
    page[450, :] = (200, 0, 0)
    page[:, width // 2] = (0, 0, 200)
    page[100:120, 3:30] = np.linspace(0, 255, 27, dtype=np.uint8)[None, :, None]  # greys of text
    [picture] = pictures([3], {3: (595.0, 842.0)}, lambda numbers, scale, longest: [(3, page)])
    shown = np.asarray(Image.open(io.BytesIO(picture.content)).convert("RGB")).astype(int)
    assert np.abs(shown - page).max() <= 24


def test_a_photograph_becomes_a_jpeg() -> None:
    noise = np.random.default_rng(5).integers(0, 256, (700, 600, 3), dtype=np.uint8)
    [picture] = pictures([3], {3: (595.0, 842.0)}, lambda numbers, scale, longest: [(3, noise)])
    assert Image.open(io.BytesIO(picture.content)).format == "JPEG"
    assert picture.media_type == "image/jpeg"


def test_each_page_is_embedded_once_however_often_it_is_shown() -> None:
    page = whole_files(dossier(issues=(Issue("x", "error", "m", 1, "p001-t1", 1, 1),)), None, draw)["report.html"]
    assert page.count(b"data:image/png;base64,") == 2
    assert page.count(b'href="#page-1"') == 2  # beside the table, and at the finding


def test_pictures_beside_the_file_are_files_it_names() -> None:
    files = whole_files(dossier(), Style(assets="beside"), draw)
    assert sorted(files) == ["assets/page-001.png", "assets/page-002.png", "report.html", "report.json"]
    assert b'href="assets/page-001.png"' in files["report.html"]
    assert b"data:image" not in files["report.html"]


def test_many_pictures_go_beside_by_themselves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.report.page.EMBEDDED_BYTES", 10)
    assert "assets/page-001.png" in whole_files(dossier(), None, draw)
    assert "assets/page-001.png" not in whole_files(dossier(), Style(assets="inside"), draw)


def test_without_pictures_the_report_says_so() -> None:
    page = whole_files(dossier())["report.html"].decode()
    assert "Van deze pagina is er geen afbeelding." in page
    assert "<image" not in page


def test_a_crop_stays_on_its_page_and_is_never_a_sliver() -> None:
    crops = Crops([PAGE])
    crop = crops.region(3, [(10.0, 5.0, 500.0, 830.0)])
    assert crop is not None
    assert crop["view"] == f"0 0 {500 + MARGIN:.0f} 842"
    narrow = crops.place(3, [(300.0, 400.0, 310.0, 410.0)])
    assert narrow is not None
    assert float(narrow["view"].split()[2]) == LEAST_WIDTH
    assert crops.region(4, [(10.0, 5.0, 500.0, 830.0)]) is None
    assert crops.region(3, []) is None
    assert crops.region(3, [(700.0, 5.0, 800.0, 830.0)]) is None  # beyond the page


def test_an_outline_is_drawn_a_point_around_each_box() -> None:
    assert outline([Box(10, 20, 30, 40), Box(50, 20, 60, 40)]) == "M9.0 19.0h22.0v22.0H9.0zM49.0 19.0h12.0v22.0H49.0z"


def test_a_long_table_is_cut_and_says_where_the_rest_is() -> None:
    told = Issue("x", "warning", "Look here.", 1, "p001-t1", 4000, 1)
    long = replace(dossier(issues=(told,)), tables=(long_table(5000),))
    files = whole_files(long)
    page = files["report.html"].decode()
    assert len(page) < 300_000
    assert 'id="p001-t1-r150-c1"' in page
    assert 'id="p001-t1-r151-c1"' not in page
    assert 'id="p001-t1-r4000-c1"' in page  # a row with a finding is shown beyond the first ones
    assert "4.849 rijen staan hier niet; alle staan in tables/p001-t1.csv." in page


def test_many_findings_are_cut_and_counted() -> None:
    issues = tuple(Issue("x", "warning", f"finding {n}", 1) for n in range(450))
    page = whole_files(dossier(issues=issues))["report.html"].decode()
    assert page.count('class="finding"') == 400
    assert "50 bevindingen meer staan hier niet" in page


def test_a_report_of_many_tables_has_the_same_bytes_packed_and_comes_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    told = Issue("x", "warning", "Look here.", 1, "p001-t7", 3, 1)
    old = long_table(5)
    tables = [replace(old, table=replace(old.table, id=f"p001-t{number}")) for number in range(1, 41)]
    many = replace(dossier(issues=(told,)), tables=tuple(tables))
    whole = whole_files(many, None, draw)
    monkeypatch.setattr("pipeline.packed.MANY", 2)
    assert isinstance(facts_of(many)["tables"], Packed)
    assert whole_files(many, None, draw) == whole
    sizes = {name: [len(piece) for piece in pieces] for name, pieces in report_files(many, None, draw)}
    assert max(sizes["report.json"]) < len(whole["report.json"]) / 10
    assert len(sizes["report.html"]) > 1


def test_pictures_laid_by_come_back_each_as_it_was() -> None:
    shown = [Picture(page, 595.0, 842.0, "png", bytes([page]) * page) for page in (3, 1, 2)]
    with Album(shown) as album:
        assert [album.content(frame) for frame in reversed(album.frames)] == [b"\2\2", b"\1", b"\3\3\3"]
        assert (album.bytes, [frame.page for frame in album.frames]) == (6, [3, 1, 2])
