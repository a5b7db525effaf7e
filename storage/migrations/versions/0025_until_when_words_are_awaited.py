"""A question says itself until when it waits; what stood behind a colon of its name stands in its detail."""

from datetime import timedelta

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

import storage.models.base

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

_JSON = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
_INSTANT = storage.models.base.UtcDateTime(timezone=True)
_AWAITED = sa.table(
    "awaited",
    sa.column("person_id", sa.BigInteger()),
    sa.column("what", sa.String()),
    sa.column("detail", _JSON),
    sa.column("since", _INSTANT),
    sa.column("until", _INSTANT),
)
_BEHIND_THE_COLON = {"return": "reason", "wait_date": "reason", "invite": "post", "invite_place": "role"}
_WAITED = {
    "result": timedelta(minutes=15),
    "add": timedelta(hours=24),
    "not_solved": timedelta(hours=24),
    "reopen": timedelta(hours=24),
}
_USUALLY = timedelta(hours=1)


def upgrade() -> None:
    op.add_column("awaited", sa.Column("until", _INSTANT, nullable=True))
    bind = op.get_bind()
    for row in bind.execute(sa.select(_AWAITED)).all():
        what, _, rest = row.what.partition(":")
        behind = {_BEHIND_THE_COLON[what]: rest} if rest and what in _BEHIND_THE_COLON else {}
        known = {"what": what, "detail": {**row.detail, **behind}} if behind else {}
        until = row.since + _WAITED.get(what, _USUALLY)
        mine = _AWAITED.update().where(_AWAITED.c.person_id == row.person_id)
        bind.execute(mine.values(until=until, **known))
    with op.batch_alter_table("awaited") as awaited:
        awaited.alter_column("until", existing_type=_INSTANT, nullable=False)


def downgrade() -> None:
    bind = op.get_bind()
    for row in bind.execute(sa.select(_AWAITED)).all():
        if row.what in _BEHIND_THE_COLON:
            rest = row.detail.get(_BEHIND_THE_COLON[row.what])
            detail = {name: fact for name, fact in row.detail.items() if name != _BEHIND_THE_COLON[row.what]}
            mine = _AWAITED.update().where(_AWAITED.c.person_id == row.person_id)
            bind.execute(mine.values(what=f"{row.what}:{rest}", detail=detail))
    with op.batch_alter_table("awaited") as awaited:
        awaited.drop_column("until")
