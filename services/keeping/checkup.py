"""What an operator must know: what is wrong, what will be, and what to do about it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from domain.digest.standing import standing_of
from domain.posts.directory import Address
from domain.posts.household_counts import differs_from_entered, registered_at
from domain.posts.routing import route
from domain.vocabulary import Level
from services.digest.mornings import WARNS_FROM_MONTH
from storage.copies.condition import AHEAD, BACKUP, Condition, read_condition
from storage.copies.tables import strange_tables
from storage.digest.periods import Periods
from storage.settings.calendar import DeclaredDays
from storage.unit_of_work import UnitOfWork

BACKUP_GOOD_FOR = timedelta(days=7)
STUCK_AFTER = timedelta(minutes=5)
YOUNG_FOR = timedelta(days=1)
"""For so long after the first start nothing is missed that the first night brings."""
CLOCK_MOVED_BY, TOLD_FOR = timedelta(minutes=1), timedelta(days=7)
"""A moved clock is worth a line from the first on, and until the second has passed."""
MAX_LINES = 5
"""Names of places or posts in one line; the rest is a number."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A line for the operator. A fault has to be mended; a note is good to know."""

    words: str
    fault: bool = True


def check_up(work: UnitOfWork, late_ticks: Sequence[str], ticks: int) -> list[Finding]:
    """Everything worth a line, the worst first. `ticks`: how many there are, of which some are late."""
    condition = read_condition(work)
    young = condition.started_first is not None and condition.started_first < YOUNG_FOR.total_seconds()
    found = [*_machinery(condition, late_ticks, ticks), *_calendar(work)]
    found += [*_kept(work), *_community(work, young=young), *_backup(work, young=young)]
    return sorted(found, key=lambda finding: not finding.fault)


def _machinery(condition: Condition, late: Sequence[str], ticks: int) -> Iterator[Finding]:
    stuck = STUCK_AFTER.total_seconds()
    yield from _clock(condition)
    if len(late) == ticks:
        yield Finding("The clock stands still: is `louzhang run` running?")
    elif late:
        yield Finding(f"Late ticks: {_some(late)}. The log says why (tick=…).")
    if condition.inbox_oldest > stuck:
        waits = f"{condition.inbox_waiting} updates wait, the oldest for {_long(condition.inbox_oldest)}"
        yield Finding(f"{waits}: is `louzhang run` running, and what does its log say?")
    if condition.courier_lag > stuck:
        waits = f"{condition.outbox_waiting} messages wait, the oldest for {_long(condition.courier_lag)}"
        yield Finding(f"{waits}: can Telegram be reached from here?")
    if condition.inbox_set_aside:
        yield Finding(f"{condition.inbox_set_aside} updates were set aside: `louzhang replay` lists them.")
    if condition.outbox_overdue:
        held = f"{condition.outbox_overdue} messages are held back past their moment"
        yield Finding(f"{held}: does the log say why (tick=release_held, tick=send_due_digests)?")
    if condition.outbox_set_aside:
        aside = f"{condition.outbox_set_aside} messages could not be delivered and were set aside"
        yield Finding(f"{aside}: the log says why (set aside). They go after 30 days.")


def _kept(work: UnitOfWork) -> Iterator[Finding]:
    """What is kept and nobody of this version knows."""
    if unknown := strange_tables(work):
        words = f"The database holds what this version does not know: {_some(unknown)}"
        yield Finding(f"{words}. Nothing of it is exported, emptied or forgotten: which version made it?")
    kinds = work.outbox.unknown_kinds()
    if waiting := sum(kinds.values()):
        yield Finding(f"{waiting} messages of another version wait and cannot be read here: {_some(sorted(kinds))}.")


def _clock(condition: Condition) -> Iterator[Finding]:
    keep = "have the system keep its time (NTP)"
    if condition.ticks_ahead >= CLOCK_MOVED_BY.total_seconds():
        by = _long(condition.ticks_ahead)
        yield Finding(f"The clock of this machine was ahead by {by}, or has been put back by as much: {keep}.")
    for which, ago in condition.clock_moved.items():
        if ago < TOLD_FOR.total_seconds():
            how = "moved ahead" if which == AHEAD else "put back"
            yield Finding(f"The clock of this machine was {how}, {_long(ago)} ago: {keep}.", fault=False)


def _calendar(work: UnitOfWork) -> Iterator[Finding]:
    today = work.local_day()
    years = [today.year] + ([today.year + 1] if today.month >= WARNS_FROM_MONTH else [])
    for year in years:
        if not work.store(DeclaredDays).knows(year):
            yield Finding(f"The moved working days of {year} are not known: `louzhang calendar FILE` declares them.")


def _community(work: UnitOfWork, *, young: bool) -> Iterator[Finding]:
    directory = work.directory
    if not directory.posts:
        words = "There are no posts yet: `louzhang import FOLDER` sets the neighbourhood up."
        yield Finding(words, fault=not young)
        return
    standing = standing_of(directory, work.now)
    lost = [
        directory.name(Address(place.id))
        for place in directory.places.values()
        if place.level in (Level.BUILDING, Level.STREET, Level.UNIT)
        and route(directory, Address(place.id), work.now).person_id is None
    ]
    differing = [
        f"{directory.name(Address(place.id))}: {registered_at(directory, place.id)}, entered {place.households}"
        for place in directory.places.values()
        if differs_from_entered(directory, place.id)
    ]
    if differing:
        words = f"The register has other numbers of households than were entered: {_some(differing)}"
        yield Finding(f"{words}. The register counts; put the table of places right.", fault=False)
    if lost:
        yield Finding(f"Nobody at all can be asked about {_some(lost)}: fill a post above, or have its link pressed.")
    if standing.nobody:
        yield Finding(f"No steward answers for {_some(standing.nobody)}; reports climb.", fault=False)
    if standing.unreachable:
        yield Finding(f"Out of reach: {_some(standing.unreachable)}; ask them to press their link.", fault=False)
    if standing.vacant:
        yield Finding(f"Vacant: {_some(standing.vacant)}.", fault=False)
    if silent := [body.name for body in directory.bodies.values() if not directory.can_be_told(body, work.now)]:
        words = f"No contact can be told anything of {_some(silent)}: what they are asked is for the telephone"
        yield Finding(f"{words}.", fault=False)


def _backup(work: UnitOfWork, *, young: bool) -> Iterator[Finding]:
    last = work.store(Periods).last(BACKUP).get("last")
    if last is None:
        yield Finding("There is no backup yet: `louzhang backup FILE`, every night.", fault=not young)
    elif work.now - last > BACKUP_GOOD_FOR:
        age = _long((work.now - last).total_seconds())
        yield Finding(f"The last backup is {age} old: `louzhang backup FILE`, every night.")
    else:
        yield Finding(f"The last backup is {_long((work.now - last).total_seconds())} old.", fault=False)


def _some(names: Sequence[str]) -> str:
    more = f" and {len(names) - MAX_LINES} more" if len(names) > MAX_LINES else ""
    return ", ".join(names[:MAX_LINES]) + more


def _long(seconds: float) -> str:
    for unit, length in (("days", 86_400), ("hours", 3_600), ("minutes", 60)):
        if seconds >= 2 * length:
            return f"{seconds // length:.0f} {unit}"
    return f"{seconds:.0f} seconds"
