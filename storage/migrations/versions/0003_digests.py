"""Digests, and the times by which a digest finds a week's tickets."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

import storage.models.base

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
TIME = storage.models.base.UtcDateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "digest",
        sa.Column("week", sa.String(), nullable=False),
        sa.Column("version", NUMBER, nullable=False),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.Column("made_at", TIME, nullable=False),
        sa.Column("figures", JSON, nullable=False),
        sa.PrimaryKeyConstraint("week", "version", name=op.f("pk_digest")),
    )
    op.create_index("ix_ticket_filed_at", "ticket", ["filed_at"])
    op.create_index("ix_ticket_resolve_due", "ticket", ["resolve_due"])
    op.create_index("ix_change_at", "change", ["at"])


def downgrade() -> None:
    op.drop_index("ix_change_at", "change")
    op.drop_index("ix_ticket_resolve_due", "ticket")
    op.drop_index("ix_ticket_filed_at", "ticket")
    op.drop_table("digest")
