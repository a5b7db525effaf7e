"""Running a community: leaves, invitations that are listed and revoked, former names of places, the set-up's history."""

from collections.abc import Mapping

import sqlalchemy as sa
from alembic import op
from sqlalchemy import BigInteger, String

from storage.models.base import UtcDateTime

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = UtcDateTime(timezone=True)
ACT = sa.String(length=24)

COLUMNS: Mapping[str, Mapping[str, BigInteger | String | UtcDateTime]] = {
    "place": {"households": NUMBER, "merged_into_id": NUMBER},
    "coverage": {"households": NUMBER},
    "holding": {"entered_as": sa.String(), "handed_over_at": TIME},
    "invitation": {"created_by_id": NUMBER, "succeeds_id": NUMBER, "revoked_at": TIME, "listed_at": TIME},
    "ticket": {"absence_id": NUMBER},
}


def upgrade() -> None:
    for table, columns in COLUMNS.items():
        for name, kind in columns.items():
            op.add_column(table, sa.Column(name, kind, nullable=True))
    # Until now the name that the set-up had entered stood with the person alone.
    op.execute(
        "UPDATE holding SET entered_as = "
        "(SELECT name FROM person_contact WHERE person_contact.person_id = holding.person_id)"
    )
    unused, displaced = sa.text("used_at IS NULL"), sa.text("absence_id IS NOT NULL")
    op.create_index(
        "ix_invitation_unused", "invitation", ["created_at"], postgresql_where=unused, sqlite_where=unused
    )
    op.create_index("ix_ticket_displaced", "ticket", ["absence_id"], postgresql_where=displaced, sqlite_where=displaced)
    op.create_table(
        "absence",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("person_id", NUMBER, nullable=False),
        sa.Column("deputy_id", NUMBER, nullable=True),
        sa.Column("since", TIME, nullable=False),
        sa.Column("until", TIME, nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("began_at", TIME, nullable=True),
        sa.Column("ended_at", TIME, nullable=True),
        sa.ForeignKeyConstraint(["deputy_id"], ["person.id"], name=op.f("fk_absence_deputy_id_person")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_absence_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
    )
    op.create_index("ix_absence_ended_at", "absence", ["ended_at"])
    op.create_index("ix_absence_person_id", "absence", ["person_id"])
    op.create_table(
        "former_name",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("place_id", NUMBER, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("parent_id", NUMBER, nullable=True),
        sa.Column("until", TIME, nullable=False),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_former_name_place_id_place")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_former_name")),
    )
    op.create_index("ix_former_name_place_id", "former_name", ["place_id"])
    op.create_table(
        "place_move",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("act", ACT, nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("into", sa.String(), nullable=True),
        sa.Column("name", sa.String(), nullable=True),
        sa.Column("since", TIME, nullable=False),
        sa.Column("done_at", TIME, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place_move")),
    )
    op.create_index("ix_place_move_done_at", "place_move", ["done_at"])
    op.create_table(
        "set_up_line",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("act", ACT, nullable=False),
        sa.Column("by_id", NUMBER, nullable=True),
        sa.Column("person_id", NUMBER, nullable=True),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("before", sa.String(), nullable=False),
        sa.Column("after", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_set_up_line")),
    )


def downgrade() -> None:
    for table in ("set_up_line", "place_move", "former_name", "absence"):
        op.drop_table(table)
    op.drop_index("ix_ticket_displaced", "ticket")
    op.drop_index("ix_invitation_unused", "invitation")
    for table, columns in COLUMNS.items():
        for name in columns:
            op.drop_column(table, name)
