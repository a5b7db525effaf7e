"""The printed sheets, looked at as pictures: what stands on them, that it fits, and that the code is whole."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
import segno

from bot.catalogs import CATALOGS
from messages.paper.sheets import (
    EDGE,
    HEIGHT,
    QR_SIDE_MM,
    QUIET_MODULES,
    WIDTH,
    PosterSheet,
    guide,
    missing,
    packaged_font,
    poster,
)
from storage.settings.community import packaged_settings

ROOT = Path(__file__).parents[2]
LINK = "https://t.me/louzhang_test_bot?start=gh1-1"
POINT = 25.4 / 72
"""Millimetres."""


@pytest.fixture
def page() -> Iterator[pypdfium2.PdfPage]:
    community = replace(packaged_settings(), office_phone="028-0000000")
    document = pypdfium2.PdfDocument(
        poster(PosterSheet("桂花苑1号楼1单元", LINK), community, packaged_font(), CATALOGS)
    )
    assert len(document) == 1
    yield document[0]
    document.close()


def words(page: pypdfium2.PdfPage) -> str:
    return str(page.get_textpage().get_text_range())


def test_a_sheet_is_one_a4_page_with_everything_on_it(page: pypdfium2.PdfPage) -> None:
    width, height = (side * POINT for side in page.get_size())
    assert (round(width), round(height)) == (WIDTH, HEIGHT)
    text = words(page)
    for said in ("桂花苑1号楼1单元", "扫一扫", "Scan to report", "火警 119", "急救 120", "报警 110", "028-0000000"):
        assert said in text
    for number in "123":
        assert all(CATALOGS[language][f"poster-step-{number}"] in text for language in CATALOGS.languages)
    assert LINK.removeprefix("https://") in text


def test_nothing_stands_outside_the_edges(page: pypdfium2.PdfPage) -> None:
    for one in page.get_objects():
        left, bottom, right, top = (side * POINT for side in one.get_bounds())
        assert left >= EDGE - 1
        assert right <= WIDTH - EDGE + 1
        assert bottom >= 5
        assert top <= HEIGHT - 5


def test_the_code_is_whole_module_by_module(page: pypdfium2.PdfPage) -> None:
    """What is printed is the code of the link: no module is missing and none is too many."""
    matrix = [list(row) for row in segno.make(LINK, error="q", micro=False).matrix]
    scale = 6
    picture = page.render(scale=scale, grayscale=True).to_pil()
    module = QR_SIDE_MM / (len(matrix) + 2 * QUIET_MODULES) / POINT * scale
    squares = [o.get_bounds() for o in page.get_objects() if o.type == pypdfium2.raw.FPDF_PAGEOBJ_PATH]
    codes = [b for b in squares if b[2] - b[0] < 150]
    left, top = min(b[0] for b in codes) * scale, picture.height - max(b[3] for b in codes) * scale
    middles = [(n + 0.5) * module for n in range(len(matrix))]
    read = [[int(picture.getpixel((left + x, top + y)) < 128) for x in middles] for y in middles]
    assert read == matrix


def test_a_long_name_is_made_smaller_and_still_fits() -> None:
    name = "某某市某某区某某街道某某社区桂花苑二期北区十二号楼东单元"
    document = pypdfium2.PdfDocument(poster(PosterSheet(name, LINK), packaged_settings(), packaged_font(), CATALOGS))
    assert len(document) == 1
    assert name in words(document[0])


def test_characters_that_the_font_has_not_are_named() -> None:
    font = packaged_font()
    assert missing("桂喆苑囍喆 1号楼", font) == "喆囍"
    every = [(key, text) for language in CATALOGS.languages for key, text in CATALOGS[language].items()]
    printed = "".join(text for key, text in every if "poster" in key)
    assert printed
    assert missing(printed, font) == ""


@pytest.mark.parametrize("name", ["steward", "secretary"])
def test_each_guide_is_one_page_in_each_language(name: str) -> None:
    markdown = (ROOT / "docs" / f"{name}.md").read_text("utf-8")
    document = pypdfium2.PdfDocument(guide(markdown, packaged_font()))
    assert len(document) == 2
    assert "**" not in words(document[0])
    for page in document:
        assert min(one.get_bounds()[1] for one in page.get_objects()) * POINT >= EDGE - 2, "nothing is cut off"
    assert missing(markdown, packaged_font()) == ""
