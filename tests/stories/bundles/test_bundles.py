"""One joined message a day: to whoever is asked at nine, to the reporter at half past five, to a steward in the
morning."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from domain.matters.bundles import BundledLine
from services.matters.bundling import bundle
from storage.models import AskRow, BundleLine, HoldingRow, MatterRow, PostRow
from storage.unit_of_work import UnitOfWork
from tests.stories.asks.bodies import contact, property_firm
from tests.stories.neighbourhood import Neighbourhood, Phone

LEAK = "楼长，我家厨房漏水了，1号楼1单元301"
LIGHT = "1号楼1单元楼道灯不亮"


def local(day: int, hour: int, minute: int = 0) -> datetime:
    """In November 2026: the 18th is a Wednesday, at nine the stories begin."""
    return datetime(2026, 11, day, hour, minute, tzinfo=ZoneInfo("Asia/Shanghai")).astimezone(UTC)


async def ask_firm(resident: Phone, steward: Phone, report: str = LEAK) -> None:
    """The resident reports, the steward claims it and asks the firm."""
    await resident.says(report)
    await resident.presses("提交")
    await steward.presses("我来办")
    await ask_again(steward)


async def ask_again(steward: Phone) -> None:
    await steward.presses("请别家办")
    await steward.presses("幸福物业")
    await steward.says("请来看看")


def of_bundles(phone: Phone) -> list[str]:
    return [m.text or "" for m in phone.messages if (m.text or "").startswith(("您报的事有消息", "今天有"))]


async def keep_terms(town: Neighbourhood, phone: Phone, how_many: int = 1) -> None:
    """Some terms that end soon, for somebody's next bundle."""

    def keep(work: UnitOfWork) -> None:
        person = work.people.recognise("telegram", str(phone.person.id), "zh")
        own = work.directory.posts_of(person.id, work.now)[0]
        for n in range(how_many):
            row = MatterRow(
                number=f"届2611-{n + 1:02d}", kind="bodies-term", title=f"第{n + 1}届", places=[], state="ending",
                version=1, opened_at=work.now, visibility="asked", owner_post_id=own.id, next_due_what="end",
                next_due_at=local(30, 9),
            )  # fmt: skip
            work.session.add(row)
            work.session.flush()
            bundle(work, person.id, BundledLine.TERM, matter_id=row.id, not_after=local(28 + n % 3, 12))

    await town.database.run(keep)


@pytest.fixture
async def firm(town: Neighbourhood, chen: Phone, steward: Phone) -> Phone:
    """The property firm's contact."""
    await property_firm(town)
    return await contact(town, "wy", "孙经理")


@pytest.mark.both_databases
async def test_the_reporter_reads_at_half_past_five_who_was_asked_and_that_they_come(
    town: Neighbourhood, chen: Phone, steward: Phone, firm: Phone
) -> None:
    await ask_firm(chen, steward)
    await firm.presses("我们办")
    await town.pass_time(until=local(18, 17, 29))
    assert not of_bundles(chen), "not one by one"
    await town.pass_time(until=local(18, 17, 31))
    assert len(of_bundles(chen)) == 1
    assert "社区请了幸福物业来办，答应11月23日周一前来" in chen.screen
    assert "等他们回话" not in chen.screen, "the newest state alone"
    assert chen.buttons == ["2611-0001 家里漏水、楼上渗水", "不再提醒"]
    await town.pass_time(until=local(20, 17, 40))
    assert len(of_bundles(chen)) == 1, "told once"
    await chen.presses("2611-0001 家里漏水、楼上渗水")
    assert "2611-0001" in chen.screen


async def test_who_declined_is_not_named_and_who_was_not_heard_yet_is_so_said(
    town: Neighbourhood, chen: Phone, steward: Phone, firm: Phone
) -> None:
    await ask_firm(chen, steward)
    await town.pass_time(until=local(18, 17, 31))
    assert "社区请了幸福物业来办，" in of_bundles(chen)[-1]
    await firm.presses("办不了")
    await firm.presses("不归我们")
    await town.pass_time(until=local(19, 17, 31))
    assert "请的一家来不了，正在另想办法" in of_bundles(chen)[-1]
    assert "幸福物业" not in of_bundles(chen)[-1]


async def test_what_is_solved_before_the_evening_is_not_told_again(
    town: Neighbourhood, chen: Phone, steward: Phone, firm: Phone
) -> None:
    await ask_firm(chen, steward)
    await firm.presses("我们办")
    await steward.presses("处理好了", under=steward.card)
    await steward.presses("自己修好了")
    assert "处理好" in chen.screen
    await town.pass_time(until=local(19, 17, 40))
    assert not of_bundles(chen)


