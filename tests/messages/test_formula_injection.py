"""A spreadsheet that opens our table calculates nothing, follows no link, and shows what was typed."""

import re
from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZipFile

import pytest

from bot.catalogs import CATALOGS
from domain.digest.digest import TableRow
from domain.posts.directory import Directory
from domain.views import Reader
from domain.vocabulary import Grade, State
from messages.digest.workbook import guarded, workbook
from messages.drawing.frame import Frame, no_link
from messages.drawing.texts import Texts
from storage.settings.community import packaged_settings
from tests.domain.lives_for_tests import sample_figures

HOSTILE = (
    "=cmd|' /C calc'!A0", "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(1)", "\t=1", "\r=1", "\n=1", " =1", "　=1", "＝1+1",
    "＋1", "－1", "＠x", '=HYPERLINK("http://x.invalid","按我")', "http://x.invalid", "mailto:x@x.invalid",
    "{=1}", "%=1", '<b>Eve & "_*[x', "\u202e=1", "=" * 300, ";=1", "|=1", "'=1",
)  # fmt: skip


@pytest.mark.parametrize("typed", HOSTILE)
def test_a_cell_never_begins_like_a_formula(typed: str) -> None:
    assert not re.match(r"[\s]*[=+\-@＝＋－＠]", guarded(typed))
    assert guarded(typed).lstrip("'") == typed.lstrip("'")


@pytest.mark.parametrize("typed", ["1号楼", "三公街11号附2", "陈桂芳", "", "A-1", "a=b"])
def test_an_ordinary_cell_is_left_as_it_is(typed: str) -> None:
    assert guarded(typed) == typed


def test_the_table_holds_no_formula_and_no_link_whatever_was_typed() -> None:
    reader = Reader(1, "zh", True, frozenset(), False)
    now = datetime(2026, 11, 18, tzinfo=UTC)
    texts = Texts(CATALOGS, "zh", "Asia/Shanghai")
    frame = Frame(reader, texts, now, packaged_settings(), Directory(0, {}, {}, (), ()), no_link)
    rows = [_row(number, typed, now) for number, typed in enumerate(HOSTILE, 1)]
    file = workbook(sample_figures(), rows, frame)
    with ZipFile(BytesIO(file)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
        shared = archive.read("xl/sharedStrings.xml").decode()
        parts = archive.namelist()
    assert "<f>" not in sheet
    assert "<f " not in sheet
    assert "hyperlink" not in sheet
    assert not any("externalLink" in part or "vba" in part for part in parts)
    assert not re.search(r"<t[^>]*>\s*[=+\-@＝＋－＠]", shared)


def _row(number: int, typed: str, now: datetime) -> TableRow:
    return TableRow(
        ticket_id=number,
        number=typed,
        category=typed,
        place=typed,
        reporter=typed,
        grade=Grade.P2,
        state=State.NEW,
        filed_at=now,
        claimed_at=None,
        resolved_at=None,
        ended_at=None,
    )
