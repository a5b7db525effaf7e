"""A seat from its invitation to its end, as the contact's and the office's phones show it; letters that do not pass."""

from datetime import date, timedelta

import pytest

from domain.bodies.bodies import BodyKind, Resource
from domain.tickets.restrictions import Restriction
from services.keeping.restrictions import restrict
from storage.bodies.bodies import Bodies, BodyParts
from storage.models import HoldingRow, Ticket
from storage.unit_of_work import UnitOfWork
from tests.stories.asks.bodies import body, contact, property_firm
from tests.stories.neighbourhood import Neighbourhood, Phone, data_of, labels
from tests.stories.test_joining import LINK


@pytest.fixture
async def office(town: Neighbourhood) -> Phone:
    return await town.holder("p-office", "单晓棠")


@pytest.mark.both_databases
async def test_a_contact_is_invited_from_the_bodys_page_and_reads_whose_seat_it_is(
    town: Neighbourhood, office: Phone
) -> None:
    await property_firm(town)
    await office.says("/bodies")
    await office.presses("幸福物业")
    assert "没有联系得上的人" in office.screen
    await office.presses("请联系人进来")
    await office.says("孙经理")
    await office.presses("14 天内有效")
    found = LINK.search(office.screen)
    assert found is not None, office.screen
    sun = await town.resident("孙经理")
    await sun.starts(found[1])
    assert "请幸福物业办的事会发给您" in sun.everything
    assert "负责" not in sun.everything
    assert "有新报告" not in sun.everything
    await office.says("/bodies")
    await office.presses("幸福物业")
    assert "联系人：孙经理" in office.screen


async def test_when_a_body_ends_its_contacts_read_it_and_links_to_its_seats_open_nothing(
    town: Neighbourhood, office: Phone
) -> None:
    firm_id = await property_firm(town)
    sun = await contact(town, "wy", "孙经理")
    await office.says("/bodies")
    await office.presses("幸福物业")
    await office.presses("结束这家")
    await office.presses("确定")
    assert sun.screen == "您不再担任幸福物业联系人，谢谢您！还没办完的由同事或社区办公室接着办，不用再管。"

    def held(work: UnitOfWork) -> list[bool]:
        seats = [seat.id for seat in work.directory.seats_in(firm_id)]
        rows = work.session.query(HoldingRow).filter(HoldingRow.post_id.in_(seats))
        return [row.until is not None and row.handed_over_at is not None for row in rows]

    assert await town.database.read(held) == [True]
    await office.says("/bodies")
    assert office.screen == "这里还没有登记组织。"


async def test_what_a_body_lends_is_read_until_its_last_day(town: Neighbourhood, chen: Phone) -> None:
    firm_id = await property_firm(town)
    today: date = await town.database.read(lambda work: work.local_day())
    hall, ladder = Resource("会议室", "1号楼", "周末", today), Resource("梯子")
    await town.database.run(lambda work: work.store(Bodies).keep_parts(firm_id, BodyParts((), (), (hall, ladder))))
    await chen.says("/bodies")
    await chen.presses("幸福物业")
    assert "能借：会议室（1号楼、周末）、梯子" in chen.screen
    await town.pass_time(days=1)
    await chen.says("/bodies")
    await chen.presses("幸福物业")
    assert "能借：梯子" in chen.screen


async def test_whoever_may_file_no_more_today_writes_no_letter_either(
    town: Neighbourhood, chen: Phone, office: Phone
) -> None:
    await town.database.run(body("ywh", BodyKind.OWNERS_COMMITTEE, "桂花苑业委会", phone=None))
    chair = await contact(town, "ywh", "白主任")
    for said in ("楼长，我家厨房漏水了，1号楼1单元301", "楼长，我家水管堵了，1号楼1单元301"):
        await chen.says(said)
        await chen.presses("提交")

    def limited(work: UnitOfWork) -> None:
        ticket, by = work.session.query(Ticket).first(), work.people.recognise("telegram", str(office.person.id), "zh")
        until = work.now + timedelta(days=7)
        assert ticket is not None
        restrict(work, ticket.id, by=by, kind=Restriction.LIMIT, until=until, words="重复上报")

    await town.database.run(limited)
    await chen.says("/bodies")
    await chen.presses("桂花苑业委会")
    await chen.presses("写给它")
    await chen.says("电梯什么时候修")
    assert "电梯什么时候修" not in chair.everything
    assert await town.database.read(lambda work: work.session.query(Ticket).count()) == 2


async def test_danger_in_a_letter_is_danger(town: Neighbourhood, chen: Phone, office: Phone, steward: Phone) -> None:
    await town.database.run(body("ywh", BodyKind.OWNERS_COMMITTEE, "桂花苑业委会", phone=None))
    chair = await contact(town, "ywh", "白主任")
    await chen.says("/bodies")
    await chen.presses("桂花苑业委会")
    await chen.presses("写给它")
    await chen.says("3号楼着火了")
    assert "119" in chen.everything
    assert "着火" not in chair.everything


async def test_a_letter_without_words_is_asked_again_and_one_too_long_is_kept_to_be_shortened(
    town: Neighbourhood, chen: Phone
) -> None:
    await town.database.run(body("ywh", BodyKind.OWNERS_COMMITTEE, "桂花苑业委会", phone=None))
    chair = await contact(town, "ywh", "白主任")
    await chen.says("/bodies")
    await chen.presses("桂花苑业委会")
    await chen.presses("写给它")
    await chen.says("电梯" * 501)
    assert "最多1000字" in chen.screen
    assert "电梯" not in chair.everything
    await chen.says("电梯什么时候修")
    assert "电梯什么时候修" in chair.screen, "the question still waits"


async def test_recalling_twice_says_how_it_stands(town: Neighbourhood, chen: Phone, steward: Phone) -> None:
    await property_firm(town)
    await contact(town, "wy", "孙经理")
    await chen.says("楼长，我家厨房漏水了，1号楼1单元301")
    await chen.presses("提交")
    await steward.presses("我来办")
    await steward.presses("请幸福物业来办")
    await steward.says("请来看看")
    under = next(one for one in reversed(steward.messages) if "收回" in labels(one))
    data = data_of(under, "收回")
    await steward.forges(data, under)
    await steward.forges(data, under)
    assert "现在是「收回了」" in steward.everything + steward.toast
