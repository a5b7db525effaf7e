"""What the set-up tables said at their last import, so that another one sees what the chat has changed since."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0021"
down_revision = "0019"
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")


def upgrade() -> None:
    op.create_table(
        "table_line",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sheet", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("said", JSON, nullable=False),
        sa.Column("stood", JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_table_line")),
        sa.UniqueConstraint("sheet", "subject", name=op.f("uq_table_line_sheet")),
    )


def downgrade() -> None:
    op.drop_table("table_line")
