"""The table of households against the register: what it says of a door replaces what it said before; doors that are not
in the file stay, and are named. What is doubtful is reported and taken."""

from collections import Counter
from collections.abc import Mapping, Sequence

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
    codes = {place.id: code for code, place in places.items()}
    rows = {(codes.get(row.place_id, ""), row.door_key): row for row in store.standing()}
    added = []
    for line in lines:
        key = line.place, door_key(line.number, line.sub, line.room)
        subject, row = " ".join(key), rows.get(key)
        if row is None:
            row = rows[key] = HouseholdRow(
                place_id=places[line.place].id,
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
    _note(lines, rows, places, outcome)


def _note(
    lines: Sequence[HouseholdLine],
    rows: Mapping[tuple[str, str], HouseholdRow],
    places: Mapping[str, PlaceRow],
    outcome: ImportOutcome,
) -> None:
    """Reported only: doors not in the file, areas that are missing or unusual, sums that are not what was entered."""
    in_file = {(line.place, door_key(line.number, line.sub, line.room)) for line in lines}
    left = [f"{place} {_door(row)}" for (place, key), row in rows.items() if (place, key) not in in_file]
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
    counted = Counter(line.place for line in lines if line.counts)
    for code, n in sorted(counted.items()):
        entered = places[code].households
        if entered is not None and entered != n:
            both = f"{n} households in the register, {entered} entered for the place"
            outcome.notes.append(f"{code}: {both} ({n - entered:+d})")


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
