"""People: recognised by their Telegram account, or entered by the set-up and bound later."""

from datetime import date, datetime

from sqlalchemy import select

from domain.directory import Address
from domain.words import State
from storage.models import Invitation, Person, PersonContact, Ticket
from storage.models.tickets import NOT_ENDED
from storage.store import Store
from storage.upsert import insert_into


class People(Store):
    """The people store of one unit of work."""

    def get(self, person_id: int) -> Person:
        """A person who is known to exist."""
        return self._session.get_one(Person, person_id)

    def recognise(self, telegram_id: int, telegram_language: str | None) -> Person:
        """The person behind an account, made known at the first word. Two first words at once make one person."""
        known = select(Person).where(Person.telegram_id == telegram_id)
        person = self._session.scalar(known)
        if person is None:
            row = insert_into(self._session, Person).values(
                telegram_id=telegram_id,
                telegram_language=telegram_language,
                is_administrator=False,
                created_at=self._now,
            )
            self._session.execute(row.on_conflict_do_nothing(index_elements=["telegram_id"]))
            person = self._session.scalars(known).one()
        elif telegram_language and person.telegram_language != telegram_language:
            person.telegram_language = telegram_language
        return person

    def by_account(self, telegram_id: int) -> Person | None:
        return self._session.scalar(select(Person).where(Person.telegram_id == telegram_id))

    def add_unbound(self, name: str | None, phone: str | None) -> Person:
        """Somebody from the set-up who has not pressed his link yet."""
        person = Person(created_at=self._now, is_administrator=False)
        self._session.add(person)
        self._session.flush()
        self.set_contact(person.id, name, phone)
        return person

    def chat_of(self, person_id: int) -> int | None:
        """The private chat, None while there is none."""
        return self.get(person_id).telegram_id

    def contact(self, person_id: int) -> PersonContact | None:
        return self._session.get(PersonContact, person_id)

    def name(self, person_id: int | None) -> str | None:
        """What the person is called here, None when nobody has said or it was deleted."""
        contact = self.contact(person_id) if person_id is not None else None
        return contact.name if contact else None

    def set_contact(self, person_id: int, name: str | None, phone: str | None) -> None:
        contact = self.contact(person_id)
        if contact is None:
            self._session.add(PersonContact(person_id=person_id, name=name, phone=phone))
        else:
            contact.name, contact.phone = name or contact.name, phone or contact.phone

    def home(self, person: Person) -> Address | None:
        if person.home_place_id is None:
            return None
        return Address(person.home_place_id, person.home_number, person.home_sub_number, person.home_room)

    def set_home(self, person: Person, home: Address) -> None:
        person.home_place_id, person.home_number = home.place_id, home.number
        person.home_sub_number, person.home_room = home.sub_number, home.room

    def due_for_morning(self, day: date, limit: int) -> list[Person]:
        """Reachable people who answer for something open and have not had this day's message, locked."""
        busy = select(Ticket.assignee_id).where(NOT_ENDED, Ticket.state != State.RESOLVED)
        due = select(Person).where(
            Person.id.in_(busy),
            Person.telegram_id.is_not(None),
            Person.unreachable_at.is_(None),
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
