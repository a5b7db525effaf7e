"""Files have rows of their own: what their channel calls them. A photo of a report or of an announcement names such a
row, and so do drafts and what waits for an answer.

Telegram's second id of a file (`unique_id`, the same for every bot) goes: nothing ever asked for it.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

import storage.models.base

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_JSON = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
_INSTANT = storage.models.base.UtcDateTime(timezone=True)
_NOBODY_KNOWS_WHEN = sa.literal(datetime(2000, 1, 1, tzinfo=UTC), _INSTANT)
_TELEGRAM = sa.literal("telegram")

_FILE = sa.table(
    "file",
    sa.column("id", _ID),
    sa.column("channel", sa.String()),
    sa.column("ref", sa.String()),
    sa.column("kind", sa.String()),
    sa.column("size", _ID),
    sa.column("created_at", _INSTANT),
)
_COLUMNS = ("channel", "ref", "kind", "size", "created_at")
_MEDIA = sa.table(
    "media",
    sa.column("ticket_id", _ID),
    sa.column("seq", _ID),
    sa.column("kind", sa.String()),
    sa.column("size", _ID),
    sa.column("file_id", sa.String()),
    sa.column("unique_id", sa.String()),
    sa.column("file_key", _ID),
)
_CHANGE = sa.table("change", sa.column("ticket_id", _ID), sa.column("seq", _ID), sa.column("at", _INSTANT))
_WORDS = sa.table(
    "announcement_words", sa.column("announcement_id", _ID), sa.column("photo", sa.String()), sa.column("photo_key", _ID)
)
_ANNOUNCEMENT = sa.table("announcement", sa.column("id", _ID), sa.column("created_at", _INSTANT))
_WRITTEN = (("draft", "form", "created_at"), ("awaited", "detail", "since"))
"""Tables whose JSON may hold files: that column, and when it was written. No notice holds any."""

Attached = dict[str, object]


def upgrade() -> None:
    op.create_table(
        "file",
        sa.Column("id", _ID, nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=True),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("size", _ID, nullable=False),
        sa.Column("created_at", _INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_file")),
        sa.UniqueConstraint("channel", "ref", name=op.f("uq_file_channel")),
    )
    op.create_index(op.f("ix_file_created_at"), "file", ["created_at"])
    known = sa.text("sha256 IS NOT NULL")
    op.create_index("ix_file_sha256", "file", ["sha256"], postgresql_where=known, sqlite_where=known)
    op.add_column("media", sa.Column("file_key", _ID, nullable=True))
    op.add_column("announcement_words", sa.Column("photo_key", _ID, nullable=True))
    _keep_files_of_rows()
    _rewrite(_named_by_key)
    with op.batch_alter_table("media") as media:
        media.drop_column("file_id")
        media.drop_column("unique_id")
        media.create_foreign_key(op.f("fk_media_file_key_file"), "file", ["file_key"], ["id"])
    op.create_index("ix_media_file_key", "media", ["file_key"])
    with op.batch_alter_table("announcement_words") as words:
        words.drop_column("photo")
        words.create_foreign_key(op.f("fk_announcement_words_photo_key_file"), "file", ["photo_key"], ["id"])
    op.create_index("ix_announcement_words_photo_key", "announcement_words", ["photo_key"])


def _keep_files_of_rows() -> None:
    """Each file once, of when it came last; a position is none, and an announcement's photo may stand in a report too."""
    line = (_CHANGE.c.ticket_id == _MEDIA.c.ticket_id) & (_CHANGE.c.seq == _MEDIA.c.seq)
    came = sa.func.coalesce(sa.func.max(_CHANGE.c.at), _NOBODY_KNOWS_WHEN)
    sent = sa.select(_TELEGRAM, _MEDIA.c.file_id, sa.func.min(_MEDIA.c.kind), sa.func.max(_MEDIA.c.size), came)
    sent = sent.select_from(_MEDIA.outerjoin(_CHANGE, line)).where(_MEDIA.c.file_id != "")
    op.execute(sa.insert(_FILE).from_select(_COLUMNS, sent.group_by(_MEDIA.c.file_id)))
    begun = sa.func.max(_ANNOUNCEMENT.c.created_at)
    shown = sa.select(_TELEGRAM, _WORDS.c.photo, sa.literal("photo"), sa.literal(0, _ID), begun)
    shown = shown.select_from(_WORDS.join(_ANNOUNCEMENT, _ANNOUNCEMENT.c.id == _WORDS.c.announcement_id))
    new = ~sa.exists().where(*_called(_WORDS.c.photo))
    op.execute(sa.insert(_FILE).from_select(_COLUMNS, shown.where(_WORDS.c.photo != "", new).group_by(_WORDS.c.photo)))
    for table, key, ref in ((_MEDIA, "file_key", _MEDIA.c.file_id), (_WORDS, "photo_key", _WORDS.c.photo)):
        named = sa.select(_FILE.c.id).where(*_called(ref)).scalar_subquery()
        op.execute(sa.update(table).values({key: named}))


