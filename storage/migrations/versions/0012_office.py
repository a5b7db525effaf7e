"""Requests to superiors, restrictions, and what was last asked in a chat."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

import storage.models.base

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
TIME = storage.models.base.UtcDateTime(timezone=True)
WORD = sa.String(length=24)


def _to(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"))


def upgrade() -> None:
    op.create_table(
        "approval",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("ticket_id", NUMBER, nullable=False),
        sa.Column("asked", WORD, nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("until", TIME, nullable=True),
        sa.Column("text_id", NUMBER, nullable=False),
        sa.Column("asked_by_id", NUMBER, nullable=False),
        sa.Column("asked_of_id", NUMBER, nullable=False),
        sa.Column("asked_at", TIME, nullable=False),
        sa.Column("remind_at", TIME, nullable=True),
        sa.Column("decision", WORD, nullable=False),
        sa.Column("decided_by_id", NUMBER, nullable=True),
        sa.Column("decided_at", TIME, nullable=True),
        _to("approval", "ticket_id", "ticket"),
        _to("approval", "text_id", "ticket_text"),
        _to("approval", "asked_by_id", "person"),
        _to("approval", "asked_of_id", "person"),
        _to("approval", "decided_by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval")),
    )
    op.create_index("ix_approval_ticket_id", "approval", ["ticket_id"])
    op.create_index(
        "ix_approval_remind_at",
        "approval",
        ["remind_at"],
        postgresql_where=sa.text("remind_at IS NOT NULL"),
        sqlite_where=sa.text("remind_at IS NOT NULL"),
    )
    op.create_table(
        "restriction",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("person_id", NUMBER, nullable=False),
        sa.Column("ticket_id", NUMBER, nullable=False),
        sa.Column("kind", WORD, nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("by_id", NUMBER, nullable=False),
        sa.Column("since", TIME, nullable=False),
        sa.Column("until", TIME, nullable=False),
        sa.Column("revoked_at", TIME, nullable=True),
        sa.Column("revoked_by_id", NUMBER, nullable=True),
        _to("restriction", "person_id", "person"),
        _to("restriction", "ticket_id", "ticket"),
        _to("restriction", "by_id", "person"),
        _to("restriction", "revoked_by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_restriction")),
    )
    op.create_index("ix_restriction_person_id", "restriction", ["person_id", "until"])
    op.create_index(
        "ix_ticket_merged_into",
        "ticket",
        ["merged_into_id"],
        postgresql_where=sa.text("merged_into_id IS NOT NULL"),
        sqlite_where=sa.text("merged_into_id IS NOT NULL"),
    )
    op.add_column("person", sa.Column("restricted_until", TIME, nullable=True))
    op.add_column("lane", sa.Column("last_message", NUMBER, nullable=True))
    op.add_column("lane", sa.Column("asked", JSON, nullable=True))


def downgrade() -> None:
    op.drop_column("lane", "asked")
    op.drop_column("lane", "last_message")
    op.drop_column("person", "restricted_until")
    op.drop_index("ix_ticket_merged_into", "ticket")
    op.drop_table("restriction")
    op.drop_table("approval")
