"""Nothing is held for ever: what is held has a moment at which it leaves, and what had none leaves by day."""

import logging

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

HELD = 5
WHICH = "state <> 5 OR (not_before IS NOT NULL AND keeps_quiet IS NOT NULL)"

log = logging.getLogger(__name__)


def upgrade() -> None:
    outbox = sa.table(
        "outbox",
        sa.column("state", sa.SmallInteger()),
        sa.column("keeps_quiet", sa.String()),
        sa.column("not_before"),
        sa.column("created_at"),
    )
    for_ever = (outbox.c.state == HELD) & (outbox.c.keeps_quiet.is_(None) | outbox.c.not_before.is_(None))
    released = op.get_bind().execute(
        outbox.update()
        .where(for_ever)
        .values(
            keeps_quiet=sa.func.coalesce(outbox.c.keeps_quiet, "P2"),
            not_before=sa.func.coalesce(outbox.c.not_before, outbox.c.created_at),
        )
    )
    if released.rowcount:
        log.warning("%s messages were held for ever; they leave as soon as it is day", released.rowcount)
    with op.batch_alter_table("outbox") as held:
        held.create_check_constraint(op.f("ck_outbox_held_leaves"), WHICH)


def downgrade() -> None:
    with op.batch_alter_table("outbox") as held:
        held.drop_constraint(op.f("ck_outbox_held_leaves"), type_="check")
