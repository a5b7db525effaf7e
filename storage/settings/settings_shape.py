"""The shape of the community's settings: what is read from a file or a stored version, and what is wrong with it.

The shape is that of domain/community.py, to the letter: a key that nothing reads is refused, a number stands where a
number is read. What an earlier version of the program has stored is brought into that shape first.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import orjson
from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from domain.community import Community
from domain.soundness import faults_of, texts_in
from domain.unsound import Unsound, Where
from domain.words.languages import LANGUAGES
from storage.sql.errors import StorageError

_SHAPE = TypeAdapter(list[Community], config=ConfigDict(extra="forbid", strict=True))
"""In a list, because only what has no shape of its own hands this strictness down to all that is in it."""
_ADAPTER = TypeAdapter(Community)
_NEEDED = ("zh", "en")

DAYS = ("days_off", "working_weekends")
"""Days come from the calendar (`louzhang calendar`, /calendar)."""
FORMER: Mapping[str, Sequence[str]] = {
    "categories": ("urgent_when", "urgent_grade", "gb_class"),
    "emergency_numbers": ("local",),
    "meaning_words": ("commands",),
}
"""Keys that stood in the settings of earlier versions, in rows or below a name, and that nothing reads any more: what
people write instead of a command belongs to the command."""

_WHY = {
    "missing": "is missing",
    "unexpected_keyword_argument": "there is no such setting",
    "string_type": 'is text; a number needs quotes around it: "119"',
    "int_type": "is a whole number",
    "bool_type": "is true or false",
    "dataclass_type": "has settings of its own below it, each as name: value",
    "mapping_type": "has settings of its own below it, each as name: value",
    "dict_type": "has settings of its own below it, each as name: value",
    "too_long": "has too many values",
}


class SettingsRefused(StorageError):
    """They are not sound; every fault says where it stands and why. Values are never repeated."""

    def __init__(self, faults: Iterable[Unsound]) -> None:
        self.faults = tuple(faults)
        super().__init__(f"the community's settings are not sound: {'; '.join(map(str, self.faults))}")


def read_settings(raw: object) -> Community:
    """Settings as rules use them, or `SettingsRefused`."""
    try:
        (community,) = _SHAPE.validate_json(orjson.dumps([_without_former(raw)], option=orjson.OPT_NON_STR_KEYS))
    except ValidationError as error:
        raise SettingsRefused(map(_fault, error.errors(include_url=False, include_input=False))) from None
    except TypeError:
        raise SettingsRefused([Unsound(why="holds something that is neither text nor number")]) from None
    if faults := [*_languages(community), *faults_of(community)]:
        raise SettingsRefused(faults)
    return community


def written_settings(community: Community) -> dict[str, object]:
    """What somebody set, as it is kept; what is only made of it, and what stands in the calendar, stays out."""
    settings: dict[str, object] = _ADAPTER.dump_python(community, mode="json")
    return {name: value for name, value in settings.items() if not name.startswith("_") and name not in DAYS}


def former_in(raw: object) -> list[str]:
    """Former keys that still stand there."""
    return [
        key
        for name, keys in FORMER.items()
        for key in keys
        if isinstance(raw, Mapping) and any(key in row for row in _rows(raw.get(name)))
    ]


def _without_former(raw: object) -> object:
    """Settings of an earlier version, in today's shape; a text in no language is none."""
    if not isinstance(raw, Mapping):
        return raw
    kept = {name: value for name, value in raw.items() if not str(name).startswith("_")}
    for name, keys in FORMER.items():
        if isinstance(rows := kept.get(name), list):
            kept[name] = [_without(keys, row) if isinstance(row, Mapping) else row for row in rows]
        elif isinstance(rows, Mapping):
            kept[name] = _without(keys, rows)
    return kept


def _without(keys: Sequence[str], row: Mapping[str, object]) -> dict[str, object]:
    return {key: value for key, value in row.items() if key not in keys and value != {}}


def _rows(value: object) -> list[Mapping[str, object]]:
    rows = value if isinstance(value, list) else [value]
    return [row for row in rows if isinstance(row, Mapping)]


def _fault(found: ErrorDetails) -> Unsound:
    cause = found.get("ctx", {}).get("error")
    if isinstance(cause, Unsound):
        return cause
    where: Where = tuple(part for part in found["loc"][1:] if part != "[key]")
    kind = found["type"]
    if kind == "enum":
        return Unsound(*where, why=f"is one of {found.get('ctx', {}).get('expected')}")
    if kind.startswith("time"):
        return Unsound(*where, why='is a time of the day: "08:30"')
    return Unsound(*where, why=_WHY.get(kind) or found["msg"].removeprefix("Input should be ").lower())


def _languages(community: Community) -> Iterator[Unsound]:
    for where, names in texts_in(community):
        for language, words in names.items():
            if language not in LANGUAGES:
                yield Unsound(*where, language, why="there is no such language; texts are written under zh and en")
            elif not words.strip():
                yield Unsound(*where, language, why="is empty")
        yield from (Unsound(*where, language, why="is missing") for language in _NEEDED if language not in names)
