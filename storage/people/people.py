"""People: recognised by their accounts, or entered by the set-up and bound later."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.orm import Session

from domain.posts.directory import Address
from domain.vocabulary import State
from storage.models import Account, Invitation, Person, PersonContact, Ticket
from storage.models.tickets import NOT_ENDED
from storage.people.accounts import COLUMNS, NUMBERED, Accounts, KnownAccount, reachable
from storage.sql.among import among
from storage.sql.collecting import Batch, Undo, absent
from storage.sql.store import Store, table_of
from storage.sql.upsert import upsert

_PERSON = table_of(Person)
_OF_ACCOUNT = (
    select(Person)
    .join(Account, Account.person_id == Person.id)
    .where(Account.channel == bindparam("channel"), Account.address == bindparam("address"))
)
_HOMES = select(
    _PERSON.c.id, _PERSON.c.home_place_id, _PERSON.c.home_number, _PERSON.c.home_sub_number, _PERSON.c.home_room
).where(among(_PERSON.c.id, "people"))
_CONTACT = table_of(PersonContact)
_CONTACTS = select(_CONTACT.c.person_id, _CONTACT.c.name, _CONTACT.c.phone).where(among(_CONTACT.c.person_id, "people"))
_SHOWN = (
    select(Person, _CONTACT.c.person_id, _CONTACT.c.name, _CONTACT.c.phone, *COLUMNS)
    .outerjoin(Account, Account.person_id == _PERSON.c.id)
    .outerjoin(_CONTACT, _CONTACT.c.person_id == _PERSON.c.id)
    .where(among(_PERSON.c.id, "people"))
)
_SET_CONTACT = upsert(
    PersonContact,
    lambda rows: rows.on_conflict_do_update(
        index_elements=["person_id"], set_={"name": rows.excluded.name, "phone": rows.excluded.phone}
    ),
)

_TALLIED = ("minute_began", "said", "pressed", "shown_again", "filed_on", "filed")
_COUNT = (
    update(_PERSON)
    .where(_PERSON.c.id == bindparam("person"))
    .values({name: bindparam(f"new_{name}") for name in _TALLIED})
)


@dataclass(frozen=True, slots=True)
class Contact:
    """What a person is called here, and a telephone number, as far as somebody has said them."""

    name: str | None
    phone: str | None


@dataclass(frozen=True, slots=True)
class Tally:
    """How much somebody has sent: words and presses in a minute, tickets on a day (services/filing/flooding.py).
    `shown_again`: what they are asked stood under the help once in that minute."""

    minute_began: datetime | None
    said: int
    pressed: int
    shown_again: bool
    filed_on: date | None
    filed: int


class People(Store):
    """The people store of one unit of work."""

    def __init__(self, session: Session, now: datetime, accounts: Accounts) -> None:
        super().__init__(session, now)
        self._accounts = accounts
        self._known: dict[int, Person] = {}
        self._contacts: Batch[int, Contact | None] = Batch(self._read_contacts, nothing=absent)
        self._tallies: dict[int, Tally] = {}

    def expect(self, known: Sequence[Person], contacts: Mapping[int, Contact | None]) -> None:
        """These people are about to speak, and are called so."""
        self._known.update((person.id, person) for person in known)
        for person_id, contact in contacts.items():
            self._contacts.put(person_id, contact)

    def expect_shown(self, people: Collection[int], readers: Collection[int] = ()) -> None:
        """These people and their names are about to be shown, and of these readers and others whoever they are: read
        at once, for the rest of the unit."""
        unknown = set(self._contacts.unknown(people))
        unknown |= {person_id for person_id in readers if person_id not in self._known}
        unknown |= set(self._accounts.unknown(readers))
        given = {"people": sorted(unknown)}
        if given["people"]:
            accounts: dict[int, list[KnownAccount]] = {person_id: [] for person_id in unknown}
            for person, named, name, phone, *account in self._session.execute(_SHOWN, given):
                self._known[person.id] = person
                self._contacts.put(person.id, Contact(name, phone) if named is not None else None)
                if account[0] is not None:
                    accounts[person.id].append(KnownAccount(*account))
            for person_id, theirs in accounts.items():
                self._accounts.expect(person_id, theirs)

    def _read_contacts(self, people: Sequence[int]) -> Iterable[tuple[int, Contact]]:
        self._session.flush()
        found = self._read(_CONTACTS, {"people": people})
        return ((person_id, Contact(name, phone)) for person_id, name, phone in found)

    def mark(self) -> Undo:
        tallies = dict(self._tallies)

        def go_back() -> None:
            self._tallies = tallies
            self._known = {}
            self._contacts.forget_all()

        return go_back

    def tally(self, person: Person) -> Tally:
        """What the person has sent, with what was counted in this unit."""
        return self._tallies.get(person.id) or Tally(
            person.minute_began, person.said, person.pressed, person.shown_again, person.filed_on, person.filed
        )

    def keep_tally(self, person: Person, tally: Tally) -> None:
        self._tallies[person.id] = tally

    def write(self) -> None:
        """Write down what everybody has sent, in order of person."""
        tallies, self._tallies = sorted(self._tallies.items()), {}
        if tallies:
            self._write(_COUNT, [_counted(person_id, tally) for person_id, tally in tallies])

    def get(self, person_id: int) -> Person:
        """A person who is known to exist."""
        person = self._known.get(person_id)
        if person is None:
            person = self._known[person_id] = self._session.get_one(Person, person_id)
        return person

    def recognise(self, channel: str, address: str, language: str | None) -> Person:
        """Whoever speaks from there, made known at the first word. `language`: of their device."""
        person = self.behind(channel, address)
        if language and person.device_language != language:
            person.device_language = language
        if (account := self._accounts.find(channel, address)) is not None:
            self._accounts.speaks(account)
        return person

    def behind(self, channel: str, address: str) -> Person:
        """The person behind an account, made when there is none. Two at once make one."""
        account = self._accounts.find(channel, address)
        if account is None or account.person_id is None:
            new = Person(is_administrator=False, created_at=self._now)
            self._session.add(new)
            self._session.flush()
            self._accounts.expect(new.id, [])
            account = self._accounts.give(channel, address, new.id)
            if account.person_id == new.id:
                return new
            self._session.delete(new)
        return self.get(account.person_id or 0)

    def by_account(self, address: int | str, channel: str = NUMBERED) -> Person | None:
        """Whoever has this account, if it is known."""
        return self._session.scalar(_OF_ACCOUNT, {"channel": channel, "address": str(address)})

    def account_of(self, person: Person) -> int | None:
        """The account they speak from in this unit, else the one at which they are told things; None: they have none
        yet."""
        return self._accounts.spoken_from(person.id) or self._accounts.told_at([person.id])[person.id]

    def add_unbound(self, name: str | None, phone: str | None) -> Person:
        """Somebody from the set-up who has not pressed their link yet."""
        person = Person(created_at=self._now, is_administrator=False)
        self._session.add(person)
        self._session.flush()
        self.set_contact(person.id, name, phone)
        return person

    def contact(self, person_id: int) -> Contact | None:
        return self._contacts.get(person_id)

    def name(self, person_id: int | None) -> str | None:
        """What the person is called here, None when nobody has said or it was deleted."""
        contact = self.contact(person_id) if person_id is not None else None
        return contact.name if contact else None

    def set_contact(self, person_id: int, name: str | None, phone: str | None) -> None:
        """Keep them; what is not given stays as it was."""
        old = self.contact(person_id)
        new = Contact(name or (old.name if old else None), phone or (old.phone if old else None))
        if new != old:
            self._write(_SET_CONTACT[self._dialect], {"person_id": person_id, "name": new.name, "phone": new.phone})
            self._contacts.put(person_id, new)

    def forget_contact(self, person_id: int) -> None:
        """Name and telephone go."""
        self._write(delete(_CONTACT).where(_CONTACT.c.person_id == person_id))
        self._contacts.put(person_id, None)

    def homes(self, people: Collection[int]) -> dict[int, Address | None]:
        """Everybody's home, None where nobody has said it."""
        self._session.flush()
        return {
            person_id: Address(place_id, *door) if place_id is not None else None
            for person_id, place_id, *door in self._read(_HOMES, {"people": sorted(people)})
        }

    def due_for_morning(self, day: date, limit: int, *, without: Collection[int] = ()) -> list[Person]:
        """Reachable people (`without` some) who answer for something open and had not the day's message, locked."""
        busy = select(Ticket.assignee_id).where(NOT_ENDED, Ticket.state != State.RESOLVED)
        due = select(Person).where(
            Person.id.in_(busy),
            Person.id.not_in(without),
            reachable(Person.id),
            Person.morning_of.is_(None) | (Person.morning_of < day),
        )
        return list(self._session.scalars(due.order_by(Person.id).limit(limit).with_for_update(skip_locked=True)))

    def administrators(self, *, lock: bool = False) -> list[Person]:
        """Everybody who sets the program up; locked, so that two cannot remove each other."""
        all_of_them = select(Person).where(Person.is_administrator).order_by(Person.id)
        found = all_of_them.with_for_update() if lock else all_of_them
        return list(self._session.scalars(found.execution_options(populate_existing=lock)))

    def invite(
        self,
        code_hash: str,
        holding_id: int | None,
        expires_at: datetime,
        *,
        by: int | None = None,
        succeeds_id: int | None = None,
    ) -> None:
        """Keep a one-time link by the hash of its code."""
        self._session.add(
            Invitation(
                code_hash=code_hash,
                holding_id=holding_id,
                created_at=self._now,
                expires_at=expires_at,
                created_by_id=by,
                succeeds_id=succeeds_id,
            )
        )

    def invitation(self, code_hash: str) -> Invitation | None:
        """The invitation, locked, so that two presses cannot both use it."""
        return self._session.get(Invitation, code_hash, with_for_update=True)


def _counted(person_id: int, tally: Tally) -> dict[str, object]:
    return {
        "person": person_id,
        "new_minute_began": tally.minute_began,
        "new_said": tally.said,
        "new_pressed": tally.pressed,
        "new_shown_again": tally.shown_again,
        "new_filed_on": tally.filed_on,
        "new_filed": tally.filed,
    }
