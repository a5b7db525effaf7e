"""How much one person sends, and the indexes by which old rows are found and forgotten."""

import sqlalchemy as sa
from alembic import op

import storage.models.base

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = storage.models.base.UtcDateTime(timezone=True)
PARTIAL = {
    "ix_inbox_done_at": ("inbox", "done_at"),
    "ix_outbox_sent_at": ("outbox", "sent_at"),
    "ix_ticket_follows_id": ("ticket", "follows_id"),
    "ix_ticket_merged_into_id": ("ticket", "merged_into_id"),
}


def upgrade() -> None:
    op.add_column("person", sa.Column("minute_began", TIME, nullable=True))
    op.add_column("person", sa.Column("said", NUMBER, server_default="0", nullable=False))
    op.add_column("person", sa.Column("pressed", NUMBER, server_default="0", nullable=False))
    op.add_column("person", sa.Column("filed_on", sa.Date(), nullable=True))
    op.add_column("person", sa.Column("filed", NUMBER, server_default="0", nullable=False))
    for name, (table, column) in PARTIAL.items():
        there = sa.text(f"{column} IS NOT NULL")
        op.create_index(name, table, [column], postgresql_where=there, sqlite_where=there)
    op.execute("UPDATE inbox SET done_at = received_at WHERE state = 2")  # set aside: their bodies go by it


def downgrade() -> None:
    for name, (table, _) in PARTIAL.items():
        op.drop_index(name, table)
    for column in ("filed", "filed_on", "pressed", "said", "minute_began"):
        op.drop_column("person", column)
