"""People have accounts: addresses in channels. What waits, lanes, messages about tickets and words name an account,
where they named Telegram's number of a chat; so do groups and whoever was only told «sorry», who are no person's."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

import storage.models.base

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_INSTANT = storage.models.base.UtcDateTime(timezone=True)
_NOBODY_KNOWS_WHEN = datetime(2000, 1, 1, tzinfo=UTC)
_BEYOND = 2**61
"""Neither numbers of Telegram, of 52 bits, nor of accounts are there. Keys pass through it, so that none meets another
on its way."""

_ACCOUNT = sa.table(
    "account",
    sa.column("id", _ID),
    sa.column("person_id", _ID),
    sa.column("channel", sa.String()),
    sa.column("address", sa.String()),
    sa.column("unreachable_at", _INSTANT),
    sa.column("used_at", _INSTANT),
)
_PERSON = sa.table(
    "person",
    sa.column("id", _ID),
    sa.column("telegram_id", _ID),
    sa.column("unreachable_at", _INSTANT),
    sa.column("created_at", _INSTANT),
)
_COLUMNS = ("person_id", "channel", "address", "unreachable_at", "used_at")
_NAMING = ("outbox", "lane", "message_of_ticket", "ticket_text")
_NUMBERED = ("message_of_ticket", "ticket_text")


def _named(column: str) -> dict[str, sa.TableClause]:
    return {name: sa.table(name, sa.column(column, _ID)) for name in _NAMING}


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("id", _ID, nullable=False),
        sa.Column("person_id", _ID, nullable=True),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("unreachable_at", _INSTANT, nullable=True),
        sa.Column("used_at", _INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_account_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("channel", "address", name=op.f("uq_account_channel")),
    )
    op.create_index(op.f("ix_account_person_id"), "account", ["person_id"])
    _open_accounts()
    number = sa.select(_ACCOUNT.c.id)
    for name, table in _named("chat_id").items():
        mine = number.where(_ACCOUNT.c.channel == "telegram", _ACCOUNT.c.address == _text(table.c.chat_id))
        _translate(table, table.c.chat_id, mine.scalar_subquery())
        op.execute(f"ALTER TABLE {name} RENAME COLUMN chat_id TO account_id")
    for name in _NUMBERED:
        op.execute(f"ALTER TABLE {name} RENAME COLUMN message_id TO number")
    _name_redraws("account_id")
    with op.batch_alter_table("person") as person:
        person.drop_constraint("uq_person_telegram_id", type_="unique")
        person.drop_column("telegram_id")
        person.drop_column("unreachable_at")
        person.alter_column("telegram_language", new_column_name="device_language", existing_type=sa.String())


def _open_accounts() -> None:
    """People's, and those of chats that stand in no person: groups, and whoever has only been told «sorry»."""
    known = sa.select(
        _PERSON.c.id,
        sa.literal("telegram"),
        _text(_PERSON.c.telegram_id),
        _PERSON.c.unreachable_at,
        _PERSON.c.created_at,
    ).where(_PERSON.c.telegram_id.is_not(None))
    op.execute(sa.insert(_ACCOUNT).from_select(_COLUMNS, known.order_by(_PERSON.c.id)))
    chats = sa.union(*(sa.select(table.c.chat_id) for table in _named("chat_id").values())).subquery("chats")
    others = sa.select(
        sa.null(),
        sa.literal("telegram"),
        _text(chats.c.chat_id),
        sa.null(),
        sa.literal(_NOBODY_KNOWS_WHEN, _INSTANT),
    ).where(
        chats.c.chat_id.is_not(None),
        ~sa.exists().where(_ACCOUNT.c.channel == "telegram", _ACCOUNT.c.address == _text(chats.c.chat_id)),
    )
    op.execute(sa.insert(_ACCOUNT).from_select(_COLUMNS, others))


def _text(column: sa.ColumnElement[int]) -> sa.ColumnElement[str]:
    return sa.cast(column, sa.String())


def _translate(table: sa.TableClause, column: sa.ColumnClause[int], new: sa.ScalarSelect[int]) -> None:
    """Every value becomes the new one; keys are never two the same meanwhile."""
    named = column.is_not(None)
    op.execute(sa.update(table).where(named).values({column.name: new + _BEYOND}))
    op.execute(sa.update(table).where(named).values({column.name: column - _BEYOND}))


def _name_redraws(column: str) -> None:
    """Redraws that wait together begin with where they wait."""
    outbox = sa.table("outbox", sa.column(column, _ID), sa.column("dedupe", sa.String()))
    where = sa.func.instr if op.get_bind().dialect.name == "sqlite" else sa.func.strpos
    rest = sa.func.substr(outbox.c.dedupe, where(outbox.c.dedupe, ":"))
    named = _text(outbox.c[column]).concat(rest)
    op.execute(sa.update(outbox).where(outbox.c.dedupe.is_not(None)).values(dedupe=named))


def downgrade() -> None:
    _refuse_what_has_no_number()
    with op.batch_alter_table("person") as person:
        person.add_column(sa.Column("telegram_id", _ID, nullable=True))
        person.add_column(sa.Column("unreachable_at", _INSTANT, nullable=True))
        person.alter_column("device_language", new_column_name="telegram_language", existing_type=sa.String())
        person.create_unique_constraint("uq_person_telegram_id", ["telegram_id"])
    his = _ACCOUNT.c.person_id == _PERSON.c.id
    number = sa.cast(_ACCOUNT.c.address, sa.BigInteger())
    op.execute(
        sa.update(_PERSON).values(
            telegram_id=sa.select(number).where(his).scalar_subquery(),
            unreachable_at=sa.select(_ACCOUNT.c.unreachable_at).where(his).scalar_subquery(),
        )
    )
    for name in _NUMBERED:
        op.execute(f"ALTER TABLE {name} RENAME COLUMN number TO message_id")
    for name, table in _named("account_id").items():
        mine = sa.select(number).where(_ACCOUNT.c.id == table.c.account_id)
        _translate(table, table.c.account_id, mine.scalar_subquery())
        op.execute(f"ALTER TABLE {name} RENAME COLUMN account_id TO chat_id")
    _name_redraws("chat_id")
    op.drop_table("account")


def _refuse_what_has_no_number() -> None:
    """The tables before knew one number of Telegram for each person."""
    bind = op.get_bind()
    elsewhere = bind.scalar(sa.select(sa.func.count()).where(_ACCOUNT.c.channel != "telegram")) or 0
    many = sa.select(_ACCOUNT.c.person_id).where(_ACCOUNT.c.person_id.is_not(None)).group_by(_ACCOUNT.c.person_id)
    several = bind.execute(many.having(sa.func.count() > 1)).all()
    if elsewhere or several:
        raise RuntimeError(
            f"cannot go back to the tables before accounts: {elsewhere} accounts are no Telegram numbers, "
            f"{len(several)} people have more than one"
        )
