"""One month of a whole community: afterwards every line of every history is explained by the rules, and the nights
were quiet. Two days of it, a Monday among them, the program was away."""

import os
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import pytest

from domain.community import Community
from domain.tickets.lifecycle import STEPS
from domain.time.ladder import moments, next_step_at, resolve_clock
from domain.time.limits import Limit
from domain.vocabulary import OPEN_STATES, Action, Grade, Role, State
from storage.engines.database import Database
from storage.models import ChangeRow, HoldingRow, OutboxRow, Person, Ticket
from storage.models.delivery import OutboxState
from storage.unit_of_work import UnitOfWork
from tests.accounts import numbers
from tests.conftest import MovedClock
from tests.stories.month import ZONE, Month, Temper, digests_add_up, local, some_words
from tests.stories.neighbourhood import Neighbourhood

pytestmark = pytest.mark.both_databases

SEED = 20261101
CLOCKS_OWN = frozenset({Action.ESCALATE, Action.REMIND, Action.CLOSE, Action.FOLLOW_UP})
"""Lines that the ladder writes, each at its moment."""


@dataclass(frozen=True, slots=True)
class Size:
    """How much of the month is lived."""

    days: int
    reports: int
    residents: int


SIZES: Mapping[str, Size] = {"sqlite": Size(30, 80, 20), "postgresql": Size(14, 40, 12)}


async def live(month: Month, size: Size) -> None:
    """The month itself: who is slow, who is silent, who leaves, who blocks the bot; and the outage."""
    town, dice = month.town, month.dice
    month.tempers.update(
        {
            "谢秋棠": Temper(answers=False),  # never answers
            "陶沛兰": Temper(hours=40, waits=0.5),
            "柳望春": Temper(hours=400),
            "蒋崇礼": Temper(hours=20, returns=0.3),
            "康守一": Temper(hours=0.3),
            **{phone.person.first_name: Temper(hours=30) for phone in month.residents},
        }
    )
    await town.database.run(lambda work: _goes_on_leave(work, month.holders["罗桂芬"].person.id))
    month.plan(local(7, 22, 40), partial(_blocks, month, "柳望春"))
    month.plan(local(6, 23, 10), partial(_blocks, month, "居民1"))
    for _ in range(size.reports):
        words = some_words(dice)
        at = local(1, 1) + timedelta(days=size.days - 1) * dice.random()
        month.plan(at, partial(month.reports, dice.choice(month.residents[1:-1]), words))
    for day, hour, words in ((6, 20, "6号楼1单元楼道灯不亮"), (8, 21, "2号楼1单元停电了，家里都没电")):
        month.plan(local(day, hour, 45), partial(month.reports, month.residents[0 if day == 6 else 1], words))
    await month.live_until(local(8, 22), timedelta(minutes=60))
    waiting = month.residents[-1]
    town.clock.set(local(10, 12))  # Telegram keeps what was said for a day
    waiting.person.says(town.bot, "3号楼2单元楼道灯不亮")
    town.clock.set(local(10, 23))
    month.touched(waiting)  # what he hears then is an answer
    await month.outage(local(10, 23))
    assert "提交" in waiting.buttons, "what was said while the program was away was lost"
    await month.live_until(local(1) + timedelta(days=size.days), timedelta(minutes=60))


def _goes_on_leave(work: UnitOfWork, account: int) -> None:
    """From the fifth on the post has only its deputy."""
    person = work.people.by_account(account)
    assert person is not None
    work.session.query(HoldingRow).filter_by(person_id=person.id).one().until = local(5)
    work.places.touch()


async def _blocks(month: Month, name: str) -> None:
    phone = month.holders.get(name) or next(p for p in month.residents if p.person.first_name == name)
    month.tempers[name] = Temper(answers=False)
    phone.person.blocks(month.town.bot)
    await month.town.settle()


