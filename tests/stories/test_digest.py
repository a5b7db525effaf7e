"""The secretary's Monday: the digest comes by itself, can be asked for, and opens the lists behind its figures."""

from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from domain.vocabulary import HeldAs
from playground.telegram import Message
from tests.stories.neighbourhood import Neighbourhood, Phone

pytestmark = pytest.mark.both_databases

MONDAY = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)


@pytest.fixture
async def secretary(town: Neighbourhood) -> Phone:
    return await town.holder("p-secretary", "周书记")


async def report(phone: Phone, words: str) -> None:
    await phone.says(words)
    await phone.presses("提交")


def pictures(phone: Phone) -> list[bytes]:
    return [m.file.content for m in phone.messages if m.kind == "photo" and m.file is not None]


def digests(phone: Phone) -> list[Message]:
    """Texts and pictures of digests; what climbed to the secretary besides is another story."""
    return [m for m in phone.messages if m.kind == "photo" or (m.text or "").startswith(("本社区周报", "补发"))]


async def test_on_monday_at_half_past_eight_the_secretary_gets_text_and_picture(
    town: Neighbourhood, secretary: Phone, chen: Phone, steward: Phone
) -> None:
    await report(chen, "1号楼1单元楼道灯不亮")
    await steward.presses("我来办")
    await report(chen, "1号楼2单元垃圾没人清")
    await town.pass_time(until=MONDAY - timedelta(minutes=1))
    assert digests(secretary) == []
    await town.pass_time(until=MONDAY)
    text, picture = digests(secretary)
    assert (text.text or "").startswith("本社区周报　2026年第47周")
    assert "结转0＋新增2－办结0＝在办2" in (text.text or "")
    assert pictures(secretary)[0].startswith(b"\x89PNG")
    assert picture.text == "2026年第47周"
    assert "陈桂芳" not in secretary.everything
    await town.pass_time(minutes=1)
    assert len(digests(secretary)) == 2


async def test_a_button_opens_the_list_behind_its_figure_as_it_was_frozen(
    town: Neighbourhood, secretary: Phone, chen: Phone, steward: Phone
) -> None:
    for place in ("1号楼1单元", "1号楼2单元"):
        await report(chen, f"{place}楼道灯不亮")
    await town.pass_time(until=MONDAY)
    await report(chen, "1号楼1单元垃圾没人清")
    await secretary.presses("新增 2")
    assert "2026年第47周　新增 2 件" in secretary.screen
    assert "2611-0002" in secretary.screen
    assert "2611-0003" not in secretary.screen
    digest = next(m for m in secretary.messages if "表格" in [b.text for row in m.buttons for b in row])
    assert sum(len(row) for row in digest.buttons) <= 8


async def test_disputes_under_three_in_a_building_are_in_the_total_and_in_no_list(
    town: Neighbourhood, secretary: Phone, chen: Phone, steward: Phone
) -> None:
    await report(chen, "1号楼1单元邻居装修太吵")
    await report(chen, "1号楼1单元楼道灯不亮")
    await town.pass_time(until=MONDAY)
    assert "不到3件的纠纷（共1件）只计总数" in secretary.everything
    await secretary.presses("新增 2")
    assert "装修" not in secretary.screen
    assert "另有 1 件只计入总数" in secretary.screen


async def test_the_digest_can_be_asked_for_this_week_and_an_earlier_one(
    town: Neighbourhood, secretary: Phone, chen: Phone, steward: Phone
) -> None:
    await report(chen, "1号楼1单元楼道灯不亮")
    await secretary.says("/digest")
    assert "还没过完" in secretary.everything
    assert len(pictures(secretary)) == 1
    await town.pass_time(until=MONDAY)
    await secretary.says("/digest 2026-W47")
    by_itself, asked = digests(secretary)[2], digests(secretary)[4]
    assert by_itself.text == asked.text


@pytest.mark.parametrize(
    ("asked", "why"),
    [("2026-W99", "没有「2026-W99」这一周"), ("2027-W10", "2027-W10 还没到"), ("2020-W10", "2020-W10 时还没有用")],
)
async def test_a_week_that_cannot_be_told_is_refused_with_the_reason(
    town: Neighbourhood, secretary: Phone, asked: str, why: str
) -> None:
    await secretary.says(f"/digest {asked}")
    assert why in secretary.screen


async def test_nobody_else_reads_the_digest(town: Neighbourhood, secretary: Phone, chen: Phone, steward: Phone) -> None:
    await report(chen, "1号楼1单元楼道灯不亮")
    await secretary.says("/digest")
    data = next(b.data or "" for m in secretary.messages for row in m.buttons for b in row if b.text == "表格")
    for other in (chen, steward):
        await other.says("/digest")
        assert other.screen == "周报给社区书记和办公室看。"
        for forged in (data, data.replace("digest-table", "digest") + ":new:0", "m:digest:2026-W47:9:new:0"):
            heard = len(other.messages)
            await other.forges(forged, other.last)
            assert [m.text for m in other.messages[heard:]] == ["周报给社区书记和办公室看。"]
    await steward.says("/help")
    await steward.presses("更多")
    assert "/digest" not in steward.screen
    await secretary.says("/help")
    assert "本周周报" in secretary.buttons
    await secretary.presses("更多")
    assert "/digest" in secretary.screen


async def test_the_table_opens_and_names_nobody(
    town: Neighbourhood, secretary: Phone, chen: Phone, steward: Phone
) -> None:
    await report(chen, "1号楼1单元502楼道灯不亮")
    await report(chen, "1号楼1单元邻居装修太吵")
    await town.pass_time(until=MONDAY)
    await secretary.presses("表格")
    assert secretary.last.file is not None
    book = CalamineWorkbook.from_filelike(BytesIO(secretary.last.file.content))
    rows = book.get_sheet_by_index(0).to_python()
    cells = {str(cell) for row in rows for cell in row}
    assert rows[0][:3] == ["编号", "什么事", "在哪里"]
    assert [row[0] for row in rows[1:]] == ["2611-0001", "只计总数，不列出", "合计"]
    new = rows[0].index("新增")
    assert [row[new] for row in rows[1:]] == [1, 1, 2]
    assert not any("502" in cell or "陈桂芳" in cell or "装修" in cell for cell in cells)


async def test_weeks_missed_in_an_outage_come_in_one_message_headed_so(
    town: Neighbourhood, secretary: Phone, chen: Phone, steward: Phone
) -> None:
    await report(chen, "1号楼1单元楼道灯不亮")
    await town.is_away(MONDAY + timedelta(weeks=2, hours=5))
    text, _picture = digests(secretary)
    assert (text.text or "").startswith("补发：停机期间有周报没发出，共 3 周。")
    assert "/digest 2026-W47" in (text.text or "")
    assert "本社区周报　2026年第49周" in (text.text or "")


async def test_the_deputy_gets_it_when_the_secretary_cannot_be_reached(town: Neighbourhood, chen: Phone) -> None:
    main = await town.holder("p-secretary", "周书记")
    deputy = await town.holder("p-secretary", "吴副书记", held_as=HeldAs.DEPUTY)
    await report(chen, "1号楼1单元楼道灯不亮")
    main.person.blocks(town.bot)
    await town.settle()
    await town.pass_time(until=MONDAY)
    assert "本社区周报" in deputy.everything
    assert "本社区周报" not in main.everything
