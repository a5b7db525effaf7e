"""What a command has ended is kept for one tap."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

import storage.models.base

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_JSON = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


def upgrade() -> None:
    op.create_table(
        "put_aside",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("person_id", _KEY, nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("ticket_id", _KEY, nullable=True),
        sa.Column("body", _JSON, nullable=False),
        sa.Column("waits", _KEY, nullable=False),
        sa.Column("until", storage.models.base.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_put_aside_person_id_person")),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_put_aside_ticket_id_ticket")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_put_aside")),
    )
    op.create_index(op.f("ix_put_aside_person_id"), "put_aside", ["person_id"])
    op.create_index(op.f("ix_put_aside_until"), "put_aside", ["until"])


def downgrade() -> None:
    op.drop_table("put_aside")
