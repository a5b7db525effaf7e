"""What a subject makes of every change of a ticket: in the same unit, when the step is complete."""

from collections.abc import AsyncIterator, Callable

import pytest

from bot.subjects import SUBJECTS
from domain.notices.notices import Letter, Say
from domain.refusal import Refusal
from domain.tickets.lifecycle import Change
from domain.vocabulary import Action
from handlers.subject import Subject, Subjects
from services.parts import TicketPart
from storage.engines.database import open_database
from storage.models import Ticket
from storage.unit_of_work import UnitOfWork
from tests.conftest import MovedClock
from tests.stories.neighbourhood import Neighbourhood

After = Callable[[UnitOfWork, Ticket, Change], None]


class Follows:
    """A subject that has to do with tickets; what it does is put in later."""

    def __init__(self) -> None:
        self.heard: list[tuple[int, Action]] = []
        self.does: After = lambda _work, _ticket, _change: None

    def after(self, work: UnitOfWork, ticket: Ticket, change: Change) -> None:
        self.heard.append((ticket.id, change.action))
        self.does(work, ticket, change)


@pytest.fixture
def follows() -> Follows:
    return Follows()


@pytest.fixture
async def town(database_url: str, clock: MovedClock, follows: Follows) -> AsyncIterator[Neighbourhood]:
    subjects = Subjects(*SUBJECTS.every, Subject("follows", on_ticket=TicketPart(follows.after)))
    database = open_database(database_url, clock.now, subjects)
    made = Neighbourhood(database, clock)
    await made.open()
    yield made
    await database.close()


@pytest.mark.both_databases
async def test_a_new_ticket_has_its_number_then_and_what_is_told_of_it_arrives_with_the_rest(
    town: Neighbourhood, follows: Follows
) -> None:
    def tells(work: UnitOfWork, ticket: Ticket, change: Change) -> None:
        if change.action is Action.FILE and ticket.reporter_id is not None:
            work.tell(Letter(ticket.reporter_id, Say("cancelled", {}, ticket.id)))

    follows.does = tells
    chen = await town.resident("陈桂芳")
    await chen.says("1号楼1单元楼道灯不亮")
    await chen.presses("提交")
    ticket = await town.database.run(lambda work: work.session.query(Ticket).one().id)
    assert follows.heard == [(ticket, Action.FILE)]
    assert [message.text for message in chen.messages if "2611-0001" in (message.text or "")]
    assert "好的，不写了" in chen.screen


async def test_what_it_refuses_undoes_the_step(town: Neighbourhood, follows: Follows) -> None:
    def refuses(_work: UnitOfWork, _ticket: Ticket, _change: Change) -> None:
        raise Refusal("refused-old-button")

    chen = await town.resident("陈桂芳")
    await chen.says("1号楼1单元楼道灯不亮")
    follows.does = refuses
    await chen.presses("提交")
    assert "这个按钮已经过期" in chen.everything
    assert await town.database.run(lambda work: work.session.query(Ticket).count()) == 0
    follows.does = lambda _work, _ticket, _change: None
    await chen.presses("提交")
    assert await town.database.run(lambda work: work.session.query(Ticket).count()) == 1


async def test_a_step_that_is_taken_back_is_a_change_too(town: Neighbourhood, follows: Follows) -> None:
    chen, steward = await town.resident("陈桂芳"), await town.holder("p-gh1", "王秀兰")
    await chen.says("1号楼1单元楼道灯不亮")
    await chen.presses("提交")
    await steward.presses("我来办")
    await steward.presses("按错了", under=steward.card)
    assert [action for _, action in follows.heard] == [Action.FILE, Action.CLAIM, Action.UNDO]