class Replay:
    """A ticket's history gone through again: each line must be what the rules and the clock make of those before."""

    def __init__(self, month: Month, community: Community, ticket: Ticket) -> None:
        self.month, self.community, self.terms, self.ticket = month, community, community.terms, ticket
        self.faults: list[str] = []
        self.category = community.category(ticket.category)
        self.limits = community.limits_of(self.category, ticket.grade)
        self.at, self.after_the_ladder = ticket.filed_at, timedelta(0)  # what comes after it within one tick
        self.t = SimpleNamespace(
            state=State.NEW, grade=ticket.grade, rung=0, reporter_id=ticket.filed_by_id,
            claim_since=None, claim_limit=None, resolve_since=None, resolve_limit=None, resolve_spent=0,
            resolved_at=None, closed_at=None, verified_at=None, confirmed_at=None,
        )  # fmt: skip

    def check(self, lines: list[ChangeRow]) -> list[str]:
        for number, line in enumerate(lines, 1):
            if line.seq != number or line.at < self.at:
                self.fault(line, "is out of order")
            self._by_the_table(line)
            self._at_its_moment(line)
            self._what_it_does(line)
            late = line.action in (Action.RESUME, Action.REROUTE) and line.by_id is None
            self.at, self.after_the_ladder = line.at, timedelta(microseconds=late)
        self._nothing_left_out(self.month.ticks[-1], None)
        if (self.t.state, len(lines)) != (self.ticket.state, self.ticket.changes):
            self.faults.append(f"{self.ticket.number}: its history ends {self.t.state}, it is {self.ticket.state}")
        return self.faults

    def fault(self, line: ChangeRow, what: str) -> None:
        at = f"{line.at.astimezone(ZONE):%d %a %H:%M}"
        self.faults.append(f"{self.ticket.number} {self.ticket.grade} line {line.seq} {line.action} at {at}: {what}")

    def _by_the_table(self, line: ChangeRow) -> None:
        if line.action is Action.FILE:
            if (line.seq, line.before, line.after) != (1, None, State.NEW):
                self.fault(line, "filed twice")
            return
        step = STEPS[line.action]
        after = self.t.state if step.after is None else step.after(self.t)
        if line.before is not self.t.state or self.t.state not in step.before or line.after is not after:
            self.fault(line, f"from {line.before} to {line.after}, but the table says {self.t.state} to {after}")

    def expected(self) -> tuple[datetime, datetime | None] | None:
        """When the clock's next line is due, and the first tick that may write it."""
        due = next_step_at(self.t, self.terms, follow_up_days=self.category.follow_up_days)
        if due is None:
            return None
        moment = max(due, self.at + self.after_the_ladder)
        while (tick := self.month.first_tick_after(moment)) is not None:
            moment = self.terms.quiet.next_allowed(tick, self.t.grade, self.terms.calendar.zone)
            if moment == tick:
                break
        return due, tick

    def _at_its_moment(self, line: ChangeRow) -> None:
        if line.action not in CLOCKS_OWN:
            self._nothing_left_out(line.at, line)
            return
        expected = self.expected()
        if expected is None:
            self.fault(line, "nothing was due")
            return
        due, tick = expected
        if line.at != tick:
            self.fault(line, f"due {due.astimezone(ZONE):%d %H:%M}, expected at the tick {tick}")
        if self.terms.quiet.next_allowed(line.at, self.t.grade, self.terms.calendar.zone) != line.at:
            self.fault(line, "in quiet time")
        if line.action is Action.ESCALATE:
            rung = moments(self.t, self.terms)[self.t.rung][1]
            said = (line.detail["does"], line.detail["percent"], line.detail["minutes"])
            if said != (rung.does, rung.percent, rung.minutes):
                self.fault(line, f"rung {self.t.rung} is {rung}, the line says {said}")
        elif (line.action is Action.REMIND) != (self.t.state is State.RESOLVED and self.t.rung == 0):
            self.fault(line, "not after the reminder")

    def _nothing_left_out(self, until: datetime, line: ChangeRow | None) -> None:
        """Whatever was due at a tick before this line has been written."""
        expected = self.expected()
        if expected is None or expected[1] is None:
            return
        late = expected[1] <= until if line is None else expected[1] < until
        if late:
            where = f"line {line.seq}" if line else "the end"
            self.faults.append(f"{self.ticket.number}: before {where} a step was due at {expected[1]} and not taken")

    def _what_it_does(self, line: ChangeRow) -> None:
        """The two limits, the rung and the state, as this line leaves them."""
        t, at, before = self.t, line.at, self.t.state
        if line.action is Action.FILE:
            t.resolve_since, t.resolve_limit = at, self.limits.resolve
        if line.after is State.NEW and line.action is not Action.ESCALATE and asked_anew(line):
            t.claim_since, t.claim_limit = at, self.limits.claim
        if line.action in (Action.REOPEN, Action.NOT_SOLVED):
            t.resolve_since, t.resolve_spent = at, 0
            t.resolve_limit = Limit.parse(self.limits.resolve).half().text()
            t.confirmed_at = t.resolved_at = t.closed_at = t.verified_at = None
        clock = resolve_clock(t)
        if line.action is Action.WAIT and clock is not None:
            t.resolve_spent = int(clock.used(at, self.terms.calendar).total_seconds())
        elif before is State.WAITING and line.after is not State.WAITING:
            t.resolve_since = at
        if line.action in (Action.ESCALATE, Action.REMIND, Action.FOLLOW_UP):
            t.rung += 1
        elif line.after is not before or asked_anew(line):
            t.rung = t.rung if line.action in (Action.WAIT, Action.RESUME) else 0
        t.state = line.after
        if line.action is Action.RESOLVE:
            t.resolved_at, t.confirmed_at, t.verified_at = at, None, None
        if line.action is Action.CONFIRM:
            t.confirmed_at = at
        if line.action is Action.VERIFY:
            t.verified_at = at
        if line.after is State.CLOSED and before is not State.CLOSED:
            t.closed_at = at


