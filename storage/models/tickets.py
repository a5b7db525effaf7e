"""Tickets, their history, and (in tables of their own) the words and names that belong to them."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, false, text
from sqlalchemy.orm import Mapped, composite, mapped_column, relationship

from domain.posts.directory import Address
from domain.vocabulary import (
    Action,
    Aware,
    Channel,
    Closing,
    Grade,
    Kind,
    MediaKind,
    Rating,
    Result,
    Role,
    Secrecy,
    State,
    WaitingReason,
)
from storage.models.base import Base, Json, Key
from storage.models.files import FileRow

NOT_ENDED = text("ticket.state IN ('new', 'claimed', 'waiting', 'resolved')")
"""For queries by assignee: SQLite takes a partial index only where its condition stands word for word."""


class Ticket(Base):
    """A report that was filed. Satisfies domain.tickets.lifecycle.TicketState.

    `changes` counts the lines of its history, `moves` those that changed its state or assignee: a button
    carries `moves`, so that an out-of-date one refreshes its card instead of acting. Of the two limits, `…_due` is
    the promise, `…_since`, `…_limit` and `…_spent` (seconds) how it was counted; `rung` is how far silence has
    climbed, `next_step_at` when the clock looks again (domain/time/ladder.py). `asks`: how often somebody else was
    asked to help; where it is 0 nobody looks for asks.
    """

    __tablename__ = "ticket"
    __table_args__ = (
        Index("ix_ticket_reporter_id", "reporter_id"),
        Index(
            "ix_ticket_recorded_by_id",
            "recorded_by_id",
            postgresql_where=text("recorded_by_id IS NOT NULL"),
            sqlite_where=text("recorded_by_id IS NOT NULL"),
        ),
        Index(
            "ix_ticket_stepped_back",
            "filed_by_id",
            postgresql_where=text("reporter_id IS NULL AND recorded_by_id IS NULL"),
            sqlite_where=text("reporter_id IS NULL AND recorded_by_id IS NULL"),
        ),
        Index("ix_ticket_filed_at", "filed_at"),
        Index("ix_ticket_place_category", "place_id", "category"),
        Index(
            "ix_ticket_shared",
            "place_id",
            "category",
            "filed_at",
            postgresql_where=text("room IS NULL"),
            sqlite_where=text("room IS NULL"),
        ),
        Index("ix_ticket_ended_at", "ended_at"),
        Index("ix_ticket_resolve_due", "resolve_due"),
        Index(
            "ix_ticket_open_assignee",
            "assignee_id",
            postgresql_where=text("state IN ('new', 'claimed', 'waiting', 'resolved')"),
            sqlite_where=text("state IN ('new', 'claimed', 'waiting', 'resolved')"),
        ),
        Index(
            "ix_ticket_displaced",
            "absence_id",
            postgresql_where=text("absence_id IS NOT NULL"),
            sqlite_where=text("absence_id IS NOT NULL"),
        ),
        Index(
            "ix_ticket_next_step",
            "next_step_at",
            postgresql_where=text("next_step_at IS NOT NULL"),
            sqlite_where=text("next_step_at IS NOT NULL"),
        ),
        Index(
            "ix_ticket_to_empty",
            "ended_at",
            postgresql_where=text("ended_at IS NOT NULL AND emptied_at IS NULL"),
            sqlite_where=text("ended_at IS NOT NULL AND emptied_at IS NULL"),
        ),
        Index(
            "ix_ticket_waiting_until",
            "waiting_until",
            postgresql_where=text("waiting_until IS NOT NULL"),
            sqlite_where=text("waiting_until IS NOT NULL"),
        ),
        Index(
            "ix_ticket_follows_id",
            "follows_id",
            postgresql_where=text("follows_id IS NOT NULL"),
            sqlite_where=text("follows_id IS NOT NULL"),
        ),
        Index(
            "ix_ticket_merged_into_id",
            "merged_into_id",
            postgresql_where=text("merged_into_id IS NOT NULL"),
            sqlite_where=text("merged_into_id IS NOT NULL"),
        ),
    )

    id: Mapped[Key]
    number: Mapped[str] = mapped_column(unique=True)
    state: Mapped[State]
    category: Mapped[str]
    kind: Mapped[Kind]
    grade: Mapped[Grade]
    safety: Mapped[bool]
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id"), index=True)
    house_number: Mapped[int | None]
    sub_number: Mapped[str | None]
    room: Mapped[str | None]
    secrecy: Mapped[Secrecy]
    concerns: Mapped[Role | None]
    channel: Mapped[Channel]
    on_behalf: Mapped[bool] = mapped_column(default=False)
    filed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    reporter_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    post_id: Mapped[int | None] = mapped_column(ForeignKey("post.id"))
    assignee_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    solved_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    filed_at: Mapped[datetime]
    claim_due: Mapped[datetime | None]
    resolve_due: Mapped[datetime | None]
    claim_since: Mapped[datetime | None]
    claim_limit: Mapped[str | None]
    resolve_since: Mapped[datetime | None]
    resolve_limit: Mapped[str | None]
    resolve_spent: Mapped[int] = mapped_column(default=0, server_default="0")
    rung: Mapped[int] = mapped_column(default=0, server_default="0")
    next_step_at: Mapped[datetime | None]
    helper_id: Mapped[int | None]
    absence_id: Mapped[int | None]
    claimed_at: Mapped[datetime | None]
    waiting_reason: Mapped[WaitingReason | None]
    waiting_since: Mapped[datetime | None]
    waiting_until: Mapped[datetime | None]
    resolved_at: Mapped[datetime | None]
    result: Mapped[Result | None]
    confirmed_at: Mapped[datetime | None]
    verified_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    emptied_at: Mapped[datetime | None]
    closing: Mapped[Closing | None]
    rating: Mapped[Rating | None]
    nudged_at: Mapped[datetime | None]
    reopened: Mapped[int] = mapped_column(default=0)
    not_solved: Mapped[int] = mapped_column(default=0)
    appealed: Mapped[bool] = mapped_column(default=False)
    checking: Mapped[bool] = mapped_column(default=False, server_default=false())
    near: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Danger beside this place: who reported it said «opposite», or was not quite certain of the name."""
    follows_id: Mapped[int | None] = mapped_column(ForeignKey("ticket.id"))
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("ticket.id"))
    changes: Mapped[int] = mapped_column(default=0)
    moves: Mapped[int] = mapped_column(default=0)
    asks: Mapped[int] = mapped_column(default=0, server_default="0")

    address: Mapped[Address] = composite("place_id", "house_number", "sub_number", "room")


