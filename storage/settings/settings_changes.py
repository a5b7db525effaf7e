"""What a new version of the settings changes: a line for everything that was one thing and becomes another."""

from collections.abc import Iterator, Mapping, Sequence

import yaml

from domain.community import Community
from domain.unsound import Where
from storage.settings.settings_file import in_words
from storage.settings.settings_shape import written_settings

MAX_CHARACTERS = 120
"""Characters of one value that are shown."""


def changes_between(before: Community, after: Community) -> list[str]:
    """«ladder → P1 → row 3 → percent: 150 → 200», in the order of the settings; empty when nothing changes."""
    old, new = written_settings(before), written_settings(after)
    return [f"{in_words(where, new)}: {said}" for where, said in _changes(old, new, ())]


def _changes(old: object, new: object, where: Where) -> Iterator[tuple[Where, str]]:
    if old == new:
        return
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for key in dict.fromkeys((*old, *new)):
            yield from _entry(old.get(key, _GONE), new.get(key, _GONE), (*where, str(key)))
    elif isinstance(old, list) and isinstance(new, list) and _coded(old) and _coded(new):
        yield from _rows(old, new, where)
    elif isinstance(old, list) and isinstance(new, list) and _words(old) and _words(new):
        yield from _lists(old, new, where)
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for row, (one, other) in enumerate(zip(old, new, strict=True)):
            yield from _changes(one, other, (*where, row))
    else:
        yield where, f"{_shown(old)} → {_shown(new)}"


_GONE = object()


def _entry(old: object, new: object, where: Where) -> Iterator[tuple[Where, str]]:
    if old is _GONE:
        yield where, f"new, {_shown(new)}"
    elif new is _GONE:
        yield where, f"gone, was {_shown(old)}"
    else:
        yield from _changes(old, new, where)


def _rows(old: list[object], new: list[object], where: Where) -> Iterator[tuple[Where, str]]:
    """Rows that have codes are the same row wherever they stand."""
    before, after = _by_code(old), _by_code(new)
    for code, (_, one) in before.items():
        if code not in after:
            yield where, f"gone {code}"
        else:
            yield from _changes(one, after[code][1], (*where, after[code][0]))
    yield from (((*where, row), "new") for code, (row, _) in after.items() if code not in before)
    stayed = [code for code in before if code in after]
    if stayed != [code for code in after if code in before]:
        yield where, "another order"


def _lists(old: list[object], new: list[object], where: Where) -> Iterator[tuple[Where, str]]:
    more = [one for one in new if one not in old]
    fewer = [one for one in old if one not in new]
    parts = [f"new {_shown(more)}" if more else "", f"gone {_shown(fewer)}" if fewer else ""]
    yield where, ", ".join(part for part in parts if part) or "another order"


def _by_code(rows: Sequence[object]) -> dict[str, tuple[int, object]]:
    return {str(one["code"]): (row, one) for row, one in enumerate(rows) if isinstance(one, Mapping)}


def _coded(rows: Sequence[object]) -> bool:
    return all(isinstance(one, Mapping) and "code" in one for one in rows)


def _words(rows: Sequence[object]) -> bool:
    return all(isinstance(one, str) for one in rows)


def _shown(value: object) -> str:
    if value is None:
        return "-"
    flow = yaml.safe_dump(value, allow_unicode=True, default_flow_style=True, width=10**6) if value != "" else '""'
    said = value if isinstance(value, str) and value else flow.removesuffix("...\n").strip()
    said = " / ".join(said.splitlines())
    return said if len(said) <= MAX_CHARACTERS else f"{said[:MAX_CHARACTERS]}…"
