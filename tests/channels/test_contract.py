"""The contract of a channel: say, press, edit, correct, album, reply, a file across, blocked, lost answer, replay,
order, restart. A new channel is done when all of this holds for it, and a `Hand` can do it (tests/channels/hands.py).
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select

from playground.drawing import sample_picture
from storage.delivery.inbox import Arrived
from storage.models import Account, InboxRow, Ticket
from storage.unit_of_work import UnitOfWork
from tests.channels import plain
from tests.channels.hands import Hand
from tests.channels.town import TwoDoors
from tests.labels import bare

pytestmark = pytest.mark.both_databases

LEAK = "楼长，我家厨房漏水了，1号楼1单元301"
PICTURES = [sample_picture(number) for number in range(3)]


async def a_report(chen: Hand) -> None:
    await chen.says(LEAK)
    await chen.presses("提交")


def count_tickets(work: UnitOfWork) -> int:
    return work.session.scalar(select(func.count()).select_from(Ticket)) or 0


async def test_what_is_said_is_answered_with_a_screen_and_its_buttons(town: TwoDoors, chen: Hand) -> None:
    await chen.says(LEAK)
    assert "家里漏水" in chen.screen
    assert "1号楼1单元301" in chen.screen
    assert "提交" in chen.buttons
    assert "<" not in chen.screen, "marks of the text's making reach nobody"


async def test_a_command_and_a_code_behind_it_are_heard(town: TwoDoors, chen: Hand) -> None:
    await chen.says("/my")
    assert "报告" in chen.screen
    await chen.starts("gh1-2")
    assert "桂花苑1号楼2单元" in chen.screen


async def test_a_press_changes_the_message_it_stood_under(town: TwoDoors, chen: Hand, steward: Hand) -> None:
    await chen.says(LEAK)
    question = chen.last
    await chen.presses("提交")
    assert chen.at(question.number).text.startswith("已收到，编号 2611-0001")
    assert "我来办" in steward.buttons
    await steward.presses("我来办")
    assert steward.toast
    assert "处理好了" in [label for label, _ in steward.card.buttons]


async def test_a_card_is_drawn_anew_where_it_lies(town: TwoDoors, chen: Hand, steward: Hand) -> None:
    await a_report(chen)
    card = steward.card
    await steward.presses("我来办")
    await chen.presses("补充")
    await chen.says("水已经流到楼道里了")
    redrawn = steward.at(card.number)
    assert ("待接单" in card.text, "待接单" in redrawn.text) == (True, False)
    assert "处理好了" in [bare(label) for label, _ in redrawn.buttons]


async def test_a_correction_takes_the_place_of_what_was_said(town: TwoDoors, chen: Hand) -> None:
    number = await chen.says("楼道灯不亮，1号楼1单元，三楼的")
    await chen.corrects(number, "楼道灯不亮，1号楼1单元，四楼的")
    assert "四楼的" in chen.screen
    assert "三楼的" not in chen.screen


async def test_photos_that_belong_together_are_one_answer(town: TwoDoors, chen: Hand, steward: Hand) -> None:
    before = len(chen.seen)
    await chen.sends_photos(*PICTURES, words=LEAK)
    assert len(chen.seen) == before + 1
    await chen.presses("提交")
    assert await town.database.read(count_tickets) == 1
    assert sum(len(one.pictures) for one in steward.seen) == len(PICTURES)


async def test_a_reply_to_a_message_is_about_its_ticket(town: TwoDoors, chen: Hand, steward: Hand) -> None:
    await a_report(chen)
    receipt = chen.last
    await chen.says("楼上也漏，1号楼1单元401")
    await chen.says("钥匙在门卫那里", answers=receipt)
    assert "钥匙在门卫那里" in steward.everything


async def test_a_file_crosses_once_and_is_known_there_afterwards(
    town: TwoDoors, chen: Hand, there: str, here: str
) -> None:
    steward = await town.answers_for(there, "p-gh1", "王秀兰")
    leader = await town.answers_for(there, "p-gh", "赵立新")
    await chen.sends_photos(PICTURES[0], words=LEAK)
    await chen.presses("提交")
    pictures = [picture for one in steward.seen for picture in one.pictures]
    assert pictures == [PICTURES[0]]
    await steward.presses("转给别人", under=steward.card)
    await steward.presses("赵立新（桂花苑组长）")
    assert [picture for one in leader.seen for picture in one.pictures] == [PICTURES[0]]
    if here == town.plain.name:
        assert town.plain.fetched == 1


async def test_whoever_blocks_is_passed_over_and_is_back_with_the_first_word(
    town: TwoDoors, chen: Hand, steward: Hand, there: str
) -> None:
    leader = await town.answers_for(there, "p-gh", "赵立新")
    await steward.blocks()
    await a_report(chen)
    assert "我来办" in leader.buttons, "whoever can be told answers for it"

    def gone(work: UnitOfWork) -> list[str]:
        return list(work.session.scalars(select(Account.address).where(Account.unreachable_at.is_not(None))))

    assert await town.database.read(gone) == [steward.address]
    await steward.says("/my")
    assert await town.database.read(gone) == []


async def test_a_lost_answer_costs_a_second_copy_and_never_a_message(town: TwoDoors, chen: Hand, steward: Hand) -> None:
    steward.lose_answers(1)
    await a_report(chen)
    await town.pass_time(minutes=1)
    copies = [one for one in steward.seen if one.text.startswith("新报告")]
    assert len(copies) == 2, "the program cannot know that it has come"
    await steward.presses("我来办", under=copies[0])
    assert chen.screen.startswith("楼栋长已接单")


async def test_what_is_brought_twice_is_answered_once(town: TwoDoors, chen: Hand) -> None:
    await chen.says(LEAK)
    await chen.presses("提交")
    seen, brought = len(chen.seen), list(town.brought)
    await town.app.intake.receive(brought[-2:], at_once=True)
    await town.settle()
    await town.app.intake.receive(brought[-1:], at_once=True)
    await town.settle()
    assert len(chen.seen) == seen
    assert await town.database.read(count_tickets) == 1


async def test_the_same_number_in_two_channels_is_two_things(town: TwoDoors, chen: Hand, there: str) -> None:
    other = await town.hand(there, "李建国")
    await chen.says(LEAK)
    number = town.brought[-1].number
    other.say(LEAK)

    async def under_the_same_number(arrived: Sequence[Arrived], *, at_once: bool) -> None:
        await town.app.intake.receive([replace(one, number=number) for one in arrived], at_once=at_once)

    await town.app.channels[there].bring(under_the_same_number)
    await town.settle()
    rows = select(InboxRow.channel).where(InboxRow.number == number)
    assert set(await town.database.read(lambda work: work.session.scalars(rows).all())) == {chen.channel, there}
    assert "提交" in chen.buttons
    assert "提交" in other.buttons


async def test_what_one_person_says_keeps_its_order(town: TwoDoors, chen: Hand) -> None:
    for words in (LEAK, "从昨天开始的", "水越来越大"):
        chen.say(words)
    await town.settle()
    screen = chen.screen
    assert screen.index("漏水了") < screen.index("昨天") < screen.index("越来越大")
    assert [one.number for one in chen.seen] == sorted(one.number for one in chen.seen)


async def test_a_restart_loses_nothing_that_was_said(town: TwoDoors, chen: Hand, steward: Hand) -> None:
    await chen.says(LEAK)
    chen.press(chen.last.number, next(data for label, data in chen.last.buttons if "提交" in label))
    await town.write_down()
    assert await town.database.read(lambda work: work.inbox.depth()) == 1
    await town.restart()
    await town.settle()
    assert "编号 2611-0001" in chen.everything
    assert "我来办" in steward.buttons


def test_a_channel_that_keeps_the_contract_is_short() -> None:
    """The READMEs say so."""
    assert len(Path(plain.__file__).read_text("utf-8").splitlines()) <= 150
