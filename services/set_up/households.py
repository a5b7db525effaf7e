"""The table of households against the register: what it says of a door replaces what it said before; doors that are not
in the file stay, and are named; doors that have ended here come back only when that is chosen. What is doubtful is
reported and taken."""

from collections import Counter
from collections.abc import Mapping, Sequence, Set
from typing import TypeAlias

from domain.register.doors import (
    LARGEST_USUAL_AREA,
    SMALLEST_USUAL_AREA,
    AreaSource,
    HouseholdKind,
    area_words,
    door_key,
    read_area,
)
from services.set_up.comparing import Comparison, Value
from services.set_up.outcome import ImportOutcome, Progress
from services.set_up.rows import HouseholdLine
from storage.models import HouseholdRow, PlaceRow
from storage.register.households import Households
from storage.unit_of_work import UnitOfWork

MAX_NAMED = 5
"""Doors that a note names; of the rest it says how many."""
_Door: TypeAlias = tuple[int, str]
"""Place and door key."""


def write_households(
    work: UnitOfWork,
    comparison: Comparison,
    lines: Sequence[HouseholdLine],
    places: Mapping[str, PlaceRow],
    outcome: ImportOutcome,
    progress: Progress,
) -> None:
    """Every door of the file. The same file again changes no row."""
    if not lines:
        return
    store = work.store(Households)
    by_id = {place.id: place for place in places.values()}
    rows = {(row.place_id, row.door_key): row for row in store.standing()}
    added, named = [], set[_Door]()
    for line in lines:
        key = _where(line, places, by_id, rows)
        named.add(key)
        subject, row = f"{line.place} {key[1]}", rows.get(key)
        if row is None and not _begins(comparison, line, subject):
            outcome.unchanged += 1
        elif row is None:
            row = rows[key] = HouseholdRow(
                place_id=key[0],
                number=line.number,
                sub_number=line.sub,
                room=line.room,
                door_key=key[1],
                since=work.now,
                version=1,
            )
            _write(row, _wanted(line))
            added.append(row)
            comparison.is_new("households", subject, _wanted(line))
            outcome.added += 1
        else:
            here = _standing(row)
            taken = comparison.settle("households", subject, line, f"household {subject}", _wanted(line), here)
            if taken:
                _write(row, {**here, **taken})
                row.version += 1
            outcome.count(changed=bool(taken))
        progress(1)
    store.add_all(added)
    _note(lines, rows, named, by_id, outcome)


def _where(
    line: HouseholdLine,
    places: Mapping[str, PlaceRow],
    by_id: Mapping[int, PlaceRow],
    rows: Mapping[_Door, HouseholdRow],
) -> _Door:
    """Its door; of a place that was merged where that went, unless it has stayed behind."""
    place, door = places[line.place], door_key(line.number, line.sub, line.room)
    while (place.id, door) not in rows and place.merged_into_id is not None:
        place = by_id[place.merged_into_id]
    return place.id, door


def _begins(comparison: Comparison, line: HouseholdLine, subject: str) -> bool:
    """Is there such a door from now on? One that the table has brought before was ended here since, and whoever ended
    it is not overruled by a row that was left in the table."""
    if not comparison.knows("households", subject):
        return True
    taken = comparison.settle(
        "households",
        f"{subject} gone",
        line,
        f"household {subject}",
        {"door": "yes"},
        {"door": "no"},
        shown={"door": ("there", "ended")},
        hint="take the row out of the table if there is no such door any more",
    )
    return bool(taken)


def _note(
    lines: Sequence[HouseholdLine],
    rows: Mapping[_Door, HouseholdRow],
    named: Set[_Door],
    by_id: Mapping[int, PlaceRow],
    outcome: ImportOutcome,
) -> None:
    """Reported only: doors not in the file, areas that are missing or unusual, sums that are not what was entered."""
    left = [f"{by_id[row.place_id].code} {_door(row)}" for key, row in rows.items() if key not in named]
    without = [f"{line.place} {_said(line)}" for line in lines if line.area is None and line.counts]
    odd = [
        f"{line.place} {_said(line)}: {area_words(line.area)} m²"
        for line in lines
        if line.area is not None and not SMALLEST_USUAL_AREA <= line.area <= LARGEST_USUAL_AREA
    ]
    keyed = {line.place for line in lines if line.owner is not None}
    keyless = [
        f"{line.place} {_said(line)}" for line in lines if line.owner is None and line.counts and line.place in keyed
    ]
    told = (
        ("households in the register but not in the file (kept)", left),
        ("households without an area", without),
        ("unusual areas", odd),
        ("households without an owner key beside others that have one (each is an owner of its own)", keyless),
    )
    outcome.notes.extend(f"{what}: {_some(which)}" for what, which in told if which)
    counted = Counter(row.place_id for row in rows.values() if row.counts)
    for place in sorted(
        (by_id[place_id] for place_id in {place_id for place_id, _ in named}), key=lambda one: one.code
    ):
        n, entered = counted[place.id], place.households
        if entered is not None and entered != n:
            both = f"{n} households in the register, {entered} entered for the place"
            outcome.notes.append(f"{place.code}: {both} ({n - entered:+d})")


def _some(which: Sequence[str]) -> str:
    rest = len(which) - MAX_NAMED
    return "; ".join(which[:MAX_NAMED]) + (f" and {rest} more" if rest > 0 else "")


def _said(line: HouseholdLine) -> str:
    return _words(line.number, line.sub, line.room)


def _door(row: HouseholdRow) -> str:
    return _words(row.number, row.sub_number, row.room)


def _words(number: int | None, sub_number: str | None, room: str | None) -> str:
    return "-".join(str(part) for part in (number, sub_number, room) if part is not None)


def _wanted(line: HouseholdLine) -> dict[str, Value]:
    return {
        "kind": str(line.kind),
        "area": area_words(line.area) if line.area is not None else None,
        "source": str(line.source),
        "counts": "yes" if line.counts else "no",
        "owner": line.owner,
        "floor": line.floor,
        "let": None if line.let is None else "yes" if line.let else "no",
    }


def _standing(row: HouseholdRow) -> dict[str, Value]:
    return {
        "kind": str(row.kind),
        "area": area_words(row.area) if row.area is not None else None,
        "source": str(row.area_source),
        "counts": "yes" if row.counts else "no",
        "owner": row.owner_key,
        "floor": row.floor,
        "let": None if row.let is None else "yes" if row.let else "no",
    }


def _write(row: HouseholdRow, values: Mapping[str, Value]) -> None:
    row.kind, row.area_source = HouseholdKind(str(values["kind"])), AreaSource(str(values["source"]))
    area, floor, owner, let = values["area"], values["floor"], values["owner"], values["let"]
    row.area = read_area(area) if isinstance(area, str) else None
    row.counts = values["counts"] == "yes"
    row.owner_key = owner if isinstance(owner, str) else None
    row.floor = floor if isinstance(floor, int) else None
    row.let = None if let is None else let == "yes"
