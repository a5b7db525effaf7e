"""Whistles: what is kept of each; asks that call somebody to a place; matters that keep a ticket at rest."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

import storage.models.base

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
TIME = storage.models.base.UtcDateTime(timezone=True)
WORD = sa.String(length=24)


def _to(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"))


def upgrade() -> None:
    with op.batch_alter_table("ask") as ask:
        ask.add_column(sa.Column("spot_id", NUMBER, nullable=True))
        ask.create_foreign_key(op.f("fk_ask_spot_id_matter_text"), "matter_text", ["spot_id"], ["id"])
    where = sa.text("ended_at IS NULL")
    op.create_index("ix_ask_open_to_person", "ask", ["to_person_id"], postgresql_where=where, sqlite_where=where)
    op.add_column("matter_link", sa.Column("holds_until", TIME, nullable=True))
    op.create_table(
        "whistle",
        sa.Column("matter_id", NUMBER, nullable=False),
        sa.Column("kind", WORD, nullable=False),
        sa.Column("called", JSON, nullable=False),
        sa.Column("why_id", NUMBER, nullable=True),
        sa.Column("spot_id", NUMBER, nullable=True),
        sa.Column("come_at", TIME, nullable=False),
        sa.Column("result_due", TIME, nullable=False),
        sa.Column("without_try", sa.Boolean(), nullable=False),
        sa.Column("proposed_by_id", NUMBER, nullable=False),
        sa.Column("blown_by_id", NUMBER, nullable=True),
        sa.Column("blown_at", TIME, nullable=True),
        sa.Column("met_at", TIME, nullable=True),
        sa.Column("result_id", NUMBER, nullable=True),
        sa.Column("outcomes", JSON, nullable=False),
        sa.Column("assessed", WORD, nullable=True),
        sa.Column("resulted_at", TIME, nullable=True),
        _to("whistle", "blown_by_id", "person"),
        _to("whistle", "matter_id", "matter"),
        _to("whistle", "proposed_by_id", "person"),
        _to("whistle", "result_id", "matter_text"),
        _to("whistle", "spot_id", "matter_text"),
        _to("whistle", "why_id", "matter_text"),
        sa.PrimaryKeyConstraint("matter_id", name=op.f("pk_whistle")),
    )
    op.create_index(op.f("ix_whistle_blown_at"), "whistle", ["blown_at"])


def downgrade() -> None:
    op.drop_table("whistle")
    op.drop_column("matter_link", "holds_until")
    op.drop_index("ix_ask_open_to_person", "ask")
    with op.batch_alter_table("ask") as ask:
        ask.drop_constraint(op.f("fk_ask_spot_id_matter_text"), type_="foreignkey")
        ask.drop_column("spot_id")
