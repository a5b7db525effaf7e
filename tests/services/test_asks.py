"""Asking bodies: who is asked and who never is, what an answer does to the ticket's clock, silence, and what ends an
ask. The numbers B1 to B6 are those of the specification."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import TypeVar

import pytest
from sqlalchemy import update

from domain.bodies.bodies import BodyChannel, BodyKind
from domain.matters.asks import AskAction, AskState, DeclineReason, GoesAlong
from domain.notices.ask_notices import AskCard, AskNews, WhatGoesAlong
from domain.notices.notice import Notice
from domain.refusal import Refusal
from domain.tickets.remark import Remark
from domain.vocabulary import Action, Grade, HeldAs, Kind, Result, Role, Secrecy, State, WaitingReason
from services.digest.figures import given_by
from services.matters.answering import answer_ask, ask_back, reply_to_asked
from services.matters.ask_clock import note_reached, take_due_asks
from services.matters.ask_door import AskAndTicket
from services.matters.ask_figures import ASKS_OF_THE_WEEK, bodies_to_mend
from services.matters.asking import agree_to, ask_body, bodies_to_ask, recall_ask
from services.posts.reachability import account_unreachable
from services.tickets.merging import merge_ticket
from services.tickets.stepping_in import regrade_ticket
from services.tickets.steps import claim_ticket, resolve_ticket, resume_due
from services.views.ask_views import ask_view
from storage.engines.database import Database
from storage.matters.asks import Asks
from storage.models import AskRow, BodyDutyRow, BodyLink, BodyRow, BundleLine, HoldingRow, Person, PostRow, Ticket
from storage.sql.store import table_of
from storage.unit_of_work import UnitOfWork
from tests.conftest import MovedClock
from tests.storage.rows import lay_out, person, ticket

STEWARD, OTHER, LEADER, OFFICE, REPORTER, FIRM, FIRM_DEPUTY, COMPANY, STRANGER = range(11, 20)


def who(work: UnitOfWork, account: int) -> Person:
    return work.people.recognise("telegram", str(account), "zh")


def body(
    work: UnitOfWork, code: str, kind: BodyKind, places: list[int], *, channel: BodyChannel = BodyChannel.CHAT
) -> BodyRow:
    row = BodyRow(
        code=code, kind=kind, name=code, places=places, channel=channel, phone="555",
        reply_limit="8w", result_limit="24w",
    )  # fmt: skip
    work.session.add(row)
    work.session.flush()
    seat = PostRow(code=f"seat-{code}", place_id=places[0], role=Role.CONTACT, title=code, body_id=row.id)
    work.session.add(seat)
    work.session.flush()
    work.places.touch()
    return row


def seat_of(work: UnitOfWork, row: BodyRow) -> int:
    return work.session.query(PostRow).filter_by(code=f"seat-{row.code}").one().id


def set_the_scene(work: UnitOfWork) -> None:
    """A claimed leak in building 1; a property firm of the compound with two people, a company of the community."""
    ids = lay_out(work)
    office = PostRow(code="p-office", place_id=ids["sl"], role=Role.OFFICE, title="社区办公室")
    work.session.add(office)
    work.session.flush()
    person(work, STEWARD, "王", post=ids["p-gh1"])
    person(work, OTHER, "李", post=ids["p-gh2"])
    person(work, LEADER, "赵", post=ids["p-gh"])
    person(work, OFFICE, "办", post=office.id)
    person(work, REPORTER, "陈")
    person(work, STRANGER, "旁")
    firm = body(work, "wy", BodyKind.PROPERTY, [ids["gh"]])
    work.session.add(BodyDutyRow(body_id=firm.id, what="R1", places=[], order=1))
    person(work, FIRM, "孙", post=seat_of(work, firm))
    deputy = person(work, FIRM_DEPUTY, "周")
    work.session.add(HoldingRow(post_id=seat_of(work, firm), person_id=deputy.id, held_as=HeldAs.DEPUTY))
    company = body(work, "gs", BodyKind.COMMUNITY_COMPANY, [ids["sl"]])
    person(work, COMPANY, "吴", post=seat_of(work, company))
    work.places.touch()
    claimed(work)


def claimed(work: UnitOfWork, **more: object) -> Ticket:
    gh1 = next(place for place in work.directory.places.values() if place.code == "gh1")
    made = ticket(work, gh1.id, reporter=who(work, REPORTER), room="301", **more)
    work.contents.add_text(made, Action.FILE, "厨房漏水", account_id=1, number=made.id)
    made.resolve_limit, made.resolve_since = "24w", work.now
    made.assignee_id = who(work, STEWARD).id
    claim_ticket(work, made.id, by=who(work, STEWARD))
    return made


def the_ticket(work: UnitOfWork) -> Ticket:
    return work.session.query(Ticket).order_by(Ticket.id).first() or claimed(work)


def of(work: UnitOfWork, code: str) -> int:
    return next(one.id for one in work.directory.bodies.values() if one.code == code)


def asked(work: UnitOfWork, code: str = "wy", *, about: Ticket | None = None) -> AskRow:
    about = about or the_ticket(work)
    return ask_body(work, about.id, of(work, code), by=who(work, STEWARD), said=Remark("请来看看"))


N = TypeVar("N", bound=Notice)


def heard(work: UnitOfWork, account: int, kind: type[N]) -> list[N]:
    """What this unit tells somebody of that kind."""
    mine = who(work, account).id
    return [letter.notice for letter, _ in work._letters if letter.to == mine and isinstance(letter.notice, kind)]


@pytest.fixture
async def scene(database: Database) -> Database:
    await database.run(set_the_scene)
    return database


def pressed(ask_id: int, action: AskAction, account: int) -> Callable[[UnitOfWork], object]:
    return lambda work: answer_ask(work, ask_id, action, by=who(work, account))


async def refused(database: Database, tried: Callable[[UnitOfWork], object]) -> str:
    with pytest.raises(Refusal) as no:
        await database.run(tried)
    return no.value.key


async def test_the_body_whose_duty_it_is_comes_first_and_only_those_that_work_there(scene: Database) -> None:
    def offered(work: UnitOfWork) -> list[str]:
        gh2 = next(place for place in work.directory.places.values() if place.code == "gh2")
        body(work, "far", BodyKind.BUILDER, [gh2.id])
        return [one.code for one in bodies_to_ask(work, the_ticket(work))]

    assert await scene.run(offered) == ["wy", "gs"]


async def test_b1_whoever_is_complained_of_is_neither_offered_nor_asked(scene: Database) -> None:
    def complaint(work: UnitOfWork) -> int:
        made = claimed(work, category="D602", kind=Kind.DISPUTE)
        assert [one.code for one in bodies_to_ask(work, made)] == ["gs"]
        return made.id

    about = await scene.run(complaint)
    said = await refused(scene, lambda work: asked(work, "wy", about=work.session.get_one(Ticket, about)))
    assert said == "asks-refused-concerned"


async def test_a_body_that_somebody_names_as_concerned_is_not_asked(scene: Database) -> None:
    await scene.run(lambda work: work.store(Asks).concern(the_ticket(work), of(work, "gs"), who(work, STEWARD).id))
    assert await refused(scene, lambda work: asked(work, "gs")) == "asks-refused-concerned"


async def test_in_a_dispute_the_body_in_which_the_reporter_sits_is_not_asked(scene: Database) -> None:
    def dispute(work: UnitOfWork) -> list[str]:
        seat = next(post for post in work.directory.posts.values() if post.code == "seat-gs")
        person(work, REPORTER, "陈", post=seat.id)
        return [one.code for one in bodies_to_ask(work, claimed(work, category="D101", kind=Kind.DISPUTE))]

    assert await scene.run(dispute) == ["wy"]


async def test_only_whoever_answers_for_a_ticket_that_was_taken_on_asks_and_with_a_sentence(scene: Database) -> None:
    def by(account: int, words: str = "来看看") -> Callable[[UnitOfWork], object]:
        return lambda work: ask_body(
            work, the_ticket(work).id, of(work, "wy"), by=who(work, account), said=Remark(words)
        )

    assert await refused(scene, by(STRANGER)) == "refused-unknown-ticket"
    assert await refused(scene, by(FIRM)) == "refused-unknown-ticket", "a contact opens no ticket"
    assert await refused(scene, by(STEWARD, "  ")) == "asks-refused-one-sentence"
    await scene.run(by(STEWARD))
    assert await refused(scene, by(LEADER)) == "asks-refused-asked-already"


async def test_the_main_holder_gets_the_card_and_the_reporter_is_asked_once_what_may_go_along(scene: Database) -> None:
    def first(work: UnitOfWork) -> None:
        ask = asked(work)
        assert heard(work, FIRM, AskCard) == [AskCard(ask.id)]
        assert not heard(work, FIRM_DEPUTY, AskCard)
        assert heard(work, REPORTER, WhatGoesAlong) == [WhatGoesAlong(ask.id)]
        agree_to(work, ask.id, GoesAlong.DOOR, by=who(work, REPORTER))
        recall_ask(work, ask.id, by=who(work, STEWARD))

    def again(work: UnitOfWork) -> None:
        ask = asked(work)
        assert not heard(work, REPORTER, WhatGoesAlong), "they have said it for this body"
        assert ask.goes_along is GoesAlong.DOOR

    await scene.run(first)
    await scene.run(again)


async def test_the_body_reads_of_the_reporter_only_what_they_agreed_to(scene: Database) -> None:
    def seen(work: UnitOfWork) -> None:
        work.people.set_contact(who(work, REPORTER).id, "陈", "13900000000")
        ask, made, contact = asked(work), the_ticket(work), who(work, FIRM)
        before = ask_view(work, AskAndTicket(ask, made), contact)
        assert ("301" in before.place, before.reporter_words, before.reporter_phone, before.number) == (
            False,
            None,
            None,
            None,
        )
        agree_to(work, ask.id, GoesAlong.DOOR, by=who(work, REPORTER))
        door = ask_view(work, AskAndTicket(ask, made), contact)
        assert ("301" in door.place, door.reporter_words, door.reporter_phone) == (True, None, None)
        agree_to(work, ask.id, GoesAlong.DOOR_PHONE, by=who(work, REPORTER))
        everything = ask_view(work, AskAndTicket(ask, made), contact)
        assert (everything.reporter_words, everything.reporter_phone) == ("厨房漏水", "13900000000")
        agree_to(work, ask.id, GoesAlong.PLACE, by=who(work, REPORTER))
        assert ask_view(work, AskAndTicket(ask, made), contact).reporter_phone is None

    await scene.run(seen)


@pytest.mark.parametrize(
    "secret", [{"kind": Kind.DISPUTE, "category": "D501"}, {"secrecy": Secrecy.FROM_OTHER_PARTY}], ids=str
)
async def test_of_a_dispute_and_of_a_secret_nothing_of_the_reporter_goes_along(
    scene: Database, secret: dict[str, object]
) -> None:
    def seen(work: UnitOfWork) -> int:
        made = claimed(work, **secret)
        ask = asked(work, "gs", about=made)
        ask.goes_along = GoesAlong.DOOR_PHONE
        view = ask_view(work, AskAndTicket(ask, made), who(work, COMPANY))
        assert ("301" in view.place, view.reporter_words, view.reporter_phone) == (False, None, None)
        assert not heard(work, REPORTER, WhatGoesAlong)
        return ask.id

    ask_id = await scene.run(seen)
    said = await refused(scene, lambda work: agree_to(work, ask_id, GoesAlong.DOOR, by=who(work, REPORTER)))
    assert said == "asks-refused-nothing-goes"


async def test_b2_while_an_answer_is_awaited_and_after_a_decline_the_tickets_clock_never_stands(
    scene: Database,
) -> None:
    def declined(work: UnitOfWork) -> None:
        ask, made = asked(work), the_ticket(work)
        due = made.resolve_due
        assert made.state is State.CLAIMED
        answer_ask(work, ask.id, AskAction.DECLINE, by=who(work, FIRM), reason=DeclineReason.MONEY)
        assert (made.state, made.resolve_due, made.waiting_since) == (State.CLAIMED, due, None)
        assert [one.step for one in heard(work, STEWARD, AskNews)] == ["decline"]

    await scene.run(declined)


async def test_a_ticket_rests_while_its_body_does_it_and_goes_on_when_that_says_done(scene: Database) -> None:
    def accepted(work: UnitOfWork) -> int:
        ask, made = asked(work), the_ticket(work)
        answer_ask(work, ask.id, AskAction.ACCEPT, by=who(work, FIRM))
        assert (made.state, made.waiting_reason) == (State.WAITING, WaitingReason.OUTSIDE)
        assert made.waiting_until == ask.result_due
        return ask.id

    def done(work: UnitOfWork, ask_id: int) -> None:
        answer_ask(work, ask_id, AskAction.DONE, by=who(work, FIRM), said=Remark("换了阀门"))
        made = the_ticket(work)
        assert (made.state, made.waiting_since) == (State.CLAIMED, None), "the assignee looks and resolves"
        assert work.session.get_one(AskRow, ask_id).state is AskState.DONE

    ask_id = await scene.run(accepted)
    await scene.run(partial(done, ask_id=ask_id))


@pytest.mark.parametrize("grade", [Grade.P0, Grade.P1])
async def test_what_is_urgent_never_rests_and_is_answered_within_two_hours(scene: Database, grade: Grade) -> None:
    def urgent(work: UnitOfWork) -> None:
        made = claimed(work, grade=grade)
        ask = asked(work, about=made)
        assert ask.reply_due == work.now + timedelta(hours=2)
        answer_ask(work, ask.id, AskAction.ACCEPT, by=who(work, FIRM))
        assert (made.state, ask.holds) == (State.CLAIMED, False)

    await scene.run(urgent)


async def test_a_ticket_that_becomes_urgent_while_it_rests_goes_on_at_once(scene: Database) -> None:
    def regraded(work: UnitOfWork) -> None:
        ask, made = asked(work), the_ticket(work)
        answer_ask(work, ask.id, AskAction.ACCEPT, by=who(work, FIRM))
        regrade_ticket(work, made.id, by=who(work, LEADER), grade=Grade.P1, said=Remark("急"))
        assert made.state is State.CLAIMED
        work.finish()
        assert (ask.holds, ask.state) == (False, AskState.ACCEPTED)

    await scene.run(regraded)


async def test_of_two_bodies_that_agreed_the_later_one_keeps_it_at_rest(scene: Database) -> None:
    def both(work: UnitOfWork) -> None:
        made, first, second = the_ticket(work), asked(work), asked(work, "gs")
        answer_ask(work, first.id, AskAction.ACCEPT, by=who(work, FIRM))
        answer_ask(work, second.id, AskAction.ACCEPT, by=who(work, COMPANY))
        answer_ask(work, first.id, AskAction.DONE, by=who(work, FIRM))
        assert (made.state, second.holds) == (State.WAITING, True)
        answer_ask(work, second.id, AskAction.DECLINE, by=who(work, COMPANY), reason=DeclineReason.PARTS)
        assert made.state is State.CLAIMED

    await scene.run(both)


async def test_whom_the_card_has_not_reached_by_then_was_not_silent_and_whoever_asked_rings_them_up(
    scene: Database, clock: MovedClock
) -> None:
    await scene.run(asked)
    clock.move(days=7)

    def due(work: UnitOfWork) -> tuple[list[str], AskState, bool]:
        take_due_asks(work)
        ask = work.session.query(AskRow).one()
        return [one.step for one in heard(work, STEWARD, AskNews)], ask.state, ask.silent_at is None

    assert await scene.run(due) == (["not_reached"], AskState.UNREACHED, True)
    assert await scene.run(due) == ([], AskState.UNREACHED, True)


async def test_a_ticket_rests_for_help_no_longer_in_all_than_a_steward_may_let_it(
    scene: Database, clock: MovedClock
) -> None:
    def long_ones(work: UnitOfWork) -> datetime:
        for row in work.session.query(BodyRow):
            row.result_limit = "200w"
        work.places.touch()
        ask, made = asked(work), the_ticket(work)
        answer_ask(work, ask.id, AskAction.ACCEPT, by=who(work, FIRM))
        alone = work.community.calendar().working_days_after(work.now, work.community.steward_wait_working_days)
        assert ask.result_due is not None
        assert made.waiting_until == alone < ask.result_due
        return alone

    def goes_on(work: UnitOfWork) -> None:
        resume_due(work)
        ask, made = work.session.query(AskRow).one(), the_ticket(work)
        assert made.state is State.CLAIMED
        work.finish()
        assert (ask.state, ask.holds) == (AskState.ACCEPTED, False), "they still do it; the ticket waits no more"

    def again(work: UnitOfWork) -> None:
        second, made = asked(work, "gs"), the_ticket(work)
        answer_ask(work, second.id, AskAction.ACCEPT, by=who(work, COMPANY))
        assert (made.state, second.holds) == (State.CLAIMED, False), "its days of rest are used up"

    clock.set(await scene.run(long_ones))
    await scene.run(goes_on)
    await scene.run(again)


async def test_silence_is_named_once_after_the_limit_which_runs_from_its_arrival(
    scene: Database, clock: MovedClock
) -> None:
    def sent(work: UnitOfWork) -> int:
        return asked(work).id

    def due(work: UnitOfWork, ask_id: int) -> datetime:
        return work.session.get_one(AskRow, ask_id).reply_due or work.now

    ask_id = await scene.run(sent)
    before = await scene.run(partial(due, ask_id=ask_id))
    clock.move(hours=1)
    await scene.run(lambda work: note_reached(work, AskCard(ask_id)))
    after = await scene.run(partial(due, ask_id=ask_id))
    assert after > before, "from when it was read, not from when it was written"
    await scene.run(lambda work: note_reached(work, AskCard(ask_id)))
    assert await scene.run(partial(due, ask_id=ask_id)) == after, "the first arrival counts"
    clock.move(days=7)

    def fell(work: UnitOfWork) -> list[str]:
        take_due_asks(work)
        return [one.step for one in heard(work, STEWARD, AskNews)]

    assert await scene.run(fell) == ["fall_silent"]
    clock.move(days=7)
    assert await scene.run(fell) == []
    await scene.run(lambda work: answer_ask(work, ask_id, AskAction.ACCEPT, by=who(work, FIRM)))  # late is an answer


async def test_past_its_limit_the_ticket_goes_on_and_the_asker_reads_it_in_the_morning(
    scene: Database, clock: MovedClock
) -> None:
    def accepted(work: UnitOfWork) -> int:
        ask = asked(work)
        answer_ask(work, ask.id, AskAction.ACCEPT, by=who(work, FIRM))
        return ask.id

    await scene.run(accepted)
    clock.move(days=10)

    def over(work: UnitOfWork) -> tuple[State, list[str]]:
        take_due_asks(work)
        take_due_asks(work)
        lines = work.session.query(BundleLine).filter_by(person_id=who(work, STEWARD).id)
        return the_ticket(work).state, [str(line.kind) for line in lines]

    assert await scene.run(over) == (State.CLAIMED, ["ask_over"])


async def test_b6_what_a_body_has_done_and_nobody_looks_at_is_said_once_after_two_working_days(
    scene: Database, clock: MovedClock
) -> None:
    def done(work: UnitOfWork) -> None:
        answer_ask(work, asked(work).id, AskAction.DONE, by=who(work, FIRM))

    def lines(work: UnitOfWork) -> list[str]:
        take_due_asks(work)
        return [str(line.kind) for line in work.session.query(BundleLine).filter_by(person_id=who(work, STEWARD).id)]

    await scene.run(done)
    clock.move(days=1)
    assert await scene.run(lines) == []
    clock.move(days=5)
    assert await scene.run(lines) == ["body_done"]
    clock.move(days=5)
    assert await scene.run(lines) == ["body_done"]


async def test_b3_a_contact_who_blocks_the_bot_passes_it_to_the_other_seat_once_and_the_last_leaves_it_unreached(
    scene: Database,
) -> None:
    ask_id = (await scene.run(asked)).id

    def blocks(work: UnitOfWork, account: int) -> tuple[list[AskCard], list[AskNews], AskState]:
        known = next(iter(work.accounts.of_people([who(work, account).id])))
        account_unreachable(work, known.id, "blocked")
        state = work.session.get_one(AskRow, ask_id).state
        return heard(work, FIRM_DEPUTY, AskCard), heard(work, STEWARD, AskNews), state

    cards, news, state = await scene.run(partial(blocks, account=FIRM))
    assert (cards, news, state) == ([AskCard(ask_id)], [], AskState.SENT)
    cards, news, state = await scene.run(partial(blocks, account=FIRM_DEPUTY))
    assert ([one.step for one in news], state) == (["not_reached"], AskState.UNREACHED)
    await scene.run(lambda work: answer_ask(work, ask_id, AskAction.ACCEPT, by=who(work, STEWARD)))  # has rung them up


async def test_of_two_main_contacts_the_one_who_is_left_has_the_card_already_and_then_comes_the_deputy(
    scene: Database,
) -> None:
    async def blocks(account: int) -> tuple[int, int]:
        def lost(work: UnitOfWork) -> tuple[int, int]:
            known = next(iter(work.accounts.of_people([who(work, account).id])))
            account_unreachable(work, known.id, "blocked")
            return len(heard(work, STRANGER, AskCard)), len(heard(work, FIRM_DEPUTY, AskCard))

        return await scene.run(lost)

    def second_seat(work: UnitOfWork) -> None:
        row = work.session.query(BodyRow).filter_by(code="wy").one()
        seat = PostRow(code="seat-wy-2", place_id=row.places[0], role=Role.CONTACT, title="wy2", body_id=row.id)
        work.session.add(seat)
        work.session.flush()
        person(work, STRANGER, "旁", post=seat.id)
        work.places.touch()
        asked(work)
        assert (len(heard(work, FIRM, AskCard)), len(heard(work, STRANGER, AskCard))) == (1, 1)

    await scene.run(second_seat)
    assert await blocks(FIRM) == (0, 0)
    assert await blocks(STRANGER) == (0, 1)


async def test_a_body_without_anybody_is_unreached_at_once_and_one_by_telephone_is_the_offices(scene: Database) -> None:
    def alone(work: UnitOfWork) -> None:
        root = work.directory.root
        assert root is not None
        body(work, "empty", BodyKind.INSTITUTION, [root.id])
        body(work, "city", BodyKind.DEPARTMENT, [root.id], channel=BodyChannel.PHONE)
        assert asked(work, "empty").state is AskState.UNREACHED
        by_phone = asked(work, "city")
        assert by_phone.state is AskState.SENT
        assert heard(work, OFFICE, AskCard) == [AskCard(by_phone.id)]
        answer_ask(work, by_phone.id, AskAction.ACCEPT, by=who(work, OFFICE))

    await scene.run(alone)


async def test_b5_an_ask_to_an_alliance_reaches_its_own_seats_and_none_of_its_members(scene: Database) -> None:
    def alliance(work: UnitOfWork) -> None:
        root = work.directory.root
        assert root is not None
        head = body(work, "lm", BodyKind.ALLIANCE, [root.id])
        person(work, STRANGER, "头", post=seat_of(work, head))
        work.session.add(BodyLink(alliance_id=head.id, member_id=of(work, "gs")))
        work.places.touch()
        ask = asked(work, "lm")
        assert heard(work, STRANGER, AskCard) == [AskCard(ask.id)]
        assert not heard(work, COMPANY, AskCard)

    await scene.run(alliance)


async def test_the_end_of_a_ticket_recalls_what_was_asked_and_the_contact_is_told(scene: Database) -> None:
    def resolved(work: UnitOfWork) -> None:
        ask, made = asked(work), the_ticket(work)
        resolve_ticket(work, made.id, by=who(work, STEWARD), result=Result.REPAIRED)
        work._follow_up()
        assert (ask.state, ask.next_step_at) == (AskState.RECALLED, None)
        assert heard(work, FIRM, AskCard)[-1] == AskCard(ask.id, "recalled")
        assert not heard(work, STEWARD, AskNews), "it is their own doing"

    await scene.run(resolved)


async def test_what_was_asked_moves_to_the_ticket_that_takes_it_in(scene: Database) -> None:
    def merged(work: UnitOfWork) -> None:
        target, source = the_ticket(work), claimed(work)
        moves, twice = asked(work, "gs", about=source), asked(work, "wy", about=source)
        asked(work, "wy", about=target)
        merge_ticket(work, source.id, target.id, by=who(work, STEWARD))
        work._follow_up()
        assert (moves.ticket_id, moves.state) == (target.id, AskState.SENT)
        assert (twice.ticket_id, twice.state) == (source.id, AskState.RECALLED), "they are asked there already"
        answer_ask(work, moves.id, AskAction.ACCEPT, by=who(work, COMPANY))
        assert target.state is State.WAITING

    await scene.run(merged)


async def test_whoever_answered_takes_it_back_within_a_quarter_of_an_hour_and_the_ticket_is_as_before(
    scene: Database, clock: MovedClock
) -> None:
    def slip(work: UnitOfWork) -> int:
        ask, made = asked(work), the_ticket(work)
        answer_ask(work, ask.id, AskAction.ACCEPT, by=who(work, FIRM))
        answer_ask(work, ask.id, AskAction.DECLINE, by=who(work, FIRM), reason=DeclineReason.PARTS)
        assert made.state is State.CLAIMED
        answer_ask(work, ask.id, AskAction.UNDO, by=who(work, FIRM))
        assert (ask.state, made.state, ask.next_step_at) == (AskState.ACCEPTED, State.WAITING, ask.result_due)
        answer_ask(work, ask.id, AskAction.DONE, by=who(work, FIRM))
        return ask.id

    ask_id = await scene.run(slip)
    assert await refused(scene, pressed(ask_id, AskAction.UNDO, FIRM_DEPUTY)) == "asks-refused-undo-not-yours"
    clock.move(minutes=16)
    assert await refused(scene, pressed(ask_id, AskAction.UNDO, FIRM)) == "asks-refused-undo-late"


async def test_an_answer_is_not_taken_back_behind_a_ticket_that_is_done(scene: Database) -> None:
    def done(work: UnitOfWork) -> int:
        ask = asked(work)
        answer_ask(work, ask.id, AskAction.DECLINE, by=who(work, FIRM), reason=DeclineReason.PARTS)
        resolve_ticket(work, the_ticket(work).id, by=who(work, STEWARD), result=Result.REPAIRED)
        return ask.id

    ask_id = await scene.run(done)
    assert await refused(scene, pressed(ask_id, AskAction.UNDO, FIRM)) == "asks-refused-ticket-over"


async def test_of_two_answers_at_once_the_first_wins_and_the_other_reads_who_it_was(scene: Database) -> None:
    ask_id = (await scene.run(asked)).id

    def accept(work: UnitOfWork, account: int) -> str:
        answer_ask(work, ask_id, AskAction.ACCEPT, by=who(work, account))
        return work.people.name(who(work, account).id) or ""

    both = (scene.run(partial(accept, account=one)) for one in (FIRM, FIRM_DEPUTY))
    results = await asyncio.gather(*both, return_exceptions=True)
    (winner,) = [one for one in results if isinstance(one, str)]
    (loser,) = [one for one in results if isinstance(one, Refusal)]
    assert (loser.key, loser.values["name"]) == ("asks-refused-answered", winner)


async def test_of_two_people_who_ask_the_same_body_at_once_the_second_reads_that_it_was_asked(scene: Database) -> None:
    def ask(work: UnitOfWork, account: int) -> int:
        made = the_ticket(work)
        return ask_body(work, made.id, of(work, "wy"), by=who(work, account), said=Remark("请来")).id

    both = (scene.run(partial(ask, account=one)) for one in (STEWARD, LEADER))
    results = await asyncio.gather(*both, return_exceptions=True)
    (no,) = [one for one in results if isinstance(one, Refusal)]
    assert no.key == "asks-refused-asked-already"
    assert await scene.read(lambda work: [the_ticket(work).asks, work.session.query(AskRow).count()]) == [1, 1]


async def test_an_answer_at_the_very_limit_and_the_clock_leave_one_of_both(scene: Database, clock: MovedClock) -> None:
    ask_id = (await scene.run(asked)).id
    await scene.run(lambda work: note_reached(work, AskCard(ask_id)))
    clock.move(days=7)
    both = (scene.run(pressed(ask_id, AskAction.ACCEPT, FIRM)), scene.run(take_due_asks))
    await asyncio.gather(*both)

    def after(work: UnitOfWork) -> tuple[AskState, State, int]:
        ask, made = work.session.get_one(AskRow, ask_id), the_ticket(work)
        silences = [line for line in work.tickets.history(made) if line.detail.get("step") == AskAction.FALL_SILENT]
        assert (ask.silent_at is not None) == bool(silences), "it was silent, or it was in time"
        assert ask.next_step_at == ask.result_due
        return ask.state, made.state, len(silences)

    state, rests, silences = await scene.read(after)
    assert (state, rests) == (AskState.ACCEPTED, State.WAITING)
    assert silences in (0, 1)


async def test_two_clocks_at_once_name_a_silence_once(scene: Database, clock: MovedClock) -> None:
    ask_id = (await scene.run(asked)).id
    await scene.run(lambda work: note_reached(work, AskCard(ask_id)))
    clock.move(days=7)
    await asyncio.gather(scene.run(take_due_asks), scene.run(take_due_asks))

    def silences(work: UnitOfWork) -> int:
        steps = [line.detail.get("step") for line in work.tickets.history(the_ticket(work))]
        return steps.count(AskAction.FALL_SILENT)

    assert await scene.read(silences) == 1


async def test_an_answer_and_the_end_of_the_ticket_at_once_leave_no_ask_open(scene: Database) -> None:
    ask_id = (await scene.run(asked)).id
    ends = scene.run(
        lambda work: resolve_ticket(work, the_ticket(work).id, by=who(work, STEWARD), result=Result.REPAIRED)
    )
    await asyncio.gather(scene.run(pressed(ask_id, AskAction.ACCEPT, FIRM)), ends, return_exceptions=True)

    def after(work: UnitOfWork) -> tuple[AskState, State, bool]:
        ask = work.session.get_one(AskRow, ask_id)
        return ask.state, the_ticket(work).state, ask.next_step_at is None

    assert await scene.read(after) == (AskState.RECALLED, State.RESOLVED, True)
    said = await refused(scene, pressed(ask_id, AskAction.DONE, FIRM))
    assert said == "asks-refused-state", "a press on what is over goes nowhere and says so"


async def test_an_answer_and_a_merge_at_once_leave_the_ask_with_the_ticket_that_lives_on(scene: Database) -> None:
    def two(work: UnitOfWork) -> tuple[int, int, int]:
        target, source = the_ticket(work), claimed(work)
        return target.id, source.id, asked(work, about=source).id

    target, source, ask_id = await scene.run(two)
    merge = scene.run(lambda work: merge_ticket(work, source, target, by=who(work, STEWARD)))
    results = await asyncio.gather(scene.run(pressed(ask_id, AskAction.ACCEPT, FIRM)), merge, return_exceptions=True)
    assert not [one for one in results if isinstance(one, Exception)]

    def after(work: UnitOfWork) -> tuple[int | None, AskState]:
        ask = work.session.get_one(AskRow, ask_id)
        return ask.ticket_id, ask.state

    assert await scene.read(after) == (target, AskState.ACCEPTED)


async def test_an_answer_that_waited_for_a_merge_is_written_down_at_the_ticket_that_lives_on(scene: Database) -> None:
    def moved(work: UnitOfWork) -> None:
        target, ask = the_ticket(work), asked(work, about=claimed(work))
        work.session.flush()
        elsewhere = update(table_of(AskRow)).where(table_of(AskRow).c.id == ask.id)
        work.session.execute(elsewhere.values(ticket_id=target.id))  # by another unit, after this one has read the ask
        target.asks += 1
        assert ask.ticket_id != target.id
        found = answer_ask(work, ask.id, AskAction.ACCEPT, by=who(work, FIRM))
        assert (found.ticket_id, target.state) == (target.id, State.WAITING)

    await scene.run(moved)


async def test_whoever_has_come_has_agreed_to_and_comes_once(scene: Database) -> None:
    def came(work: UnitOfWork) -> None:
        ask, made = asked(work), the_ticket(work)
        answer_ask(work, ask.id, AskAction.ARRIVE, by=who(work, FIRM))
        assert (ask.state, ask.arrived_at, ask.answered_by_id) == (AskState.ACCEPTED, work.now, who(work, FIRM).id)
        assert (made.state, ask.next_step_at) == (State.WAITING, ask.result_due)
        before = made.changes
        answer_ask(work, ask.id, AskAction.ARRIVE, by=who(work, FIRM))
        assert made.changes == before

    await scene.run(came)


async def test_the_week_counts_what_was_in_time_though_its_ticket_has_ended_and_whom_nothing_reaches_by_name(
    scene: Database, clock: MovedClock
) -> None:
    def week(work: UnitOfWork) -> None:
        root = work.directory.root
        assert root is not None
        body(work, "empty", BodyKind.INSTITUTION, [root.id])
        for _ in range(3):
            asked(work, "empty", about=claimed(work))
        ask, made = asked(work), the_ticket(work)
        answer_ask(work, ask.id, AskAction.ACCEPT, by=who(work, FIRM))
        resolve_ticket(work, made.id, by=who(work, STEWARD), result=Result.REPAIRED)
        work.finish()
        assert ask.state is AskState.RECALLED

    def figures(work: UnitOfWork) -> dict[str, tuple[int, int | None, tuple[str, ...]]]:
        since = work.now - timedelta(days=7)
        given = given_by(work, {"asks": ASKS_OF_THE_WEEK}, since, work.now)
        return {
            one.key: (len(one.ids), len(one.base) if one.base is not None else None, tuple(one.names)) for one in given
        }

    await scene.run(week)
    clock.move(days=6)
    assert await scene.read(figures) == {
        "sent": (4, None, ()),
        "in_time": (1, 1, ()),
        "silent": (0, None, ()),
        "unreached": (3, None, ("empty",)),
        "helped": (0, None, ()),
    }
    assert await scene.read(lambda work: bodies_to_mend(work, work.now)) == ["empty"], "it needs the secretary"
    clock.move(days=30)
    assert await scene.read(lambda work: bodies_to_mend(work, work.now)) == []


async def test_a_foreign_ask_reads_as_an_unknown_one(scene: Database) -> None:
    ask_id = (await scene.run(asked)).id
    for account in (STRANGER, OTHER, COMPANY, REPORTER):
        assert await refused(scene, pressed(ask_id, AskAction.ACCEPT, account)) == "asks-refused-unknown"
    assert await refused(scene, pressed(ask_id + 99, AskAction.ACCEPT, FIRM)) == "asks-refused-unknown"


async def test_a_question_of_the_body_and_the_answer_go_between_both_and_stop_no_clock(scene: Database) -> None:
    def talk(work: UnitOfWork) -> None:
        ask, due = asked(work), the_ticket(work).resolve_due
        ask_back(work, ask.id, Remark("几楼的水管？"), by=who(work, FIRM))
        assert [one.step for one in heard(work, STEWARD, AskNews)] == ["question"]
        reply_to_asked(work, ask.id, Remark("三楼"), by=who(work, STEWARD))
        assert [one.step for one in heard(work, FIRM, AskNews)] == ["reply"]
        assert (ask.state, the_ticket(work).resolve_due) == (AskState.SENT, due)
        assert not heard(work, REPORTER, AskNews)

    await scene.run(talk)


async def test_from_the_fifth_new_ask_of_a_day_on_they_wait_for_the_bundle(scene: Database) -> None:
    def many(work: UnitOfWork) -> int:
        for _ in range(6):
            asked(work, about=claimed(work))
        return len(heard(work, FIRM, AskCard))

    assert await scene.run(many) == 4
