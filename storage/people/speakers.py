"""Who speaks: the person, their name, the question that waits for their words, whether they have raised an alarm or
begun a report. One question for all who are about to speak in a unit, which brings the unit's marks along."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session

from domain.vocabulary import OPEN_STATES, Grade, State
from storage.models import Awaited, Draft, Person, PersonContact, Ticket
from storage.people.people import Contact
from storage.sql.among import among
from storage.sql.marks import MARKS, Mark
from storage.sql.store import literals, table_of

IN_DANGER: ColumnElement[bool] = (Ticket.grade == Grade.P0) & Ticket.state.in_(
    literals(*OPEN_STATES - {State.RESOLVED})
)
"""An alarm that nobody has ended yet."""

_MARKS = MARKS.subquery("marks")
_CONTACT = table_of(PersonContact)
_SPEAKERS = (
    select(
        _MARKS,
        Person,
        Awaited,
        exists().where(Ticket.reporter_id == Person.id, IN_DANGER),
        exists().where(Draft.person_id == Person.id),
        _CONTACT.c.person_id,
        _CONTACT.c.name,
        _CONTACT.c.phone,
    )
    .select_from(_MARKS)
    .outerjoin(Person, among(table_of(Person).c.telegram_id, "accounts"))
    .outerjoin(Awaited, Awaited.person_id == Person.id)
    .outerjoin(_CONTACT, _CONTACT.c.person_id == Person.id)
)
"""The marks stand before everybody, so that they come also where nobody is known."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """Somebody the bot knows. `contact` None: nobody has said a name; `awaited` None: nothing was asked of them.
    `drafting`: they are in the middle of a report."""

    person: Person
    contact: Contact | None
    awaited: Awaited | None
    alarmed: bool
    drafting: bool


def find_speakers(session: Session, accounts: Collection[int]) -> tuple[Mark, list[Speaker]]:
    """The marks, and those of these Telegram accounts that are known."""
    rows = session.execute(_SPEAKERS, {"accounts": list(accounts)}).all()
    revision, version, days_at, *_ = rows[0]
    speakers = [
        Speaker(person, Contact(name, phone) if named is not None else None, awaited, alarmed, drafting)
        for _, _, _, person, awaited, alarmed, drafting, named, name, phone in rows
        if person is not None
    ]
    return Mark(revision or 0, version or 0, days_at), speakers
