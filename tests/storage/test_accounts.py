"""Accounts: whose they are, at which of them somebody is told something, and what goes from one to another."""

import asyncio
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import Engine, select

from domain.notices.notices import CardRedraw, Letter, Say
from domain.vocabulary import Grade
from services.posts.reachability import account_moved, account_unreachable
from storage.engines.database import Database
from storage.models import Account, LaneRow, OutboxRow, Person, Revision
from storage.models.delivery import OutboxState
from storage.people.accounts import KnownAccount, bound, reachable
from storage.unit_of_work import UnitOfWork
from tests.accounts import account_of
from tests.conftest import MovedClock
from tests.storage.long_history import overheard
from tests.storage.mail import LEASE, counts, settle, take, words
from tests.storage.rows import person


def with_second(work: UnitOfWork, number: int = 1) -> tuple[Person, KnownAccount, KnownAccount]:
    """Somebody with an account in each of two channels, whose addresses are the same."""
    somebody = person(work, number)
    first = work.accounts.find("telegram", str(number))
    assert first is not None
    return somebody, first, work.accounts.give("second", str(number), somebody.id)


async def told_at(database: Database, person_id: int) -> int | None:
    return await database.run(lambda work: work.accounts.told_at([person_id])[person_id])


async def test_the_same_address_in_two_channels_is_two_accounts(database: Database) -> None:
    def unit(work: UnitOfWork) -> set[int]:
        made = [work.people.recognise(channel, "7", "zh").id for channel in ("telegram", "second", "telegram")]
        assert len(set(made)) == 2
        found = [work.people.by_account(7), work.people.by_account("7", "second"), work.people.by_account("7", "x")]
        assert [one.id if one is not None else None for one in found] == [made[0], made[1], None]
        return set(made)

    made = await database.run(unit)
    assert made == set(await database.read(lambda work: work.session.scalars(select(Account.person_id)).all()))


async def test_only_these_pairs_of_channel_and_address_are_expected_to_speak(database: Database) -> None:
    def unit(work: UnitOfWork) -> None:
        for channel, address in (("telegram", "1"), ("telegram", "2"), ("second", "1"), ("second", "2")):
            work.people.recognise(channel, address, None)

    await database.run(unit)
    pairs = [("telegram", "1"), ("second", "2")]

    def speak(work: UnitOfWork) -> int:
        work.expect(pairs)
        with overheard(Engine) as heard:
            for pair in pairs:
                work.people.recognise(*pair, None)
        assert not heard, "all that they need is there"
        work.people.recognise("second", "1", None)
        return len(work.people._known)

    assert await database.run(speak) == 3


async def test_whoever_was_only_told_sorry_is_somebody_with_their_first_word(database: Database) -> None:
    account_id = await database.run(lambda work: work.accounts.at("telegram", "5"))
    assert await database.run(lambda work: work.accounts.at("telegram", "5")) == account_id

    def speaks(work: UnitOfWork) -> None:
        work.expect([("telegram", "5")])
        found = work.people.recognise("telegram", "5", "zh")
        assert work.people.account_of(found) == account_id
        assert [one.id for one in work.accounts.of(found.id)] == [account_id]

    await database.run(speaks)
    assert len(await database.read(lambda work: work.session.scalars(select(Person)).all())) == 1


async def test_of_two_first_words_the_second_leaves_nobody_behind(database: Database) -> None:
    """The other process has made the person between the question and the answer."""

    def unit(work: UnitOfWork) -> None:
        first = work.people.recognise("telegram", "5", "zh")
        work.accounts.mark()()
        work.accounts.find = lambda channel, address: None  # type: ignore[method-assign]
        assert work.people.behind("telegram", "5").id == first.id

    await database.run(unit)
    assert len(await database.read(lambda work: work.session.scalars(select(Person)).all())) == 1


