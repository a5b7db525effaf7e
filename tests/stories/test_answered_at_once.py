"""What comes while nothing waits is answered in the unit that writes it down: with the same promises."""

import asyncio
import time
from contextlib import suppress
from datetime import UTC, datetime

import pytest

from bot.telegram.parsed import parsed_updates
from bot.telegram.poller import Poller
from handlers.door import HandledUpdate, UpdateDoor
from handlers.turn import Handle, Turn
from storage.delivery.inbox import Waiting
from storage.engines.replicas import Alone
from storage.models import InboxRow
from storage.models.delivery import InboxState
from storage.unit_of_work import UnitOfWork
from tests.stories.neighbourhood import Neighbourhood, Phone

pytestmark = pytest.mark.both_databases

NOW = datetime(2026, 11, 23, tzinfo=UTC)


async def newest(town: Neighbourhood) -> InboxRow:
    def row(work: UnitOfWork) -> InboxRow:
        return work.session.query(InboxRow).order_by(InboxRow.id.desc()).limit(1).one()

    return await town.database.run(row)


async def fetched(town: Neighbourhood) -> list[dict[str, object]]:
    """What waits at Telegram, not confirmed."""
    answer = await town.api.call("getUpdates", {"timeout": 0})
    assert isinstance(answer.result, list)
    return answer.result


async def test_it_is_written_down_as_handled_without_its_words(town: Neighbourhood, chen: Phone) -> None:
    await chen.says("1号楼1单元厨房漏水了")
    assert "提交" in chen.buttons
    row = await newest(town)
    assert (row.state, row.body, row.done_at, row.tries) == (InboxState.DONE, None, town.clock.now(), 1)
    assert row.owner is None, "it was never taken into hand"


async def test_what_comes_again_is_not_answered_again(town: Neighbourhood, chen: Phone) -> None:
    chen.person.says(town.bot, "/help")
    updates, before = await fetched(town), len(chen.messages)
    for _ in range(3):
        await town.app.intake.receive(parsed_updates(updates), at_once=True)
        await town.settle()
    assert len(chen.messages) == before + 1


async def test_nothing_is_answered_before_what_came_earlier_in_its_chat(town: Neighbourhood, chen: Phone) -> None:
    chen.person.says(town.bot, "/privacy")
    earlier = await fetched(town)
    chen.person.says(town.bot, "/help")
    later = (await fetched(town))[len(earlier) :]
    before = len(chen.messages)
    await town.database.run(lambda work: work.inbox.keep(parsed_updates(earlier)))  # another process did
    await town.app.intake.receive(parsed_updates(later), at_once=True)
    await town.settle()
    answers = [message.text or "" for message in chen.messages[before:]]
    assert ["您的信息怎么用" in answers[0], "一句话" in answers[1], len(answers)] == [True, True, 2]


async def test_two_of_one_chat_in_one_fetch_keep_their_order(town: Neighbourhood, chen: Phone) -> None:
    before = len(chen.messages)
    chen.person.says(town.bot, "/privacy")
    chen.person.says(town.bot, "/help")
    await town.settle()
    answers = [message.text or "" for message in chen.messages[before:]]
    assert ["您的信息怎么用" in answers[0], "一句话" in answers[1], len(answers)] == [True, True, 2]


@pytest.mark.parametrize(("most", "at_once"), [(3, True), (2, False)])
async def test_several_of_several_chats_are_answered_at_once_up_to_a_number(
    town: Neighbourhood, monkeypatch: pytest.MonkeyPatch, most: int, at_once: bool
) -> None:
    monkeypatch.setattr("bot.intake.intake.MAX_ANSWERED_AT_ONCE", most)
    phones = [await town.resident(f"居民{number}") for number in range(3)]
    before = await town.database.run(lambda work: work.session.query(InboxRow).count())
    for phone in phones:
        phone.person.says(town.bot, "/help")
    await town.settle()

    def written(work: UnitOfWork) -> list[InboxRow]:
        return work.session.query(InboxRow).order_by(InboxRow.id).offset(before).all()

    rows = await town.database.run(written)
    assert [(row.state, row.owner is None) for row in rows] == [(InboxState.DONE, at_once)] * 3
    assert all("一句话" in phone.screen for phone in phones)


async def test_a_refusal_undoes_the_unit_and_is_said_by_the_next(town: Neighbourhood, chen: Phone) -> None:
    await chen.says("1号楼1单元厨房漏水了")
    preview = chen.last
    await chen.presses("提交")
    before = len(chen.messages)
    await chen.forges("t:claim:zz:0", preview)
    assert chen.toast
    assert len(chen.messages) == before + 1, "it is said once"
    assert (await newest(town)).state == InboxState.DONE


async def test_a_bug_sets_it_aside_with_its_words(
    town: Neighbourhood, chen: Phone, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(turn: Turn) -> None:
        turn.say("help-unknown")
        raise ZeroDivisionError

    def route(_routes: object, _update: object) -> Handle:
        return broken

    with monkeypatch.context() as patch:
        patch.setattr("handlers.routes.Routes.route_of", route)
        await chen.says("厨房漏水了")
    assert "是我这边的错" in chen.screen
    assert "help-unknown" not in chen.everything
    assert "written down first: ZeroDivisionError" in caplog.text
    row = await newest(town)
    assert row.state == InboxState.SET_ASIDE
    assert "厨房漏水了" in (row.body or "")
    await chen.says("/help")
    assert "一句话" in chen.screen


async def test_a_stop_in_the_middle_finishes_the_answer(
    town: Neighbourhood, chen: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, loop, before = asyncio.Event(), asyncio.get_running_loop(), len(chen.messages)

    answer_alone = UpdateDoor.answer_alone

    def slowly(door: UpdateDoor, work: UnitOfWork, waiting: Waiting) -> HandledUpdate:
        loop.call_soon_threadsafe(begun.set)
        time.sleep(0.05)
        return answer_alone(door, work, waiting)

    monkeypatch.setattr("handlers.door.UpdateDoor.answer_alone", slowly)
    chen.person.says(town.bot, "/help")
    fetching = asyncio.create_task(town.app.bring())
    await begun.wait()
    fetching.cancel()
    with suppress(asyncio.CancelledError):
        await fetching
    await town.app.intake.drain()
    await town.app.courier.drain()
    assert len(chen.messages) == before + 1
    await town.settle()
    assert len(chen.messages) == before + 1, "Telegram brought it again, for it had not been confirmed"


class Enough(Exception):
    """The test has seen what it wanted."""


class Led(Alone):
    """A process that leads when the test says so; between two leads it sleeps once."""

    leads = True

    def now(self) -> datetime:
        return NOW

    async def sleep(self, _seconds: float) -> None:
        self.leads = True


async def test_what_comes_first_in_a_lead_is_written_down_before_it_is_tried(town: Neighbourhood, chen: Phone) -> None:
    """It may be what ended the process that led before: only a try that was counted can come to an end."""
    given: list[bool] = []

    async def receive(_updates: object, /, *, at_once: bool) -> None:
        given.append(at_once)
        if len(given) == 3:
            raise Enough

    led = Led()
    poller = Poller(town.api, led, led)
    for _ in range(2):
        chen.person.says(town.bot, "/help")
        await poller.poll(receive, seconds=0)
    led.leads = False
    chen.person.says(town.bot, "/help")
    with pytest.raises(Enough):
        await poller.fetch_forever(receive)
    assert given == [False, True, False]
