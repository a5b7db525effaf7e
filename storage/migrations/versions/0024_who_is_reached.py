"""A steward may let residents see his telephone number; whoever asks to be contacted does so once a day."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("person", sa.Column("shows_phone", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("person", sa.Column("asked_contact_on", sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column("person", "asked_contact_on")
    op.drop_column("person", "shows_phone")
