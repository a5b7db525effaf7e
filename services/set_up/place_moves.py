"""Places that are merged, split off or renamed from a day on. What has ended keeps the old names, sheets in the
stairwells go on leading somewhere, and every open ticket gets one line that says from where to where it moved."""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from domain.posts.directory import Directory, Place
from domain.vocabulary import Role, SetUpAct
from services.parts import MAX_BATCH
from services.posts.reachability import take_up_waiting
from services.set_up.cells import day, whole
from services.set_up.findings import Fault
from services.set_up.moving_along import full_names, hand_on, say_where
from services.set_up.text_files import NotReadable, decode
from storage.models import PlaceMove
from storage.people.posts import Posts
from storage.places.places import Places
from storage.unit_of_work import UnitOfWork

WORDS: Mapping[str, SetUpAct] = {
    "rename": SetUpAct.RENAMED,
    "改名": SetUpAct.RENAMED,
    "merge": SetUpAct.MERGED,
    "合并": SetUpAct.MERGED,
    "split": SetUpAct.SPLIT,
    "拆分": SetUpAct.SPLIT,
}
COLUMNS = ("what", "code", "into", "name", "from")


@dataclass(frozen=True, slots=True)
class Planned:
    """A row: `code` is renamed to `name`; or merged into `into`; or leaves its parent for `into`, which is made
    beside that parent under `name` when there is none yet."""

    act: SetUpAct
    code: str
    into: str | None
    name: str | None
    since: date
    row: int


def read_moves(source: Path) -> tuple[list[Planned], list[Fault]]:
    """The rows of a CSV file, and every fault of it."""
    try:
        rows = list(csv.DictReader(io.StringIO(decode(source.read_bytes()), newline="")))
    except NotReadable as error:
        return [], [Fault(source.name, error.row, str(error))]
    except OSError as error:
        return [], [Fault(source.name, None, f"cannot be read: {error.strerror}")]
    if not rows:
        return [], [Fault(source.name, None, f"has no rows below the header {','.join(COLUMNS)}")]
    planned: list[Planned] = []
    faults: list[Fault] = []
    for number, row in enumerate(rows, 2):
        cells = {column: " ".join((row.get(column) or "").split()) for column in COLUMNS}
        reasons = list(_reasons(cells))
        faults += [Fault(source.name, number, reason) for reason in reasons]
        if not reasons:
            since = day(cells["from"]) or date.max
            act = WORDS[cells["what"].lower()]
            code, into = whole(cells["code"]), whole(cells["into"]) or None
            planned.append(Planned(act, code, into, cells["name"] or None, since, number))
    return planned, faults


def _reasons(cells: Mapping[str, str]) -> Iterable[str]:
    act = WORDS.get(cells["what"].lower())
    if act is None:
        yield f"what: «{cells['what']}» is not one of rename, merge, split"
    if not cells["code"]:
        yield "code: is empty"
    if act is SetUpAct.RENAMED and not cells["name"]:
        yield "name: is empty; what is it called from then on?"
    if act in (SetUpAct.MERGED, SetUpAct.SPLIT) and not cells["into"]:
        yield "into: is empty; the code of the place it goes into"
    if len(cells["name"]) > 60:
        yield "name: is longer than 60 characters"
    try:
        since = day(cells["from"])
    except ValueError:
        since = None
    if since is None:
        yield f"from: «{cells['from']}» is not a date such as 2026-01-31"


def check_moves(directory: Directory, planned: Iterable[Planned], today: date, file: str) -> list[Fault]:
    """What the rows must agree on with the places there are, and with each other."""
    known = {place.code: place for place in directory.places.values()}
    made: set[str] = set()
    faults: list[Fault] = []
    for one in planned:
        place = known.get(one.code)
        if place is None and one.code not in made:
            faults.append(Fault(file, one.row, f"code: there is no place «{one.code}»"))
        if place is not None and place.merged_into is not None:
            faults.append(Fault(file, one.row, f"code: «{one.code}» was merged before"))
        if place is not None and place.parent_id is None and one.act is not SetUpAct.RENAMED:
            faults.append(Fault(file, one.row, f"code: «{one.code}» is the community itself"))
        if one.since < today:
            faults.append(Fault(file, one.row, f"from: {one.since} is past; today is {today}"))
        if one.into is None:
            continue
        into = known.get(one.into)
        if one.into == one.code:
            faults.append(Fault(file, one.row, "into: is the place itself"))
        elif into is None and one.into not in made and one.name is None:
            faults.append(Fault(file, one.row, f"into: there is no place «{one.into}»; with a name it is made"))
        elif into is not None and place is not None and _below(directory, into, place):
            faults.append(Fault(file, one.row, f"into: «{one.into}» stands below «{one.code}»"))
        made.add(one.into)
    return faults


