"""Matters, asks and the lines that wait for somebody's next bundle."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from domain.matters.asks import AskKind, AskState, DeclineReason, GoesAlong
from domain.matters.bundles import BundledLine
from domain.vocabulary import Channel
from storage.models.base import NOT_PERSONAL, Base, Json, Key, OwnText, PersonalText


class MatterRow(Base):
    """The header of everything with a number, an owner, a next date and a history, but tickets. `kind` and `state` are
    words of the subject it belongs to; `owner_post_id`: who answers for it; `next_due_at` and what is due then are
    written anew by every change."""

    __tablename__ = "matter"
    __table_args__ = (
        Index(
            "ix_matter_next_due_at",
            "next_due_at",
            postgresql_where=text("next_due_at IS NOT NULL"),
            sqlite_where=text("next_due_at IS NOT NULL"),
        ),
    )

    id: Mapped[Key]
    number: Mapped[OwnText] = mapped_column(unique=True)
    kind: Mapped[OwnText] = mapped_column(index=True)
    title: Mapped[OwnText]
    places: Mapped[list[int]] = mapped_column(Json, info=NOT_PERSONAL)
    owner_post_id: Mapped[int | None] = mapped_column(ForeignKey("post.id"), index=True)
    body_id: Mapped[int | None] = mapped_column(ForeignKey("body.id"), index=True)
    state: Mapped[OwnText]
    version: Mapped[int]
    next_due_at: Mapped[datetime | None]
    next_due_what: Mapped[OwnText | None]
    opened_at: Mapped[datetime]
    ended_at: Mapped[datetime | None] = mapped_column(index=True)
    visibility: Mapped[OwnText]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("matter.id"))


class MatterLine(Base):
    """One line of a matter's history; only ever appended."""

    __tablename__ = "matter_line"

    matter_id: Mapped[int] = mapped_column(ForeignKey("matter.id"), primary_key=True)
    n: Mapped[int] = mapped_column(primary_key=True)
    action: Mapped[OwnText]
    by_id: Mapped[int | None]
    channel: Mapped[Channel]
    at: Mapped[datetime]
    before: Mapped[OwnText | None]
    after: Mapped[OwnText]
    text_id: Mapped[int | None] = mapped_column(ForeignKey("matter_text.id"))
    detail: Mapped[dict[str, object]] = mapped_column(Json, info=NOT_PERSONAL)


class MatterText(Base):
    """Words said to a matter or with an ask, apart, so that they can be emptied. `by_id`: whose they are."""

    __tablename__ = "matter_text"
    __table_args__ = (
        Index(
            "ix_matter_text_said_at",
            "said_at",
            postgresql_where=text("body IS NOT NULL"),
            sqlite_where=text("body IS NOT NULL"),
        ),
    )

    id: Mapped[Key]
    body: Mapped[PersonalText | None]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    said_at: Mapped[datetime]
    emptied_at: Mapped[datetime | None]


class MatterLink(Base):
    """A matter has to do with a ticket or another matter. `holds_until`: the ticket rests until then because of it."""

    __tablename__ = "matter_link"

    id: Mapped[Key]
    matter_id: Mapped[int] = mapped_column(ForeignKey("matter.id"), index=True)
    ticket_id: Mapped[int | None] = mapped_column(ForeignKey("ticket.id"), index=True)
    other_id: Mapped[int | None] = mapped_column(ForeignKey("matter.id"), index=True)
    stands_as: Mapped[OwnText]
    holds_until: Mapped[datetime | None]


