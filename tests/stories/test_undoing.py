"""«按错了»: a slip is taken back within a quarter of an hour, and whoever was told reads that it was one."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from domain.vocabulary import Action, State
from storage.models import Follower, Media, Ticket, TicketText
from storage.unit_of_work import UnitOfWork
from tests.stories.neighbourhood import Neighbourhood, Phone, labels

LAMP = "1号楼1单元楼道灯不亮"
SLIP = "按错了"


def local(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=ZoneInfo("Asia/Shanghai"))


def states(work: UnitOfWork) -> list[State]:
    return list(work.session.scalars(work.session.query(Ticket.state).order_by(Ticket.id).statement))


async def state(town: Neighbourhood) -> State:
    return (await town.database.run(states))[-1]


async def report(phone: Phone, words: str = LAMP) -> None:
    await phone.says(words)
    await phone.presses("提交")


async def resolve(steward: Phone) -> None:
    await steward.presses("处理好了")
    await steward.presses("自己修好了")


@pytest.fixture
async def lin(town: Neighbourhood) -> Phone:
    return await town.resident("林素芬")


# 我来办


@pytest.mark.both_databases
async def test_a_claim_that_was_a_slip_is_told_as_one_and_can_be_made_again(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    await report(chen)
    await steward.presses("我来办")
    assert "已接单" in chen.screen
    assert SLIP in labels(steward.card)
    await town.pass_time(minutes=14)
    await steward.presses(SLIP, under=steward.card)
    assert await state(town) is State.NEW
    assert "又在等人接单" in steward.screen
    assert chen.screen.startswith("刚才说有人接单了，是按错了")
    assert "我来办" in labels(steward.card)
    assert SLIP not in labels(steward.card)
    assert "处理中" not in (chen.card.text or "")
    await steward.presses("我来办")
    assert await state(town) is State.CLAIMED
    await steward.presses("经过", under=steward.card)
    assert "王秀兰按错了「我来办」" in steward.screen or "您按错了「我来办」" in steward.screen


async def test_after_a_quarter_of_an_hour_the_way_out_is_named(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    await report(chen)
    await steward.presses("我来办")
    card = steward.card
    await town.pass_time(minutes=15, seconds=1)
    await steward.presses(SLIP, under=card)
    assert "已经过了 15 分钟" in steward.everything
    assert "退单" in steward.everything
    assert "退单" in steward.toast
    assert await state(town) is State.CLAIMED
    assert SLIP not in labels(steward.card)


async def test_what_somebody_else_has_gone_on_with_is_not_taken_back(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    await report(chen)
    await steward.presses("我来办")
    card = steward.card
    data = next(b.data or "" for row in card.buttons for b in row if b.text.endswith(SLIP))
    await chen.says("/my")
    await chen.presses("2611-0001 楼道灯、路灯不亮")
    await chen.presses("补充")
    await chen.says("我下午在家")
    assert SLIP not in labels(steward.card)
    await steward.forges(data, steward.card)
    assert "已经有人接着办了" in steward.everything
    assert await state(town) is State.CLAIMED


async def test_somebody_elses_slip_is_not_taken_back(
    town: Neighbourhood, chen: Phone, steward: Phone, leader: Phone
) -> None:
    await report(chen)
    await steward.presses("我来办")
    data = next(b.data or "" for row in steward.card.buttons for b in row if b.text.endswith(SLIP))
    for phone in (leader, chen):
        await phone.forges(data, phone.messages[0])
        assert "只有按的人能改回来" in phone.everything
    assert await state(town) is State.CLAIMED


async def test_danger_is_never_taken_back(town: Neighbourhood, chen: Phone, steward: Phone) -> None:
    await chen.says("1号楼1单元着火了，快来人")
    await steward.presses("我来办")
    assert SLIP not in [label for message in steward.messages for label in labels(message)]


async def test_at_night_a_slip_that_nobody_has_heard_of_is_never_told(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    await report(chen)
    await town.pass_time(until=local(18, 22, 30))
    heard = len(chen.messages)
    await steward.presses("我来办")
    await steward.presses(SLIP, under=steward.card)
    await town.pass_time(until=local(19, 10))
    told = "\n".join(m.text or "" for m in chen.messages[heard:])
    assert "按错" not in told
    assert "已接单" not in told


async def test_a_slip_heard_of_in_the_evening_is_put_right_in_the_morning(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    await report(chen)
    await steward.presses("我来办")
    await town.pass_time(until=local(18, 21, 25))
    quiet = await town.database.run(lambda work: work.is_night())
    assert not quiet
    await resolve(steward)
    assert "解决了吗" in chen.screen
    asked = chen.last
    await town.pass_time(minutes=10)
    await steward.presses(SLIP)
    assert "解决了" not in labels(asked), "the question is asked no more, by night too"
    await town.pass_time(until=local(19, 10))
    assert "是按错了" in chen.everything


async def test_the_ladder_goes_on_from_where_it_stood(
    town: Neighbourhood, chen: Phone, steward: Phone, leader: Phone
) -> None:
    def clock(work: UnitOfWork) -> tuple[object, ...]:
        row = work.session.query(Ticket).one()
        return row.rung, row.next_step_at, row.claim_due, row.claim_since

    await report(chen)
    await town.pass_time(until=local(18, 16))
    before = await town.database.run(clock)
    assert before[0], "a rung has been taken"
    await steward.presses("我来办")
    await town.pass_time(minutes=10)
    await steward.presses(SLIP, under=steward.card)
    assert await town.database.run(clock) == before
    heard = len(leader.messages)
    await town.pass_time(hours=26)
    assert len(leader.messages) > heard, "silence climbs as if nobody had pressed"


# 处理好了


@pytest.mark.both_databases
async def test_a_resolve_that_was_a_slip_is_asked_no_more(town: Neighbourhood, chen: Phone, steward: Phone) -> None:
    await report(chen)
    await steward.presses("我来办")
    await resolve(steward)
    asked = chen.last
    assert "解决了" in labels(asked)
    assert labels(steward.last) == ["跳过", SLIP]
    await steward.presses(SLIP, under=steward.last)
    assert await state(town) is State.CLAIMED
    assert "接着办" in steward.screen
    assert chen.screen.startswith("刚才问您「解决了吗？」，是按错了")
    assert "解决了" not in labels(asked)
    assert "解决了" not in labels(chen.last)
    heard = len(chen.messages)
    await steward.says("今天天气不错")
    assert "今天天气不错" not in "\n".join(m.text or "" for m in chen.messages[heard:]), "nothing is awaited any more"


@pytest.mark.parametrize("words", ["按错了", "点错了。", "手滑", "Oops!", "按错了！"])
async def test_words_take_it_back_and_do_not_reach_the_resident(
    town: Neighbourhood, chen: Phone, steward: Phone, words: str
) -> None:
    await report(chen)
    await steward.presses("我来办")
    await resolve(steward)
    await steward.says(words)
    assert await state(town) is State.CLAIMED
    assert words not in chen.everything.splitlines()
    await resolve(steward)
    await steward.says("换了灯泡，按错了也没关系")
    assert "换了灯泡" in chen.everything, "other words are for the resident"


async def test_words_that_were_said_with_a_slip_stay_said(town: Neighbourhood, chen: Phone, steward: Phone) -> None:
    await report(chen)
    await steward.presses("我来办")
    await resolve(steward)
    await steward.says("换了灯泡")
    await steward.presses(SLIP, under=steward.card)
    assert await state(town) is State.CLAIMED
    await chen.presses("经过")
    assert "换了灯泡" in chen.screen
    assert "按错了「处理好了」" in chen.screen


async def test_what_is_left_of_the_question_says_nothing_untrue(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    await report(chen)
    await steward.presses("我来办")
    await resolve(steward)
    question = steward.last
    await steward.presses(SLIP, under=steward.card)
    heard = len(steward.messages)
    await steward.presses("跳过", under=question)
    assert not [m.text for m in steward.messages[heard:] if "已记为处理好" in (m.text or "")]


async def test_the_last_slip_comes_first(town: Neighbourhood, chen: Phone, steward: Phone) -> None:
    await report(chen)
    await steward.presses("我来办")
    await resolve(steward)
    await steward.presses(SLIP)
    assert await state(town) is State.CLAIMED
    await steward.presses(SLIP, under=steward.card)
    assert await state(town) is State.NEW


async def test_what_waited_waits_again(town: Neighbourhood, chen: Phone, steward: Phone) -> None:
    await report(chen)
    await steward.presses("我来办")
    for press in ("等一等", "缺配件", "明天"):
        await steward.presses(press)
    await resolve(steward)
    await steward.presses(SLIP)
    assert await state(town) is State.WAITING
    await town.pass_time(until=local(20, 12))
    assert await state(town) is State.CLAIMED, "it goes on at its date"


async def test_whoever_was_asked_to_look_hears_that_there_is_nothing_to_look_at(
    town: Neighbourhood, chen: Phone, steward: Phone, leader: Phone
) -> None:
    await report(chen, "1号楼1单元停水了，家里都没水")
    await steward.presses("我来办")
    await resolve(steward)
    assert "已核实" in leader.buttons
    await steward.presses(SLIP)
    assert "按错了「处理好了」" in leader.screen
    assert "已核实" not in [label for message in leader.messages for label in labels(message)]


# 解决了


@pytest.mark.both_databases
async def test_a_confirmation_that_was_a_slip_opens_it_again_with_its_rating(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    await report(chen)
    await steward.presses("我来办")
    await resolve(steward)
    await chen.presses("解决了")
    assert await state(town) is State.CLOSED
    thanks = chen.last
    assert SLIP in labels(thanks)
    await chen.presses("满意")
    await town.pass_time(minutes=5)
    await chen.presses(SLIP, under=thanks)
    assert await state(town) is State.RESOLVED
    assert "还没结案" in chen.screen
    assert "居民按错了「解决了」" in steward.screen

    def rated(work: UnitOfWork) -> object:
        row = work.session.query(Ticket).one()
        return row.rating, row.closing, row.closed_at, row.ended_at

    assert await town.database.run(rated) == (None, None, None, None)
    await chen.presses("没解决")
    await chen.says("还是不亮")
    assert await state(town) is State.CLAIMED


async def test_a_confirmation_stops_the_stewards_slip_and_says_what_is_left(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    await report(chen)
    await steward.presses("我来办")
    await resolve(steward)
    question = steward.last
    await chen.presses("解决了")
    await steward.presses(SLIP, under=question)
    assert "已经有人接着办了" in steward.everything
    assert "请上一级重新打开" in steward.everything
    assert await state(town) is State.CLOSED


async def test_a_late_slip_of_the_residents_leads_to_reopening(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    await report(chen)
    await steward.presses("我来办")
    await resolve(steward)
    await chen.presses("解决了")
    thanks = chen.last
    await town.pass_time(minutes=20)
    await chen.presses(SLIP, under=thanks)
    assert "又坏了，重新打开" in chen.everything
    assert await state(town) is State.CLOSED


# 我也遇到


@pytest.mark.both_databases
async def test_me_too_that_was_a_slip_gives_the_words_back(
    town: Neighbourhood, chen: Phone, lin: Phone, steward: Phone
) -> None:
    await report(chen)
    await report(lin, f"{LAMP}，线头露在外面")
    await lin.presses("我也遇到")
    assert "线头露在外面" in steward.everything
    assert labels(lin.last) == [SLIP]
    await lin.presses(SLIP)
    assert "不再通知您" in lin.everything
    assert "线头露在外面" in lin.screen, "nothing that was written is lost"
    assert "提交" in lin.buttons
    assert "又有一户遇到，是按错了" in steward.screen

    def kept(work: UnitOfWork) -> tuple[int, list[str | None]]:
        said = work.session.query(TicketText).filter(TicketText.action == Action.FOLLOW)
        return work.session.query(Follower).count(), [text.body for text in said]

    assert await town.database.run(kept) == (0, [None])
    heard = len(lin.messages)
    await steward.presses("我来办")
    assert len(lin.messages) == heard, "they hear no more of it"
    await lin.presses("提交")
    await lin.presses("我也遇到")
    assert (await town.database.run(kept))[0] == 1
    await steward.presses("经过", under=steward.card)
    assert "「我也遇到」是按错了" in steward.screen
    assert "林素芬" not in steward.everything


async def test_me_too_is_taken_back_once_and_only_by_whoever_said_it(
    town: Neighbourhood, chen: Phone, lin: Phone, steward: Phone
) -> None:
    await report(chen)
    await report(lin)
    await lin.presses("我也遇到")
    noted = lin.last
    data = next(b.data or "" for row in noted.buttons for b in row)
    for phone in (chen, steward):
        await phone.forges(data, phone.messages[0])
        assert "已经改回来了" in phone.screen
    await lin.forges(data, noted)
    await lin.forges(data, noted)
    assert "已经改回来了" in lin.everything
    for forged in ("m:undo-follow:", "m:undo-follow:x", "m:undo-follow:999999"):
        await lin.forges(forged, noted)


async def test_the_photo_of_a_slip_goes_back_with_its_words(
    town: Neighbourhood, chen: Phone, lin: Phone, steward: Phone
) -> None:
    await report(chen)
    lin.person.sends_photo(town.bot, caption=LAMP)
    await town.settle()
    for press in ("提交", "我也遇到"):
        await lin.presses(press)
    assert [m for m in steward.messages if m.kind == "photo"]
    await lin.presses(SLIP)

    def photos(work: UnitOfWork) -> list[Action]:
        return [one.action for one in work.session.query(Media)]

    assert await town.database.run(photos) == []
    for press in ("提交", "另报"):
        await lin.presses(press)
    assert lin.screen.startswith("已收到")
    assert await town.database.run(photos) == [Action.FILE]


async def test_me_too_is_taken_back_in_words(town: Neighbourhood, chen: Phone, lin: Phone, steward: Phone) -> None:
    await report(chen)
    await report(lin)
    await lin.presses("我也遇到")
    await lin.says("点错了！")
    assert "提交" in lin.buttons
    await lin.presses("提交")
    await lin.presses("另报")
    assert lin.screen.startswith("已收到")


async def test_a_draft_begun_meanwhile_is_not_lost_by_it(
    town: Neighbourhood, chen: Phone, lin: Phone, steward: Phone
) -> None:
    await report(chen)
    await report(lin)
    await lin.presses("我也遇到")
    noted = lin.last
    await lin.says("1号楼2单元垃圾没人清")
    await lin.presses(SLIP, under=noted)
    assert "还有一份没写完的报告" in lin.everything
    await lin.presses("提交")
    await lin.presses(SLIP, under=noted)
    assert "您刚才写的还在" in lin.screen


async def test_me_too_is_not_taken_back_once_somebody_has_gone_on(
    town: Neighbourhood, chen: Phone, lin: Phone, steward: Phone
) -> None:
    await report(chen)
    await report(lin)
    await lin.presses("我也遇到")
    noted = lin.last
    await steward.presses("我来办")
    await lin.presses(SLIP, under=noted)
    assert "已经有人接着办了" in lin.screen
    assert "不用理会" in lin.screen


async def test_neighbours_and_merged_reports_hear_of_a_slip_too(
    town: Neighbourhood, chen: Phone, lin: Phone, steward: Phone
) -> None:
    await report(chen)
    await report(lin)
    await lin.presses("我也遇到")
    await steward.presses("我来办")
    await resolve(steward)
    assert "说是处理好了" in lin.screen
    await steward.presses(SLIP)
    assert "刚才说处理好了，是按错了" in lin.screen


async def test_in_english(town: Neighbourhood, steward: Phone) -> None:
    smith = await town.resident("Smith", english=True)
    await smith.says("the hallway lamp is broken, building 1 unit 1")
    if "Send" not in smith.buttons:
        await smith.says(LAMP)
    await smith.presses("Send")
    await steward.presses("我来办")
    await resolve(steward)
    await smith.presses("Solved")
    await smith.presses("That was a slip")
    assert "is not closed" in smith.screen