class TicketText(Base):
    """Words that belong to a ticket; `body` None once they were anonymised, empty for a message of nothing but files
    (it may be given words by an edit). `by_id`: who said them, also where the history does not say it."""

    __tablename__ = "ticket_text"
    __table_args__ = (
        Index("ix_ticket_text_message", "account_id", "number"),
        Index("ix_ticket_text_by_id", "by_id"),
    )

    id: Mapped[Key]
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"), index=True)
    action: Mapped[Action]
    body: Mapped[str | None]
    account_id: Mapped[int | None]
    number: Mapped[int | None]
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class TicketContact(Base):
    """Name, door and telephone of the person a ticket was reported for, and whether they know of it. `person_id`: who
    they are here, once they were told."""

    __tablename__ = "ticket_contact"

    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"), primary_key=True)
    name: Mapped[str | None]
    phone: Mapped[str | None] = mapped_column(index=True)
    door: Mapped[str | None]
    aware: Mapped[Aware | None]
    person_id: Mapped[int | None] = mapped_column(index=True)


class ChangeRow(Base):
    """A line of a ticket's history. Only ever appended; texts by id alone. `was`: what it has changed of the ticket, as
    it stood before, where the step can be taken back (storage/tickets/undoing.py)."""

    __tablename__ = "change"
    __table_args__ = (Index("ix_change_at", "at"),)

    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    action: Mapped[Action]
    before: Mapped[State | None]
    after: Mapped[State]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    channel: Mapped[Channel]
    at: Mapped[datetime]
    text_id: Mapped[int | None]
    detail: Mapped[dict[str, object]] = mapped_column(Json)
    was: Mapped[dict[str, object] | None] = mapped_column(Json)


class Media(Base):
    """A photo or other file of a ticket, or a position, which is no file. It hangs on line `seq` of the history and is
    as secret as its `action` (domain/tickets/visibility.py). `by_id`: who sent it."""

    __tablename__ = "media"
    __table_args__ = (Index("ix_media_by_id", "by_id"), Index("ix_media_file_key", "file_key"))

    id: Mapped[Key]
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"), index=True)
    seq: Mapped[int]
    action: Mapped[Action]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[MediaKind]
    file_key: Mapped[int | None] = mapped_column(ForeignKey("file.id"))
    size: Mapped[int]
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]

    file: Mapped[FileRow | None] = relationship(lazy="joined")


class MessageOfTicket(Base):
    """Which message to which account is about which ticket: replies find their ticket, cards are redrawn."""

    __tablename__ = "message_of_ticket"
    __table_args__ = (
        Index(
            "ix_message_of_ticket_cards",
            "ticket_id",
            postgresql_where=text("is_card"),
            sqlite_where=text("is_card"),
        ),
    )

    account_id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    is_card: Mapped[bool]
