"""Which process has an update in hand, so that several share one inbox; what was set aside is found by an index."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("inbox") as inbox:
        inbox.add_column(sa.Column("owner", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True))
    for table, state in (("inbox", 2), ("outbox", 4)):
        aside = sa.text(f"state = {state}")
        op.create_index(f"ix_{table}_set_aside", table, ["id"], postgresql_where=aside, sqlite_where=aside)


def downgrade() -> None:
    for table in ("outbox", "inbox"):
        op.drop_index(f"ix_{table}_set_aside", table)
    with op.batch_alter_table("inbox") as inbox:
        inbox.drop_column("owner")
