"""People, what they are in the middle of writing, and the invitations that bind them to posts."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, composite, mapped_column

from domain.posts.directory import Address
from storage.models.base import Base, Json, Key


class Person(Base):
    """Somebody the bot knows, with accounts or (from the set-up) without one yet.

    `minute_began`, `said`, `pressed`, `shown_again`, `filed_on` and `filed` keep what is counted in
    services/filing/flooding.py.
    `who_asked`: how often they were asked for a name and a number (services/filing/who.py); `who_refused_at`: since
    when they want to leave none. `leaves_at`: has asked to be deleted; the account goes when no ticket of theirs is
    open any more.
    """

    __tablename__ = "person"

    id: Mapped[Key]
    language: Mapped[str | None]
    device_language: Mapped[str | None]
    is_administrator: Mapped[bool] = mapped_column(default=False)
    consent_version: Mapped[int | None]
    consented_at: Mapped[datetime | None]
    wakes_at_night: Mapped[bool] = mapped_column(default=False, server_default=false())
    morning_of: Mapped[date | None]
    restricted_until: Mapped[datetime | None]
    minute_began: Mapped[datetime | None]
    said: Mapped[int] = mapped_column(default=0, server_default="0")
    pressed: Mapped[int] = mapped_column(default=0, server_default="0")
    shown_again: Mapped[bool] = mapped_column(default=False, server_default=false())
    filed_on: Mapped[date | None]
    filed: Mapped[int] = mapped_column(default=0, server_default="0")
    mutes_announcements: Mapped[bool] = mapped_column(default=False, server_default=false())
    shows_phone: Mapped[bool] = mapped_column(default=False, server_default=false())
    large_buttons: Mapped[bool] = mapped_column(default=False, server_default=false())
    asked_contact_on: Mapped[date | None]
    who_asked: Mapped[int] = mapped_column(default=0, server_default="0")
    who_refused_at: Mapped[datetime | None]
    leaves_at: Mapped[datetime | None] = mapped_column(index=True)
    home_place_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"), index=True)
    home_number: Mapped[int | None]
    home_sub_number: Mapped[str | None]
    home_room: Mapped[str | None]
    home: Mapped[Address | None] = composite(
        "home_place_id",
        "home_number",
        "home_sub_number",
        "home_room",
        return_none_on=lambda place_id, *_door: place_id is None,
    )
    created_at: Mapped[datetime]


class Account(Base):
    """An address in a channel: somebody's, or nobody's: a group's, or of somebody who was only told «sorry».

    `address`: how the channel names it. `unreachable_at`: since when nothing reaches it. `used_at`: when its person,
    if they have several, spoke from it after another one.
    """

    __tablename__ = "account"
    __table_args__ = (UniqueConstraint("channel", "address"),)

    id: Mapped[Key]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    channel: Mapped[str]
    address: Mapped[str]
    unreachable_at: Mapped[datetime | None]
    used_at: Mapped[datetime]


class PersonContact(Base):
    """Name and telephone of a person, apart from the person, so that they can be emptied."""

    __tablename__ = "person_contact"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    name: Mapped[str | None]
    phone: Mapped[str | None] = mapped_column(index=True)


class Draft(Base):
    """A report in the making (domain/tickets/report_form.py), one per person."""

    __tablename__ = "draft"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    form: Mapped[dict[str, object]] = mapped_column(Json)
    version: Mapped[int]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)


class Awaited(Base):
    """What a person's next words mean, when the bot has asked for some: `what` names the question, `detail` is what was
    said before. After `until` nothing is awaited any more."""

    __tablename__ = "awaited"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    what: Mapped[str]
    ticket_id: Mapped[int | None] = mapped_column(ForeignKey("ticket.id"))
    detail: Mapped[dict[str, object]] = mapped_column(Json, default=dict)
    since: Mapped[datetime]
    until: Mapped[datetime]

    @property
    def about(self) -> int:
        """The ticket that the words are about. Raises LookupError where the question was about none."""
        if self.ticket_id is None:
            raise LookupError(f"«{self.what}» awaits words about a ticket and names none")
        return self.ticket_id


class PutAsideRow(Base):
    """What a command has ended, for one tap until then: a draft, or a question with what had been said to it. `what`
    names the question; `waits`, in seconds, is how long it waits."""

    __tablename__ = "put_aside"

    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    what: Mapped[str]
    ticket_id: Mapped[int | None] = mapped_column(ForeignKey("ticket.id"))
    body: Mapped[dict[str, object]] = mapped_column(Json)
    waits: Mapped[int]
    until: Mapped[datetime] = mapped_column(index=True)


class Invitation(Base):
    """A one-time link. Only the hash of its code is kept. `holding_id` None: an administrator's, the first one's
    when nobody has made it. Whoever takes the post of `succeeds_id` ends that holding."""

    __tablename__ = "invitation"
    __table_args__ = (
        Index("ix_invitation_holding_id", "holding_id"),
        Index(
            "ix_invitation_unused",
            "created_at",
            postgresql_where=text("used_at IS NULL"),
            sqlite_where=text("used_at IS NULL"),
        ),
    )

    code_hash: Mapped[str] = mapped_column(primary_key=True)
    holding_id: Mapped[int | None] = mapped_column(ForeignKey("holding.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    created_by_id: Mapped[int | None]
    succeeds_id: Mapped[int | None]
    revoked_at: Mapped[datetime | None]
    listed_at: Mapped[datetime | None]


class AbsenceRow(Base):
    """A leave (domain/posts/absences.py); begun and ended by a tick, or by hand."""

    __tablename__ = "absence"

    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    deputy_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    since: Mapped[datetime]
    until: Mapped[datetime]
    created_at: Mapped[datetime]
    began_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None] = mapped_column(index=True)