async def test_somebody_is_told_where_they_spoke_last_and_one_account_alone_is_not_written_to(
    database: Database, clock: MovedClock
) -> None:
    somebody, first, second = await database.run(lambda work: tuple(one.id for one in with_second(work)))
    clock.move(minutes=1)

    def speaks(work: UnitOfWork, channel: str, address: str = "1") -> None:
        work.expect([(channel, address)])
        work.people.recognise(channel, address, None)

    for channel, account_id in (("second", second), ("telegram", first), ("second", second)):
        await database.run(lambda work, channel=channel: speaks(work, channel))  # type: ignore[misc]
        assert await told_at(database, somebody) == account_id
        clock.move(minutes=1)
        with overheard(Engine) as heard:
            await database.run(lambda work, channel=channel: speaks(work, channel))  # type: ignore[misc]
        assert not [one for one, _ in heard if one.startswith("UPDATE account")], "they used it last time too"
    await database.run(partial(_lose, second))
    assert await told_at(database, somebody) == first, "the one used last cannot be told"
    await database.run(lambda work: person(work, 9))
    clock.move(minutes=1)
    with overheard(Engine) as heard:
        await database.run(lambda work: speaks(work, "telegram", "9"))
    assert not [one for one, _ in heard if one.startswith("UPDATE")]


async def test_an_answer_goes_where_it_was_asked_for_even_if_its_reader_has_spoken_elsewhere_since(
    database: Database,
) -> None:
    def unit(work: UnitOfWork) -> list[int]:
        somebody, first, second = with_second(work)
        work.tell(Letter(somebody.id, Say("asked at the first"), edits=5))
        work.people.recognise("second", "1", None)
        work.tell(Letter(somebody.id, Say("asked at the second")))
        work.finish()
        rows = work.session.scalars(select(OutboxRow).order_by(OutboxRow.id))
        assert [row.account_id for row in rows] == [first.id, second.id]
        return [first.id, second.id]

    await database.run(unit)


async def test_one_statement_and_one_function_say_the_same_of_who_can_be_told(database: Database) -> None:
    def unit(work: UnitOfWork) -> None:
        unbound = work.people.add_unbound("单晓棠", None)
        one, only, *_ = with_second(work, 1)
        other, *both = with_second(work, 2)
        whole = person(work, 3)
        for lost in (only, *both):
            work.accounts.lose(lost)
        work.session.flush()
        asked = select(Person.id, reachable(Person.id), bound(Person.id)).order_by(Person.id)
        found = {person_id: (can, has) for person_id, can, has in work.session.execute(asked)}
        assert found == {
            unbound.id: (False, False),
            one.id: (True, True),
            other.id: (False, True),
            whole.id: (True, True),
        }
        for person_id, (can, has) in found.items():
            assert (work.accounts.reachable(person_id), work.accounts.bound(person_id)) == (can, has)
            assert work.accounts.lost(person_id) is (has and not can)

    await database.run(unit)


async def test_what_waits_for_a_lost_account_goes_to_the_other_in_order_and_takes_no_place_of_a_message_there(
    database: Database, clock: MovedClock
) -> None:
    def unit(work: UnitOfWork) -> tuple[int, int]:
        _, first, second = with_second(work)
        for letter in (
            Letter(0, Say("edited"), edits=5),
            Letter(0, Say("replied"), reply_to=6),
            Letter(0, CardRedraw(1)),
            Letter(0, Say("held"), held_until=work.now + timedelta(hours=1), keeps_quiet=Grade.P2),
        ):
            work.outbox.add(first.id, letter)
        work.outbox.add(first.id, Letter(0, Say("copy")), broadcast=True)
        return first.id, second.id

    first, second = await database.run(unit)
    flying = await take(database, 1)
    await database.run(lambda work: account_unreachable(work, first, "blocked"))
    await settle(database, *flying)  # its lease has ended with the move
    said, there = await counts(database)
    assert said == there == {(second, False): 3, (second, True): 1}

    def look(work: UnitOfWork) -> list[tuple[int, int | None, int | None, str | None, int]]:
        rows = work.session.scalars(select(OutboxRow).order_by(OutboxRow.id))
        return [(row.account_id, row.edits, row.reply_to, row.dedupe, row.state) for row in rows]

    rows = await database.read(look)
    assert {row[:3] for row in rows} == {(second, None, None)}
    assert rows[2][3] == f"{second}:CardRedraw:{{'ticket_id': 1}}"
    assert rows[3][4] == OutboxState.HELD, "the night is as quiet there"
    told: list[str] = []
    while taken := await take(database):
        assert {(one.channel, one.address) for one in taken} == {("second", "1")}
        told += words(taken)
        await settle(database, *taken)
    assert told == ["edited", "copy", "replied", "CardRedraw"]
    await database.run(lambda work: work.outbox.add(second, Letter(0, CardRedraw(1))))


