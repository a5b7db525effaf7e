"""Settings as a file: YAML as an office writes it, and where in it something stands."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from domain.unsound import Unsound, Where
from storage.sql.errors import StorageError

_Loader: Any = type("SettingsLoader", (getattr(yaml, "CSafeLoader", yaml.SafeLoader),), {"yaml_implicit_resolvers": {}})
"""The safe loader, in C where there is one. 14:00 is no number of minutes here, and `no` not the opposite of yes: what
is not plainly a number, true, false or nothing is the text that stands there."""
for _kind, _written, _first in (
    ("int", r"[-+]?(0|[1-9][0-9]*)", "-+0123456789"),
    ("float", r"[-+]?[0-9]+\.[0-9]+", "-+0123456789"),
    ("bool", "true|True|TRUE|false|False|FALSE", "tTfF"),
    ("null", "~|null|Null|NULL|", ("~", "n", "N", "")),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_kind}", re.compile(f"^(?:{_written})$"), _first)


def read_yaml(text: str) -> Any:
    """What stands in it; raises yaml.YAMLError."""
    return yaml.load(text, Loader=_Loader)  # noqa: S506 - made of the safe loader


def write_yaml(settings: Mapping[str, object]) -> str:
    """The same as an office reads it: one setting below the other, short lists in one line."""
    dumper: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    written: str = yaml.dump(
        settings, Dumper=dumper, allow_unicode=True, sort_keys=False, width=118, default_flow_style=None
    )
    return written


class SettingsFile:
    """A file as it is read: what it says, and on which line."""

    def __init__(self, text: str) -> None:
        loader = _Loader(text)
        try:
            self._root: yaml.Node | None = loader.get_single_node()
            self.raw: object = loader.construct_document(self._root) if self._root is not None else None
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            raise StorageError(f"the file is no YAML{f', line {mark.line + 1}' if mark else ''}") from None
        finally:
            loader.dispose()

    def twice(self) -> list[Unsound]:
        """Keys that stand there more than once: the second would silently win."""
        return list(_twice(self._root, ())) if self._root is not None else []

    def line(self, where: Where) -> int | None:
        """The line on which that stands, or the part of it that is there."""
        node, line = self._root, None
        for part in where:
            found = _within(node, part)
            if found is None:
                break
            line, node = found[0].start_mark.line + 1, found[1]
        return line


def in_words(where: Where, settings: object) -> str:
    """«categories → R202 楼道灯、路灯不亮 → claim»: rows by their code and name, else by their number from 1."""
    said, here = [], settings
    for part in where:
        inner = _inside(here, part)
        if isinstance(part, int):
            code = inner.get("code") if isinstance(inner, Mapping) else None
            said.append(f"{code} {_name(inner)}".strip() if code else f"row {part + 1}")
        else:
            said.append(part)
        here = inner
    return " → ".join(said)


def _inside(value: object, part: str | int) -> object:
    if isinstance(value, Mapping):
        return value.get(part)
    return value[part] if isinstance(value, list) and isinstance(part, int) and part < len(value) else None


def _name(row: object) -> str:
    name = row.get("name") if isinstance(row, Mapping) else None
    return str(name.get("zh") or "") if isinstance(name, Mapping) else ""


def _within(node: yaml.Node | None, part: str | int) -> tuple[yaml.Node, yaml.Node] | None:
    """The key (or row) and what stands under it."""
    if isinstance(node, yaml.MappingNode):
        return next(((key, value) for key, value in node.value if key.value == str(part)), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        return node.value[part], node.value[part]
    return None


def _twice(node: yaml.Node, where: Where) -> Iterator[Unsound]:
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if key.value in seen:
                yield Unsound(*where, str(key.value), why="stands there twice")
            seen.add(key.value)
            yield from _twice(value, (*where, str(key.value)))
    elif isinstance(node, yaml.SequenceNode):
        for row, value in enumerate(node.value):
            yield from _twice(value, (*where, row))
