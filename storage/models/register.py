"""The register of households: doors, who speaks for them, codes, what was put right, and rolls."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, composite, mapped_column

from domain.posts.directory import Address
from domain.register.doors import AreaSource, HouseholdKind
from domain.register.members import MemberAs, MemberProof, MemberWaits
from storage.models.base import NOT_PERSONAL, Base, Json, Key, OwnText


class HouseholdRow(Base):
    """One door. `area` in 0.01 m²; `until`: since then there is no such door (joined, divided). `door_key`: number,
    sub-number and room in one word, so that a door stands once at its place."""

    __tablename__ = "household"
    __table_args__ = (
        Index(
            "uq_household_door",
            "place_id",
            "door_key",
            unique=True,
            postgresql_where=text("until IS NULL"),
            sqlite_where=text("until IS NULL"),
        ),
        Index(
            "ix_household_ended",
            "until",
            postgresql_where=text("until IS NOT NULL"),
            sqlite_where=text("until IS NOT NULL"),
        ),
    )

    id: Mapped[Key]
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id"), index=True)
    number: Mapped[int | None]
    sub_number: Mapped[OwnText | None]
    room: Mapped[OwnText | None]
    door_key: Mapped[OwnText]
    kind: Mapped[HouseholdKind]
    area: Mapped[int | None]
    area_source: Mapped[AreaSource]
    counts: Mapped[bool]
    owner_key: Mapped[OwnText | None] = mapped_column(index=True)
    floor: Mapped[int | None]
    let: Mapped[bool | None]
    since: Mapped[datetime | None]
    until: Mapped[datetime | None]
    version: Mapped[int]

    address: Mapped[Address] = composite("place_id", "number", "sub_number", "room")


class MembershipRow(Base):
    """Somebody speaks for a household, from–to. `waits_for`: whose yes is missing; `decide_by`: when the clock leaves
    it to the office; `was`: what they were before they asked for that, and are until then."""

    __tablename__ = "membership"
    __table_args__ = (
        Index(
            "uq_membership_of_person",
            "person_id",
            "household_id",
            unique=True,
            postgresql_where=text("until IS NULL"),
            sqlite_where=text("until IS NULL"),
        ),
        Index(
            "ix_membership_decide_by",
            "decide_by",
            postgresql_where=text("decide_by IS NOT NULL"),
            sqlite_where=text("decide_by IS NOT NULL"),
        ),
        Index(
            "ix_membership_waits",
            "waits_for",
            postgresql_where=text("waits_for IS NOT NULL"),
            sqlite_where=text("waits_for IS NOT NULL"),
        ),
    )

    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    household_id: Mapped[int] = mapped_column(ForeignKey("household.id"), index=True)
    stands_as: Mapped[MemberAs]
    proof: Mapped[MemberProof]
    proved_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    was: Mapped[MemberAs | None]
    waits_for: Mapped[MemberWaits | None]
    decide_by: Mapped[datetime | None]
    since: Mapped[datetime]
    until: Mapped[datetime | None] = mapped_column(index=True)


class MemberWord(Base):
    """What a member says about a further owner of their home: yes, no, or that they do not know (None)."""

    __tablename__ = "member_word"

    membership_id: Mapped[int] = mapped_column(ForeignKey("membership.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    agrees: Mapped[bool | None]
    said_at: Mapped[datetime]


class DoorCode(Base):
    """A code for one household, good for one use; only its hash is kept. `family`: made by a member."""

    __tablename__ = "door_code"

    id: Mapped[Key]
    household_id: Mapped[int] = mapped_column(ForeignKey("household.id"), index=True)
    hash: Mapped[OwnText] = mapped_column(unique=True)
    family: Mapped[bool]
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    used_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    used_at: Mapped[datetime | None]


class WrongCode(Base):
    """Somebody typed a code that opens nothing."""

    __tablename__ = "wrong_code"
    __table_args__ = (Index("ix_wrong_code_of_person", "person_id", "at"),)

    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(index=True)


class HouseholdChange(Base):
    """Something about a door that was put right, or that somebody asks to put right (`decided_at` None). Values as
    words; `agreed` False: it was declined and changed nothing."""

    __tablename__ = "household_change"
    __table_args__ = (
        Index(
            "ix_household_change_open",
            "asked_at",
            postgresql_where=text("decided_at IS NULL"),
            sqlite_where=text("decided_at IS NULL"),
        ),
    )

    id: Mapped[Key]
    household_id: Mapped[int] = mapped_column(ForeignKey("household.id"), index=True)
    what: Mapped[OwnText]
    before: Mapped[OwnText | None]
    after: Mapped[OwnText | None]
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    asked_at: Mapped[datetime]
    agreed: Mapped[bool | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]


class RegisterLook(Base):
    """Who has opened a list with doors beyond their own, and which (collective.md 1.6)."""

    __tablename__ = "register_look"

    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id"), index=True)
    what: Mapped[OwnText]
    at: Mapped[datetime] = mapped_column(index=True)


class RollRow(Base):
    """A copy of part of the register at one instant, untouched by later changes."""

    __tablename__ = "roll"

    id: Mapped[Key]
    matter_id: Mapped[int | None] = mapped_column(ForeignKey("matter.id"), index=True)
    places: Mapped[list[int]] = mapped_column(Json, info=NOT_PERSONAL)
    made_at: Mapped[datetime]


class RollLine(Base):
    """One door of a roll, as it was. `corrected_from`: its area before the office put it right, in 0.01 m²; 0:
    it was unknown; None: it is as it was copied."""

    __tablename__ = "roll_line"
    __table_args__ = (UniqueConstraint("roll_id", "household_id"),)

    id: Mapped[Key]
    roll_id: Mapped[int] = mapped_column(ForeignKey("roll.id"), index=True)
    household_id: Mapped[int] = mapped_column(ForeignKey("household.id"), index=True)
    door: Mapped[OwnText]
    area: Mapped[int | None]
    counts: Mapped[bool]
    owner_key: Mapped[OwnText | None]
    corrected_from: Mapped[int | None]
