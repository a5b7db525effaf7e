"""Announcements with their words apart, what stewards tell at the doors, who asked to be deleted, what was forgotten."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

import storage.models.base

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
TIME = storage.models.base.UtcDateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "announcement",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("author_id", NUMBER, nullable=False),
        sa.Column("posts", JSON, nullable=False),
        sa.Column("places", JSON, nullable=False),
        sa.Column("urgency", sa.String(length=24), nullable=False),
        sa.Column("stage", sa.String(length=24), nullable=False),
        sa.Column("version", NUMBER, nullable=False),
        sa.Column("send_at", TIME, nullable=True),
        sa.Column("expires_at", TIME, nullable=True),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("approved_by_id", NUMBER, nullable=True),
        sa.Column("cursor", NUMBER, nullable=False),
        sa.Column("muted", NUMBER, nullable=False),
        sa.Column("unreachable", NUMBER, nullable=False),
        sa.Column("result", JSON, nullable=True),
        sa.Column("ended_at", TIME, nullable=True),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_announcement_author_id_person")),
        sa.ForeignKeyConstraint(["approved_by_id"], ["person.id"], name=op.f("fk_announcement_approved_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcement")),
    )
    op.create_index(op.f("ix_announcement_author_id"), "announcement", ["author_id"])
    op.create_index(
        "ix_announcement_not_ended",
        "announcement",
        ["stage"],
        postgresql_where=sa.text("ended_at IS NULL"),
        sqlite_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "announcement_words",
        sa.Column("announcement_id", NUMBER, nullable=False),
        sa.Column("body", sa.String(), nullable=True),
        sa.Column("photo", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["announcement_id"], ["announcement.id"], name=op.f("fk_announcement_words_announcement_id_announcement")
        ),
        sa.PrimaryKeyConstraint("announcement_id", name=op.f("pk_announcement_words")),
    )
    op.create_table(
        "door_task",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("announcement_id", NUMBER, nullable=False),
        sa.Column("person_id", NUMBER, nullable=False),
        sa.Column("places", JSON, nullable=False),
        sa.Column("done_at", TIME, nullable=True),
        sa.ForeignKeyConstraint(
            ["announcement_id"], ["announcement.id"], name=op.f("fk_door_task_announcement_id_announcement")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_door_task_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_door_task")),
    )
    op.create_index(op.f("ix_door_task_announcement_id"), "door_task", ["announcement_id"])
    op.create_index(op.f("ix_door_task_person_id"), "door_task", ["person_id"])
    op.create_table(
        "forgotten",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("count", NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("day", "what", name=op.f("pk_forgotten")),
    )
    op.create_table(
        "kept_ticket",
        sa.Column("ticket_id", NUMBER, nullable=False),
        sa.Column("why", sa.String(length=24), nullable=False),
        sa.Column("by_id", NUMBER, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_kept_ticket_ticket_id_ticket")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_kept_ticket_by_id_person")),
        sa.PrimaryKeyConstraint("ticket_id", name=op.f("pk_kept_ticket")),
    )
    op.add_column(
        "person", sa.Column("mutes_announcements", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.add_column("person", sa.Column("leaves_at", TIME, nullable=True))
    op.create_index(op.f("ix_person_leaves_at"), "person", ["leaves_at"])
    op.create_index(op.f("ix_person_home_place_id"), "person", ["home_place_id"])
    op.add_column("outbox", sa.Column("announcement_id", NUMBER, nullable=True))
    op.create_index(
        "ix_outbox_announcement",
        "outbox",
        ["announcement_id"],
        postgresql_where=sa.text("announcement_id IS NOT NULL"),
        sqlite_where=sa.text("announcement_id IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_index("ix_outbox_announcement", "outbox")
    op.drop_column("outbox", "announcement_id")
    op.drop_index(op.f("ix_person_home_place_id"), "person")
    op.drop_index(op.f("ix_person_leaves_at"), "person")
    op.drop_column("person", "leaves_at")
    op.drop_column("person", "mutes_announcements")
    for table in ("kept_ticket", "forgotten", "door_task", "announcement_words", "announcement"):
        op.drop_table(table)
