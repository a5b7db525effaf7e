"""What a unit keeps in memory until it ends, and what it was told beforehand, says the same as the tables would."""

from datetime import timedelta

import pytest
from sqlalchemy import func, inspect, select

from domain.refusal import Refusal
from domain.tickets.approvals import Asked, Decision
from domain.tickets.lifecycle import Change
from domain.tickets.report_form import Part
from domain.vocabulary import Action, Grade, State
from storage.engines.database import Database
from storage.models import Account, ApprovalRow, Counter, Person, Ticket, TicketText
from storage.sql.among import among
from storage.sql.store import table_of
from storage.unit_of_work import UnitOfWork
from tests.storage.rows import lay_out, person, ticket

COUNTER, ACCOUNT = table_of(Counter), table_of(Account)


def refused(work: UnitOfWork) -> None:
    """Count and report in an attempt that is undone."""

    def report() -> None:
        work.counters.up("a")
        work.counters.up("b")
        made = ticket(work, building(work))
        work.contents.add_report(made, [Part(7, "undone")], account_id=70)
        raise Refusal("refused-not-yours")

    with pytest.raises(Refusal), work.attempt():
        report()


def building(work: UnitOfWork) -> int:
    place = work.directory.by_code("gh1")
    assert place is not None
    return place.id


def values(work: UnitOfWork) -> dict[str, int]:
    return {row.name: row.value for row in work.session.execute(select(COUNTER.c.name, COUNTER.c.value))}


async def test_counters_go_on_where_an_undone_attempt_began(database: Database) -> None:
    def unit(work: UnitOfWork) -> list[int]:
        lay_out(work)
        first = work.counters.up("a")
        refused(work)
        refused(work)
        return [first, work.counters.up("a"), work.counters.up("a"), work.counters.up("b")]

    assert await database.run(unit) == [1, 2, 3, 1]
    kept = await database.run(values)
    assert (kept["a"], kept["b"]) == (3, 1)
    assert await database.run(lambda work: work.counters.up("a")) == 4


async def test_a_new_report_is_found_by_its_message_before_it_is_written_and_an_undone_one_never(
    database: Database,
) -> None:
    def unit(work: UnitOfWork) -> list[str | None]:
        lay_out(work)
        refused(work)
        made = ticket(work, building(work))
        work.contents.add_report(made, [Part(8, "leaks"), Part(9, "")], account_id=80)
        assert work.contents.report_words(made) == ["leaks"]
        found = work.contents.text_of_message(80, 8)
        assert found is not None
        assert found.ticket_id == made.id
        assert work.contents.text_of_message(70, 7) is None
        return [one.body for one in work.contents.report_texts(made)]

    assert await database.run(unit) == ["leaks"]
    kept = await database.read(lambda work: list(work.session.scalars(select(TicketText.body))))
    assert kept == ["leaks", ""], "a message of files alone is found when it is edited into words"


async def test_a_press_that_was_expected_knows_what_was_claimed_in_the_same_unit(database: Database) -> None:
    def unit(work: UnitOfWork) -> list[bool]:
        ids = lay_out(work)
        steward = person(work, 1, post=ids["p-gh1"])
        made = ticket(work, ids["gh1"])
        work.flush_history()
        work.expect([], [made.id])
        before = work.tickets.actor(made, steward).has_claimed
        work.record(made, Change(Action.CLAIM, State.NEW, State.CLAIMED, steward.id, work.now))
        after = work.tickets.actor(made, steward).has_claimed
        refused(work)  # forgets what was read, not what was decided
        return [before, after, work.tickets.actor(made, steward).has_claimed]

    assert await database.run(unit) == [False, True, True]


async def test_whoever_raises_an_alarm_is_not_taken_for_calm_in_the_same_unit(database: Database) -> None:
    def unit(work: UnitOfWork) -> list[int]:
        ids = lay_out(work)
        reporter = person(work, 1)
        work.expect([("telegram", "1")])
        counts = [len(work.neighbours.open_dangers_of(reporter.id))]
        made = ticket(work, ids["gh1"], reporter=reporter, grade=Grade.P0)
        work.record(made, Change(Action.FILE, None, State.NEW, reporter.id, work.now))
        return [*counts, len(work.neighbours.open_dangers_of(reporter.id))]

    assert await database.run(unit) == [0, 1]


