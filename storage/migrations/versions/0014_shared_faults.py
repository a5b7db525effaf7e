"""What neighbours may share is found without reading what was reported in flats; one index stood there twice."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "ix_ticket_shared",
        "ticket",
        ["place_id", "category", "filed_at"],
        postgresql_where=sa.text("room IS NULL"),
        sqlite_where=sa.text("room IS NULL"),
    )
    op.drop_index("ix_ticket_merged_into", "ticket")


def downgrade() -> None:
    op.create_index(
        "ix_ticket_merged_into",
        "ticket",
        ["merged_into_id"],
        postgresql_where=sa.text("merged_into_id IS NOT NULL"),
        sqlite_where=sa.text("merged_into_id IS NOT NULL"),
    )
    op.drop_index("ix_ticket_shared", "ticket")
