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
    assert chen.buttons == ["满意", "一般", "不满意"], "the question bears its answers"
    await chen.says("不满意")
    assert (await town.database.run(the_ticket)).rating is Rating.BAD
    assert await town.database.run(drafts) == 0


async def test_what_is_not_solved_is_said_and_then_asked_for(town: Neighbourhood, chen: Phone, steward: Phone) -> None:
    await report(chen)
    await steward.says("接了")
    await steward.says("处理好了")
    await steward.presses("自己修好了")
    await steward.presses("跳过")
    await chen.says("没修好")
    assert "哪里没解决" in chen.screen
    await chen.says("没修好")
    assert (await town.database.run(the_ticket)).state is not State.RESOLVED, "the second time it is the sentence"


async def test_a_report_is_dropped_in_words(town: Neighbourhood, chen: Phone) -> None:
    await chen.says("1号楼1单元楼道灯不亮")
    await chen.says("算了")
    assert await town.database.run(drafts) == 0


async def test_words_that_are_no_button_of_the_newest_message_are_words(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    await report(chen)
    await steward.says("/help")
    await steward.says("我来")
    assert (await town.database.run(the_ticket)).state is State.NEW


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
