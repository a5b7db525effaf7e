"""Messages know whose quiet time they keep; what could not be delivered can be counted."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

HELD = 5


def upgrade() -> None:
    op.add_column("outbox", sa.Column("keeps_quiet", sa.String(length=24), nullable=True))
    outbox = sa.table("outbox", sa.column("state", sa.SmallInteger()), sa.column("keeps_quiet", sa.String()))
    op.execute(outbox.update().where(outbox.c.state == HELD).values(keeps_quiet="P3"))


def downgrade() -> None:
    op.drop_column("outbox", "keeps_quiet")
