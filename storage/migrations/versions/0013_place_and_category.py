"""Tickets of one kind at one place are found by an index."""

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_ticket_place_category", "ticket", ["place_id", "category"])


def downgrade() -> None:
    op.drop_index("ix_ticket_place_category", "ticket")
