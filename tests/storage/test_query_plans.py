"""What the clock, the courier and the intake ask again and again is found by an index, however much is stored."""

from collections.abc import Callable
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from domain.matters.bundles import BundledLine
from domain.notices.notices import TicketNews
from domain.vocabulary import Action, Grade, Kind
from services.posts.reachability import account_unreachable
from storage.copies.condition import read_condition
from storage.delivery.delivered import Delivered
from storage.delivery.held import Held
from storage.delivery.inbox import Waiting
from storage.delivery.lanes import Lanes, Settled
from storage.delivery.recalled import Recalled
from storage.engines.database import Database
from storage.matters.asks import Asks
from storage.matters.bundles import Bundles
from storage.matters.matters import Matters
from storage.models import ChangeRow, MatterRow, Person, Ticket
from storage.people.personal import Personal
from storage.unit_of_work import UnitOfWork
from subjects.announcements.store import Announcements
from tests.storage.long_history import LARGE, STORED, analyse, fill, overheard, whole_scans
from tests.storage.rows import lay_out

QUESTIONS: dict[str, Callable[[UnitOfWork], object]] = {
    "whose step is due": lambda work: work.tickets.due_steps(50),
    "what waits no longer": lambda work: work.tickets.due_to_resume(50),
    "which held messages may go": lambda work: work.store(Held).release(list(Grade), 50),
    "what is held for one person": lambda work: work.store(Held).gather([5], work.now, [TicketNews]),
    "what is held past its moment": lambda work: work.store(Held).release_overdue(50),
    "what somebody was asked to decide": lambda work: work.approvals.asked_of(5),
    "which of these alarms nobody has claimed": lambda work: work.tickets.unclaimed_dangers([1, 2]),
    "which doors somebody is to go to": lambda work: work.store(Announcements).open_rounds(),
    "who gets the morning's message": lambda work: work.people.due_for_morning(work.local_day(), 50),
    "whose bundle is due": lambda work: work.store(Bundles).people_due(50),
    "what waits for somebody's bundle": lambda work: work.store(Bundles).due_of(5),
    "when somebody had a bundle": lambda work: work.store(Bundles).told_on(5, ZoneInfo("Asia/Shanghai")),
    "what was told with a line": lambda work: work.store(Bundles).of_bundle(5),
    "which lines are forgotten": lambda work: work.store(Bundles).delete_old(work.now - timedelta(days=365)),
    "whether a line waits already": lambda work: work.store(Bundles).keep(5, BundledLine.TERM, {}, work.now, None),
    "which asks are due": lambda work: work.store(Asks).due(50),
    "what was asked about a ticket": lambda work: _asked_about(work),
    "what a body is to answer": lambda work: work.store(Asks).open_to([1]),
    "that a card has arrived": lambda work: work.store(Asks).note_reached(7),
    "what was asked last week": lambda work: work.store(Asks).asked_between(work.now - timedelta(days=7), work.now),
    "what was solved with help": lambda work: work.store(Asks).helped_between(work.now - timedelta(days=7), work.now),
    "what somebody has asked or answered": lambda work: work.store(Asks).of_person(5),
    "which asks are due today": lambda work: work.store(Bundles).asks_due_before(work.now + timedelta(days=1)),
    "which matters are due": lambda work: work.store(Matters).due(["bodies-term"], 50),
    "what a post owns": lambda work: work.store(Matters).of_posts([1, 2]),
    "what is about a contact's bodies": lambda work: work.store(Matters).of_bodies([1, 2]),
    "which matters of a kind are open": lambda work: work.store(Matters).open_of_kind("bodies-term"),
    "what was with a body": lambda work: work.store(Matters).of_body(1, "bodies-term"),
    "which matter a number means": lambda work: work.store(Matters).numbered(["届2611-01", "征2611-01"]),
    "what became of a matter": lambda work: work.store(Matters).history(work.session.get_one(MatterRow, 1)),
    "whose words in asks must go": lambda work: work.store(Matters).empty_words(work.now - timedelta(days=730)),
    "how many words in asks are old": lambda work: work.store(Matters).count_words(work.now - timedelta(days=730)),
    "what was closed last week": lambda work: work.tickets.closed_between(work.now - timedelta(days=7), work.now),
    "whose words must go": lambda work: work.tickets.to_empty(
        (Kind.REPAIR, Kind.ENQUIRY), work.now - timedelta(days=180), 50
    ),
    "which drafts have expired": lambda work: work.conversation.drop_expired_drafts(),
    "which handled updates are forgotten": lambda work: work.inbox.forget_handled(work.now - timedelta(hours=48)),
    "which updates set aside are forgotten": lambda work: work.inbox.forget_set_aside(work.now - timedelta(days=14)),
    "which sent messages are forgotten": lambda work: work.store(Delivered).forget_sent(work.now - timedelta(days=30)),
    "what is known of a fault": lambda work: work.neighbours.known_to(1, "R101", [1, 2], since=work.now),
    "what was reported of one kind": lambda work: work.neighbours.filed_at("R101", [1, 2], since=work.now),
    "which of these files nothing names": lambda work: _let_go(work),
    "who may be forgotten": lambda work: work.store(Personal).leavers(50),
    "whose tickets have ended since he asked": lambda work: work.store(Personal).with_ended_tickets(50, [1, 2]),
    "who looked at a name": lambda work: work.store(Personal).looks(work.people.get(1)),
    "what became of an announcement": lambda work: work.store(Delivered).copies(7),
    "which copies can be stopped": lambda work: _withdrawn(work),
    "whether anything stands before what came": lambda work: _answered_at_once(work),
    "whose account that is": lambda work: work.people.by_account(9_000_000_000),
    "where somebody is told something": lambda work: work.accounts.told_at([1, 2]),
    "who is told nothing more": lambda work: account_unreachable(work, 1, "blocked"),
    "where a group is": lambda work: work.accounts.at("telegram", "-7"),
    "who speaks": lambda work: work.expect([("telegram", "9000000000"), ("telegram", "9000000001")]),
    "which updates wait": lambda work: work.inbox.take_up(100, owner=1),
    "what the dead left behind": lambda work: work.inbox.left_behind({1}, 100),
    "how everything stands": read_condition,
    "which messages may be sent": lambda work: work.outbox.take(16, lease=timedelta(seconds=60)),
    "what somebody answers for": lambda work: work.tickets.of_assignee(work.people.get(1)),
    "what somebody has reported": lambda work: work.tickets.of_reporter(work.people.get(1), since=work.now),
    "what an unreachable person answers for": lambda work: work.tickets.open_of_assignee(1),
    "what nobody answers for": lambda work: work.tickets.open_without_assignee(),
    "where tickets' cards are": lambda work: work.messages.expect([1, 2]),
    "what is told of tickets' histories": lambda work: work.tickets.expect_lines([(1, 1), (2, 1)]),
    "what a screen shows": lambda work: work.expect_shown([1, 2], [3], [(1, 1)]),
    "what is settled": lambda work: work.store(Lanes).settle(
        [Settled((chat, False), work.now, fence=0, done=0) for chat in (1, 2)]
    ),
    "who was told of a line": lambda work: work.store(Recalled).told(*_line(work)),
    "who is still to be told of a line": lambda work: work.store(Recalled).hold_back(*_line(work)),
    "who has a ticket's history": lambda work: work.tickets.history(work.session.get_one(Ticket, 1)),
}