RESTARTS_CLAIM = frozenset({Action.FILE, Action.RETURN, Action.HAND_OVER, Action.REROUTE, Action.REOPEN})


def asked_anew(line: ChangeRow) -> bool:
    """Whoever it was entrusted to is asked anew, unless it rests or is done."""
    return line.action in RESTARTS_CLAIM or (line.action is Action.ENTRUST and line.after is State.NEW)


def explained(month: Month, work: UnitOfWork) -> list[str]:
    """Every line of every history."""
    found: list[str] = []
    for ticket in work.session.query(Ticket):
        found += Replay(month, work.community, ticket).check(work.tickets.history(ticket))
    return found


def answered_for(month: Month, work: UnitOfWork) -> list[str]:
    """Every open ticket has somebody who can be reached."""
    found: list[str] = []
    for ticket in work.session.query(Ticket).filter(Ticket.state.in_(OPEN_STATES)):
        person = work.session.get(Person, ticket.assignee_id) if ticket.assignee_id else None
        if person is None or not work.accounts.reachable(person.id):
            found.append(f"{ticket.number} is {ticket.state}, and nobody who can be reached answers for it")
    return found


def quiet_nights(month: Month, work: UnitOfWork) -> list[str]:
    """What was sent between 21:30 and 07:00 was an answer, or danger."""
    found: list[str] = []
    known = {ticket.id: ticket for ticket in work.session.query(Ticket)}
    sent: dict[tuple[int, datetime], list[OutboxRow]] = {}
    chats = numbers(work)
    for row in work.session.query(OutboxRow).filter(OutboxRow.state == OutboxState.SENT):
        if row.kind != "CardRedraw" and row.edits is None:
            assert row.sent_at is not None
            sent.setdefault((chats[row.account_id], row.sent_at), []).append(row)
    for call in month.town.telegram.calls:
        at = datetime.fromtimestamp(call.at, ZONE)
        by_day = (7, 0) <= (at.hour, at.minute) < (21, 30)
        if call.chat_id is None or call.status != 200 or not call.method.startswith("send") or by_day:
            continue
        if month.has_just_spoken(call.chat_id, at):
            continue
        rows = sent.get((call.chat_id, at), [])
        kinds = [(row.kind, known.get(int(str(row.facts.get("ticket_id", 0))))) for row in rows]
        if not rows or any(ticket is None or ticket.grade is not Grade.P0 for _, ticket in kinds):
            told = [(kind, ticket.number if ticket else None) for kind, ticket in kinds]
            found.append(f"at {at:%d %H:%M} somebody was disturbed by {told}")
    return found


def few_unasked(month: Month, work: UnitOfWork) -> list[str]:
    """Beside new cards and danger at most two messages a day come to a steward by the clock alone."""
    danger = {number for (number,) in work.session.query(Ticket.id).filter(Ticket.grade == Grade.P0)}
    lines = {(line.ticket_id, line.seq): line for line in work.session.query(ChangeRow)}
    posts = {post.id for post in work.directory.posts.values() if post.role is Role.STEWARD}
    stewards = {holding.person_id for holding in work.directory.holdings if holding.post_id in posts}
    many: dict[tuple[int, str], list[str]] = {}
    for row in work.session.query(OutboxRow).filter(OutboxRow.state == OutboxState.SENT):
        line = None
        if row.kind == "TicketNews":
            line = lines[int(str(row.facts["ticket_id"])), int(str(row.facts["seq"]))]
            unasked = line.by_id is None and line.action is not Action.REROUTE and line.ticket_id not in danger
        else:
            unasked = row.kind == "Morning"
        if unasked and row.person_id in stewards and row.sent_at is not None:
            told = f"{row.sent_at.astimezone(ZONE):%H:%M} {line.action if line else row.kind}"
            many.setdefault((row.person_id, f"{row.sent_at.astimezone(ZONE):%d}"), []).append(told)
    return [f"steward {who} heard {told} on the {day}th" for (who, day), told in many.items() if len(told) > 2]