async def test_what_waits_for_the_last_account_is_dropped(database: Database) -> None:
    await database.run(with_second)
    await database.run(lambda work: work.outbox.add(account_of(work, 1), Letter(0, Say("a"))))

    def lost(work: UnitOfWork) -> None:
        somebody, first, second = with_second(work)
        for account in (first, second):
            account_unreachable(work, account.id, "blocked")
            assert work.accounts.reachable(somebody.id) is (account is first)

    await database.run(lost)
    assert await take(database) == []
    [state] = await database.read(lambda work: work.session.scalars(select(OutboxRow.state)).all())
    assert state == OutboxState.UNDELIVERED


async def test_of_two_accounts_that_are_lost_at_once_one_is_the_last(database: Database) -> None:
    _, first, second = await database.run(with_second)
    before = await database.read(lambda work: work.session.scalar(select(Revision.directory)) or 0)
    units = [partial(_lose, account_id) for account_id in (first.id, second.id)]
    await asyncio.gather(*(database.run(unit) for unit in units))
    after = await database.read(lambda work: work.session.scalar(select(Revision.directory)) or 0)
    assert after == before + 1, "once they are passed over"


def _lose(account_id: int, work: UnitOfWork) -> None:
    account_unreachable(work, account_id, "blocked")


async def test_a_group_whose_number_changes_keeps_what_waits_for_it(database: Database) -> None:
    group = await database.run(lambda work: work.accounts.at("telegram", "-5"))
    await database.run(lambda work: work.outbox.add(group, Letter(0, Say("a"), reply_to=3)))
    for _ in range(2):
        await database.run(lambda work: account_moved(work, group, "-1005"))
    [taken] = await take(database)
    assert (taken.account_id, taken.channel, taken.address, taken.reply_to) == (group, "telegram", "-1005", 3)


async def test_a_group_that_is_known_by_its_new_number_already_is_told_there(database: Database) -> None:
    group, grown = await database.run(
        lambda work: (work.accounts.at("telegram", "-5"), work.accounts.at("telegram", "-1005"))
    )
    await database.run(lambda work: work.outbox.add(group, Letter(0, Say("a"), reply_to=3)))
    await database.run(lambda work: account_moved(work, group, "-1005"))
    [taken] = await take(database)
    assert (taken.account_id, taken.address, taken.reply_to) == (grown, "-1005", None)


async def test_a_lost_group_is_nobodys_loss(database: Database) -> None:
    group = await database.run(lambda work: account_of(work, -5))
    await database.run(lambda work: work.outbox.add(group, Letter(0, Say("a"))))
    await database.run(lambda work: account_unreachable(work, group, "kicked"))
    assert await take(database) == []
    [state] = await database.read(lambda work: work.session.scalars(select(OutboxRow.state)).all())
    assert state == OutboxState.UNDELIVERED


async def test_what_waits_for_an_account_that_is_no_more_is_taken_all_the_same(database: Database) -> None:
    await database.run(lambda work: work.outbox.add(77, Letter(0, Say("a"))))
    [taken] = await database.run(lambda work: work.outbox.take(5, lease=LEASE))
    assert (taken.channel, taken.address) == ("", "")


@pytest.mark.parametrize("fails", [False, True])
async def test_an_attempt_that_fails_leaves_no_account(database: Database, fails: bool) -> None:
    def unit(work: UnitOfWork) -> int:
        try:
            with work.attempt():
                work.people.recognise("telegram", "5", "zh")
                if fails:
                    raise LookupError
        except LookupError:
            pass
        assert (work.people.by_account(5) is None) is fails
        assert (work.accounts.find("telegram", "5") is None) is fails
        return len(work.session.scalars(select(LaneRow)).all())

    assert await database.run(unit) == 0


async def test_whoever_reads_finds_somebody_only_in_their_own_channel(database: Database) -> None:
    def unit(work: UnitOfWork) -> list[str | None]:
        both, first, _ = with_second(work)
        here, there = person(work, 2), work.people.recognise("second", "8", None)
        nobody = work.people.add_unbound("罗桂芬", None)
        asked = [(here, there), (there, here), (here, both), (there, both), (here, nobody), (nobody, here)]
        assert first.channel == "telegram"
        return [work.accounts.address_for(somebody.id, reader.id) for reader, somebody in asked]

    assert await database.run(unit) == [None, None, "1", "1", None, None]
