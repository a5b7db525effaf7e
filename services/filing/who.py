"""How somebody is called and where they can be rung: asked once, after a report is filed, and theirs to change."""

from datetime import timedelta

from domain.notices.notice import Notice
from domain.notices.who_notices import AskWho, MyContact, OfferPhone
from domain.refusal import Refusal
from domain.views import ContactView
from domain.vocabulary import Grade, Secrecy
from domain.words.calling import phones_in
from services.filing.concerned import tell_of_former
from storage.models import Person, Ticket
from storage.people.concerned import ConcernedPeople
from storage.tickets.alerts import Alerts
from storage.unit_of_work import UnitOfWork

ASKED_AGAIN_AT = 3
"""Reports after which somebody is asked for the second and last time who has skipped the question at the first."""
AFTER_HARM = timedelta(days=1)
"""So long after an alert about harm nobody is asked who they are."""


def question_after(work: UnitOfWork, person: Person, ticket: Ticket) -> Notice | None:
    """What is asked after this report: a name and a number, or whether the number in its words is theirs. Nothing of
    whoever has said it, refused, or was asked; in danger and harm; of posts; where the report hides or accuses."""
    contact = work.people.contact(person.id)
    number = number_in(work, ticket)
    if contact is not None and (contact.phone or (contact.name and number is None)):
        return None
    if not _may_be_asked(work, person, ticket):
        return None
    person.who_asked += 1
    return OfferPhone(ticket.id) if number is not None else AskWho()


def _may_be_asked(work: UnitOfWork, person: Person, ticket: Ticket) -> bool:
    if ticket.reporter_id != person.id or ticket.grade is Grade.P0 or ticket.concerns is not None:
        return False
    if ticket.secrecy is Secrecy.FROM_HANDLERS or person.leaves_at is not None or person.who_refused_at is not None:
        return False
    if work.directory.posts_of(person.id, work.now) or work.neighbours.open_dangers_of(person.id):
        return False
    if any(alert.at > work.now - AFTER_HARM for alert in work.store(Alerts).of_person(person.id)):
        return False
    return person.who_asked == 0 or (
        person.who_asked == 1 and work.store(ConcernedPeople).reports_of(person.id) >= ASKED_AGAIN_AT
    )


def number_in(work: UnitOfWork, ticket: Ticket) -> str | None:
    """The first telephone number in the words of a report. Whose it is, they do not say."""
    found = phones_in("\n".join(work.contents.report_words(ticket)))
    return found[0].number if found else None


def keep_calling(work: UnitOfWork, person: Person, *, name: str | None = None, phone: str | None = None) -> None:
    """What somebody said of themselves; what they did not say stays as it was."""
    work.people.set_contact(person.id, name, phone)
    person.who_refused_at = None


def keep_shared(work: UnitOfWork, person: Person, phone: str) -> None:
    """Their channel says that the number is theirs. What was reported for it before, they are told now."""
    keep_calling(work, person, phone=phone)
    tell_of_former(work, person, phone)


def number_is_theirs(work: UnitOfWork, person: Person, ticket_id: int) -> None:
    """«是我的»: the number in the words of their own report."""
    ticket = work.tickets.get(ticket_id, seen_by=person)
    number = number_in(work, ticket) if ticket.reporter_id == person.id else None
    if number is None:
        raise Refusal("refused-old-button")
    keep_calling(work, person, phone=number)


def leave_none(work: UnitOfWork, person: Person) -> None:
    """«不留»: they are not asked again."""
    person.who_refused_at = work.now


def remove_calling(work: UnitOfWork, person: Person) -> None:
    """Name and number go, and are not asked for again. Those of a post are the office's."""
    if work.directory.posts_of(person.id, work.now):
        raise Refusal("refused-contact-of-post")
    work.people.forget_contact(person.id)
    leave_none(work, person)


def offered_view(work: UnitOfWork, notice: OfferPhone, person: Person) -> str | None:
    """The number in the reader's own report; None when its words have changed, or went."""
    ticket = work.tickets.get(notice.ticket_id, seen_by=person)
    return number_in(work, ticket) if ticket.reporter_id == person.id else None


def contact_view(work: UnitOfWork, _notice: MyContact, person: Person) -> ContactView:
    """What is kept of the reader's name and number."""
    contact = work.people.contact(person.id)
    return ContactView(
        name=contact.name if contact is not None else None,
        phone=contact.phone if contact is not None else None,
        entered=bool(work.directory.posts_of(person.id, work.now)),
    )
