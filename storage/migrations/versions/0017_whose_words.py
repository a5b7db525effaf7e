"""Words and files say who sent them, and files what they came with: so that they are found for «my data», erased by
«delete me», and as secret as the line they hang on.

What a neighbour has said with «我也遇到» names nobody in the history; he is known by the moment at which he joined.
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

STEPPED_BACK = sa.text("reporter_id IS NULL AND recorded_by_id IS NULL")


def upgrade() -> None:
    for name in ("ticket_text", "media"):
        with op.batch_alter_table(name) as table:
            table.add_column(sa.Column("by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True))
            if name == "media":
                table.add_column(sa.Column("action", sa.String(length=24), nullable=True))
            table.create_foreign_key(f"fk_{name}_by_id_person", "person", ["by_id"], ["id"])
    _fill_in()
    with op.batch_alter_table("media") as table:
        table.alter_column("action", existing_type=sa.String(length=24), nullable=False)
    op.create_index("ix_ticket_text_by_id", "ticket_text", ["by_id"])
    op.create_index("ix_media_by_id", "media", ["by_id"])
    op.create_index(
        "ix_ticket_stepped_back",
        "ticket",
        ["filed_by_id"],
        postgresql_where=STEPPED_BACK,
        sqlite_where=STEPPED_BACK,
    )


def _fill_in() -> None:
    """From the lines of the history; a report's own words from who filed it."""
    op.execute(
        "UPDATE ticket_text SET by_id = (SELECT c.by_id FROM change c"
        " WHERE c.ticket_id = ticket_text.ticket_id AND c.text_id = ticket_text.id)"
        " WHERE action NOT IN ('file', 'follow')"
    )
    op.execute(
        "UPDATE ticket_text SET by_id = (SELECT t.filed_by_id FROM ticket t WHERE t.id = ticket_text.ticket_id)"
        " WHERE action = 'file'"
    )
    op.execute(
        "UPDATE ticket_text SET by_id = (SELECT min(f.person_id) FROM follower f"
        " WHERE f.ticket_id = ticket_text.ticket_id AND f.since = ticket_text.at) WHERE action = 'follow'"
    )
    op.execute(
        "UPDATE media SET"
        " action = coalesce((SELECT c.action FROM change c"
        " WHERE c.ticket_id = media.ticket_id AND c.seq = media.seq), 'note'),"
        " by_id = (SELECT c.by_id FROM change c WHERE c.ticket_id = media.ticket_id AND c.seq = media.seq)"
    )
    op.execute(
        "UPDATE media SET by_id = (SELECT min(f.person_id) FROM follower f JOIN change c ON c.ticket_id = f.ticket_id"
        " WHERE f.ticket_id = media.ticket_id AND c.seq = media.seq AND f.since = c.at) WHERE action = 'follow'"
    )


def downgrade() -> None:
    op.drop_index("ix_ticket_stepped_back", "ticket")
    op.drop_index("ix_media_by_id", "media")
    op.drop_index("ix_ticket_text_by_id", "ticket_text")
    for name, columns in (("media", ("action", "by_id")), ("ticket_text", ("by_id",))):
        with op.batch_alter_table(name) as table:
            table.drop_constraint(f"fk_{name}_by_id_person", type_="foreignkey")
            for column in columns:
                table.drop_column(column)
