"""Texts of announcements are called by their subject's name: what waits to be said finds them under the new ones."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

OUTBOX = sa.table(
    "outbox",
    sa.column("id", sa.BigInteger),
    sa.column("kind", sa.String),
    sa.column("state", sa.Integer),
    sa.column("facts", sa.JSON),
)
NAMED_IN = {"Say": "key", "AnnouncementScreen": "lead"}
LEFT = (2, 3, 6)
"""Sent, dropped, undelivered: nobody reads these any more."""
FRONTS = {
    "refused-announce-": "announcements-refused-",
    "announce-": "announcements-",
    "door-": "announcements-door-",
    "notices-": "announcements-notices-",
    "moment-not-read": "announcements-moment-not-read",
}
OTHERS = frozenset({"door-numbers"})
"""It begins like one of them, and is none."""


def upgrade() -> None:
    _rename(FRONTS)


def downgrade() -> None:
    _rename({new: old for old, new in FRONTS.items() if new != "announcements-"} | {"announcements-": "announce-"})


def _rename(fronts: dict[str, str]) -> None:
    connection = op.get_bind()
    waiting = sa.select(OUTBOX).where(OUTBOX.c.kind.in_(NAMED_IN), OUTBOX.c.state.not_in(LEFT))
    for row in connection.execute(waiting).all():
        field = NAMED_IN[row.kind]
        key = (row.facts or {}).get(field) or ""
        front = next((front for front in fronts if key.startswith(front)), None)
        if front is not None and key not in OTHERS:
            facts = {**row.facts, field: fronts[front] + key.removeprefix(front)}
            connection.execute(sa.update(OUTBOX).where(OUTBOX.c.id == row.id).values(facts=facts))
