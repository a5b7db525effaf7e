"""Rounds, lists of points that somebody walks; the door tasks of announcements become rounds, with the same numbers, so
that lists that were sent can still be answered."""

from collections.abc import Iterable

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

import storage.models.base

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
TIME = storage.models.base.UtcDateTime(timezone=True)
WORD = sa.String(length=24)

_ANNOUNCEMENT = sa.table(
    "announcement",
    sa.column("id", NUMBER),
    sa.column("send_at", TIME),
    sa.column("created_at", TIME),
    sa.column("expires_at", TIME),
)
_TASK = sa.table(
    "door_task",
    sa.column("id", NUMBER),
    sa.column("announcement_id", NUMBER),
    sa.column("person_id", NUMBER),
    sa.column("places", JSON),
    sa.column("done_at", TIME),
)
_ROUND = sa.table(
    "round",
    sa.column("id", NUMBER),
    sa.column("kind", WORD),
    sa.column("by_person_id", NUMBER),
    sa.column("opened_at", TIME),
    sa.column("closes_at", TIME),
    sa.column("done_at", TIME),
)
_POINT = sa.table(
    "round_point",
    sa.column("id", NUMBER),
    sa.column("round_id", NUMBER),
    sa.column("place_id", NUMBER),
    sa.column("outcome", WORD),
    sa.column("entered_at", TIME),
)
_OF = sa.table("announcement_round", sa.column("round_id", NUMBER), sa.column("announcement_id", NUMBER))


def _to(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"))


def upgrade() -> None:
    where = sa.text("done_at IS NULL")
    op.create_table(
        "round",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("kind", WORD, nullable=False),
        sa.Column("by_person_id", NUMBER, nullable=True),
        sa.Column("opened_at", TIME, nullable=False),
        sa.Column("closes_at", TIME, nullable=False),
        sa.Column("done_at", TIME, nullable=True),
        _to("round", "by_person_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round")),
    )
    op.create_index(op.f("ix_round_by_person_id"), "round", ["by_person_id"])
    op.create_index(op.f("ix_round_closes_at"), "round", ["closes_at"])
    op.create_index("ix_round_open", "round", ["closes_at"], postgresql_where=where, sqlite_where=where)
    op.create_table(
        "round_point",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("round_id", NUMBER, nullable=False),
        sa.Column("place_id", NUMBER, nullable=False),
        sa.Column("household_id", NUMBER, nullable=True),
        sa.Column("outcome", WORD, nullable=True),
        sa.Column("entered_at", TIME, nullable=True),
        _to("round_point", "round_id", "round"),
        _to("round_point", "place_id", "place"),
        _to("round_point", "household_id", "household"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round_point")),
    )
    op.create_index(op.f("ix_round_point_round_id"), "round_point", ["round_id"])
    op.create_table(
        "announcement_round",
        sa.Column("round_id", NUMBER, nullable=False),
        sa.Column("announcement_id", NUMBER, nullable=False),
        _to("announcement_round", "round_id", "round"),
        _to("announcement_round", "announcement_id", "announcement"),
        sa.PrimaryKeyConstraint("round_id", name=op.f("pk_announcement_round")),
    )
    op.create_index(op.f("ix_announcement_round_announcement_id"), "announcement_round", ["announcement_id"])
    _take_over()
    op.drop_table("door_task")


def _take_over() -> None:
    """Each task as a round of the same number, with a point for each of its places that is still there."""
    connection = op.get_bind()
    tasks = connection.execute(
        sa.select(_TASK, _ANNOUNCEMENT.c.send_at, _ANNOUNCEMENT.c.created_at, _ANNOUNCEMENT.c.expires_at).join(
            _ANNOUNCEMENT, _ANNOUNCEMENT.c.id == _TASK.c.announcement_id
        )
    ).all()
    known = set(connection.execute(sa.select(sa.table("place", sa.column("id", NUMBER)).c.id)).scalars())
    rounds = [
        {
            "id": task.id,
            "kind": "doors",
            "by_person_id": task.person_id,
            "opened_at": task.send_at or task.created_at,
            "closes_at": task.expires_at or task.created_at,
            "done_at": task.done_at,
        }
        for task in tasks
    ]
    points = [
        {
            "round_id": task.id,
            "place_id": place_id,
            "outcome": "told" if task.done_at is not None else None,
            "entered_at": task.done_at,
        }
        for task in tasks
        for place_id in task.places
        if place_id in known
    ]
    _insert(_ROUND, rounds)
    _insert(_POINT, points)
    _insert(_OF, ({"round_id": task.id, "announcement_id": task.announcement_id} for task in tasks))
    if rounds and connection.dialect.name == "postgresql":
        newest = sa.select(sa.func.setval(sa.func.pg_get_serial_sequence("round", "id"), max(t.id for t in tasks)))
        connection.execute(newest)


def _insert(table: sa.TableClause, rows: Iterable[dict[str, object]]) -> None:
    if written := list(rows):
        op.get_bind().execute(sa.insert(table), written)


def downgrade() -> None:
    op.create_table(
        "door_task",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("announcement_id", NUMBER, nullable=False),
        sa.Column("person_id", NUMBER, nullable=False),
        sa.Column("places", JSON, nullable=False),
        sa.Column("done_at", TIME, nullable=True),
        _to("door_task", "announcement_id", "announcement"),
        _to("door_task", "person_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_door_task")),
    )
    op.create_index(op.f("ix_door_task_announcement_id"), "door_task", ["announcement_id"])
    op.create_index(op.f("ix_door_task_person_id"), "door_task", ["person_id"])
    connection = op.get_bind()
    places: dict[int, list[int]] = {}
    for round_id, place_id in connection.execute(sa.select(_POINT.c.round_id, _POINT.c.place_id).order_by(_POINT.c.id)):
        if place_id not in places.setdefault(round_id, []):
            places[round_id].append(place_id)
    rounds = sa.select(_ROUND, _OF.c.announcement_id).join(_OF, _OF.c.round_id == _ROUND.c.id)
    named = rounds.where(_ROUND.c.by_person_id.is_not(None))
    _insert(
        _TASK,
        (
            {
                "id": one.id,
                "announcement_id": one.announcement_id,
                "person_id": one.by_person_id,
                "places": places.get(one.id, []),
                "done_at": one.done_at,
            }
            for one in connection.execute(named).all()
        ),
    )
    op.drop_table("announcement_round")
    op.drop_table("round_point")
    op.drop_table("round")
