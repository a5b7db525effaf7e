"""A button answered in words that mean it: while the newest message shows it and nothing else is asked."""

from collections.abc import Sequence

import pytest

from domain.community import Community
from domain.vocabulary import Rating, State
from domain.words.guessing import Guess
from storage.models import Draft, Ticket
from storage.unit_of_work import UnitOfWork
from tests.stories.neighbourhood import Neighbourhood, Phone


async def report(phone: Phone, words: str = "1号楼1单元楼道灯不亮") -> None:
    await phone.says(words)
    await phone.presses("提交")


def the_ticket(work: UnitOfWork) -> Ticket:
    return work.session.query(Ticket).one()


def drafts(work: UnitOfWork) -> int:
    return work.session.query(Draft).count()


@pytest.mark.both_databases
async def test_a_whole_ticket_is_handled_in_words(town: Neighbourhood, chen: Phone, steward: Phone) -> None:
    await chen.says("1号楼1单元楼道灯不亮")
    await chen.says("提交。")
    assert chen.screen.startswith("已收到")
    await steward.says("我来")
    assert (await town.database.run(the_ticket)).state is State.CLAIMED
    assert steward.screen.startswith("您接单了")
    await steward.says("修好了！")
    await steward.presses("自己修好了")
    await steward.presses("跳过")
    await chen.says("好了")
    assert (await town.database.run(the_ticket)).state is State.CLOSED
    assert chen.buttons == ["满意", "一般", "不满意", "按错了"], "the question bears its answers"
    await chen.says("不满意")
    assert (await town.database.run(the_ticket)).rating is Rating.BAD
    assert await town.database.run(drafts) == 0


@pytest.mark.parametrize("words", ["没修好", "没有", "还是不行，楼道里还是黑的", "嗯 灯还是不亮", "人没来啊"])
async def test_what_is_not_solved_is_said_once_and_is_the_sentence(
    town: Neighbourhood, chen: Phone, steward: Phone, words: str
) -> None:
    await report(chen)
    await steward.says("接了")
    await steward.says("处理好了")
    await steward.presses("自己修好了")
    await steward.presses("跳过")
    await chen.says(words)
    assert (await town.database.run(the_ticket)).state is State.CLAIMED
    assert "接着办" in chen.screen
    assert words in steward.everything, "the steward reads these very words"
    assert await town.database.run(drafts) == 0


async def test_a_report_is_dropped_in_words(town: Neighbourhood, chen: Phone) -> None:
    await chen.says("1号楼1单元楼道灯不亮")
    await chen.says("算了")
    assert await town.database.run(drafts) == 0


async def test_a_new_card_is_claimed_in_words_when_something_else_came_after_it(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    await report(chen)
    number = (await town.database.run(the_ticket)).number
    await steward.says("/help")
    await steward.says("我来")
    assert (await town.database.run(the_ticket)).state is State.CLAIMED
    assert f"您说的是：编号 {number}" in steward.everything


async def test_a_question_is_no_press(town: Neighbourhood, chen: Phone, steward: Phone) -> None:
    await report(chen)
    await steward.says("我来？")
    assert (await town.database.run(the_ticket)).state is State.NEW


async def test_an_answer_to_a_message_is_no_press(town: Neighbourhood, chen: Phone, steward: Phone) -> None:
    await report(chen)
    await steward.says("我来", reply_to=steward.card)
    assert (await town.database.run(the_ticket)).state is State.NEW
    assert "我来" in chen.everything


async def test_what_speaks_of_danger_is_no_press_whatever_it_means_besides(
    town: Neighbourhood, chen: Phone, steward: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    await report(chen)
    fire = Community.sightings

    def hears_fire(self: Community, _text: str, guesses: Sequence[Guess] = ()) -> object:
        return fire(self, "着火了", guesses)

    monkeypatch.setattr(Community, "sightings", hears_fire)
    await steward.says("我来")
    assert "119" in steward.everything
    assert (await town.database.run(lambda work: work.session.get_one(Ticket, 1))).state is State.NEW


@pytest.mark.parametrize("words", ["等一等", "退掉吧", "转给别人"])
async def test_what_stands_behind_a_card_is_said_too(
    town: Neighbourhood, chen: Phone, steward: Phone, words: str
) -> None:
    await report(chen)
    await steward.says("我来")
    await steward.says(words)
    assert "返回" in steward.buttons, "it asks how, as the button does"
    assert await town.database.run(drafts) == 0