async def test_one_merged_in_the_same_unit_is_among_those_that_follow(database: Database) -> None:
    def unit(work: UnitOfWork) -> list[int]:
        ids = lay_out(work)
        target, other = ticket(work, ids["gh1"]), ticket(work, ids["gh1"])
        work.expect([], [target.id])
        counts = [len(work.tickets.merged_into(target))]
        other.merged_into_id = target.id
        work.record(other, Change(Action.MERGE, State.NEW, State.MERGED, None, work.now))
        return [*counts, len(work.tickets.merged_into(target))]

    assert await database.run(unit) == [0, 1]


async def test_a_request_that_was_decided_in_an_undone_attempt_still_waits(database: Database) -> None:
    def unit(work: UnitOfWork) -> list[bool]:
        made = ticket(work, lay_out(work)["gh1"])
        asked = work.approvals.add(request(work, made, person(work, 1)))
        waits: list[bool] = []

        def decide() -> None:
            asked.decision = Decision.APPROVED
            work.session.flush()
            work.approvals.expect_shown([made.id])
            waits.append(work.approvals.waiting(made) is not None)
            raise Refusal("refused-not-yours")

        with pytest.raises(Refusal), work.attempt():
            decide()
        return [*waits, work.approvals.waiting(made) is not None]

    assert await database.run(unit) == [False, True]


def request(work: UnitOfWork, about: Ticket, by: Person) -> ApprovalRow:
    return ApprovalRow(
        ticket_id=about.id,
        asked=Asked.PARK,
        until=work.now + timedelta(days=1),
        text_id=work.contents.add_text(about, Action.PROPOSE, "w").id,
        asked_by_id=by.id,
        asked_of_id=by.id,
        asked_at=work.now,
        remind_at=work.now + timedelta(days=2),
        decision=Decision.WAITING,
    )


@pytest.mark.parametrize("wanted", [[], [1], [1, 2, 3], list(range(1, 200)), [2**40]])
async def test_one_of_these_is_asked_the_same_way_for_any_number(database: Database, wanted: list[int]) -> None:
    def unit(work: UnitOfWork) -> int | None:
        for number in (1, 2, 5, 2**40):
            person(work, number)
        asked = select(func.count()).select_from(ACCOUNT).where(among(ACCOUNT.c.address, "addresses"))
        return work.session.connection().execute(asked, {"addresses": [str(one) for one in wanted]}).scalar()

    assert await database.run(unit) == len(set(wanted) & {1, 2, 5, 2**40})


async def test_one_of_these_words_takes_every_character(database: Database) -> None:
    odd = ['"', "a'b", "李{}", "[1]", "\\u4e00"]

    def unit(work: UnitOfWork) -> set[str]:
        work.session.add_all([Counter(name=name, value=1) for name in odd])
        work.session.flush()
        asked = select(COUNTER.c.name).where(among(COUNTER.c.name, "names"))
        return set(work.session.connection().execute(asked, {"names": odd[:4]}).scalars())

    assert await database.run(unit) == set(odd[:4])


async def test_a_new_ticket_is_known_to_the_session_as_it_stands_in_its_table(database: Database) -> None:
    def unit(work: UnitOfWork) -> dict[str, object]:
        lay_out(work)
        made = ticket(work, building(work), room="301")
        assert work.session.get(Ticket, made.id) is made
        columns = {column.key for column in table_of(Ticket).c}
        assert not inspect(made).unloaded & columns, "nothing has to be read again"
        made.rung, made.result = 3, None
        return {column.key: getattr(made, column.key) for column in table_of(Ticket).c}

    written = await database.run(unit)
    assert (written["room"], written["rung"], written["on_behalf"], written["checking"]) == ("301", 3, False, False)
    read = await database.read(lambda work: dict(work.session.execute(select(table_of(Ticket))).one()._mapping))
    assert read == written


async def test_after_a_ticket_that_was_undone_the_next_one_is_itself(database: Database) -> None:
    def unit(work: UnitOfWork) -> tuple[str, int]:
        lay_out(work)
        first = ticket(work, building(work), room="1")
        undone: list[Ticket] = []

        def report() -> None:
            undone.append(ticket(work, building(work), room="2"))
            raise Refusal("refused-not-yours")

        with pytest.raises(Refusal), work.attempt():
            report()
        assert undone[0] not in work.session
        third = ticket(work, building(work), room="3")
        assert [work.session.get(Ticket, one.id) for one in (first, third)] == [first, third]
        third.rung = 1
        return third.room or "", third.id

    room, third = await database.run(unit)
    kept = await database.read(lambda work: [(one.room, one.rung) for one in work.session.scalars(select(Ticket))])
    assert (room, sorted(kept)) == ("3", [("1", 0), ("3", 1)])
    assert await database.read(lambda work: work.session.get_one(Ticket, third).room) == "3"
