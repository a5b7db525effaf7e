"""A database that has been used for years is migrated at a start, while everybody waits."""

from collections.abc import Iterator

from alembic import command
from sqlalchemy import Connection, create_engine, event

from bot.subjects import SUBJECTS
from storage.migrations import migrate
from storage.migrations.upgrade import config_for

SINCE = "0026"
"""Migrations before this one are published, and done where they run."""


def _rereads(connection: Connection, statement: str, parameters: object) -> Iterator[str]:
    """Tables that the statement would read from end to end for every row of another."""
    rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all()  # type: ignore[arg-type]
    steps = {row[0]: (row[1], str(row[3])) for row in rows}
    for parent, step in steps.values():
        above = parent
        while step.startswith("SCAN") and above in steps:
            above, outer = steps[above]
            if outer.startswith("CORRELATED"):
                yield f"{step} in: {statement}"


def test_no_migration_reads_a_table_anew_for_every_row_of_another() -> None:
    assert SUBJECTS.notices, "the tables of wings too"
    engine, found, looked_at = create_engine("sqlite://"), list[str](), 0

    def look(
        connection: Connection, _cursor: object, statement: str, parameters: object, _context: object, many: bool
    ) -> None:
        nonlocal looked_at
        if not many and statement.startswith(("SELECT", "UPDATE", "DELETE", "INSERT")):
            looked_at += 1
            found.extend(_rereads(connection, statement, parameters))

    with engine.begin() as connection:
        migrate(connection)
        command.downgrade(config_for(connection), SINCE)
        event.listen(connection, "before_cursor_execute", look)
        migrate(connection)
        command.downgrade(config_for(connection), SINCE)
    assert looked_at > 20
    assert found == []
