"""«One of these», the same statement however many they are.

SQLAlchemy's own IN is a new statement for every number of values: written anew each time, and on PostgreSQL prepared
anew on the server. Here all values are one parameter: an array on PostgreSQL, a JSON list on SQLite. What another
question finds is an array there too, so that the rows are always looked up by their key: for an IN, PostgreSQL without
fresh statistics may read the whole table instead.
"""

from collections.abc import Collection
from typing import cast

import orjson
from sqlalchemy import ARRAY, BigInteger, ColumnElement, Dialect, Select, String, Text, TypeDecorator, bindparam
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import NULLTYPE, TypeEngine


class _Many(TypeDecorator[Collection[object]]):
    """All values of an `among` in one parameter."""

    impl = Text
    cache_ok = True

    def __init__(self, *, words: bool) -> None:
        super().__init__()
        self.words = words

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[object]:
        if dialect.name == "postgresql":
            return cast(TypeEngine[object], ARRAY(Text() if self.words else BigInteger()))
        return cast(TypeEngine[object], Text())

    def process_bind_param(self, value: Collection[object] | None, dialect: Dialect) -> list[object] | str | None:
        values = list(value or ())
        return values if dialect.name == "postgresql" else orjson.dumps(values).decode()


class _Among(FunctionElement[object]):
    type = cast(TypeEngine[object], NULLTYPE)  # a Boolean is compared with 1 on SQLite, and then uses no index
    inherit_cache = True


def among(column: ColumnElement[object], name: str) -> ColumnElement[bool]:
    """Is the column one of the values given as `name`?"""
    return cast(
        ColumnElement[bool], _Among(column, bindparam(name, type_=_Many(words=isinstance(column.type, String))))
    )


class _AmongFound(FunctionElement[object]):
    type = cast(TypeEngine[object], NULLTYPE)
    inherit_cache = True


def among_found(column: ColumnElement[object], found: Select[int]) -> ColumnElement[bool]:
    """Is the column one of the values that this question finds?"""
    return cast(ColumnElement[bool], _AmongFound(column, found.scalar_subquery()))


@compiles(_AmongFound, "postgresql")
def _any_found(element: _AmongFound, compiler: SQLCompiler, **given: object) -> str:
    column, found = (compiler.process(part, **given) for part in element.clauses)
    return f"{column} = ANY (ARRAY{found})"


@compiles(_AmongFound, "sqlite")
def _in_found(element: _AmongFound, compiler: SQLCompiler, **given: object) -> str:
    column, found = (compiler.process(part, **given) for part in element.clauses)
    return f"{column} IN {found}"


@compiles(_Among, "postgresql")
def _any(element: _Among, compiler: SQLCompiler, **given: object) -> str:
    column, values = (compiler.process(part, **given) for part in element.clauses)
    return f"{column} = ANY ({values})"


@compiles(_Among, "sqlite")
def _each(element: _Among, compiler: SQLCompiler, **given: object) -> str:
    column, values = (compiler.process(part, **given) for part in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({values}))"  # noqa: S608 - the values are a parameter