OF_EVERYBODY = {"who gets the morning's message"}
"""Asked of everybody at once, a batch at a time, in the morning: their accounts may be walked through in order."""


def _line(work: UnitOfWork) -> tuple[Ticket, ChangeRow]:
    return work.session.get_one(Ticket, 1), ChangeRow(
        ticket_id=1, seq=1, action=Action.CLAIM, at=work.now, text_id=None
    )


def _asked_about(work: UnitOfWork) -> None:
    ticket = work.session.get_one(Ticket, 1)
    ticket.asks = 1
    work.store(Asks).of_ticket(ticket)
    work.store(Asks).open_of(ticket)
    work.store(Asks).concerned(ticket)


def _let_go(work: UnitOfWork) -> None:
    work.files.let_go([1, 2])
    work.files.write()


def _withdrawn(work: UnitOfWork) -> None:
    work.outbox.withdraw(7)
    work.outbox.sweep(())


def _answered_at_once(work: UnitOfWork) -> None:
    work.inbox.cross_off(Waiting(None, "telegram", STORED * 2, "5_000_000", "{}", 1))
    work.inbox.write()


@pytest.fixture
async def full(database: Database) -> Database:
    """A database with some thousands of everything, and the statistics that a running one would have."""

    def years(work: UnitOfWork) -> None:
        lay_out(work)
        fill(work)

    await database.run(years)
    await analyse(database)
    return database


async def test_no_repeated_question_reads_a_large_table_from_end_to_end(full: Database) -> None:
    scans: list[str] = []
    asked: dict[str, int] = {}

    def ask(work: UnitOfWork) -> None:
        connection = work.session.connection()
        assert work.directory.posts, "read once, kept in memory"
        assert work.session.get(Person, 1) is not None
        for name, question in QUESTIONS.items():
            with overheard(connection) as heard, work.session.begin_nested():
                question(work)
                work.session.flush()
            asked[name] = len(heard)
            for statement, parameters in heard:
                for step in whole_scans(connection, statement, parameters, LARGE | {"account"}):
                    if not (name in OF_EVERYBODY and "ix_account_person_id" in step):
                        scans.append(f"{name}: {step}\n    {statement}")

    await full.run(ask)
    assert not scans, "\n".join(scans)
    assert all(asked.values()), f"nothing was heard of: {[name for name, many in asked.items() if not many]}"