class MatterGroup(Base):
    """A post that belongs to a matter's working group (专班)."""

    __tablename__ = "matter_group"
    __table_args__ = (UniqueConstraint("matter_id", "post_id"),)

    id: Mapped[Key]
    matter_id: Mapped[int] = mapped_column(ForeignKey("matter.id"), index=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"))


class AskRow(Base):
    """An ask (domain/matters/asks.py), about a ticket or a matter, to a body, a post or a person.

    `reply_limit` and `result_limit` are those of the body when it was asked; `reply_due` runs from `reached_at`.
    `was`: the state before the last answer, for whoever takes it back, and before it was recalled. `holds`: the ticket
    waits because of it. `spot_id`: where to come, in words. `next_step_at`: when the clock must look at it again.
    `ended_at` None: something is still expected of the asked. `agreed`: what the reporter said may go along, None while
    they have not been asked or have not answered.
    """

    __tablename__ = "ask"
    __table_args__ = (
        Index(
            "ix_ask_next_step_at",
            "next_step_at",
            postgresql_where=text("next_step_at IS NOT NULL"),
            sqlite_where=text("next_step_at IS NOT NULL"),
        ),
        Index(
            "ix_ask_open_to_body",
            "to_body_id",
            postgresql_where=text("ended_at IS NULL"),
            sqlite_where=text("ended_at IS NULL"),
        ),
        Index(
            "ix_ask_open_to_person",
            "to_person_id",
            postgresql_where=text("ended_at IS NULL"),
            sqlite_where=text("ended_at IS NULL"),
        ),
        Index("ix_ask_asked_at", "asked_at"),
    )

    id: Mapped[Key]
    ticket_id: Mapped[int | None] = mapped_column(ForeignKey("ticket.id"), index=True)
    matter_id: Mapped[int | None] = mapped_column(ForeignKey("matter.id"), index=True)
    kind: Mapped[AskKind]
    to_body_id: Mapped[int | None] = mapped_column(ForeignKey("body.id"))
    to_post_id: Mapped[int | None] = mapped_column(ForeignKey("post.id"))
    to_person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    text_id: Mapped[int | None] = mapped_column(ForeignKey("matter_text.id"))
    goes_along: Mapped[GoesAlong]
    agreed: Mapped[GoesAlong | None]
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    asked_at: Mapped[datetime]
    reply_limit: Mapped[OwnText]
    result_limit: Mapped[OwnText]
    reached_at: Mapped[datetime | None]
    reply_due: Mapped[datetime | None]
    result_due: Mapped[datetime | None]
    come_at: Mapped[datetime | None]
    spot_id: Mapped[int | None] = mapped_column(ForeignKey("matter_text.id"))
    state: Mapped[AskState]
    was: Mapped[AskState | None]
    reason: Mapped[DeclineReason | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    answered_at: Mapped[datetime | None]
    arrived_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    silent_at: Mapped[datetime | None]
    holds: Mapped[bool]
    version: Mapped[int]
    next_step_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class ConcernedBody(Base):
    """A body that a ticket has to do with, as its reporter or its assignee has said: it is not asked about it."""

    __tablename__ = "concerned_body"

    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"), primary_key=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"), primary_key=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))


class BundleLine(Base):
    """Something that somebody will read with their next bundle, unless `not_after` comes first. `due_at`: when that is
    sent, as far as is known; written anew when there is no room for it then. `told_at` None: it waits; the lines of one
    bundle have the same. `muted_at`: nothing more of this kind about this thing, by their own word."""

    __tablename__ = "bundle_line"
    __table_args__ = (
        Index(
            "ix_bundle_line_due_at",
            "due_at",
            postgresql_where=text("told_at IS NULL"),
            sqlite_where=text("told_at IS NULL"),
        ),
        Index("ix_bundle_line_of_person", "person_id", "told_at"),
        Index("ix_bundle_line_said_at", "said_at"),
    )

    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[BundledLine]
    ask_id: Mapped[int | None] = mapped_column(ForeignKey("ask.id"))
    matter_id: Mapped[int | None] = mapped_column(ForeignKey("matter.id"))
    ticket_id: Mapped[int | None] = mapped_column(ForeignKey("ticket.id"))
    body_id: Mapped[int | None] = mapped_column(ForeignKey("body.id"))
    said_at: Mapped[datetime]
    due_at: Mapped[datetime]
    not_after: Mapped[datetime | None]
    told_at: Mapped[datetime | None]
    muted_at: Mapped[datetime | None]
