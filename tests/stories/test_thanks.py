"""Thanks reach whoever did it, once; they open nothing and count nowhere."""

import pytest

from domain.vocabulary import Action, State
from storage.models import ChangeRow, Draft, MessageOfTicket, Ticket
from storage.unit_of_work import UnitOfWork
from tests.stories.neighbourhood import Neighbourhood, Phone

LAMP = "1号楼1单元楼道灯不亮"
TOLD = "居民说谢谢（编号"


async def report(phone: Phone, words: str = LAMP) -> None:
    await phone.says(words)
    await phone.presses("提交")


async def solve(steward: Phone) -> None:
    await steward.presses("处理好了")
    await steward.presses("自己修好了")
    await steward.presses("跳过")


def thanks(work: UnitOfWork) -> list[int]:
    return [line.ticket_id for line in work.session.query(ChangeRow).filter_by(action=Action.THANK)]


def states(work: UnitOfWork) -> list[State]:
    return [ticket.state for ticket in work.session.query(Ticket).order_by(Ticket.id)]


def drafts(work: UnitOfWork) -> int:
    return work.session.query(Draft).count()


@pytest.fixture
async def anna(town: Neighbourhood) -> Phone:
    return await town.resident("Anna", english=True)


@pytest.mark.both_databases
@pytest.mark.parametrize("words", ["谢谢", "谢谢师傅", "辛苦了", "太感谢了", "great job"])
async def test_thanks_are_passed_on_once(town: Neighbourhood, chen: Phone, steward: Phone, words: str) -> None:
    await report(chen)
    await steward.presses("我来办")
    await solve(steward)
    await chen.says(words)
    assert chen.screen == "已转告王秀兰。"
    assert steward.screen.startswith(TOLD)
    heard = len(steward.messages)
    await chen.says("谢谢")
    assert chen.screen.startswith("不客气")
    assert len(steward.messages) == heard
    assert await town.database.run(thanks) == [1]
    assert await town.database.run(states) == [State.RESOLVED], "it is no confirmation"
    assert await town.database.run(drafts) == 0
    await chen.presses("解决了")
    await chen.presses("经过", under=chen.card)
    assert "居民说谢谢" in chen.screen


async def test_thanks_in_english(town: Neighbourhood, anna: Phone, steward: Phone) -> None:
    await anna.says("the stairway light is broken, building 1 unit 1")
    await anna.presses("Send")
    await steward.presses("我来办")
    await anna.says("Thank you so much!")
    assert anna.screen == "Passed on to 王秀兰."
    assert TOLD in steward.screen
    await anna.says("thanks")
    assert "You are welcome" in anna.screen


