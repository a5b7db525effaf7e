"""Alerts about harm, corrections of categories, and neighbours who have the same fault."""

import sqlalchemy as sa
from alembic import op

import storage.models.base

revision = "0007"
down_revision = "0004"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = storage.models.base.UtcDateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "safeguarding_alert",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("person_id", NUMBER, nullable=False),
        sa.Column("danger", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=True),
        sa.Column("at", TIME, nullable=False),
        sa.Column("told", NUMBER, server_default="0", nullable=False),
        sa.Column("told_at", TIME, nullable=True),
        sa.Column("seen_by_id", NUMBER, nullable=True),
        sa.Column("seen_at", TIME, nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_safeguarding_alert_person_id_person")),
        sa.ForeignKeyConstraint(["seen_by_id"], ["person.id"], name=op.f("fk_safeguarding_alert_seen_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_safeguarding_alert")),
    )
    unseen = sa.text("seen_at IS NULL")
    op.create_index(
        "ix_safeguarding_alert_unseen", "safeguarding_alert", ["id"], postgresql_where=unseen, sqlite_where=unseen
    )
    op.create_table(
        "correction",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("ticket_id", NUMBER, nullable=False),
        sa.Column("text_id", NUMBER, nullable=True),
        sa.Column("proposed", sa.String(), nullable=True),
        sa.Column("chosen", sa.String(), nullable=False),
        sa.Column("by_id", NUMBER, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_correction_ticket_id_ticket")),
        sa.ForeignKeyConstraint(["text_id"], ["ticket_text.id"], name=op.f("fk_correction_text_id_ticket_text")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_correction_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction")),
    )
    op.create_index("ix_correction_ticket_id", "correction", ["ticket_id"])
    op.create_table(
        "follower",
        sa.Column("ticket_id", NUMBER, nullable=False),
        sa.Column("person_id", NUMBER, nullable=False),
        sa.Column("since", TIME, nullable=False),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_follower_ticket_id_ticket")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_follower_person_id_person")),
        sa.PrimaryKeyConstraint("ticket_id", "person_id", name=op.f("pk_follower")),
    )
    op.create_index("ix_follower_person_id", "follower", ["person_id"])


def downgrade() -> None:
    op.drop_table("follower")
    op.drop_table("correction")
    op.drop_table("safeguarding_alert")
