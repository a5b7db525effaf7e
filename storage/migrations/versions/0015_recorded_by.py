"""What somebody has recorded for others is found like his own reports, without reading every ticket."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "ix_ticket_recorded_by_id",
        "ticket",
        ["recorded_by_id"],
        postgresql_where=sa.text("recorded_by_id IS NOT NULL"),
        sqlite_where=sa.text("recorded_by_id IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_index("ix_ticket_recorded_by_id", "ticket")
