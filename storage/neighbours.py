"""What neighbours have in common: tickets of one category around one place, and who follows a neighbour's ticket."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import CompoundSelect, Row, Select, bindparam, delete, func, select, union
from sqlalchemy.orm import Session

from domain.already import KnownTicket
from domain.directory import Address
from domain.words import OPEN_STATES, State
from storage.among import among
from storage.models import Correction, Follower, Ticket, TicketText
from storage.speakers import IN_DANGER
from storage.store import Store, table_of, words
from storage.upsert import insert_into

ENOUGH = 50
"""More than so many say nothing new: a place that has them is told to the office as one topic."""
_GONE = words(State.WITHDRAWN, State.REJECTED, State.MERGED)
_OPEN = words(*OPEN_STATES)

_TICKET, _FOLLOWER = table_of(Ticket), table_of(Follower)
_FACTS = [
    _TICKET.c[name]
    for name in (
        "id", "number", "category", "kind", "state", "place_id", "house_number", "sub_number", "room", "secrecy",
        "concerns", "reporter_id", "filed_at", "closed_at",
    )
]  # fmt: skip
_SINCE = bindparam("since", type_=_TICKET.c.filed_at.type)
_THERE = (among(_TICKET.c.place_id, "places"), _TICKET.c.category == bindparam("category"))
# The sum keeps SQLite from walking all tickets backwards in search of the newest few.
_FILED_AT = select(*_FACTS).where(*_THERE, _TICKET.c.state.not_in(_GONE), _TICKET.c.filed_at >= _SINCE)
_FILED_AT = _FILED_AT.order_by((_TICKET.c.id + 0).desc()).limit(ENOUGH)
_OWN = select(*_FACTS).where(
    *_THERE,
    _TICKET.c.state.not_in(_GONE),
    (_TICKET.c.filed_at >= _SINCE) | (_TICKET.c.closed_at >= _SINCE),
    _TICKET.c.reporter_id == bindparam("person"),
)
_SHARED = select(*_FACTS).where(
    *_THERE, _TICKET.c.state.in_(_OPEN), _TICKET.c.filed_at >= _SINCE, _TICKET.c.room.is_(None)
)
_KNOWN_TO = union(_OWN, _SHARED)
_KNOWN_TO = _KNOWN_TO.order_by(_KNOWN_TO.selected_columns.id.desc()).limit(ENOUGH)
_FOLLOWERS = select(_FOLLOWER.c.ticket_id, _FOLLOWER.c.person_id).where(among(_FOLLOWER.c.ticket_id, "tickets"))


class Neighbours(Store):
    """Facts about tickets that need no door: neither words nor names leave here."""

    def __init__(self, session: Session, now: datetime) -> None:
        super().__init__(session, now)
        self._followers: dict[int, set[int]] = {}
        self._calm: set[int] = set()

    def expect(self, calm: Collection[int]) -> None:
        """These people are about to speak, and none of them has an open alarm."""
        self._calm = set(calm)

    def expect_shown(self, ticket_ids: Collection[int]) -> None:
        """These tickets are about to be drawn: who follows them is read at once, for the rest of the unit."""
        if unknown := sorted(ticket_id for ticket_id in ticket_ids if ticket_id not in self._followers):
            self._followers.update({ticket_id: set() for ticket_id in unknown})
            for ticket_id, person_id in self._read(_FOLLOWERS, {"tickets": unknown}):
                self._followers[ticket_id].add(person_id)

    def filed(self, ticket_id: int) -> None:
        """A new ticket: nobody follows it."""
        self._followers[ticket_id] = set()

    def followers_of(self, ticket_id: int) -> set[int]:
        """Whoever follows this ticket."""
        if ticket_id not in self._followers:
            self.expect_shown([ticket_id])
        return self._followers[ticket_id]

    def known_to(
        self, person_id: int, category: str, place_ids: Collection[int], *, since: datetime
    ) -> list[KnownTicket]:
        """Of a category at these places: one's own, filed or closed since then, and what stands open outside any flat;
        newest first."""
        return self._known(_KNOWN_TO, category, place_ids, since, {"person": person_id})

    def filed_at(self, category: str, place_ids: Collection[int], *, since: datetime) -> list[KnownTicket]:
        """Tickets of a category at these places that were filed since then, in flats too; newest first."""
        return self._known(_FILED_AT, category, place_ids, since, {})

    def _known(
        self,
        asked: Select[*tuple[object, ...]] | CompoundSelect[*tuple[object, ...]],
        category: str,
        place_ids: Collection[int],
        since: datetime,
        more: Mapping[str, object],
    ) -> list[KnownTicket]:
        self._session.flush()
        given = {"category": category, "places": sorted(place_ids), "since": since, **more}
        return [_known(row) for row in self._read(asked, given)]

    def open_dangers_of(self, person_id: int) -> list[Ticket]:
        """The open P0 tickets this person has reported, newest first, locked: his further words belong to them."""
        if person_id in self._calm:
            return []
        own = select(Ticket).where(Ticket.reporter_id == person_id, IN_DANGER)
        return list(self._session.scalars(own.order_by(Ticket.id.desc()).with_for_update(key_share=True)))

    def alarmed(self, person_id: int) -> None:
        """This person has just raised an alarm."""
        self._calm.discard(person_id)

    def lock(self, ticket_id: int) -> Ticket:
        """For adding a neighbour's line to a ticket he may not read."""
        return self._session.get_one(Ticket, ticket_id, with_for_update={"key_share": True}, populate_existing=True)

    def follow(self, ticket_id: int, person_id: int) -> bool:
        """He has it too; False when he has said so before."""
        self._followers.pop(ticket_id, None)
        row = insert_into(self._session, Follower).values(ticket_id=ticket_id, person_id=person_id, since=self._now)
        return bool(self._write(row.on_conflict_do_nothing(index_elements=["ticket_id", "person_id"])))

    def followed_by(self, person_id: int) -> list[str]:
        """The numbers of the tickets whose fault somebody has too."""
        also = select(Ticket.number).join(Follower, Follower.ticket_id == Ticket.id)
        return list(self._session.scalars(also.where(Follower.person_id == person_id).order_by(Ticket.id)))

    def forget_follower(self, person_id: int) -> None:
        """Nobody hears of tickets any more who asked to be deleted."""
        self._followers.clear()
        self._write(delete(Follower).where(Follower.person_id == person_id))

    def followers(self, ticket_ids: Collection[int]) -> list[int]:
        """Whoever follows one of these tickets, each once, longest first."""
        followers = select(Follower.person_id, func.min(Follower.since)).where(Follower.ticket_id.in_(ticket_ids))
        order = func.min(Follower.since), Follower.person_id
        return [row[0] for row in self._session.execute(followers.group_by(Follower.person_id).order_by(*order))]

    def corrections(self) -> list[tuple[str | None, str, str | None]]:
        """Every correction as (proposed, chosen, the words if they are still kept)."""
        kept = select(Correction.proposed, Correction.chosen, TicketText.body)
        kept = kept.join(TicketText, TicketText.id == Correction.text_id, isouter=True).order_by(Correction.id)
        return [(proposed, chosen, body) for proposed, chosen, body in self._session.execute(kept)]

    def correct(self, ticket_id: int, text_id: int | None, *, proposed: str | None, chosen: str, by: int) -> None:
        """Keep that a person chose another category than the one proposed."""
        self._session.add(
            Correction(ticket_id=ticket_id, text_id=text_id, proposed=proposed, chosen=chosen, by_id=by, at=self._now)
        )


def _known(row: Row[*tuple[object, ...]]) -> KnownTicket:
    return KnownTicket(
        id=row.id,
        number=row.number,
        category=row.category,
        kind=row.kind,
        state=row.state,
        address=Address(row.place_id, row.house_number, row.sub_number, row.room),
        secrecy=row.secrecy,
        concerns=row.concerns,
        reporter_id=row.reporter_id,
        filed_at=row.filed_at,
        closed_at=row.closed_at,
    )
