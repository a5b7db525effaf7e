"""«删除我»: what goes now, what goes when the last ticket has ended, and who must hand something over first."""

from collections.abc import Iterable

from domain.privacy import Leaving
from domain.refusal import Refusal
from domain.tickets.report_form import files_named_in
from domain.vocabulary import OPEN_STATES
from services.answering.entrusting import move_on
from services.parts import MAX_BATCH, Keeps
from services.posts.people import is_last_administrator
from services.telling.telling import redraw_cards
from storage.models import Person
from storage.people.concerned import ConcernedPeople
from storage.people.personal import Personal
from storage.people.posts import Posts
from storage.people.put_aside import PutAsides
from storage.people.restrictions import Restrictions
from storage.tickets.alerts import Alerts
from storage.tickets.retention import Retention
from storage.unit_of_work import UnitOfWork

PEOPLE, TICKETS = "people", "tickets-on-request"


def leaving_of(work: UnitOfWork, person: Person) -> Leaving:
    """What would happen, before it is confirmed."""
    mine = work.store(Personal).reported(person)
    return Leaving(
        ended=sum(ticket.state not in OPEN_STATES and ticket.emptied_at is None for ticket in mine),
        open=sum(ticket.state in OPEN_STATES for ticket in mine),
        post=_post_of(work, person),
        last_administrator=is_last_administrator(work, person),
        asked=person.leaves_at is not None,
    )


def delete_me(work: UnitOfWork, person: Person, keeps: Iterable[Keeps]) -> Leaving:
    """Name, telephone, home, draft, the words of ended tickets and what was said to neighbours' go now. Open tickets
    are solved first: the person stays reachable for them, and they are emptied when they have ended (`let_go`).
    `keeps`: what subjects keep about people."""
    leaving = leaving_of(work, person)
    if leaving.post is not None:
        raise Refusal("refused-hand-over-first", post=leaving.post)
    if leaving.last_administrator:
        raise Refusal("refused-last-administrator-deletes")
    for ticket in work.tickets.open_of_assignee(person.id):  # who holds no post should have none
        move_on(work, ticket)
    _empty_ended(work, person)
    _empty_alerts(work, person)
    work.neighbours.forget_follower(person.id)
    _forget_as_neighbour(work, person)
    work.store(Personal).forget_updates(person)
    _forget_what_was_begun(work, person)
    for kept in keeps:
        kept.forget(work, person)
    work.people.forget_contact(person.id)
    _forget_as_concerned(work, person)
    work.store(Posts).forget_name(person.id)
    person.home = None
    person.consent_version = person.consented_at = None
    person.is_administrator = False
    person.leaves_at = work.now
    return leaving


def let_go(work: UnitOfWork, keeps: Iterable[Keeps], limit: int = MAX_BATCH) -> int:
    """Empty tickets that have ended since their reporter asked to be deleted; when none is left and everything was
    told, the account goes too, and once more what subjects keep. Returns how many people that concerned."""
    concerned = work.store(Personal).with_ended_tickets(limit, work.store(Retention).kept_ids())
    for person in concerned:
        _empty_ended(work, person)
    ready = work.store(Personal).leavers(limit)
    gone = [person for person in ready if _empty_alerts(work, person) and not _is_restricted(work, person)]
    for person in gone:
        _forget_what_was_begun(work, person)
        work.people.forget_contact(person.id)
        work.store(Restrictions).empty_reasons(person.id)
        for kept in keeps:  # what came after they had asked
            kept.forget(work, person)
        _forget_as_neighbour(work, person)
        _forget_as_concerned(work, person)
        work.store(Personal).forget_accounts(person, work.accounts.of(person.id))
        work.accounts.forget(person.id)
    if gone:
        work.places.touch()  # nobody counts any more as somebody who can be told
    work.store(Retention).note(work.local_day(), PEOPLE, len(gone))
    return len(concerned) + len(gone)


def _empty_ended(work: UnitOfWork, person: Person) -> None:
    """Words, contacts and files go, on the cards that others have too; what is in mediation or appeal waits."""
    tickets = work.store(Personal).to_empty(person, work.store(Retention).kept_ids())
    for ticket in tickets:
        work.contents.empty(ticket)
        redraw_cards(work, ticket)
    work.store(Retention).note(work.local_day(), TICKETS, len(tickets))


def _forget_what_was_begun(work: UnitOfWork, person: Person) -> None:
    """The draft and what was said to a question, with their files, and what was put aside of them."""
    work.files.let_go(work.store(PutAsides).forget(person.id))
    draft, awaited = work.conversation.draft_to_show(person.id), work.conversation.awaited_to_show(person.id)
    for written in (draft.body if draft else None, awaited.detail if awaited else None):
        work.files.let_go(files_named_in(written))
    work.conversation.drop_draft(person.id)
    work.conversation.stop_awaiting(person.id)


def _forget_as_neighbour(work: UnitOfWork, person: Person) -> None:
    """What they said with «我也遇到» goes at once: the report is somebody else's and goes on without it."""
    tickets, files = work.store(Personal).forget_as_neighbour(person)
    work.files.let_go(files)
    for ticket_id in tickets:
        work.contents.changed(ticket_id)
        redraw_cards(work, work.neighbours.lock(ticket_id))


def _forget_as_concerned(work: UnitOfWork, person: Person) -> None:
    """What others wrote of them when they reported for them: name, number and door."""
    for ticket_id in work.store(ConcernedPeople).forget(person.id):
        redraw_cards(work, work.neighbours.lock(ticket_id))


def _empty_alerts(work: UnitOfWork, person: Person) -> bool:
    """The words of alerts about harm go when somebody has taken them on; True when none is left."""
    alerts = work.store(Alerts).of_person(person.id)
    for alert in alerts:
        if alert.seen_at is not None:
            alert.words = None
    return all(alert.words is None for alert in alerts)


def _is_restricted(work: UnitOfWork, person: Person) -> bool:
    """Nobody escapes a restriction by being deleted: the account waits for its end."""
    return bool(work.store(Restrictions).of_person(person.id))


def _post_of(work: UnitOfWork, person: Person) -> str | None:
    """A post they hold, or are to hold."""
    holdings = [h for h in work.directory.holdings if h.person_id == person.id]
    held = [h for h in holdings if h.until is None or h.until > work.now]
    return work.directory.posts[held[0].post_id].title if held else None
