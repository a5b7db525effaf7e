"""Updates of several chats share a transaction: what goes wrong with one of them is nothing to the others."""

import asyncio
from collections.abc import Callable

import pytest

from bot.courier.drawing import Drawing
from bot.intake.intake import BREATH_SECONDS
from domain.notices.notices import Letter, Say
from domain.tickets.report_form import Form
from handlers.routes import Routes
from handlers.said import Said
from handlers.turn import Handle, Turn
from messages.drawing.frame import Frame
from storage.models import InboxRow, OutboxRow, Person, Ticket
from storage.models.delivery import InboxState, OutboxState
from storage.unit_of_work import UnitOfWork
from tests.accounts import account_of, numbers
from tests.stories.neighbourhood import Neighbourhood, Phone

pytestmark = pytest.mark.both_databases


@pytest.fixture
async def neighbours(town: Neighbourhood) -> list[Phone]:
    return [await town.resident(f"居民{number}") for number in range(5)]


async def say_at_once(town: Neighbourhood, said: dict[Phone, str]) -> None:
    """Everybody's words wait in one fetch."""
    for phone, words in said.items():
        phone.person.says(town.bot, words)
    await town.settle()


def states(work: UnitOfWork) -> set[InboxState]:
    return {InboxState(row.state) for row in work.session.query(InboxRow)}


def asked_to_break(broken: Handle) -> Callable[[Routes, Said], Handle | None]:
    route_of = Routes.route_of

    def route(routes: Routes, said: Said) -> Handle | None:
        return broken if said.words == "/privacy" else route_of(routes, said)

    return route


