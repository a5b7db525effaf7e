"""The register of households: doors, members, codes, what was put right, and rolls."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

import storage.models.base

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
TIME = storage.models.base.UtcDateTime(timezone=True)
WORD = sa.String(length=24)
TEXT = sa.String()


def _key() -> sa.Column[int]:
    return sa.Column("id", NUMBER, nullable=False)


def _is_key(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*(columns or ("id",)), name=op.f(f"pk_{table}"))


def _to(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"))


def _once(table: str, *columns: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint(*columns, name=op.f(f"uq_{table}_{columns[0]}"))


def _index(table: str, *columns: str) -> None:
    op.create_index(op.f(f"ix_{table}_{columns[0]}"), table, [*columns])


def _index_where(name: str, table: str, columns: list[str], where: str, *, unique: bool = False) -> None:
    op.create_index(
        name, table, columns, unique=unique, postgresql_where=sa.text(where), sqlite_where=sa.text(where)
    )


def upgrade() -> None:
    op.create_table(
        "household",
        _key(),
        sa.Column("place_id", NUMBER, nullable=False),
        sa.Column("number", NUMBER, nullable=True),
        sa.Column("sub_number", TEXT, nullable=True),
        sa.Column("room", TEXT, nullable=True),
        sa.Column("door_key", TEXT, nullable=False),
        sa.Column("kind", WORD, nullable=False),
        sa.Column("area", NUMBER, nullable=True),
        sa.Column("area_source", WORD, nullable=False),
        sa.Column("counts", sa.Boolean(), nullable=False),
        sa.Column("owner_key", TEXT, nullable=True),
        sa.Column("floor", NUMBER, nullable=True),
        sa.Column("let", sa.Boolean(), nullable=True),
        sa.Column("since", TIME, nullable=True),
        sa.Column("until", TIME, nullable=True),
        sa.Column("version", NUMBER, nullable=False),
        _to("household", "place_id", "place"),
        _is_key("household"),
    )
    _index("household", "owner_key")
    _index("household", "place_id")
    _index_where("ix_household_ended", "household", ["until"], "until IS NOT NULL")
    _index_where("uq_household_door", "household", ["place_id", "door_key"], "until IS NULL", unique=True)
    op.create_table(
        "membership",
        _key(),
        sa.Column("person_id", NUMBER, nullable=False),
        sa.Column("household_id", NUMBER, nullable=False),
        sa.Column("stands_as", WORD, nullable=False),
        sa.Column("proof", WORD, nullable=False),
        sa.Column("proved_by_id", NUMBER, nullable=True),
        sa.Column("was", WORD, nullable=True),
        sa.Column("waits_for", WORD, nullable=True),
        sa.Column("decide_by", TIME, nullable=True),
        sa.Column("since", TIME, nullable=False),
        sa.Column("until", TIME, nullable=True),
        _to("membership", "person_id", "person"),
        _to("membership", "household_id", "household"),
        _to("membership", "proved_by_id", "person"),
        _is_key("membership"),
    )
    _index_where("ix_membership_decide_by", "membership", ["decide_by"], "decide_by IS NOT NULL")
    _index_where("ix_membership_waits", "membership", ["waits_for"], "waits_for IS NOT NULL")
    _index("membership", "household_id")
    _index("membership", "person_id")
    _index("membership", "until")
    _index_where("uq_membership_of_person", "membership", ["person_id", "household_id"], "until IS NULL", unique=True)
    op.create_table(
        "member_word",
        sa.Column("membership_id", NUMBER, nullable=False),
        sa.Column("person_id", NUMBER, nullable=False),
        sa.Column("agrees", sa.Boolean(), nullable=True),
        sa.Column("said_at", TIME, nullable=False),
        _to("member_word", "membership_id", "membership"),
        _to("member_word", "person_id", "person"),
        _is_key("member_word", "membership_id", "person_id"),
    )
    _index("member_word", "person_id")
    op.create_table(
        "door_code",
        _key(),
        sa.Column("household_id", NUMBER, nullable=False),
        sa.Column("hash", TEXT, nullable=False),
        sa.Column("family", sa.Boolean(), nullable=False),
        sa.Column("made_by_id", NUMBER, nullable=False),
        sa.Column("made_at", TIME, nullable=False),
        sa.Column("expires_at", TIME, nullable=False),
        sa.Column("used_by_id", NUMBER, nullable=True),
        sa.Column("used_at", TIME, nullable=True),
        _to("door_code", "household_id", "household"),
        _to("door_code", "made_by_id", "person"),
        _to("door_code", "used_by_id", "person"),
        _is_key("door_code"),
        _once("door_code", "hash"),
    )
    _index("door_code", "expires_at")
    _index("door_code", "household_id")
    _index("door_code", "made_by_id")
    _index("door_code", "used_by_id")
    op.create_table(
        "wrong_code",
        _key(),
        sa.Column("person_id", NUMBER, nullable=False),
        sa.Column("at", TIME, nullable=False),
        _to("wrong_code", "person_id", "person"),
        _is_key("wrong_code"),
    )
    _index("wrong_code", "at")
    op.create_index("ix_wrong_code_of_person", "wrong_code", ["person_id", "at"])
    op.create_table(
        "household_change",
        _key(),
        sa.Column("household_id", NUMBER, nullable=False),
        sa.Column("what", TEXT, nullable=False),
        sa.Column("before", TEXT, nullable=True),
        sa.Column("after", TEXT, nullable=True),
        sa.Column("asked_by_id", NUMBER, nullable=True),
        sa.Column("asked_at", TIME, nullable=False),
        sa.Column("agreed", sa.Boolean(), nullable=True),
        sa.Column("decided_by_id", NUMBER, nullable=True),
        sa.Column("decided_at", TIME, nullable=True),
        _to("household_change", "household_id", "household"),
        _to("household_change", "asked_by_id", "person"),
        _to("household_change", "decided_by_id", "person"),
        _is_key("household_change"),
    )
    _index("household_change", "asked_by_id")
    _index("household_change", "household_id")
    _index_where("ix_household_change_open", "household_change", ["asked_at"], "decided_at IS NULL")
    op.create_table(
        "register_look",
        _key(),
        sa.Column("person_id", NUMBER, nullable=False),
        sa.Column("place_id", NUMBER, nullable=False),
        sa.Column("what", TEXT, nullable=False),
        sa.Column("at", TIME, nullable=False),
        _to("register_look", "person_id", "person"),
        _to("register_look", "place_id", "place"),
        _is_key("register_look"),
    )
    _index("register_look", "at")
    _index("register_look", "person_id")
    _index("register_look", "place_id")
    op.create_table(
        "roll",
        _key(),
        sa.Column("matter_id", NUMBER, nullable=True),
        sa.Column("places", JSON, nullable=False),
        sa.Column("made_at", TIME, nullable=False),
        _to("roll", "matter_id", "matter"),
        _is_key("roll"),
    )
    _index("roll", "matter_id")
    op.create_table(
        "roll_line",
        _key(),
        sa.Column("roll_id", NUMBER, nullable=False),
        sa.Column("household_id", NUMBER, nullable=False),
        sa.Column("door", TEXT, nullable=False),
        sa.Column("area", NUMBER, nullable=True),
        sa.Column("counts", sa.Boolean(), nullable=False),
        sa.Column("owner_key", TEXT, nullable=True),
        sa.Column("corrected_from", NUMBER, nullable=True),
        _to("roll_line", "roll_id", "roll"),
        _to("roll_line", "household_id", "household"),
        _is_key("roll_line"),
        _once("roll_line", "roll_id", "household_id"),
    )
    _index("roll_line", "household_id")
    _index("roll_line", "roll_id")


def downgrade() -> None:
    for table in (
        "roll_line",
        "roll",
        "register_look",
        "household_change",
        "wrong_code",
        "door_code",
        "member_word",
        "membership",
        "household",
    ):
        op.drop_table(table)
