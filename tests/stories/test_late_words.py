"""Words to a report that has ended: none is lost, and one tap makes something of them."""

import pytest

from domain.vocabulary import Action, State
from storage.models import ChangeRow, Media, Ticket
from storage.unit_of_work import UnitOfWork
from tests.stories.neighbourhood import Neighbourhood, Phone, data_of

LAMP = "1号楼1单元楼道灯不亮"


@pytest.fixture
async def closed(town: Neighbourhood, chen: Phone, steward: Phone) -> None:
    await chen.says(LAMP)
    await chen.presses("提交")
    for press in ("我来办", "处理好了", "自己修好了", "跳过"):
        await steward.presses(press)
    await chen.presses("解决了")


def since(phone: Phone, many: int) -> str:
    return "\n".join(f"[{message.kind}] {message.text or ''}" for message in phone.messages[many:])


async def test_an_answer_to_a_closed_report_reopens_it_with_these_words_and_photos(
    closed: None, town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    old = chen.card
    await chen.says("又黑了，三楼那盏", reply_to=old)
    assert "已经结案。您写的我留着" in chen.screen
    assert chen.buttons == ["带上这句话，重新打开"]
    chen.person.sends_photo(town.bot, caption="您看", reply_to=old.id)
    await town.settle()
    before = len(steward.messages)
    await chen.presses("带上这句话，重新打开")
    assert "已重新打开" in chen.screen
    told = since(steward, before)
    assert "又黑了，三楼那盏" in told
    assert "您看" in told
    assert "[photo]" in told


@pytest.mark.both_databases
async def test_an_album_to_a_closed_report_is_one_question_and_all_of_it_is_kept(
    closed: None, town: Neighbourhood, chen: Phone
) -> None:
    old, before = chen.card, len(chen.messages)
    for caption in ("又黑了", None, None):
        chen.person.sends_photo(town.bot, caption=caption, album="77", reply_to=old.id)
    await town.settle()
    assert since(chen, before).count("您写的我留着") == 1
    await chen.presses("带上这句话，重新打开")

    def files(work: UnitOfWork) -> int:
        return work.session.query(Media).count()

    assert await town.database.run(files) == 3


async def test_after_the_time_for_reopening_they_begin_a_report_of_their_own(
    closed: None, town: Neighbourhood, chen: Phone
) -> None:
    old = chen.card
    await town.pass_time(days=20)
    await chen.says("又黑了", reply_to=old)
    await chen.presses("带上这句话，另报一份")
    assert "又黑了" in chen.screen
    await chen.presses("提交")
    assert "2612-0001" in chen.screen


@pytest.mark.both_databases
async def test_words_that_were_asked_for_and_come_when_it_has_closed_are_kept_too(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    await chen.says(LAMP)
    await chen.presses("提交")
    for press in ("我来办", "处理好了", "自己修好了", "跳过"):
        await steward.presses(press)
    await chen.presses("没解决")

    def close(work: UnitOfWork) -> None:
        ticket = work.session.query(Ticket).one()
        ticket.state, ticket.closed_at, ticket.ended_at = State.CLOSED, work.now, work.now

    await town.database.run(close)
    await chen.says("还是不亮")
    await chen.presses("带上这句话，重新打开")
    assert "已重新打开" in chen.screen


async def test_what_a_steward_answers_to_a_closed_report_can_be_kept_as_a_note(
    closed: None, town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    before = len(chen.messages)
    await steward.says("下周再来看一次", reply_to=steward.card)
    assert steward.buttons == ["记为内部备注"]
    await steward.presses("记为内部备注")
    assert "备注已记下" in steward.screen
    assert since(chen, before) == ""

    def notes(work: UnitOfWork) -> int:
        return work.session.query(ChangeRow).filter(ChangeRow.action == Action.NOTE).count()

    assert await town.database.run(notes) == 1


async def test_an_answer_to_a_refused_report_appeals_with_these_words(
    town: Neighbourhood, chen: Phone, steward: Phone, leader: Phone
) -> None:
    office = await town.holder("p-office", "单晓棠")
    await chen.says(LAMP)
    await chen.presses("提交")
    await leader.says("/find 2611-0001")
    await leader.presses(leader.buttons[0])
    await leader.presses("更多", under=leader.card)
    await leader.presses("不受理")
    await leader.presses(leader.buttons[0])
    await leader.says("请找物业")
    await chen.says("物业说归社区管", reply_to=chen.last)
    await chen.presses("带上这句话，申诉")
    assert "物业说归社区管" in office.everything


async def test_another_tap_later_finds_nothing(closed: None, town: Neighbourhood, chen: Phone) -> None:
    await chen.says("又黑了", reply_to=chen.card)
    kept = data_of(chen.last, "带上这句话，重新打开")
    await chen.presses("带上这句话，重新打开")
    await chen.forges(kept, chen.card)

    def reopened(work: UnitOfWork) -> int:
        return work.session.query(Ticket).one().reopened

    assert await town.database.run(reopened) == 1
