"""A report may concern more than the steward: the role it complains of stands where there was a yes or no."""

from collections.abc import Mapping

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0019"
down_revision = "0017"
branch_labels = None
depends_on = None

_TICKET = sa.table("ticket", sa.column("concerns", sa.String), sa.column("concerns_steward", sa.Boolean))
_DRAFT = sa.table(
    "draft",
    sa.column("person_id", sa.BigInteger),
    sa.column("form", sa.JSON().with_variant(postgresql.JSONB(), "postgresql")),
)


def upgrade() -> None:
    op.add_column("ticket", sa.Column("concerns", sa.String(length=24), nullable=True))
    op.execute(sa.update(_TICKET).where(_TICKET.c.concerns_steward).values(concerns="steward"))
    op.drop_column("ticket", "concerns_steward")
    _rewrite_drafts({"concerns_steward": True}, {"concerns": "steward", "concerns_pressed": True})


def downgrade() -> None:
    op.add_column("ticket", sa.Column("concerns_steward", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.execute(sa.update(_TICKET).where(_TICKET.c.concerns.is_not(None)).values(concerns_steward=True))
    op.drop_column("ticket", "concerns")
    _rewrite_drafts({"concerns": "steward"}, {"concerns_steward": True})


def _rewrite_drafts(before: Mapping[str, object], after: Mapping[str, object]) -> None:
    """What somebody has pressed in a report that is not sent yet stays pressed."""
    connection = op.get_bind()
    for person_id, form in connection.execute(sa.select(_DRAFT.c.person_id, _DRAFT.c.form)).all():
        if all(form.get(name) == value for name, value in before.items()):
            kept = {name: value for name, value in form.items() if name not in before}
            changed = sa.update(_DRAFT).where(_DRAFT.c.person_id == person_id).values(form={**kept, **after})
            connection.execute(changed)
