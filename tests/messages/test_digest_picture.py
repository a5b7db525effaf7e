"""The picture and the text of a digest. LOUZHANG_PICTURE=docs/digest.png saves the sample that the documents show."""

import os
import struct
import subprocess
import sys
import zlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from bot.catalogs import CATALOGS
from domain.digest.counting import figure
from domain.digest.digest import Figures, Kindred
from domain.digest.views import DigestView
from domain.notices.notices import DigestPicture, DigestTable
from domain.posts.directory import Directory
from domain.views import Reader
from messages.digest.charts import HEIGHT, WIDTH
from messages.digest.digest_files import picture, table
from messages.digest.digest_screens import digest_text
from messages.digest.workbook import guarded
from messages.drawing.frame import Frame, no_link
from messages.drawing.texts import Html, Texts
from playground.formatting import parse_html
from storage.settings.community import packaged_settings
from tests.domain.lives_for_tests import CALENDAR, END, LAST, WEEK, sample_figures

ROOT = Path(__file__).parents[2]


def frame_in(language: str) -> Frame:
    reader = Reader(1, language, True, frozenset(), False)
    texts = Texts(CATALOGS, language, "Asia/Shanghai")
    return Frame(reader, texts, END, packaged_settings(), Directory(1, {}, {}, [], []), no_link)


def said(figures: Figures, language: str = "zh", older: Sequence[Figures] = ()) -> Html:
    return digest_text(DigestView(figures, older), frame_in(language))


def drawn(figures: Figures, language: str = "zh") -> bytes:
    upload = picture(figures, DigestPicture("2026-W46", 1), frame_in(language)).upload
    assert upload is not None
    return upload.draw()


def pixels(png: bytes) -> tuple[int, int, bytes]:
    """Width, height and the filtered bytes of all rows."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    at, data, size = 8, b"", (0, 0)
    while at < len(png):
        length, kind = struct.unpack(">I4s", png[at : at + 8])
        if kind == b"IHDR":
            size = struct.unpack(">II", png[at + 8 : at + 16])
        if kind == b"IDAT":
            data += png[at + 8 : at + 8 + length]
        at += 12 + length
    return size[0], size[1], zlib.decompress(data)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_picture_is_a_png_of_its_size_and_not_blank(language: str) -> None:
    png = drawn(sample_figures(), language)
    width, height, rows = pixels(png)
    assert (width, height) == (WIDTH, HEIGHT)
    assert len(set(rows)) > 100
    assert 40_000 < len(png) < 300_000
    if language == "zh" and (path := os.environ.get("LOUZHANG_PICTURE")):
        (ROOT / path).write_bytes(png)


def test_chinese_labels_need_no_font_of_the_machine() -> None:
    """Two labels of four characters look different: they are really drawn, not four empty boxes twice."""
    figures = sample_figures()
    named = replace(figures, kinds=(Kindred("D501", 8, 3),))
    other = replace(figures, kinds=(Kindred("D802", 8, 3),))
    names = packaged_settings()
    assert len(names.category("D501").name["zh"]) == len(names.category("D802").name["zh"])
    assert drawn(named) != drawn(other)
    font = ROOT / "messages" / "fonts" / "NotoSansSC-Regular-GB2312.otf"
    assert font.stat().st_size < 2_000_000
    assert "Reserved Font Name" in (font.parent / "OFL.txt").read_text("utf-8")


def test_an_empty_week_can_be_drawn_and_said() -> None:
    figures = figure([], WEEK, CALENDAR, now=END)
    assert pixels(drawn(figures))[:2] == (WIDTH, HEIGHT)
    text = said(figures)
    assert "结转0＋新增0－办结0＝在办0" in text


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_text_is_html_that_telegram_takes_and_fits_one_message(language: str) -> None:
    text, _ = parse_html(said(sample_figures(), language))
    assert len(text) < 4096
    assert len(text.split("\n\n")[0].splitlines()) <= 3


def test_the_longest_digest_still_fits_one_message() -> None:
    sample = sample_figures()
    long = "很长的岗位名称" * 12
    late = tuple(replace(one, post=long, next_post=long, place=long) for one in sample.late) * 5
    standing = replace(sample.standing, vacant=(long,) * 9, unreachable=(long,) * 9, nobody=(long,) * 9)
    older = [replace(sample, week=f"2026-W{n}") for n in range(38, 46)]
    text, _ = parse_html(said(replace(sample, late=late, standing=standing), older=older))
    assert len(text.encode("utf-16-le")) // 2 <= 4096
    assert text.startswith("补发")


def test_the_text_says_numerator_and_denominator_and_compares() -> None:
    text = said(sample_figures())
    assert "新增　<b>42</b> 件　上周35，+20.0%" in text
    assert "结转19＋新增42－办结40＝在办21" in text
    assert "在办21＝按时11＋等待6＋超期4" in text
    assert "<b>36/39</b>＝92.3%，-2.0个百分点" in text
    assert "去年同周新增50，-16.0%" in text
    few = replace(sample_figures(), solved=replace(LAST.solved, hits=3, base=4))
    assert "居民说解决了　<b>3/4</b>\n" in said(few)


def test_a_week_that_still_runs_is_not_compared_in_per_cent() -> None:
    running = replace(sample_figures(), complete=False)
    text = said(running)
    assert "还没过完" in text
    assert "上周35\n" in text


def test_cells_that_look_like_formulas_are_guarded() -> None:
    assert [guarded(text) for text in ("=1+1", "+86", "-2", "@x", "1号楼")] == ["'=1+1", "'+86", "'-2", "'@x", "1号楼"]
    upload = table((sample_figures(), ()), DigestTable("2026-W46", 1), frame_in("zh")).upload
    assert upload is not None
    assert upload.draw().startswith(b"PK")


def test_no_heavy_library_is_loaded_for_a_picture_or_by_a_command() -> None:
    """In a process of its own: the tests of the printed sheets load what they need in this one."""
    look = (
        "import sys; import bot.cli; from tests.messages.test_digest_picture import drawn, sample_figures;"
        "drawn(sample_figures()); print(*{'matplotlib', 'numpy', 'PIL', 'fontTools', 'fpdf'} & set(sys.modules))"
    )
    found = subprocess.run([sys.executable, "-c", look], cwd=ROOT, capture_output=True, text=True, check=True)
    assert found.stdout.strip() == ""
