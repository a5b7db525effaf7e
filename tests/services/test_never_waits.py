"""P0 and P1 wait for nobody: not by a steward, not by a superior, not by a request, a new grade, category or merge."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from domain.refusal import Refusal
from domain.tickets.approvals import Asked, Decision
from domain.tickets.remark import Remark
from domain.vocabulary import Action, Grade, State, WaitingReason
from services.tickets.approvals import Request, ask_approval, decide, remind_approvals
from services.tickets.correcting import recategorise_ticket
from services.tickets.merging import merge_ticket, proposals_to_merge
from services.tickets.stepping_in import regrade_ticket
from services.tickets.steps import put_on_hold
from storage.engines.database import Database
from storage.models import ApprovalRow, Person, Ticket
from storage.unit_of_work import UnitOfWork
from tests.services.test_undoing import running
from tests.services.test_who_may_what import asked, cast

URGENT = pytest.mark.parametrize("grade", [Grade.P0, Grade.P1])
TO_P1 = "R102"
"""A category whose grade is P1: no water."""


def refusal(action: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as found:
        action()
    return found.value.key


def request(work: UnitOfWork, what: Asked) -> Request:
    return Request(what, Remark("缺配件"), WaitingReason.PARTS, work.now + timedelta(days=9))


def at_rest(work: UnitOfWork, people: dict[str, Person]) -> Ticket:
    """An ordinary one that has been worked on for two hours and waits."""
    made = running(work, people, State.CLAIMED, grade=Grade.P2, category="R101")
    put_on_hold(work, made.id, by=people["assignee"], reason=WaitingReason.PARTS, until=work.now + timedelta(days=1))
    assert made.state is State.WAITING
    return made


def runs(made: Ticket) -> bool:
    waits = (made.waiting_reason, made.waiting_since, made.waiting_until)
    return made.state is State.CLAIMED and waits == (None, None, None) and made.resolve_due is not None


@URGENT
async def test_nobody_puts_it_on_hold_nor_asks_for_it_nor_allows_it(database: Database, grade: Grade) -> None:
    def tried(work: UnitOfWork) -> None:
        people = cast(work)
        made = running(work, people, State.CLAIMED, grade=grade)
        until = work.now + timedelta(days=1)
        for name in ("assignee", "deputy", "leader", "secretary"):
            for reason in WaitingReason:
                said = refusal(lambda r=reason, n=name: put_on_hold(work, made.id, by=people[n], reason=r, until=until))  # type: ignore[misc]
                assert said == "refused-wait-urgent"
            for what in (Asked.EXTEND, Asked.PARK):
                said = refusal(lambda w=what, n=name: ask_approval(work, made.id, request(work, w), by=people[n]))  # type: ignore[misc]
                assert said == "refused-wait-urgent"
        assert runs(made)
        assert work.approvals.waiting(made) is None

    await database.run(tried)


@URGENT
async def test_one_that_is_found_urgent_while_it_waits_goes_on_at_once_and_may_wait_again_when_it_is_not(
    database: Database, grade: Grade
) -> None:
    def regraded(work: UnitOfWork) -> None:
        people = cast(work)
        made = at_rest(work, people)
        regrade_ticket(work, made.id, by=people["leader"], grade=grade, said=Remark("水流不止"))
        assert runs(made)
        work.flush_history()
        goes_on = work.tickets.history(made)[-1]
        assert (goes_on.action, goes_on.before, goes_on.by_id) == (Action.RESUME, State.WAITING, None)
        regrade_ticket(work, made.id, by=people["leader"], grade=Grade.P2, said=Remark("已关阀"))
        put_on_hold(
            work, made.id, by=people["assignee"], reason=WaitingReason.PARTS, until=work.now + timedelta(days=1)
        )
        assert made.state is State.WAITING

    await database.run(regraded)


async def test_lowered_while_it_waits_it_goes_on_waiting(database: Database) -> None:
    def regraded(work: UnitOfWork) -> None:
        people = cast(work)
        made = at_rest(work, people)
        regrade_ticket(work, made.id, by=people["leader"], grade=Grade.P3, said=Remark("不急"))
        assert made.state is State.WAITING

    await database.run(regraded)


async def test_a_category_that_is_urgent_ends_the_wait_too(database: Database) -> None:
    def recategorised(work: UnitOfWork) -> None:
        people = cast(work)
        made = at_rest(work, people)
        assert work.community.category(TO_P1).grade is Grade.P1
        recategorise_ticket(work, made.id, by=people["assignee"], code=TO_P1)
        assert made.grade is Grade.P1
        assert runs(made)

    await database.run(recategorised)


@pytest.mark.parametrize("how", ["grade", "category"])
async def test_what_was_asked_of_a_superior_before_it_became_urgent_is_decided_no_more(
    database: Database, how: str
) -> None:
    def became_urgent(work: UnitOfWork) -> None:
        people = cast(work)
        made = at_rest(work, people)
        row_id = asked(work, made, people)
        if how == "grade":
            regrade_ticket(work, made.id, by=people["leader"], grade=Grade.P1, said=Remark("急"))
        else:
            recategorise_ticket(work, made.id, by=people["assignee"], code=TO_P1)
        row = work.session.get_one(ApprovalRow, row_id)
        assert (row.decision, row.remind_at) == (Decision.VOID, None)
        said = refusal(lambda: decide(work, made.id, row_id, by=people["leader"], agrees=True, said=Remark("行")))
        assert said == "refused-approval-void"
        assert runs(made)

    await database.run(became_urgent)


async def test_a_rejection_that_was_asked_for_stays_to_be_decided(database: Database) -> None:
    def regraded(work: UnitOfWork) -> None:
        people = cast(work)
        made = running(work, people, State.CLAIMED, grade=Grade.P2)
        row = work.session.get_one(ApprovalRow, asked(work, made, people))
        row.asked, row.until, row.reason = Asked.REJECT, None, "other"
        regrade_ticket(work, made.id, by=people["leader"], grade=Grade.P1, said=Remark("急"))
        assert row.decision is Decision.WAITING

    await database.run(regraded)


async def test_a_request_of_an_earlier_version_is_refused_and_ends_when_it_is_reminded_of(database: Database) -> None:
    def kept(work: UnitOfWork) -> None:
        people = cast(work)
        made = running(work, people, State.CLAIMED, grade=Grade.P1)
        row = work.session.get_one(ApprovalRow, asked(work, made, people))
        row.remind_at = work.now
        work.session.flush()

        def agreed() -> object:
            with work.attempt():
                return decide(work, made.id, row.id, by=people["leader"], agrees=True, said=Remark("行"))

        assert refusal(agreed) == "refused-wait-urgent"
        assert remind_approvals(work) == 1
        assert row.decision is Decision.VOID

    await database.run(kept)


async def test_it_is_merged_into_nothing_that_may_wait(database: Database) -> None:
    def merged(work: UnitOfWork) -> None:
        people = cast(work)
        ordinary = at_rest(work, people)
        urgent = running(work, people, State.CLAIMED, grade=Grade.P1, category="R101")
        assert ordinary.id not in {one.id for one in proposals_to_merge(work, urgent, people["assignee"])}
        said = refusal(lambda: merge_ticket(work, urgent.id, ordinary.id, by=people["assignee"]))
        assert said == "refused-merge-urgent"
        merge_ticket(work, ordinary.id, urgent.id, by=people["assignee"])
        assert (ordinary.state, urgent.state) == (State.MERGED, State.CLAIMED)

    await database.run(merged)
