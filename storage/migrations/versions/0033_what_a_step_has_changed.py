"""A line of history says what its step has changed of the ticket, so that the step can be taken back. Lines of before
do not know it: what they tell cannot be."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

_JSON = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


def upgrade() -> None:
    op.add_column("change", sa.Column("was", _JSON, nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("change") as change:
        change.drop_column("was")