async def test_a_residents_word_that_it_is_enough_ends_it_for_this_one_and_can_be_taken_back(
    town: Neighbourhood, chen: Phone, steward: Phone, firm: Phone
) -> None:
    await ask_firm(chen, steward)
    await town.pass_time(until=local(18, 17, 31))
    await chen.presses("不再提醒")
    assert chen.screen == "好的，这件事不再提醒您。"
    await firm.presses("我们办")
    await town.pass_time(until=local(19, 17, 40))
    assert len(of_bundles(chen)) == 1
    await chen.presses("还是提醒我")
    assert chen.screen == "好的，有变化还会告诉您。"
    await firm.presses("已办好")
    await town.pass_time(until=local(20, 17, 40))
    assert len(of_bundles(chen)) == 2
    assert "幸福物业说办好了" in of_bundles(chen)[-1]
    await chen.says("不用再提醒了")
    assert chen.screen == "好的，这件事不再提醒您。", "said as people say it"


async def test_what_is_due_today_comes_at_nine_with_how_much_else_is_open(
    town: Neighbourhood, chen: Phone, steward: Phone, firm: Phone
) -> None:
    await town.pass_time(until=local(18, 11))
    await ask_firm(chen, steward)
    await firm.presses("我们办")
    await town.pass_time(until=local(20, 10))
    await ask_firm(chen, steward, LIGHT)
    await firm.presses("我们办")
    await town.pass_time(until=local(23, 9, 1))
    (nine,) = of_bundles(firm)
    assert nine.splitlines()[0] == "今天有1件事，手上还有1件没办完（/todo）：", "the light is not due today"
    await firm.says("/todo")
    assert "楼道灯" in firm.screen
    assert "家里漏水" in firm.screen


@pytest.mark.both_databases
async def test_from_the_fifth_ask_of_a_day_on_they_come_together_the_next_morning(
    town: Neighbourhood, chen: Phone, steward: Phone, firm: Phone
) -> None:
    doors = ("1号楼1单元单元门关不上", "1号楼2单元单元门关不上")
    reports = (LEAK, LIGHT, *doors, "1号楼2单元楼道灯不亮", "1号楼2单元501厨房漏水了")
    for words in reports:
        await town.pass_time(minutes=2)
        await ask_firm(chen, steward, words)
    cards = [m for m in firm.messages if "请办" in (m.text or "")]
    assert len(cards) == 4
    asked = await town.database.run(lambda work: [ask.reached_at for ask in work.session.query(AskRow)])
    assert [at is not None for at in asked] == [True] * 4 + [False] * 2, "who has not heard is not silent"
    heard = len(firm.messages)
    await town.pass_time(until=local(19, 8, 59))
    assert len(firm.messages) == heard
    await town.pass_time(until=local(19, 9, 1))
    assert len(firm.messages) == heard + 1
    assert firm.screen.startswith("今天有6件事")
    assert firm.screen.count("新请办") == 2
    assert "不再提醒" in firm.buttons
    assert len(firm.buttons) <= 6
    asked = await town.database.run(lambda work: [ask.reached_at for ask in work.session.query(AskRow)])
    assert all(asked), "from now on runs the time to answer"
    due = await town.database.run(lambda work: [ask.reply_due for ask in work.session.query(AskRow)][-1])
    assert due is not None
    assert due > local(19, 17), "eight working hours from now"


async def test_one_new_ask_at_night_is_its_card_at_nine(
    town: Neighbourhood, chen: Phone, steward: Phone, firm: Phone
) -> None:
    await town.pass_time(until=local(20, 19))
    await ask_firm(chen, steward)
    assert "请办" not in firm.screen
    await town.pass_time(until=local(23, 8, 59))
    assert "请办" not in firm.everything
    await town.pass_time(until=local(23, 9, 1))
    assert "请来看看" in firm.screen
    assert firm.buttons[:2] == ["我们办", "办不了"]
    assert not of_bundles(firm)


async def test_a_new_ask_that_nobody_read_goes_to_whoever_has_the_seat_in_the_morning(
    town: Neighbourhood, chen: Phone, steward: Phone, firm: Phone
) -> None:
    await town.pass_time(until=local(18, 20))
    await ask_firm(chen, steward)

    def leaves(work: UnitOfWork) -> None:
        seat = work.session.query(PostRow).filter_by(code="seat-wy").one()
        work.session.query(HoldingRow).filter_by(post_id=seat.id).one().until = work.now
        work.places.touch()

    await town.database.run(leaves)
    successor = await contact(town, "wy", "钱经理")
    await town.pass_time(until=local(19, 9, 1))
    assert "请来看看" not in firm.everything
    assert "请来看看" in successor.screen
    assert successor.buttons[:2] == ["我们办", "办不了"]


async def test_what_is_due_today_stands_in_the_bundle_once_and_what_was_answered_does_not(
    town: Neighbourhood, chen: Phone, steward: Phone, firm: Phone
) -> None:
    await town.pass_time(until=local(18, 11))
    await ask_firm(chen, steward)
    await ask_firm(chen, steward, LIGHT)
    await firm.presses("我们办")
    await town.pass_time(until=local(19, 9, 1))
    assert len(of_bundles(firm)) == 1
    assert "今天有1件事" in firm.screen
    assert firm.screen.count("前回话") == 1, "the other is agreed to, and due next week"
    await town.pass_time(until=local(20, 9, 30))
    assert len(of_bundles(firm)) == 1, "who does not answer is not called every day"
    await town.pass_time(until=local(23, 9, 1))
    assert "前办好" in of_bundles(firm)[-1]
    await firm.presses("不再提醒")
    assert firm.screen == "好的，这件事不再提醒您。"


