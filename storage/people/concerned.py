"""Whoever a ticket was reported for, where they are known here by their number, or by their name and door."""

from collections.abc import Iterator

from sqlalchemy import Select, func, select, update

from domain.posts.directory import Address
from storage.models import Person, PersonContact, Ticket, TicketContact
from storage.people.accounts import bound
from storage.sql.store import Store

_NAMED = select(Person.id).join(PersonContact, PersonContact.person_id == Person.id).where(bound(Person.id))


class ConcernedPeople(Store):
    """The people concerned by tickets, within one unit of work."""

    def known_as(self, name: str | None, phone: str | None, address: Address) -> int | None:
        """The one person with an account who has this number, else who is called so and lives at that very door. Of
        several none is meant."""
        for asked in self._asked(name, phone, address):
            found = list(self._session.scalars(asked.where(Person.leaves_at.is_(None)).limit(2)))
            if len(found) == 1:
                return found[0]
        return None

    def _asked(self, name: str | None, phone: str | None, address: Address) -> Iterator[Select[int]]:
        if phone is not None:
            yield _NAMED.where(PersonContact.phone == phone)
        if name and address.room is not None:
            yield _NAMED.where(
                PersonContact.name == name,
                Person.home_place_id == address.place_id,
                Person.home_room == address.room,
            )

    def untold(self, phone: str) -> list[Ticket]:
        """Tickets that were reported for this number, and of which nobody was told."""
        theirs = select(Ticket).join(TicketContact, TicketContact.ticket_id == Ticket.id)
        theirs = theirs.where(TicketContact.phone == phone, TicketContact.person_id.is_(None))
        return list(self._session.scalars(theirs.order_by(Ticket.id)))

    def told(self, ticket_id: int, person_id: int) -> TicketContact | None:
        """What was written down of them in a ticket, if it is they who were told of it."""
        contact = self._session.get(TicketContact, ticket_id)
        return contact if contact is not None and contact.person_id == person_id else None

    def ticket(self, ticket_id: int) -> Ticket:
        """The ticket they were told of: its number and category, which they may know, and nothing else of it."""
        return self._session.get_one(Ticket, ticket_id)

    def numbers_told(self, person_id: int) -> list[str]:
        """The numbers of the tickets that they were told of."""
        theirs = select(Ticket.number).join(TicketContact, TicketContact.ticket_id == Ticket.id)
        return list(self._session.scalars(theirs.where(TicketContact.person_id == person_id).order_by(Ticket.id)))

    def forget(self, person_id: int) -> list[int]:
        """Their name, number and door leave the tickets that others reported for them; returns which those are."""
        self._session.flush()
        theirs = update(TicketContact).where(TicketContact.person_id == person_id)
        gone = theirs.values(name=None, phone=None, door=None, person_id=None).returning(TicketContact.ticket_id)
        return sorted(self._session.scalars(gone))

    def reports_of(self, person_id: int) -> int:
        """How many reports they have made."""
        mine = select(func.count()).select_from(Ticket).where(Ticket.reporter_id == person_id)
        return self._session.scalar(mine) or 0
