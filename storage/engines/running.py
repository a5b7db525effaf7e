"""One unit of work on one connection, the same on both databases."""

from collections.abc import Callable
from typing import Final, TypeVar

import orjson
from sqlalchemy import Connection, Engine
from sqlalchemy.orm import Session
from sqlalchemy.orm.session import JoinTransactionMode

from storage.unit_of_work import Shelf, UnitOfWork

T = TypeVar("T")
Unit = Callable[[UnitOfWork], T]

JSON: Final = {"json_serializer": lambda value: orjson.dumps(value).decode(), "json_deserializer": orjson.loads}
"""How every engine reads and writes JSON."""


def plain_savepoints(engine: Engine) -> None:
    """Savepoints are three words and a name, and are set for every update: they need no compiling.

    None is released by itself: the end of the transaction releases them all, and on PostgreSQL every release would be
    one more way to the server and back.
    """

    def savepoint(connection: Connection, name: str) -> None:
        connection.exec_driver_sql(f"SAVEPOINT {name}")

    def keep(_connection: Connection, _name: str) -> None: ...

    setattr(engine.dialect, "do_savepoint", savepoint)  # noqa: B010 - a method of every dialect
    setattr(engine.dialect, "do_release_savepoint", keep)  # noqa: B010


def run_unit(
    connection: Connection, unit: Unit[T], shelf: Shelf, *, mode: JoinTransactionMode, write: bool = True
) -> T:
    session = Session(connection, expire_on_commit=False, join_transaction_mode=mode)
    work = UnitOfWork(session, shelf)
    try:
        result = unit(work)
        if write:
            work.finish()
            session.commit()
        else:
            session.rollback()
        return result
    except BaseException:
        session.rollback()
        raise
    finally:
        session.close()
