"""The table of bodies against those that are there: what it says of a body replaces what it said before; bodies that
are not in the files stay."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from domain.bodies.bodies import BodyChannel, BodyKind
from services.set_up.comparing import Comparison, Value
from services.set_up.outcome import ImportOutcome, Progress
from services.set_up.rows import BodyLine
from services.set_up.seats import day_of, last_day_of
from storage.bodies.bodies import Bodies, BodyParts
from storage.models import BodyRow, PlaceRow
from storage.unit_of_work import UnitOfWork


def write_bodies(
    work: UnitOfWork,
    comparison: Comparison,
    lines: Sequence[BodyLine],
    places: Mapping[str, PlaceRow],
    outcome: ImportOutcome,
    progress: Progress,
) -> Mapping[str, BodyRow]:
    """Every body first, then what they have to do with each other. Returns all bodies that are there, by code."""
    store, zone = work.store(Bodies), ZoneInfo(work.community.zone)
    rows = store.by_code()
    vanished = sorted(rows.keys() - {line.code for line in lines})
    if vanished and lines:
        outcome.notes.append(f"bodies in the database but not in the files (kept): {', '.join(vanished)}")
    new = {line.code for line in lines if line.code not in rows}
    for line in lines:
        if line.code in new:
            rows[line.code] = store.add(BodyRow(code=line.code))
            _write(rows[line.code], _wanted(line), places, zone)
            comparison.is_new("bodies", line.code, _wanted(line))
            outcome.added += 1
        else:
            here = _standing(rows[line.code], places, zone)
            taken = comparison.settle("bodies", line.code, line, f"body {line.code}", _wanted(line), here)
            _write(rows[line.code], {**here, **taken}, places, zone)
            outcome.count(changed=bool(taken))
        progress(1)
    work.session.flush()
    by_id = {row.id: code for code, row in rows.items()}
    for line in lines:
        changed = _write_parts(store, comparison, line, rows, by_id)
        outcome.changed += changed and line.code not in new
    _note_unknown_duties(work, lines, outcome)
    return rows


def _wanted(line: BodyLine) -> dict[str, Value]:
    return {
        "kind": str(line.kind),
        "name": line.name,
        "places": [*line.places],
        "channel": str(line.channel),
        "phone": line.phone,
        "hours": line.hours,
        "reply": line.reply,
        "result": line.result,
        "seats": line.seats,
        "elected": _iso(line.elected),
        "from": _iso(line.first_day),
        "to": _iso(line.last_day),
    }


def _standing(row: BodyRow, places: Mapping[str, PlaceRow], zone: ZoneInfo) -> dict[str, Value]:
    codes = {place.id: code for code, place in places.items()}
    return {
        "kind": str(row.kind),
        "name": row.name,
        "places": [codes[one] for one in row.places if one in codes],
        "channel": str(row.channel),
        "phone": row.phone,
        "hours": row.hours,
        "reply": row.reply_limit,
        "result": row.result_limit,
        "seats": row.seats,
        "elected": _iso(row.elected_on),
        "from": _iso(day_of(row.since, zone)),
        "to": _iso(last_day_of(row.until, zone)),
    }


def _write(row: BodyRow, values: Mapping[str, Value], places: Mapping[str, PlaceRow], zone: ZoneInfo) -> None:
    """As the columns say; both days count."""
    codes = values["places"]
    assert isinstance(codes, list)
    row.kind, row.channel = BodyKind(str(values["kind"])), BodyChannel(str(values["channel"]))
    row.name, row.phone, row.hours = str(values["name"]), _text(values["phone"]), _text(values["hours"])
    row.places = [places[str(code)].id for code in codes]
    row.reply_limit, row.result_limit = str(values["reply"]), str(values["result"])
    seats = values["seats"]
    row.seats = seats if isinstance(seats, int) else None
    row.elected_on = _day(values["elected"])
    first, last = _day(values["from"]), _day(values["to"])
    row.since = datetime.combine(first, time(0), zone) if first is not None else None
    row.until = datetime.combine(last + timedelta(days=1), time(0), zone) if last is not None else None


def _write_parts(
    store: Bodies,
    comparison: Comparison,
    line: BodyLine,
    rows: Mapping[str, BodyRow],
    by_id: Mapping[int, str],
) -> bool:
    """Duties, members and what it can lend: as the table has them. Has anything changed?"""
    body = rows[line.code]
    file: dict[str, Value] = {
        "duties": _list(line.duties),
        "members": _list(sorted(line.members)),
        "resources": _list(one.words() for one in line.resources),
    }
    parts = store.parts_of(body.id)
    here: dict[str, Value] = {
        "duties": _list(parts.duties),
        "members": _list(sorted(by_id[one] for one in parts.members)),
        "resources": _list(one.words() for one in parts.resources),
    }
    taken = comparison.settle("body_parts", line.code, line, f"what body {line.code} does", file, here)
    if not taken:
        return False
    members = [rows[code].id for code in line.members] if "members" in taken else parts.members
    store.keep_parts(
        body.id,
        BodyParts(
            line.duties if "duties" in taken else parts.duties,
            tuple(members),
            line.resources if "resources" in taken else parts.resources,
        ),
    )
    return True


def _note_unknown_duties(work: UnitOfWork, lines: Sequence[BodyLine], outcome: ImportOutcome) -> None:
    """A duty that is no category and no shelf is a task in words: it is shown, and asks nobody."""
    known = {one.code for one in work.community.categories} | {one.code for one in work.community.groups}
    for line in lines:
        words = [duty for duty in line.duties if duty not in known]
        if words:
            outcome.notes.append(f"body {line.code}: {', '.join(words)} is no category; it is shown as a task")


def _list(words: Iterable[str]) -> Value:
    return [*words]


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None


def _day(value: Value) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else None


def _text(value: Value) -> str | None:
    return value if isinstance(value, str) else None
