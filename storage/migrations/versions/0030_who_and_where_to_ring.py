"""Who was asked for a name and a number, and refused; whom a ticket was reported for: their door, whether they know of
it, and who was told."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("person", sa.Column("who_asked", _NUMBER, server_default="0", nullable=False))
    op.add_column("person", sa.Column("who_refused_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("ticket_contact", sa.Column("door", sa.String(), nullable=True))
    op.add_column("ticket_contact", sa.Column("aware", sa.String(length=24), nullable=True))
    op.add_column("ticket_contact", sa.Column("person_id", _NUMBER, nullable=True))
    op.create_index("ix_ticket_contact_person_id", "ticket_contact", ["person_id"])
    op.create_index("ix_ticket_contact_phone", "ticket_contact", ["phone"])
    op.create_index("ix_person_contact_phone", "person_contact", ["phone"])


def downgrade() -> None:
    op.drop_index("ix_person_contact_phone", "person_contact")
    op.drop_index("ix_ticket_contact_phone", "ticket_contact")
    op.drop_index("ix_ticket_contact_person_id", "ticket_contact")
    for column in ("person_id", "aware", "door"):
        op.drop_column("ticket_contact", column)
    op.drop_column("person", "who_refused_at")
    op.drop_column("person", "who_asked")
