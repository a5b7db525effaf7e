"""Bodies beside the chain, the headers of matters, what is asked of whom, and lines that wait for a bundle."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

import storage.models.base

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
TIME = storage.models.base.UtcDateTime(timezone=True)
WORD = sa.String(length=24)
TEXT = sa.String()


def _key() -> sa.Column[int]:
    return sa.Column("id", NUMBER, nullable=False)


def _is_key(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*(columns or ("id",)), name=op.f(f"pk_{table}"))


def _to(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"))


def _once(table: str, *columns: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint(*columns, name=op.f(f"uq_{table}_{columns[0]}"))


def _index(table: str, *columns: str) -> None:
    op.create_index(op.f(f"ix_{table}_{columns[0]}"), table, [*columns])


def _index_where(name: str, table: str, column: str, where: str) -> None:
    op.create_index(name, table, [column], postgresql_where=sa.text(where), sqlite_where=sa.text(where))


def upgrade() -> None:
    _bodies()
    with op.batch_alter_table("post") as post:
        post.add_column(sa.Column("body_id", NUMBER, nullable=True))
        post.create_foreign_key(op.f("fk_post_body_id_body"), "body", ["body_id"], ["id"])
        post.create_index(op.f("ix_post_body_id"), ["body_id"])
    _matters()
    _asks()
    op.add_column("ticket", sa.Column("asks", NUMBER, server_default="0", nullable=False))
    op.add_column("person", sa.Column("shown_again", sa.Boolean(), server_default=sa.false(), nullable=False))


def _bodies() -> None:
    op.create_table(
        "body",
        _key(),
        sa.Column("code", TEXT, nullable=False),
        sa.Column("kind", WORD, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("places", JSON, nullable=False),
        sa.Column("channel", WORD, nullable=False),
        sa.Column("phone", TEXT, nullable=True),
        sa.Column("hours", TEXT, nullable=True),
        sa.Column("reply_limit", TEXT, nullable=False),
        sa.Column("result_limit", TEXT, nullable=False),
        sa.Column("seats", NUMBER, nullable=True),
        sa.Column("elected_on", sa.Date(), nullable=True),
        sa.Column("since", TIME, nullable=True),
        sa.Column("until", TIME, nullable=True),
        _is_key("body"),
        _once("body", "code"),
    )
    op.create_table(
        "body_duty",
        _key(),
        sa.Column("body_id", NUMBER, nullable=False),
        sa.Column("what", TEXT, nullable=False),
        sa.Column("places", JSON, nullable=False),
        sa.Column("place_in_order", NUMBER, nullable=False),
        _to("body_duty", "body_id", "body"),
        _is_key("body_duty"),
        _once("body_duty", "body_id", "what"),
    )
    _index("body_duty", "body_id")
    op.create_table(
        "body_link",
        _key(),
        sa.Column("alliance_id", NUMBER, nullable=False),
        sa.Column("member_id", NUMBER, nullable=False),
        sa.Column("since", TIME, nullable=True),
        sa.Column("until", TIME, nullable=True),
        _to("body_link", "alliance_id", "body"),
        _to("body_link", "member_id", "body"),
        _is_key("body_link"),
    )
    _index("body_link", "alliance_id")
    _index("body_link", "member_id")
    op.create_table(
        "resource",
        _key(),
        sa.Column("body_id", NUMBER, nullable=False),
        sa.Column("what", TEXT, nullable=False),
        sa.Column("spot", TEXT, nullable=True),
        sa.Column("hours", TEXT, nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        _to("resource", "body_id", "body"),
        _is_key("resource"),
    )
    _index("resource", "body_id")


def _matters() -> None:
    op.create_table(
        "matter",
        _key(),
        sa.Column("number", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("title", TEXT, nullable=False),
        sa.Column("places", JSON, nullable=False),
        sa.Column("owner_post_id", NUMBER, nullable=True),
        sa.Column("body_id", NUMBER, nullable=True),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("version", NUMBER, nullable=False),
        sa.Column("next_due_at", TIME, nullable=True),
        sa.Column("next_due_what", TEXT, nullable=True),
        sa.Column("opened_at", TIME, nullable=False),
        sa.Column("ended_at", TIME, nullable=True),
        sa.Column("visibility", TEXT, nullable=False),
        sa.Column("parent_id", NUMBER, nullable=True),
        _to("matter", "body_id", "body"),
        _to("matter", "owner_post_id", "post"),
        _to("matter", "parent_id", "matter"),
        _is_key("matter"),
        _once("matter", "number"),
    )
    for column in ("body_id", "ended_at", "kind", "owner_post_id"):
        _index("matter", column)
    _index_where("ix_matter_next_due_at", "matter", "next_due_at", "next_due_at IS NOT NULL")
    op.create_table(
        "matter_text",
        _key(),
        sa.Column("body", TEXT, nullable=True),
        sa.Column("by_id", NUMBER, nullable=True),
        sa.Column("said_at", TIME, nullable=False),
        sa.Column("emptied_at", TIME, nullable=True),
        _to("matter_text", "by_id", "person"),
        _is_key("matter_text"),
    )
    _index("matter_text", "by_id")
    _index_where("ix_matter_text_said_at", "matter_text", "said_at", "body IS NOT NULL")
    op.create_table(
        "matter_group",
        _key(),
        sa.Column("matter_id", NUMBER, nullable=False),
        sa.Column("post_id", NUMBER, nullable=False),
        _to("matter_group", "matter_id", "matter"),
        _to("matter_group", "post_id", "post"),
        _is_key("matter_group"),
        _once("matter_group", "matter_id", "post_id"),
    )
    _index("matter_group", "matter_id")
    op.create_table(
        "matter_line",
        sa.Column("matter_id", NUMBER, nullable=False),
        sa.Column("n", NUMBER, nullable=False),
        sa.Column("action", TEXT, nullable=False),
        sa.Column("by_id", NUMBER, nullable=True),
        sa.Column("channel", WORD, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("before", TEXT, nullable=True),
        sa.Column("after", TEXT, nullable=False),
        sa.Column("text_id", NUMBER, nullable=True),
        sa.Column("detail", JSON, nullable=False),
        _to("matter_line", "matter_id", "matter"),
        _to("matter_line", "text_id", "matter_text"),
        _is_key("matter_line", "matter_id", "n"),
    )
    op.create_table(
        "matter_link",
        _key(),
        sa.Column("matter_id", NUMBER, nullable=False),
        sa.Column("ticket_id", NUMBER, nullable=True),
        sa.Column("other_id", NUMBER, nullable=True),
        sa.Column("stands_as", TEXT, nullable=False),
        _to("matter_link", "matter_id", "matter"),
        _to("matter_link", "other_id", "matter"),
        _to("matter_link", "ticket_id", "ticket"),
        _is_key("matter_link"),
    )
    for column in ("matter_id", "other_id", "ticket_id"):
        _index("matter_link", column)


def _asks() -> None:
    op.create_table(
        "ask",
        _key(),
        sa.Column("ticket_id", NUMBER, nullable=True),
        sa.Column("matter_id", NUMBER, nullable=True),
        sa.Column("kind", WORD, nullable=False),
        sa.Column("to_body_id", NUMBER, nullable=True),
        sa.Column("to_post_id", NUMBER, nullable=True),
        sa.Column("to_person_id", NUMBER, nullable=True),
        sa.Column("text_id", NUMBER, nullable=True),
        sa.Column("goes_along", WORD, nullable=False),
        sa.Column("agreed", WORD, nullable=True),
        sa.Column("asked_by_id", NUMBER, nullable=True),
        sa.Column("asked_at", TIME, nullable=False),
        sa.Column("reply_limit", TEXT, nullable=False),
        sa.Column("result_limit", TEXT, nullable=False),
        sa.Column("reached_at", TIME, nullable=True),
        sa.Column("reply_due", TIME, nullable=True),
        sa.Column("result_due", TIME, nullable=True),
        sa.Column("come_at", TIME, nullable=True),
        sa.Column("state", WORD, nullable=False),
        sa.Column("was", WORD, nullable=True),
        sa.Column("reason", WORD, nullable=True),
        sa.Column("answered_by_id", NUMBER, nullable=True),
        sa.Column("answered_at", TIME, nullable=True),
        sa.Column("arrived_at", TIME, nullable=True),
        sa.Column("done_at", TIME, nullable=True),
        sa.Column("silent_at", TIME, nullable=True),
        sa.Column("holds", sa.Boolean(), nullable=False),
        sa.Column("version", NUMBER, nullable=False),
        sa.Column("next_step_at", TIME, nullable=True),
        sa.Column("ended_at", TIME, nullable=True),
        _to("ask", "answered_by_id", "person"),
        _to("ask", "asked_by_id", "person"),
        _to("ask", "matter_id", "matter"),
        _to("ask", "text_id", "matter_text"),
        _to("ask", "ticket_id", "ticket"),
        _to("ask", "to_body_id", "body"),
        _to("ask", "to_person_id", "person"),
        _to("ask", "to_post_id", "post"),
        _is_key("ask"),
    )
    for column in ("answered_by_id", "asked_at", "asked_by_id", "matter_id", "ticket_id"):
        _index("ask", column)
    _index_where("ix_ask_open_to_body", "ask", "to_body_id", "ended_at IS NULL")
    _index_where("ix_ask_next_step_at", "ask", "next_step_at", "next_step_at IS NOT NULL")
    op.create_table(
        "concerned_body",
        sa.Column("ticket_id", NUMBER, nullable=False),
        sa.Column("body_id", NUMBER, nullable=False),
        sa.Column("by_id", NUMBER, nullable=False),
        _to("concerned_body", "body_id", "body"),
        _to("concerned_body", "by_id", "person"),
        _to("concerned_body", "ticket_id", "ticket"),
        _is_key("concerned_body", "ticket_id", "body_id"),
    )
    op.create_table(
        "bundle_line",
        _key(),
        sa.Column("person_id", NUMBER, nullable=False),
        sa.Column("kind", WORD, nullable=False),
        sa.Column("ask_id", NUMBER, nullable=True),
        sa.Column("matter_id", NUMBER, nullable=True),
        sa.Column("ticket_id", NUMBER, nullable=True),
        sa.Column("body_id", NUMBER, nullable=True),
        sa.Column("said_at", TIME, nullable=False),
        sa.Column("due_at", TIME, nullable=False),
        sa.Column("not_after", TIME, nullable=True),
        sa.Column("told_at", TIME, nullable=True),
        sa.Column("muted_at", TIME, nullable=True),
        _to("bundle_line", "ask_id", "ask"),
        _to("bundle_line", "body_id", "body"),
        _to("bundle_line", "matter_id", "matter"),
        _to("bundle_line", "person_id", "person"),
        _to("bundle_line", "ticket_id", "ticket"),
        _is_key("bundle_line"),
    )
    _index_where("ix_bundle_line_due_at", "bundle_line", "due_at", "told_at IS NULL")
    op.create_index("ix_bundle_line_of_person", "bundle_line", ["person_id", "told_at"])
    op.create_index("ix_bundle_line_said_at", "bundle_line", ["said_at"])


def downgrade() -> None:
    op.drop_column("person", "shown_again")
    op.drop_column("ticket", "asks")
    for table in ("bundle_line", "concerned_body", "ask", "matter_link", "matter_line", "matter_group", "matter_text", "matter"):
        op.drop_table(table)
    with op.batch_alter_table("post") as post:
        post.drop_index(op.f("ix_post_body_id"))
        post.drop_constraint(op.f("fk_post_body_id_body"), type_="foreignkey")
        post.drop_column("body_id")
    for table in ("resource", "body_link", "body_duty", "body"):
        op.drop_table(table)