async def test_a_promise_that_ran_over_and_what_is_said_to_be_done_stand_in_the_askers_morning(
    town: Neighbourhood, chen: Phone, steward: Phone, firm: Phone
) -> None:
    await ask_firm(chen, steward)
    await firm.presses("我们办")
    await ask_firm(chen, steward, LIGHT)
    await firm.presses("已办好")
    await town.pass_time(until=local(24, 8, 31))
    mornings = [m.text or "" for m in steward.messages if "一起办的事" in (m.text or "")]
    assert any("2611-0002　幸福物业说办好了，请看一眼" in one for one in mornings)
    over = next(one for one in mornings if "到时没回音" in one)
    assert "2611-0001　幸福物业答应" in over
    assert over.startswith("早上好"), "in the message that exists"
    assert not of_bundles(steward), "never a second one"
    await steward.presses("都看")
    assert "一共" in steward.screen
    assert "2611-0001 家里漏水、楼上渗水" in steward.buttons


async def test_a_morning_bears_eight_lines_and_counts_the_rest(town: Neighbourhood, steward: Phone) -> None:
    await keep_terms(town, steward, 11)
    await town.pass_time(until=local(19, 8, 31))
    assert steward.screen.startswith("早上好。一起办的事：")
    assert steward.screen.count("任期满：11月30日周一09:00") == 8
    assert steward.screen.endswith("另有3件")
    assert steward.buttons == ["都看"]
    await steward.presses("都看")
    assert steward.screen.startswith("一共11件")
    assert steward.screen.count("任期满：11月30日周一09:00") == 4
    await steward.presses("还有")
    await steward.presses("还有")
    assert steward.screen.count("任期满：11月30日周一09:00") == 3
    assert steward.buttons[-2:] == ["返回", "不再提醒"]
    assert len(steward.buttons) <= 6
    await steward.presses("不再提醒")
    assert steward.screen == "哪一件不用再提醒？"
    assert len(steward.buttons) <= 6
    await steward.presses("届2611-01 第1届")
    assert steward.screen == "好的，这件事不再提醒您。"
    await steward.presses("都看")
    await steward.presses("届2611-04 第4届")
    assert "任期快满了" in steward.screen, "what it is about"


async def test_a_contact_who_lives_here_has_one_bundle_at_the_earlier_hour(
    town: Neighbourhood, chen: Phone, steward: Phone, firm: Phone
) -> None:
    await town.pass_time(until=local(18, 11))
    await ask_firm(chen, steward)
    await firm.says("楼长，我家厨房漏水了，1号楼1单元302")
    await firm.presses("提交")
    await steward.presses("我来办")
    await ask_again(steward)
    await town.pass_time(until=local(18, 17, 40))
    assert not of_bundles(firm)
    await town.pass_time(until=local(19, 9, 1))
    assert len(of_bundles(firm)) == 1
    assert "社区请了幸福物业来办" in firm.screen
    assert "前回话" in firm.screen


async def test_the_secretarys_lines_come_with_the_morning_after_the_digest(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    secretary = await town.holder("p-secretary", "席明川")
    await ask_nothing(chen, steward)
    await town.pass_time(until=local(20, 17))
    await keep_terms(town, secretary)
    await town.pass_time(until=local(23, 8, 40))
    texts = [m.text or "" for m in secretary.messages]
    digest = next(n for n, text in enumerate(texts) if "第47周" in text)
    morning = next(n for n, text in enumerate(texts) if "第1届" in text)
    assert morning > digest
    assert len([text for text in texts if "第1届" in text]) == 1


async def ask_nothing(resident: Phone, steward: Phone) -> None:
    """Something for a digest to count."""
    await resident.says(LIGHT)
    await resident.presses("提交")
    await steward.presses("我来办")


async def test_an_english_reader_reads_it_in_english(town: Neighbourhood, steward: Phone, firm: Phone) -> None:
    ann = await town.resident("Ann", english=True)
    await ann.says(LEAK)
    await ann.presses("Send")
    await steward.presses("我来办")
    await ask_again(steward)
    await firm.presses("我们办")
    await town.pass_time(until=local(18, 17, 31))
    assert ann.screen.startswith("News of what you reported:")
    assert "幸福物业 was asked to help, and has agreed to come by Mon 23 Nov" in ann.screen
    await ann.presses("Do not remind me")
    assert ann.screen == "Very well. You will not be reminded of it again."


async def test_an_old_or_foreign_button_says_that_it_is_over(
    town: Neighbourhood, chen: Phone, steward: Phone, firm: Phone
) -> None:
    await ask_firm(chen, steward)
    await town.pass_time(until=local(18, 17, 31))
    line = await town.database.run(lambda work: work.session.query(BundleLine).first().id)  # type: ignore[union-attr]
    await firm.forges(f"u:mute_line:{line}:0:", firm.last)
    assert "这条提醒已经过去了" in firm.everything + firm.toast
    await firm.forges(f"u:all:{line}:0:0", firm.last)
    assert "漏" not in firm.screen