def _below(directory: Directory, lower: Place, upper: Place) -> bool:
    return upper in directory.line(lower.id)


def notes_on(directory: Directory) -> list[str]:
    """What an office should look at after a merge: names that stand twice under one place, posts that stand alike."""
    notes: list[str] = []
    for place in directory.places.values():
        names = [child.name for child in directory.children(place.id)]
        twice = sorted({name for name in names if names.count(name) > 1})
        notes += [f"{place.name} has several places called {name}; give them names of their own" for name in twice]
        alike: dict[str, list[str]] = {}
        for post in directory.posts.values():
            if post.place_id == place.id and post.role is Role.GROUP_LEADER:
                alike.setdefault(post.role, []).append(post.title)
        notes += [f"{' and '.join(t)} answer alike for {place.name}" for t in alike.values() if len(t) > 1]
    return notes


def plan_moves(work: UnitOfWork, planned: Iterable[Planned]) -> int:
    """Write them down; those whose day has come are done at once. Returns how many were."""
    zone = ZoneInfo(work.community.zone)
    places = Places(work.session, work.now)
    for one in planned:
        since = datetime.combine(one.since, time(), zone)
        places.plan(PlaceMove(act=one.act, code=one.code, into=one.into, name=one.name, since=since))
    return move_due_places(work, 10_000)


def move_due_places(work: UnitOfWork, limit: int = MAX_BATCH) -> int:
    """The clock's part: what is to be moved from today on, in the order of the rows; returns how many."""
    places = Places(work.session, work.now)
    due = places.due(limit)
    if not due:
        return 0
    before = work.directory
    names = full_names(before)
    moved: dict[int, int] = {}
    gone_to: set[int] = set()
    for move in due:
        _do(work, places, move, moved, gone_to)
        move.done_at = work.now
        work.places.touch()
    say_where(work, names, moved, gone_to)
    hand_on(work, before, _changed(before, work.directory))
    take_up_waiting(work)
    return len(due)


def _changed(before: Directory, after: Directory) -> list[int]:
    """The places that stand elsewhere now."""
    above = {place.id: place.parent_id for place in before.places.values()}
    return [p.id for p in after.places.values() if p.id in above and above[p.id] != p.parent_id]


def _do(work: UnitOfWork, places: Places, move: PlaceMove, moved: dict[int, int], gone_to: set[int]) -> None:
    """`moved` collects where tickets were before, `gone_to` where they are now."""
    row = places.by_code(move.code)
    if row is None or row.merged_into_id is not None:
        return  # the places have changed since it was planned: nothing to do any more
    old, new = row.name, move.name or row.name
    if move.act is SetUpAct.RENAMED:
        places.remember(row)
        row.aliases = _with(row.aliases, row.name)
        row.name = new
    else:
        into = places.by_code(move.into or "") or places.add_beside(row, move)
        new = into.name
        if move.act is SetUpAct.MERGED:
            for child in places.children(row.id):
                places.remember(child)
                child.parent_id = into.id
            into.aliases = _with(into.aliases, row.name, *row.aliases)
            if row.households is not None:
                into.households = (into.households or 0) + row.households
            row.merged_into_id = into.id
            for ticket in work.tickets.open_at([row.id]):
                moved.setdefault(ticket.id, row.id)
                gone_to.add(into.id)
                ticket.address = replace(ticket.address, place_id=into.id)
            places.hand_over(row.id, into.id)
        else:
            places.remember(row)
            row.parent_id = into.id
    work.session.flush()
    work.store(Posts).write(move.act, by=None, subject=move.code, before=old, after=new)


def _with(aliases: list[str], *names: str) -> list[str]:
    """Who still says the old name is understood."""
    return list(dict.fromkeys([*aliases, *names]))
