"""Who speaks: the person, their name, the question that waits for their words, whether they have raised an alarm or
begun a report. One question for all who are about to speak in a unit, which brings the unit's marks along."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session

from domain.vocabulary import OPEN_STATES, Grade, State
from storage.models import Account, Awaited, Draft, Person, PersonContact, Ticket
from storage.people.accounts import COLUMNS, ChannelAddress, KnownAccount
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
_SPEAKS_FROM = table_of(Account).alias("speaks_from")
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
        *COLUMNS,
    )
    .select_from(_MARKS)
    .outerjoin(_SPEAKS_FROM, among(_SPEAKS_FROM.c.channel, "channels") & among(_SPEAKS_FROM.c.address, "addresses"))
    .outerjoin(Person, Person.id == _SPEAKS_FROM.c.person_id)
    .outerjoin(Account, Account.person_id == Person.id)
    .outerjoin(Awaited, Awaited.person_id == Person.id)
    .outerjoin(_CONTACT, _CONTACT.c.person_id == Person.id)
)
"""The marks stand before everybody, so that they come also where nobody is known. Whoever has several accounts comes
with each of them."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """Somebody the bot knows. `contact` None: nobody has said a name; `awaited` None: nothing was asked of them.
    `drafting`: they are in the middle of a report."""

    person: Person
    accounts: list[KnownAccount]
    contact: Contact | None
    awaited: Awaited | None
    alarmed: bool
    drafting: bool


def find_speakers(session: Session, places: Collection[ChannelAddress]) -> tuple[Mark, list[Speaker]]:
    """The marks, and whoever is known by one of these accounts."""
    given = {"channels": {channel for channel, _ in places}, "addresses": {address for _, address in places}}
    rows = session.execute(_SPEAKERS, given).all()
    revision, version, days_at, *_ = rows[0]
    found: dict[int, Speaker] = {}
    for _, _, _, person, awaited, alarmed, drafting, named, name, phone, *account in rows:
        if person is None:
            continue
        if person.id not in found:
            contact = Contact(name, phone) if named is not None else None
            found[person.id] = Speaker(person, [], contact, awaited, alarmed, drafting)
        if account[0] not in [one.id for one in found[person.id].accounts]:
            found[person.id].accounts.append(KnownAccount(*account))
    here = set(places)  # channels and addresses were asked for apart
    known = [one for one in found.values() if any((at.channel, at.address) in here for at in one.accounts)]
    return Mark(revision or 0, version or 0, days_at), known