def digest_first(month: Month, work: UnitOfWork) -> list[str]:
    """On its day the digest is the first the secretary hears, and what had waited comes as one message after it."""
    found: list[str] = []
    sent: dict[tuple[int, str], list[OutboxRow]] = {}
    rows = work.session.query(OutboxRow).filter(OutboxRow.state == OutboxState.SENT, OutboxRow.edits.is_(None))
    for row in rows.order_by(OutboxRow.sent_at, OutboxRow.id):
        if row.person_id is not None and row.sent_at is not None and row.kind != "CardRedraw":
            sent.setdefault((row.person_id, f"{row.sent_at.astimezone(ZONE):%d}"), []).append(row)
    for (_, day), told in sent.items():
        kinds = [row.kind for row in told if row.keeps_quiet is not None or row.kind in ("DigestReport", "Morning")]
        if "DigestReport" in kinds and kinds[0] != "DigestReport":
            found.append(f"on the {day}th the secretary heard {kinds[: kinds.index('DigestReport')]} first")
    return found if any("DigestReport" in [r.kind for r in told] for told in sent.values()) else ["no digest was sent"]


async def keep_for_the_documents(month: Month, folder: Path) -> None:
    """The last digest as the secretary's phone shows it: its text and its picture."""
    messages = [m for phone in month.holders.values() for m in phone.messages]
    text = [m.text or "" for m in messages if "周报　20" in (m.text or "")][-1]
    picture = [m.file for m in messages if m.kind == "photo" and m.file is not None][-1]
    (folder / "digest.txt").write_text(f"{text}\n", "utf-8")
    (folder / "digest.png").write_bytes(picture.content)


def lived(size: Size, work: UnitOfWork) -> list[str]:
    """The month had something of everything its length makes sure of; else the other checks would say little."""
    done = {action for (action,) in work.session.query(ChangeRow.action).distinct()}
    grades = {grade for (grade,) in work.session.query(Ticket.grade).distinct()}
    wanted = set(USUAL.split()) | set(Grade) if size.days >= 30 else set(ALWAYS.split())
    missing = sorted(wanted - done - grades)
    return [f"there was no {what}" for what in missing] if len(missing) > MAY_BE_MISSING else []


MAY_BE_MISSING = 2
"""Who is first in a moment decides some choices, and databases differ in that; the month is rich all the same."""
ALWAYS = "claim resolve confirm reroute escalate remind"
"""What even two weeks cannot do without, in whatever order a database lets people through."""
USUAL = "claim return wait resume resolve confirm not_solved verify reroute escalate remind close check"
CHECKS: Mapping[str, Callable[[Month, UnitOfWork], list[str]]] = {
    "every history is explained by the table and the ladder": explained,
    "everything open is answered for": answered_for,
    "digests add up": digests_add_up,
    "nights are quiet": quiet_nights,
    "stewards hear little unasked": few_unasked,
    "the digest comes first": digest_first,
}


async def test_a_month_is_explained_line_by_line(database: Database, clock: MovedClock) -> None:
    size = SIZES[database.dialect]
    clock.set(local(1) - timedelta(hours=4))
    month = Month(Neighbourhood(database, clock), random.Random(SEED))
    await month.begin(size.residents)
    await live(month, size)
    faults = [f"no receipt at once for {one.by} at {one.at}" for one in month.filed if not one.receipt]
    faults += await database.read(partial(lived, size))
    for name, check in CHECKS.items():
        found = await database.read(partial(check, month))
        faults += [f"{name}: {fault}" for fault in found]
    assert not faults, "\n".join(faults)
    if database.dialect == "sqlite" and (folder := os.environ.get("LOUZHANG_MONTH")):
        await keep_for_the_documents(month, Path(folder))