def _called(ref: sa.ColumnElement[str]) -> tuple[sa.ColumnElement[bool], ...]:
    """With the channel, which the index begins with: without it every row would read all files."""
    return _FILE.c.channel == "telegram", _FILE.c.ref == ref


def _rewrite(attached: Callable[..., Attached]) -> None:
    """Wherever in JSON an attachment stands."""
    bind = op.get_bind()
    for name, column, at in _WRITTEN:
        table = sa.table(name, sa.column("person_id", _ID), sa.column(column, _JSON), sa.column(at, _INSTANT))
        for person_id, before, when in bind.execute(sa.select(table)).all():
            after = _walked(before, partial(attached, at=when))
            if after != before:
                bind.execute(sa.update(table).where(table.c.person_id == person_id).values({column: after}))


def _walked(written: object, attached: Callable[[Attached], Attached]) -> object:
    if isinstance(written, list):
        return [_walked(one, attached) for one in written]
    if isinstance(written, dict):
        inside = {name: _walked(one, attached) for name, one in written.items()}
        return attached(inside)
    return written


def _named_by_key(one: Attached, at: datetime) -> Attached:
    if not {"file_id", "unique_id"} <= one.keys():
        return one
    rest = {name: value for name, value in one.items() if name not in ("file_id", "unique_id")}
    return {**rest, "file": _key_of(str(one["file_id"]), one, at)}


def _key_of(ref: str, one: Attached, at: datetime) -> int | None:
    if not ref:
        return None
    bind = op.get_bind()
    mine = sa.select(_FILE.c.id).where(*_called(sa.literal(ref)))
    if bind.scalar(mine) is None:
        row = {"channel": "telegram", "ref": ref, "kind": one["kind"], "size": one["size"], "created_at": at}
        bind.execute(sa.insert(_FILE).values(row))
    return bind.scalar(mine)


def downgrade() -> None:
    _refuse_what_telegram_does_not_know()
    op.drop_index("ix_media_file_key", "media")
    op.drop_index("ix_announcement_words_photo_key", "announcement_words")
    op.add_column("media", sa.Column("file_id", sa.String(), nullable=False, server_default=""))
    op.add_column("media", sa.Column("unique_id", sa.String(), nullable=False, server_default=""))
    op.add_column("announcement_words", sa.Column("photo", sa.String(), nullable=True))
    ref = sa.select(_FILE.c.ref).where(_FILE.c.id == _MEDIA.c.file_key).scalar_subquery()
    op.execute(sa.update(_MEDIA).where(_MEDIA.c.file_key.is_not(None)).values(file_id=ref, unique_id=ref))
    ref = sa.select(_FILE.c.ref).where(_FILE.c.id == _WORDS.c.photo_key).scalar_subquery()
    op.execute(sa.update(_WORDS).values(photo=ref))
    _rewrite(_named_by_ref)
    with op.batch_alter_table("media") as media:
        media.drop_constraint(op.f("fk_media_file_key_file"), type_="foreignkey")
        media.drop_column("file_key")
        media.alter_column("file_id", existing_type=sa.String(), server_default=None)
        media.alter_column("unique_id", existing_type=sa.String(), server_default=None)
    with op.batch_alter_table("announcement_words") as words:
        words.drop_constraint(op.f("fk_announcement_words_photo_key_file"), type_="foreignkey")
        words.drop_column("photo_key")
    op.drop_table("file")


def _named_by_ref(one: Attached, at: datetime) -> Attached:
    if not {"file", "kind", "latitude"} <= one.keys():
        return one
    ref = op.get_bind().scalar(sa.select(_FILE.c.ref).where(_FILE.c.id == one["file"])) or ""
    return {**{name: value for name, value in one.items() if name != "file"}, "file_id": ref, "unique_id": ref}


def _refuse_what_telegram_does_not_know() -> None:
    """The tables before knew files of Telegram alone. What another channel calls the same file may be forgotten."""
    elsewhere = sa.select(_FILE.c.id).where(_FILE.c.channel != "telegram")
    named = sa.select(_MEDIA.c.file_key).union(sa.select(_WORDS.c.photo_key)).subquery()
    many = sa.select(sa.func.count()).select_from(named).where(named.c[0].in_(elsewhere))
    if count := op.get_bind().scalar(many):
        raise RuntimeError(f"cannot go back to the tables before files: Telegram does not know {count} of them")
