"""Words, voices and photos that answer nothing: they find the ticket they belong to by one press, and none is lost."""

import pytest

from domain.vocabulary import Action, State
from storage.models import ChangeRow, Draft, Media, Ticket
from storage.unit_of_work import UnitOfWork
from tests.stories.neighbourhood import Neighbourhood, Phone, labels

LAMP = "1号楼1单元楼道灯不亮"
TELL = "告诉王秀兰（编号2611-0001）"
NEW = "是另一件新的事"


async def filed(chen: Phone, words: str = LAMP) -> None:
    await chen.says(words)
    await chen.presses("提交")


async def resolved(chen: Phone, steward: Phone) -> None:
    await filed(chen)
    for press in ("我来办", "处理好了", "自己修好了", "跳过"):
        await steward.presses(press)


def drafts(work: UnitOfWork) -> int:
    return work.session.query(Draft).count()


def tickets(work: UnitOfWork) -> int:
    return work.session.query(Ticket).count()


def actions(work: UnitOfWork) -> list[Action]:
    return [row.action for row in work.session.query(ChangeRow).order_by(ChangeRow.ticket_id, ChangeRow.seq)]


@pytest.mark.both_databases
async def test_loose_words_go_to_the_one_open_report_by_one_press_and_no_sooner(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    await filed(chen)
    await chen.says("好的，我在家")
    assert chen.buttons[:2] == [TELL, NEW]
    assert "还没发出去。要告诉王秀兰吗" in chen.screen
    await chen.says("门开着，直接进")
    assert "好的，我在家" in chen.screen
    assert "我在家" not in steward.everything
    await chen.presses(TELL)
    assert chen.screen == "已补充到 2611-0001，王秀兰会看到。"
    assert "好的，我在家\n门开着，直接进" in steward.everything
    assert (await town.database.run(actions)).count(Action.COMMENT) == 1
    assert await town.database.run(drafts) == 0


async def test_in_english_too(town: Neighbourhood, steward: Phone) -> None:
    anna = await town.resident("Anna", english=True)
    await anna.says(LAMP)
    await anna.presses("Send")
    await anna.says("the door is open, just come in")
    assert anna.buttons[:2] == ["Tell 王秀兰 (No. 2611-0001)", "No, something new"]
    await anna.presses(anna.buttons[0])
    assert anna.screen == "Added to 2611-0001; 王秀兰 reads it."
    assert "the door is open, just come in" in steward.everything


async def test_another_trouble_is_a_report_and_what_waits_still_waits(chen: Phone, steward: Phone) -> None:
    await filed(chen)
    await chen.says("明天上午可以")
    await chen.says("2号楼垃圾没人清运")
    assert "提交" in chen.buttons
    asked = next(message for message in chen.messages if TELL in labels(message))
    await chen.presses(TELL, under=asked)
    assert "明天上午可以" in steward.everything


@pytest.mark.parametrize(
    "words", ["还是不亮", "人来了没修好", "还没来人", "半天了还不见人", "咋个还没得人来", "灯还是黑的", "nobody came"]
)
async def test_what_goes_on_is_asked_for_the_open_report_and_opens_none(
    town: Neighbourhood, chen: Phone, steward: Phone, words: str
) -> None:
    await filed(chen)
    await chen.says(words)
    assert TELL in chen.buttons
    assert await town.database.run(drafts) == 0


async def test_something_new_after_all_becomes_a_report_as_if_just_said(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    await filed(chen)
    await chen.says("我也说不清是啥子")
    await chen.says("你们来看嘛")
    await chen.presses(NEW)
    assert await town.database.run(drafts) == 1
    assert "我也说不清是啥子" not in steward.everything
    await chen.presses("不报了")
    await chen.says("好的，我在家")
    assert TELL in chen.buttons


async def test_greetings_and_thanks_ask_nothing(chen: Phone, steward: Phone) -> None:
    await filed(chen)
    for words in ("你好", "好的", "嗯嗯"):
        await chen.says(words)
        assert TELL not in chen.buttons


async def test_of_several_open_reports_it_is_asked_which_and_no_page_has_more_than_six(
    chen: Phone, steward: Phone
) -> None:
    troubles = ("楼道灯不亮", "厨房漏水了", "下水道堵了", "垃圾没人清运", "单元门锁坏了", "暖气不热")
    for trouble in troubles:
        await filed(chen, f"1号楼1单元{trouble}")
    await chen.says("我下午都在家")
    assert chen.screen.startswith("这是说已经报过的事吗")
    buttons = [label for label in chen.buttons if not label.startswith(("着火", "有人打人"))]
    assert len(buttons) == 6
    assert buttons[-2:] == ["还有", NEW]
    await chen.presses("还有")
    await chen.presses("补充到 2611-0001 楼道灯、路灯不亮")
    assert "已补充到 2611-0001" in chen.screen
    assert "我下午都在家" in steward.everything


async def test_of_two_open_reports_the_one_that_is_named_is_asked_for(chen: Phone, steward: Phone) -> None:
    await filed(chen)
    await filed(chen, "1号楼1单元301厨房漏水了")
    await chen.says("厨房还在漏水")
    assert chen.buttons[0] == "告诉王秀兰（编号2611-0002）"


async def test_under_a_resolved_one_the_words_are_the_sentence_of_not_solved(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    await resolved(chen, steward)
    await chen.says("师傅走得急，我没看清")
    assert chen.buttons[:4] == [TELL, "解决了", "没解决", NEW]
    await chen.presses("没解决", under=chen.last)
    assert "师傅走得急，我没看清" in steward.everything
    assert Action.NOT_SOLVED in await town.database.run(actions)


async def test_a_late_one_can_be_nudged_with_the_words(town: Neighbourhood, chen: Phone, steward: Phone) -> None:
    await filed(chen)
    await town.pass_time(days=4)
    await chen.says("咋个还没得人来")
    await chen.presses("催一下")
    done = await town.database.run(actions)
    assert Action.NUDGE in done
    assert Action.COMMENT in done


async def test_what_is_closed_lately_is_offered_to_be_reopened_with_the_words(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    await resolved(chen, steward)
    await chen.presses("解决了")
    await chen.says("灯又黑了")
    assert chen.buttons[:2] == ["带上这句话，重新打开", NEW]
    await chen.presses("带上这句话，重新打开")
    assert "灯又黑了" in steward.everything
    assert Action.REOPEN in await town.database.run(actions)


async def test_it_can_be_something_new_all_the_same_and_after_fifteen_days_it_is(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    await resolved(chen, steward)
    await chen.presses("解决了")
    await chen.says("灯又黑了")
    await chen.presses(NEW)
    assert await town.database.run(drafts) == 1
    await chen.presses("不报了")
    await town.pass_time(days=16)
    await chen.says("灯又黑了")
    assert "带上这句话，重新打开" not in chen.buttons


async def test_a_voice_without_words_is_asked_for_and_an_album_once(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    await filed(chen)
    before = len(chen.messages)
    for _ in range(3):
        chen.person.sends_photo(town.bot, album="7")
    await town.settle()
    assert len(chen.messages) == before + 1
    chen.person.sends_voice(town.bot)
    await town.settle()
    await chen.presses(TELL)
    assert [message.kind for message in steward.messages].count("voice") == 1

    def files(work: UnitOfWork) -> int:
        return work.session.query(Media).count()

    assert await town.database.run(files) == 4
    assert await town.database.run(tickets) == 1


async def test_a_voice_is_the_sentence_of_not_solved(town: Neighbourhood, chen: Phone, steward: Phone) -> None:
    await resolved(chen, steward)
    chen.person.sends_voice(town.bot)
    await town.settle()
    await chen.presses("没解决", under=chen.last)
    assert "voice" in [message.kind for message in steward.messages]
    assert Action.NOT_SOLVED in await town.database.run(actions)


async def test_without_an_open_report_a_voice_is_a_report(town: Neighbourhood, chen: Phone) -> None:
    chen.person.sends_voice(town.bot)
    await town.settle()
    assert await town.database.run(drafts) == 1


async def test_a_stewards_loose_words_are_a_reply_or_a_note_to_what_they_touched_last(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    await filed(chen)
    await filed(chen, "1号楼1单元301厨房漏水了")
    for ticket in ("2611-0002", "2611-0001"):
        card = next(m for m in steward.messages if ticket in (m.text or "") and "我来办" in labels(m))
        await steward.presses("我来办", under=card)
        await town.pass_time(minutes=1)
    await steward.says("配件到了，明天去换")
    assert "是给 桂花苑1号楼1单元 楼道灯、路灯不亮 的吗" in steward.screen
    assert steward.buttons[:4] == ["回复居民", "内部备注", "别的", NEW]
    assert "配件到了" not in chen.everything
    await steward.presses("回复居民", under=steward.last)
    assert steward.screen == "已发给居民。"
    assert "配件到了，明天去换" in chen.everything
    await steward.says("要找物业拿钥匙")
    await steward.presses("别的")
    await steward.presses("补充到 2611-0002 家里漏水、楼上渗水")
    await steward.presses("内部备注", under=steward.last)
    assert "要找物业拿钥匙" not in chen.everything
    assert (await town.database.run(actions)).count(Action.NOTE) == 1


async def test_a_stewards_voice_too(town: Neighbourhood, chen: Phone, steward: Phone) -> None:
    await filed(chen)
    await steward.presses("我来办")
    steward.person.sends_voice(town.bot)
    await town.settle()
    await steward.presses("回复居民", under=steward.last)
    assert "voice" in [message.kind for message in chen.messages]


async def test_who_reports_and_handles_speaks_as_what_they_were_shown_last(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    await filed(chen)
    await steward.presses("我来办")
    await town.holder("p-gh2", "周建国")
    await filed(steward, "2号楼垃圾没人清运")
    await steward.says("我在楼下等")
    assert steward.buttons[0] == "告诉周建国（编号2611-0002）"


async def test_a_reply_needs_no_question_but_under_what_is_resolved(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    await filed(chen)
    mine = next(m for m in chen.person.chat(town.bot).messages if m.text == LAMP)
    await chen.says("三楼那盏", reply_to=mine)
    assert "三楼那盏" in steward.everything
    await steward.presses("我来办")
    await steward.presses("回复居民")
    asked = steward.last
    await steward.says("下午来", reply_to=asked)
    answer = next(m for m in chen.messages if "下午来" in (m.text or ""))
    await chen.says("好，我等", reply_to=answer)
    assert "好，我等" in steward.everything
    await steward.says("正在换", reply_to=steward.last)
    for press in ("处理好了", "自己修好了", "跳过"):
        await steward.presses(press)
    await chen.says("还有一盏不亮", reply_to=chen.card)
    assert "没解决" in chen.buttons
    assert "还有一盏不亮" not in steward.everything
    await chen.presses("没解决", under=chen.last)
    assert "还有一盏不亮" in steward.everything


async def test_words_for_what_ended_meanwhile_are_kept_and_offered_anew(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    await resolved(chen, steward)
    await chen.says("师傅走得急，我没看清")
    asked = chen.last
    await town.pass_time(minutes=5)

    def close(work: UnitOfWork) -> None:
        ticket = work.session.query(Ticket).one()
        ticket.state, ticket.closed_at, ticket.ended_at = State.CLOSED, work.now, work.now

    await town.database.run(close)
    await chen.presses(TELL, under=asked)
    assert "带上这句话，重新打开" in chen.buttons


async def test_an_edit_of_one_of_several_leaves_the_others(town: Neighbourhood, chen: Phone, steward: Phone) -> None:
    await filed(chen)
    await chen.says("好的，我在家")
    await chen.says("明天上午可以")
    first = next(m for m in chen.person.chat(town.bot).messages if m.text == "好的，我在家")
    chen.person.edits(town.bot, first.id, "好的，我妈在家")
    await town.settle()
    await chen.presses(TELL)
    assert "好的，我妈在家\n明天上午可以" in steward.everything
