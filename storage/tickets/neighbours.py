"""What neighbours have in common: tickets of one category around one place, and who follows a neighbour's ticket."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import CompoundSelect, Row, Select, bindparam, delete, func, null, select, union, union_all
from sqlalchemy.orm import Session

from domain.posts.directory import Address
from domain.tickets.already import KnownTicket
from domain.vocabulary import OPEN_STATES, State
from storage.models import Correction, Follower, Ticket, TicketContact, TicketText
from storage.people.speakers import IN_DANGER
from storage.sql.among import among
from storage.sql.collecting import Batch, Undo
from storage.sql.store import Store, literals, table_of
from storage.sql.upsert import insert_into

MAX_READ = 50
"""More than so many say nothing new: a place that has them is told to the office as one topic."""
_GONE = literals(State.WITHDRAWN, State.REJECTED, State.MERGED)
_OPEN = literals(*OPEN_STATES)

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
_FILED_AT = _FILED_AT.order_by((_TICKET.c.id + 0).desc()).limit(MAX_READ)
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
_KNOWN_TO = _KNOWN_TO.order_by(_KNOWN_TO.selected_columns.id.desc()).limit(MAX_READ)
_IN = select(_FOLLOWER.c.ticket_id, _FOLLOWER.c.person_id).where(among(_FOLLOWER.c.ticket_id, "tickets"))
_FOLLOWERS = union_all(
    select(_FOLLOWER.c.ticket_id, null(), _FOLLOWER.c.person_id).where(among(_FOLLOWER.c.ticket_id, "tickets")),
    select(_TICKET.c.merged_into_id, _TICKET.c.id, _FOLLOWER.c.person_id)
    .outerjoin_from(_TICKET, _FOLLOWER, _FOLLOWER.c.ticket_id == _TICKET.c.id)
    .where(among(_TICKET.c.merged_into_id, "tickets")),
)
"""Whoever follows these tickets or one that was merged into them, and which those are."""
_FOLLOWED = _TICKET.alias("followed")
_LIVES_ON = select(func.coalesce(_FOLLOWED.c.merged_into_id, _FOLLOWED.c.id)).join_from(
    _FOLLOWED, _FOLLOWER, _FOLLOWER.c.ticket_id == _FOLLOWED.c.id
)
_LIVES_ON = _LIVES_ON.where(_FOLLOWER.c.person_id == bindparam("person"))
_ALSO = select(*_FACTS).where(_TICKET.c.id.in_(_LIVES_ON), _TICKET.c.state.in_(_OPEN) | (_TICKET.c.ended_at >= _SINCE))
_ALSO = _ALSO.order_by((_TICKET.c.id + 0).desc()).limit(MAX_READ)
_CONTACT = table_of(TicketContact)
_SAID = (
    select(
        *(_TICKET.c[name] for name in ("id", "place_id", "house_number", "sub_number", "room")),
        *(_TICKET.c[name] for name in ("reporter_id", "recorded_by_id", "on_behalf")),
        *(_CONTACT.c[name] for name in ("phone", "name")),
    )
    .outerjoin_from(_TICKET, _CONTACT, _CONTACT.c.ticket_id == _TICKET.c.id)
    .where(among(_TICKET.c.id, "tickets"))
)


@dataclass(frozen=True, slots=True)
class Witness:
    """Who said in a ticket that there is a fault, for themselves or `for_another`, and where it is."""

    ticket_id: int
    address: Address
    person_id: int | None
    recorded_by_id: int | None
    for_another: bool
    phone: str | None
    name: str | None


@dataclass(frozen=True, slots=True)
class _Group:
    """Who follows a ticket or one that was merged into it, and which those are."""

    followers: set[int] = field(default_factory=set)
    merged: set[int] = field(default_factory=set)


class Neighbours(Store):
    """Facts about tickets that need no door: neither words nor names leave here."""

    def __init__(self, session: Session, now: datetime) -> None:
        super().__init__(session, now)
        self._groups = Batch(self._read_groups, nothing=_Group)
        self._calm: set[int] = set()

    def expect(self, calm: Collection[int]) -> None:
        """These people are about to speak, and none of them has an open alarm."""
        self._calm = set(calm)

    def expect_shown(self, ticket_ids: Collection[int]) -> None:
        """These tickets are about to be drawn: who follows them is read at once, for the rest of the unit."""
        self._groups.expect(sorted(ticket_ids))

    def _read_groups(self, ticket_ids: Sequence[int]) -> Iterable[tuple[int, _Group]]:
        groups: defaultdict[int, _Group] = defaultdict(_Group)
        for ticket_id, merged_id, person_id in self._read(_FOLLOWERS, {"tickets": ticket_ids}):
            groups[ticket_id].followers.update({person_id} - {None})
            groups[ticket_id].merged.update({merged_id} - {None})
        return groups.items()

    def filed(self, ticket_id: int) -> None:
        """A new ticket: nobody follows it."""
        self._groups.put(ticket_id, _Group())

    def mark(self) -> Undo:
        return self._groups.mark()

    def regroup(self) -> None:
        """Tickets were merged or taken apart, or somebody has joined: who follows which is read anew."""
        self._session.flush()
        self._groups.forget_all()

    def followers_of(self, ticket_id: int) -> set[int]:
        """Whoever follows this ticket, or one that lives on in it."""
        return self._groups.get(ticket_id).followers

    def merged_ids(self, ticket_id: int) -> set[int]:
        """The tickets that live on in this one."""
        return self._groups.get(ticket_id).merged

    def followers_in(self, ticket_ids: Collection[int]) -> list[tuple[int, int]]:
        """Whoever follows one of these tickets itself, as (ticket, person)."""
        self._session.flush()
        return [(row.ticket_id, row.person_id) for row in self._read(_IN, {"tickets": sorted(ticket_ids)})]

    def said_in(self, ticket_ids: Collection[int]) -> list[Witness]:
        """Who says in these tickets that there is a fault, and where."""
        self._session.flush()
        return [
            Witness(
                row.id,
                Address(row.place_id, row.house_number, row.sub_number, row.room),
                row.reporter_id,
                row.recorded_by_id,
                row.on_behalf or row.recorded_by_id is not None,
                row.phone,
                row.name,
            )
            for row in self._read(_SAID, {"tickets": sorted(ticket_ids)})
        ]

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
        """The open P0 tickets this person has reported, newest first, locked: further words of theirs belong there."""
        if person_id in self._calm:
            return []
        own = select(Ticket).where(Ticket.reporter_id == person_id, IN_DANGER)
        return list(self._session.scalars(own.order_by(Ticket.id.desc()).with_for_update(key_share=True)))

    def alarmed(self, person_id: int) -> None:
        """This person has just raised an alarm."""
        self._calm.discard(person_id)

    def lock(self, ticket_id: int) -> Ticket:
        """For adding a neighbour's line to a ticket they may not read."""
        return self._session.get_one(Ticket, ticket_id, with_for_update={"key_share": True}, populate_existing=True)

    def follow(self, ticket_id: int, person_id: int) -> bool:
        """They have it too; False when they have said so before."""
        self.regroup()
        row = insert_into(self._session, Follower).values(ticket_id=ticket_id, person_id=person_id, since=self._now)
        return bool(self._write(row.on_conflict_do_nothing(index_elements=["ticket_id", "person_id"])))

    def following_since(self, ticket_id: int, person_id: int) -> datetime | None:
        """When they said that they have it too; None: they have not."""
        mine = Follower.ticket_id == ticket_id, Follower.person_id == person_id
        return self._session.scalar(select(Follower.since).where(*mine))

    def unfollow(self, ticket_id: int, person_id: int) -> None:
        """They do not have it after all."""
        self.regroup()
        mine = Follower.ticket_id == ticket_id, Follower.person_id == person_id
        self._write(delete(Follower).where(*mine))

    def also_has(self, person_id: int, *, since: datetime) -> list[KnownTicket]:
        """What somebody has too, as it lives on where it was merged: open, or closed since then; newest first."""
        self._session.flush()
        return [_known(row) for row in self._read(_ALSO, {"person": person_id, "since": since})]

    def followed_by(self, person_id: int) -> list[str]:
        """The numbers of the tickets whose fault somebody has too."""
        also = select(Ticket.number).join(Follower, Follower.ticket_id == Ticket.id)
        return list(self._session.scalars(also.where(Follower.person_id == person_id).order_by(Ticket.id)))

    def forget_follower(self, person_id: int) -> None:
        """Nobody hears of tickets any more who asked to be deleted."""
        self.regroup()
        self._write(delete(Follower).where(Follower.person_id == person_id))

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
