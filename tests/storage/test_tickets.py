"""Tickets on both databases: numbers, the one door, how people stand to them, lists."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest

from domain.refusal import Refusal
from domain.tickets.lifecycle import Change
from domain.vocabulary import Action, Role, State, WaitingReason
from storage.engines.database import Database
from storage.models import Counter, Person, Ticket
from storage.tickets.ticket_messages import MessageAbout
from storage.unit_of_work import UnitOfWork
from tests.conftest import MovedClock
from tests.storage.rows import lay_out, person, ticket


async def laid_out(database: Database) -> dict[str, int]:
    """Places, and people by name: chen reports, wang and li are stewards, zhao leads, an administrator, a stranger."""

    def unit(work: UnitOfWork) -> dict[str, int]:
        ids = lay_out(work)
        ids["chen"] = person(work, 1, "陈").id
        ids["wang"] = person(work, 2, "王", post=ids["p-gh1"]).id
        ids["li"] = person(work, 3, "李", post=ids["p-gh2"]).id
        ids["zhao"] = person(work, 4, "赵", post=ids["p-gh"]).id
        administrator = person(work, 5)
        administrator.is_administrator = True
        ids["administrator"], ids["stranger"] = administrator.id, person(work, 2**40).id
        return ids

    return await database.run(unit)


def record(work: UnitOfWork, row: Ticket, action: Action, by: int | None, after: State) -> None:
    work.record(row, Change(action, row.state, after, by, work.now))


async def test_fifty_reports_at_once_get_fifty_numbers_without_a_gap(database: Database) -> None:
    numbers = await asyncio.gather(*(database.run(lambda work: work.tickets.next_number("2611")) for _ in range(50)))
    assert sorted(numbers) == [f"2611-{n:04}" for n in range(1, 51)]


async def test_every_month_counts_from_one_and_no_report_leaves_no_gap(database: Database) -> None:
    def refused(work: UnitOfWork) -> None:
        work.tickets.next_number("2611")
        raise Refusal("refused-draft-incomplete")

    with pytest.raises(Refusal):
        await database.run(refused)

    def numbers(work: UnitOfWork) -> list[str]:
        return [work.tickets.next_number(month) for month in ("2611", "2611", "2612", "2611")]

    assert await database.run(numbers) == ["2611-0001", "2611-0002", "2612-0001", "2611-0003"]


async def test_a_number_past_four_digits_is_still_a_number(database: Database) -> None:
    def many(work: UnitOfWork) -> str:
        work.session.add(Counter(name="tickets 2611", value=9999))
        work.session.flush()
        return work.tickets.next_number("2611")

    assert await database.run(many) == "2611-10000"


WHO_SEES = {"chen": True, "wang": True, "zhao": True, "li": False, "administrator": False, "stranger": False}


async def test_a_foreign_ticket_and_an_unknown_one_read_the_same(database: Database) -> None:
    ids = await laid_out(database)

    def unit(work: UnitOfWork) -> dict[str, set[str]]:
        own = ticket(work, ids["gh1"], reporter=work.people.get(ids["chen"]))
        answers: dict[str, set[str]] = {}
        for name in WHO_SEES:
            who, answers[name] = work.people.get(ids[name]), set()
            asks: list[Callable[[], Ticket]] = [
                partial(work.tickets.get, own.id, seen_by=who),
                partial(work.tickets.lock, own.id, seen_by=who),
                partial(work.tickets.get, own.id + 1, seen_by=who),
                partial(work.tickets.lock, own.id + 1, seen_by=who),
            ]
            for ask in asks:
                try:
                    answers[name].add(ask().number)
                except Refusal as refusal:
                    answers[name].add(f"{refusal.key} {dict(refusal.values)}")
        return answers

    unknown = "refused-unknown-ticket {}"
    expected = {name: {unknown, "2611-0001"} if sees else {unknown} for name, sees in WHO_SEES.items()}
    assert await database.run(unit) == expected


async def test_what_concerns_the_steward_is_hidden_from_the_steward_who_has_it(database: Database) -> None:
    ids = await laid_out(database)

    def unit(work: UnitOfWork) -> tuple[str, str]:
        chen = work.people.get(ids["chen"])
        secret = ticket(work, ids["gh1"], reporter=chen, concerns=Role.STEWARD, assignee_id=ids["wang"])
        with pytest.raises(Refusal) as refusal:
            work.tickets.get(secret.id, seen_by=work.people.get(ids["wang"]))
        return refusal.value.key, work.tickets.get(secret.id, seen_by=work.people.get(ids["zhao"])).number

    assert await database.run(unit) == ("refused-unknown-ticket", "2611-0001")


async def test_how_a_person_stands_to_a_ticket_is_read_from_its_history(database: Database) -> None:
    ids = await laid_out(database)

    def unit(work: UnitOfWork) -> None:
        row = ticket(work, ids["gh1"], reporter=work.people.get(ids["chen"]))
        other = ticket(work, ids["gh1"])
        record(work, row, Action.CLAIM, ids["wang"], State.CLAIMED)
        record(work, row, Action.RETURN, ids["wang"], State.NEW)
        record(work, row, Action.CLAIM, ids["zhao"], State.CLAIMED)
        record(work, other, Action.RETURN, ids["zhao"], State.NEW)
        work.flush_history()

        def stands(name: str) -> tuple[set[Role], bool, bool]:
            actor = work.tickets.actor(row, work.people.get(ids[name]))
            assert actor.person_id == ids[name]
            return set(actor.roles), actor.has_claimed, actor.has_returned

        assert stands("wang") == ({Role.STEWARD}, True, True)
        assert stands("zhao") == ({Role.GROUP_LEADER}, True, False)
        assert stands("li") == (set(), False, False)
        assert stands("administrator") == (set(), False, False)
        assert work.tickets.returned_by(row) == {ids["wang"]}
        assert [line.seq for line in work.tickets.history(row)] == [1, 2, 3]
        assert (row.changes, row.moves) == (3, 3)

    await database.run(unit)


async def numbers(database: Database, lists: str, who: int, since: timedelta = timedelta(90)) -> list[str]:
    def unit(work: UnitOfWork) -> list[str]:
        reader: Person = work.people.get(who)
        mine = work.tickets
        rows = mine.of_reporter(reader, since=work.now - since) if lists == "my" else mine.of_assignee(reader)
        return [row.number[-1] for row in rows]

    return await database.run(unit)


async def test_own_reports_are_listed_open_ones_first_and_the_newest_first(
    database: Database, clock: MovedClock
) -> None:
    ids = await laid_out(database)
    long_ago = clock.now() - timedelta(days=100)

    def unit(work: UnitOfWork) -> None:
        chen = work.people.get(ids["chen"])
        ticket(work, ids["gh1"], reporter=chen, filed_at=long_ago)  # 1: old, and still open
        ticket(work, ids["gh1"], reporter=chen, state=State.CLOSED, ended_at=work.now)  # 2
        ticket(work, ids["gh1"], reporter=chen, state=State.RESOLVED)  # 3
        ticket(work, ids["gh1"], recorded_by_id=chen.id)  # 4: recorded for somebody else
        ticket(work, ids["gh1"], reporter=work.people.get(ids["li"]))  # 5: somebody else's
        ticket(work, ids["gh1"], reporter=chen, state=State.WITHDRAWN, ended_at=work.now)  # 6
        ticket(work, ids["gh1"], reporter=chen, state=State.CLOSED, filed_at=long_ago, ended_at=long_ago)  # 7
        ticket(work, ids["gh1"], reporter=chen, state=State.WITHDRAWN, filed_at=long_ago, ended_at=long_ago)  # 8
        ticket(work, ids["gh1"], reporter=chen, state=State.CLOSED, filed_at=long_ago, ended_at=work.now)  # 9

    await database.run(unit)
    assert await numbers(database, "my", ids["chen"]) == ["4", "3", "1", "9", "6", "2"]
    assert await numbers(database, "my", ids["stranger"]) == []


async def test_what_waits_for_a_steward_is_listed_by_what_falls_due_first(
    database: Database, clock: MovedClock
) -> None:
    ids = await laid_out(database)

    def unit(work: UnitOfWork) -> None:
        def mine(state: State, claim: int | None, resolve: int | None) -> None:
            ticket(
                work,
                ids["gh1"],
                state=state,
                assignee_id=ids["wang"],
                claim_due=clock.now() + timedelta(hours=claim) if claim else None,
                resolve_due=clock.now() + timedelta(hours=resolve) if resolve else None,
            )

        mine(State.CLAIMED, None, 9)  # 1
        mine(State.NEW, 5, 20)  # 2
        mine(State.RESOLVED, None, 1)  # 3: waits for the resident
        mine(State.WAITING, None, 7)  # 4
        mine(State.NEW, None, None)  # 5: no limit at all
        mine(State.CLOSED, None, 2)  # 6
        mine(State.NEW, 5, 3)  # 7: as 2, and later
        ticket(work, ids["gh1"], assignee_id=ids["li"])  # 8

    await database.run(unit)
    assert await numbers(database, "todo", ids["wang"]) == ["2", "7", "4", "1", "5", "3"]


async def test_only_what_still_waits_is_due_to_resume(database: Database, clock: MovedClock) -> None:
    ids = await laid_out(database)

    def unit(work: UnitOfWork) -> list[str]:
        for state, hours in ((State.WAITING, 0), (State.WAITING, 1), (State.WITHDRAWN, -1), (State.WAITING, -2)):
            until = work.now + timedelta(hours=hours)
            reason = WaitingReason.PARTS
            ticket(work, ids["gh1"], state=state, waiting_reason=reason, waiting_since=work.now, waiting_until=until)
        return [row.number[-1] for row in work.tickets.due_to_resume(10)]

    assert await database.run(unit) == ["4", "1"]


async def test_a_message_leads_to_its_ticket_and_the_newest_card_is_redrawn(database: Database) -> None:
    ids = await laid_out(database)

    def unit(work: UnitOfWork) -> None:
        row = ticket(work, ids["gh1"])
        sent = ((10, True), (12, True), (15, False), (12, True))
        work.messages.remember([MessageAbout(2, number, row.id, ids["wang"], card) for number, card in sent])
        assert work.messages.ticket_of(2, 15) == row.id
        assert work.messages.ticket_of(3, 15) is None
        assert work.messages.card_in(2, row.id) == 12
        assert work.messages.card_in(2, row.id + 1) is None
        assert work.messages.card_holders(row.id) == [ids["wang"]]

    await database.run(unit)