async def test_a_refusal_a_bug_and_reports_in_one_fetch_are_each_answered_in_their_own_way(
    town: Neighbourhood, neighbours: list[Phone], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(turn: Turn) -> None:
        turn.say("help-unknown")
        turn.work.conversation.await_words(turn.person.id, "note", turn.work.now)
        raise ZeroDivisionError

    monkeypatch.setattr("handlers.routes.Routes.route_of", asked_to_break(broken))
    first, breaks, refused, second, chats = neighbours
    await refused.says("1号楼1单元楼道灯不亮")
    preview = refused.last
    await refused.presses("提交")
    refused.person.presses(town.bot, preview, "t:claim:zz:0", forge=True)
    said = {first: "1号楼1单元厨房漏水了", breaks: "/privacy", second: "2号楼楼道灯不亮", chats: "/help"}
    await say_at_once(town, said)
    assert "提交" in first.buttons
    assert "提交" in second.buttons
    assert "是我这边的错" in breaks.screen
    assert "help-unknown" not in breaks.everything
    assert refused.toast
    assert await town.database.run(states) == {InboxState.DONE, InboxState.SET_ASIDE}
    await breaks.says("2号楼楼道灯不亮")
    assert "提交" in breaks.buttons, "what was asked before the bug is not asked any more"


async def test_reports_sent_at_once_are_filed_once_each(
    town: Neighbourhood, neighbours: list[Phone], steward: Phone
) -> None:
    await say_at_once(town, dict.fromkeys(neighbours, "1号楼1单元厨房漏水了"))
    for phone in neighbours:
        data = next(b.data or "" for row in phone.last.buttons for b in row if b.text == "提交")
        phone.person.presses(town.bot, phone.last, data)
    await town.settle()

    def numbers(work: UnitOfWork) -> list[str]:
        return sorted(ticket.number for ticket in work.session.query(Ticket))

    filed = await town.database.run(numbers)
    assert filed == [f"2611-{number:04d}" for number in range(1, 6)]
    for number in filed:
        assert number in steward.everything
        assert sum(number in phone.everything for phone in neighbours) == 1


async def test_an_update_that_breaks_even_the_writing_is_set_aside_alone(
    town: Neighbourhood, neighbours: list[Phone], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def spoils(turn: Turn) -> None:
        turn.work.conversation.keep(2**40, Form.empty(), hours=1)  # nobody's: the database minds when it is written

    monkeypatch.setattr("handlers.routes.Routes.route_of", asked_to_break(spoils))
    first, breaks, second = neighbours[:3]
    await say_at_once(town, {first: "1号楼1单元厨房漏水了", breaks: "/privacy", second: "2号楼楼道灯不亮"})
    assert "one by one: IntegrityError" in caplog.text
    assert "是我这边的错" in breaks.screen
    assert "提交" in first.buttons
    assert "提交" in second.buttons
    assert await town.database.run(states) == {InboxState.DONE, InboxState.SET_ASIDE}


async def test_a_message_that_cannot_be_drawn_stops_no_other_of_its_round(
    town: Neighbourhood, neighbours: list[Phone], caplog: pytest.LogCaptureFixture
) -> None:
    town.app.courier.stopping = True  # so that answers wait for a round
    for phone in neighbours:
        phone.person.says(town.bot, "/help")
    await town.app.bring()
    await town.app.intake.drain()
    town.app.courier.stopping = False
    spoilt = neighbours[2].person.id

    def spoil(work: UnitOfWork) -> None:
        for row in work.session.query(OutboxRow).filter_by(
            account_id=account_of(work, spoilt), state=OutboxState.WAITING
        ):
            row.kind, row.facts = "Say", {"key": "no-such-text"}

    await town.database.run(spoil)
    before = [len(phone.messages) for phone in neighbours]
    await town.settle()
    heard = [len(phone.messages) - many for phone, many in zip(neighbours, before, strict=True)]
    assert heard == [1, 1, 0, 1, 1]
    assert "KeyError" in caplog.text

    def set_aside(work: UnitOfWork) -> list[int]:
        return [
            numbers(work)[row.account_id]
            for row in work.session.query(OutboxRow).filter_by(state=OutboxState.SET_ASIDE)
        ]

    assert await town.database.run(set_aside) == [spoilt]


async def test_a_message_that_cannot_be_drawn_leaves_the_answers_it_rode_with_as_they_are(
    town: Neighbourhood, neighbours: list[Phone], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    spoilt = neighbours[2].person.id

    frame_of = Drawing._frame

    def draws(self: Drawing, work: UnitOfWork, person: Person | None, channel: str) -> Frame:
        if person is not None and person.language == "en":
            raise LookupError("this cannot be drawn")
        return frame_of(self, work, person, channel)

    await neighbours[2].says("/language")
    await neighbours[2].presses("English")
    before = [len(phone.messages) for phone in neighbours]
    monkeypatch.setattr(Drawing, "_frame", draws)
    await say_at_once(town, dict.fromkeys(neighbours, "/help"))
    assert [len(phone.messages) - many for phone, many in zip(neighbours, before, strict=True)] == [1, 1, 0, 1, 1]
    assert "one by one: LookupError" in caplog.text
    assert await town.database.run(states) == {InboxState.DONE}

    def set_aside(work: UnitOfWork) -> list[int]:
        return [
            numbers(work)[row.account_id]
            for row in work.session.query(OutboxRow).filter_by(state=OutboxState.SET_ASIDE)
        ]

    assert await town.database.run(set_aside) == [spoilt]


async def test_answers_leave_with_the_unit_that_gave_them(town: Neighbourhood, neighbours: list[Phone]) -> None:
    for phone in neighbours:
        phone.person.says(town.bot, "/help")
    await town.app.bring()
    await town.app.intake.drain()

    def given(work: UnitOfWork) -> list[tuple[int, int]]:
        return [(row.state, row.tries) for row in work.session.query(OutboxRow).filter_by(state=OutboxState.SENDING)]

    assert await town.database.run(given) == [(OutboxState.SENDING, 1)] * len(neighbours), "no round was needed"
    await town.settle()
    assert await town.database.run(given) == []


async def test_what_is_answered_while_the_program_stops_goes_back_to_its_chat(town: Neighbourhood, chen: Phone) -> None:
    courier, before = town.app.courier, len(chen.messages)

    def stops(work: UnitOfWork) -> None:
        courier.stopping = True  # while the answer is being given
        work.outbox.add(account_of(work, chen.person.id), Letter(0, Say("too-much")))

    answered = asyncio.create_task(courier.answer(stops))
    await asyncio.sleep(0)
    await courier.land()
    await answered
    await courier.land()

    def waiting(work: UnitOfWork) -> list[tuple[int, int]]:
        rows = work.session.query(OutboxRow).filter(OutboxRow.state < OutboxState.SENT)
        return [(row.state, row.tries) for row in rows]

    assert len(chen.messages) == before
    assert await town.database.run(waiting) == [(OutboxState.SENDING, 0)], "given back, and that was no try"
    courier.stopping = False
    await town.settle()
    assert len(chen.messages) > before


async def test_after_several_the_courier_is_waited_for_and_after_one_he_is_not(
    town: Neighbourhood, neighbours: list[Phone], monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []
    until_few = town.app.courier.until_few

    async def wait(seconds: float) -> None:
        waited.append(seconds)
        await until_few(seconds)

    monkeypatch.setattr(town.app.courier, "until_few", wait)
    await neighbours[0].says("/help")
    assert waited == []
    neighbours[0].person.says(town.bot, "/privacy")  # two of one chat: they are written down first
    await say_at_once(town, dict.fromkeys(neighbours, "/help"))
    assert waited == [BREATH_SECONDS]
