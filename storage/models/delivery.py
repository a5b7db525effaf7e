"""What came in and has not been handled, what goes out and has not been sent, and the lanes that keep order."""

from datetime import datetime
from enum import IntEnum

from sqlalchemy import CheckConstraint, Index, SmallInteger, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from domain.vocabulary import Grade
from storage.models.base import Base, Json, Key


class InboxState(IntEnum):
    WAITING = 0
    DONE = 1
    SET_ASIDE = 2


class OutboxState(IntEnum):
    WAITING = 0
    SENDING = 1
    SENT = 2
    DROPPED = 3
    SET_ASIDE = 4
    HELD = 5
    UNDELIVERED = 6


class InboxRow(Base):
    """An update as its channel gave it, written before the channel is told that it arrived. `number`: the channel's
    own; `address`: of the account there whose order it keeps.

    `done_at`: when it was handled or set aside; `owner`: the process that has it in hand (storage/engines/replicas.py).
    """

    __tablename__ = "inbox"
    __table_args__ = (
        UniqueConstraint("channel", "number"),
        Index("ix_inbox_waiting", "id", postgresql_where=text("state = 0"), sqlite_where=text("state = 0")),
        Index("ix_inbox_set_aside", "id", postgresql_where=text("state = 2"), sqlite_where=text("state = 2")),
        Index(
            "ix_inbox_done_at",
            "done_at",
            postgresql_where=text("done_at IS NOT NULL"),
            sqlite_where=text("done_at IS NOT NULL"),
        ),
    )

    id: Mapped[Key]
    channel: Mapped[str]
    number: Mapped[int]
    address: Mapped[str]
    body: Mapped[str | None]
    received_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(SmallInteger)
    state: Mapped[int] = mapped_column(SmallInteger)
    done_at: Mapped[datetime | None]
    incident: Mapped[str | None]
    owner: Mapped[int | None]


class OutboxRow(Base):
    """A fact that one account is to be told. `dedupe` joins redraws of one screen that wait together. `keeps_quiet`:
    the grade whose quiet time it keeps; None for answers and danger, which never wait. What is held has both, and so a
    moment at which it leaves. `announcement_id`: it is a copy of that announcement."""

    __tablename__ = "outbox"
    __table_args__ = (
        Index(
            "ix_outbox_lane",
            "account_id",
            "broadcast",
            "id",
            postgresql_where=text("state < 2"),
            sqlite_where=text("state < 2"),
        ),
        Index("ix_outbox_held", "not_before", postgresql_where=text("state = 5"), sqlite_where=text("state = 5")),
        Index("ix_outbox_set_aside", "id", postgresql_where=text("state = 4"), sqlite_where=text("state = 4")),
        Index(
            "ix_outbox_announcement",
            "announcement_id",
            postgresql_where=text("announcement_id IS NOT NULL"),
            sqlite_where=text("announcement_id IS NOT NULL"),
        ),
        Index(
            "ix_outbox_sent_at",
            "sent_at",
            postgresql_where=text("sent_at IS NOT NULL"),
            sqlite_where=text("sent_at IS NOT NULL"),
        ),
        Index("ix_outbox_dedupe", "dedupe", postgresql_where=text("state = 0"), sqlite_where=text("state = 0")),
        CheckConstraint("state <> 5 OR (not_before IS NOT NULL AND keeps_quiet IS NOT NULL)", name="held_leaves"),
    )

    id: Mapped[Key]
    account_id: Mapped[int]
    broadcast: Mapped[bool]
    person_id: Mapped[int | None]
    kind: Mapped[str]
    facts: Mapped[dict[str, object]] = mapped_column(Json)
    edits: Mapped[int | None]
    reply_to: Mapped[int | None]
    dedupe: Mapped[str | None]
    announcement_id: Mapped[int | None]
    created_at: Mapped[datetime]
    not_before: Mapped[datetime | None]
    keeps_quiet: Mapped[Grade | None]
    state: Mapped[int] = mapped_column(SmallInteger)
    tries: Mapped[int] = mapped_column(SmallInteger)
    sent_at: Mapped[datetime | None]
    message_id: Mapped[int | None]
    error: Mapped[str | None]


class LaneRow(Base):
    """One account's order, pace and lease. Broadcasts have a lane of their own behind the interactive one.

    `last_message`: the newest message sent there; `asked`: its buttons in order, as label and data.
    """

    __tablename__ = "lane"
    __table_args__ = (
        Index(
            "ix_lane_ready",
            "broadcast",
            "ready_at",
            postgresql_where=text("pending > 0"),
            sqlite_where=text("pending > 0"),
        ),
    )

    account_id: Mapped[int] = mapped_column(primary_key=True)
    broadcast: Mapped[bool] = mapped_column(primary_key=True)
    pending: Mapped[int]
    ready_at: Mapped[datetime]
    leased_until: Mapped[datetime]
    fence: Mapped[int]
    last_message: Mapped[int | None]
    asked: Mapped[list[list[str]] | None] = mapped_column(Json)