async def test_nobody_is_thanked_before_somebody_has_taken_it_on(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    await report(chen)
    await chen.says("好的，谢谢")
    assert chen.screen.startswith("不客气")
    assert TOLD not in steward.everything
    await steward.presses("我来办")
    await chen.says("谢谢")
    assert TOLD in steward.everything


async def test_thanks_are_for_the_report_whose_message_was_seen_last(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    await report(chen)
    await report(chen, "1号楼2单元门口垃圾没人清")
    older, newer = [m for m in steward.messages if "我来办" in str(m.buttons)]
    await steward.presses("我来办", under=newer)
    await steward.presses("我来办", under=older)
    await chen.says("谢谢")
    assert await town.database.run(thanks) == [1], "whose claiming was read last"


async def test_of_several_it_is_the_one_touched_last(town: Neighbourhood, chen: Phone, steward: Phone) -> None:
    await report(chen)
    await report(chen, "1号楼2单元门口垃圾没人清")
    older, newer = [m for m in steward.messages if "我来办" in str(m.buttons)]
    await steward.presses("我来办", under=newer)
    await town.pass_time(minutes=5)
    await steward.presses("我来办", under=older)

    def as_if_no_message_had_been_marked(work: UnitOfWork) -> None:
        work.session.query(MessageOfTicket).delete()

    await town.database.run(as_if_no_message_had_been_marked)
    await chen.says("谢谢")
    assert await town.database.run(thanks) == [1]


async def test_an_answer_to_a_message_goes_there_in_its_words_and_after_the_end_as_thanks(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    await report(chen)
    await steward.presses("我来办")
    claimed = chen.last
    await chen.says("好的，谢谢", reply_to=claimed)
    assert "好的，谢谢" in steward.screen
    await solve(steward)
    await chen.presses("解决了")
    await chen.says("谢谢师傅", reply_to=claimed)
    assert chen.screen == "已转告王秀兰。"
    assert await town.database.run(states) == [State.CLOSED]
    assert steward.screen.startswith(TOLD)


async def test_thanks_at_night_are_heard_in_the_morning(town: Neighbourhood, chen: Phone, steward: Phone) -> None:
    await report(chen)
    await steward.presses("我来办")
    await solve(steward)
    await town.pass_time(hours=13)
    await chen.says("谢谢师傅")
    assert chen.screen == "已转告王秀兰。"
    assert TOLD not in steward.everything
    await town.pass_time(hours=11)
    assert TOLD in steward.everything


async def test_whoever_has_reported_nothing_is_greeted(town: Neighbourhood, chen: Phone) -> None:
    await chen.says("谢谢")
    assert chen.screen.startswith("您好")
    await chen.says("你们修得真好")
    assert "这就是要报的事" in chen.buttons
    assert await town.database.run(drafts) == 0


async def test_a_steward_who_thanks_is_greeted(town: Neighbourhood, chen: Phone, steward: Phone) -> None:
    await report(chen)
    await steward.presses("我来办")
    await steward.says("谢谢")
    assert steward.screen.startswith("您好")
    assert TOLD not in chen.everything


async def test_praise_with_a_trouble_in_it_is_a_report(town: Neighbourhood, chen: Phone, steward: Phone) -> None:
    await report(chen)
    await steward.presses("我来办")
    await chen.says("谢谢师傅，修得真好，可是2号楼楼道灯又不亮了")
    assert "2号楼" in chen.screen
    assert await town.database.run(thanks) == []
    assert await town.database.run(drafts) == 1


async def test_thanks_while_an_alarm_runs_ring_nobody(town: Neighbourhood, chen: Phone, steward: Phone) -> None:
    await chen.says("1号楼2单元301着火了")
    rung = len(steward.messages)
    await chen.says("谢谢")
    assert chen.screen.startswith("不客气")
    assert len(steward.messages) == rung


async def test_whoever_is_asked_for_words_and_thanks_has_answered(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    await report(chen)
    await steward.presses("我来办")
    await chen.presses("补充")
    await chen.says("谢谢师傅")
    assert "谢谢师傅" in steward.screen
    assert await town.database.run(thanks) == []


async def test_who_solved_it_is_thanked_though_another_has_it_now(
    town: Neighbourhood, chen: Phone, steward: Phone, leader: Phone
) -> None:
    await report(chen)
    await steward.presses("我来办")
    await solve(steward)

    def is_the_leaders_now(work: UnitOfWork) -> None:
        ticket = work.session.query(Ticket).one()
        other = work.people.by_account(leader.person.id)
        assert other is not None
        ticket.assignee_id = other.id

    await town.database.run(is_the_leaders_now)
    await chen.says("谢谢师傅")
    assert chen.screen == "已转告王秀兰。"
    assert TOLD in steward.everything
    assert TOLD in leader.everything


async def test_an_answer_that_thanks_answers_and_thanks(town: Neighbourhood, chen: Phone, steward: Phone) -> None:
    await report(chen)
    await steward.presses("我来办")
    await solve(steward)
    number = next(n for n, label in enumerate(chen.buttons, 1) if label == "解决了")
    await chen.says(str(number))
    assert await town.database.run(states) == [State.CLOSED]
    assert await town.database.run(thanks) == [], "a number alone thanks nobody"
