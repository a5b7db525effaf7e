"""What stands out in a week: faults that come again, who has let things lie, how quickly people answered, and one
case that went well."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from statistics import median_high

from domain.digest.digest import Case, Cluster
from domain.digest.ticket_lives import ASKED_ANEW, Life
from domain.tickets.households import households
from domain.time.limits import Calendar
from domain.vocabulary import Action, Kind, Rating, State

LOOKS_BACK = timedelta(days=30)
"""How far back the same matter in the same building counts as «again»."""

CLUSTER_TIMES, CLUSTER_HOMES = 3, 2
FEW_CLAIMS = 3
"""Below this number of claims there is no median."""
QUIET = timedelta(days=7)


def clusters(lives: Sequence[Life], start: datetime, until: datetime) -> tuple[Cluster, ...]:
    """Faults that come again in one building: probably the building's, not one flat's."""
    found: dict[tuple[str, str], list[Life]] = {}
    for life in lives:
        if until - LOOKS_BACK <= life.filed_at < until and life.kind is not Kind.DISPUTE:
            found.setdefault((life.building, life.category), []).append(life)
    several = []
    for (_, category), alike in found.items():
        homes = households([voice for life in alike for voice in life.voices])
        current = any(life.filed_at >= start for life in alike)
        if current and len(alike) >= CLUSTER_TIMES and homes >= CLUSTER_HOMES:
            several.append(Cluster(category, alike[0].place, len(alike), homes))
    return tuple(sorted(several, key=lambda cluster: (-cluster.times, cluster.place)))


def claim_times(
    lives: Sequence[Life], start: datetime, until: datetime, calendar: Calendar
) -> tuple[int | None, int | None]:
    """Median and slowest way from filing to «mine», in working minutes; under three there is no median."""
    times = []
    for life in lives:
        claim = life.first((Action.CLAIM,), until)
        if claim is not None and claim.at >= start:
            times.append(_minutes(calendar, life.filed_at, claim.at))
    return (median_high(times), max(times)) if len(times) >= FEW_CLAIMS else (None, None)


def _minutes(calendar: Calendar, start: datetime, end: datetime) -> int:
    return int(calendar.worked(start, end).total_seconds() // 60)


def good_case(done: Sequence[Life], hidden: Collection[int], calendar: Calendar) -> Case | None:
    """Of what was closed and praised the one that was solved soonest; never a dispute."""
    praised = [
        life
        for life in done
        if life.resolved_at is not None
        and life.kind is not Kind.DISPUTE
        and life.id not in hidden
        and any(line.rating is Rating.GOOD for line in life.lines)
        and not any(line.action in (Action.NOT_SOLVED, Action.REOPEN) for line in life.lines)
    ]
    cases = [
        Case(life.category, life.place, _minutes(calendar, life.filed_at, life.resolved_at))
        for life in praised
        if life.resolved_at is not None
    ]
    return min(cases, key=lambda case: (case.minutes, case.place), default=None)


def quiet_people(lives: Sequence[Life], until: datetime) -> Mapping[int, int]:
    """Who has open tickets for seven days and more, and has done nothing in that time; with how many."""
    busy = {line.by for life in lives for line in life.between(until - QUIET, until)}
    quiet: Counter[int] = Counter()
    for life in lives:
        state = life.state_at(until)
        asked = [line.at for line in life.lines if line.at < until and line.action in (*ASKED_ANEW, Action.CLAIM)]
        waits_for_him = state in (State.NEW, State.CLAIMED) and bool(asked) and asked[-1] < until - QUIET
        if waits_for_him and life.assignee_id is not None and life.assignee_id not in busy:
            quiet[life.assignee_id] += 1
    return quiet
