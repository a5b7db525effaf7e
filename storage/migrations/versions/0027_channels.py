"""Updates come from channels: by the channel's own number, which is unique there, and the address of whoever sent it."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

_INBOX = sa.table(
    "inbox",
    sa.column("id", sa.BigInteger()),
    sa.column("channel", sa.String()),
    sa.column("address", sa.String()),
    sa.column("chat_id", sa.BigInteger()),
    sa.column("body", sa.String()),
)


def upgrade() -> None:
    with op.batch_alter_table("inbox") as inbox:
        inbox.add_column(sa.Column("channel", sa.String(), nullable=False, server_default="telegram"))
        inbox.add_column(sa.Column("address", sa.String(), nullable=False, server_default=""))
    known = sa.update(_INBOX).where(_INBOX.c.chat_id != 0)
    op.execute(known.values(address=sa.cast(_INBOX.c.chat_id, sa.String())))
    _name_who_spoke_in_groups()
    with op.batch_alter_table("inbox") as inbox:
        inbox.drop_constraint("uq_inbox_update_id", type_="unique")
        inbox.alter_column("update_id", new_column_name="number", existing_type=sa.BigInteger(), existing_nullable=False)
        inbox.alter_column("channel", existing_type=sa.String(), existing_nullable=False, server_default=None)
        inbox.alter_column("address", existing_type=sa.String(), existing_nullable=False, server_default=None)
        inbox.drop_column("chat_id")
    with op.batch_alter_table("inbox") as inbox:
        inbox.create_unique_constraint("uq_inbox_channel", ["channel", "number"])


def _name_who_spoke_in_groups() -> None:
    """What could not be handled and still has its words is whoever's said it, also in a group (whose number is below
    zero): it goes with them when they ask to be forgotten."""
    bind = op.get_bind()
    kept = sa.select(_INBOX.c.id, _INBOX.c.body).where(_INBOX.c.chat_id < 0, _INBOX.c.body.is_not(None))
    for row in bind.execute(kept).all():
        if (sender := _sender_in(row.body)) is not None:
            bind.execute(sa.update(_INBOX).where(_INBOX.c.id == row.id).values(address=str(sender)))


def _sender_in(body: str) -> int | None:
    try:
        update = json.loads(body)
    except ValueError:
        return None
    inside = [one for one in update.values() if isinstance(one, dict)] if isinstance(update, dict) else []
    people = (one.get("from") for one in inside)
    return next((person.get("id") for person in people if isinstance(person, dict)), None)


def downgrade() -> None:
    bind = op.get_bind()
    strange = bind.scalar(sa.select(sa.func.count()).select_from(_INBOX).where(_INBOX.c.channel != "telegram")) or 0
    if strange:
        raise RuntimeError(f"cannot go back to the tables before channels: {strange} updates came from elsewhere")
    with op.batch_alter_table("inbox") as inbox:
        inbox.add_column(sa.Column("chat_id", sa.BigInteger(), nullable=False, server_default="0"))
    known = sa.update(_INBOX).where(_INBOX.c.address != "")
    op.execute(known.values(chat_id=sa.cast(_INBOX.c.address, sa.BigInteger())))
    with op.batch_alter_table("inbox") as inbox:
        inbox.drop_constraint("uq_inbox_channel", type_="unique")
        inbox.alter_column("number", new_column_name="update_id", existing_type=sa.BigInteger(), existing_nullable=False)
        inbox.alter_column("chat_id", existing_type=sa.BigInteger(), existing_nullable=False, server_default=None)
        inbox.drop_column("address")
        inbox.drop_column("channel")
    with op.batch_alter_table("inbox") as inbox:
        inbox.create_unique_constraint("uq_inbox_update_id", ["update_id"])
