"""From the lives of tickets to the figures of a week. Plain counting: no database, no clock, no words."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from domain.digest.digest import (
    FEW_DISPUTES,
    ComparedWeek,
    Day,
    Figures,
    Kindred,
    Late,
    Rate,
    Reason,
    Section,
    Service,
    Standing,
)
from domain.digest.standouts import claim_times, clusters, good_case
from domain.digest.ticket_lives import ANSWERS, CONTACT, Life
from domain.time.limits import Calendar
from domain.time.weeks import Week
from domain.vocabulary import ENDED_STATES, Action, Kind, Rating, Result, State

MAX_LATE = 20
AGES = (3, 7, 30)
"""Days; the open ones are counted up to each of them, and beyond the last."""

_WEEK = timedelta(weeks=1)
_NOT_COUNTED = frozenset({State.MERGED, State.WITHDRAWN, State.REJECTED})


def figure(
    lives: Sequence[Life],
    week: Week,
    calendar: Calendar,
    *,
    now: datetime,
    last: ComparedWeek | None = None,
    year_ago: ComparedWeek | None = None,
    standing: Standing | None = None,
    service: Service | None = None,
) -> Figures:
    """The figures of a week from every life that touches it. `now` ends a week that still runs."""
    start, end = week.start(calendar.zone), week.end(calendar.zone)
    until = min(end, now)
    ids = {**_sections(lives, start, until), **_looked_after(lives, start, until)}
    counted = [life for life in lives if not _left_out(life, until)]
    ids |= _answers(counted, start, until)
    due = {**_response(counted, start, until), **_on_time(counted, start, until)}
    unclaimed = {*due[Section.CLAIM_DUE]} - {*due[Section.CLAIMED_IN_TIME]}
    unsolved = {*due[Section.RESOLVE_DUE]} - {*due[Section.RESOLVED_IN_TIME]}
    ids[Section.MISSED] = sorted(unclaimed | unsolved)
    hidden = _hidden(lives, {one for members in ids.values() for one in members})
    # After `hidden`: what is in a rate alone is opened by no button, so it makes no other dispute more or less alone.
    ids |= {**due, **_ratings(counted, start, until)}
    by_id = {life.id: life for life in lives}
    new = [by_id[one] for one in ids[Section.NEW]]
    done = [by_id[one] for one in ids[Section.DONE]]
    mismatched = [by_id[one].number for one in ids[Section.MISMATCHED] if one not in hidden]
    median, slowest = claim_times(lives, start, until, calendar)
    return Figures(
        week=str(week),
        until=until,
        complete=until == end,
        ids={section: tuple(members) for section, members in ids.items()},
        hidden=tuple(hidden),
        response=_rate(ids, Section.CLAIMED_IN_TIME, Section.CLAIM_DUE),
        on_time=_rate(ids, Section.RESOLVED_IN_TIME, Section.RESOLVE_DUE),
        solved=_rate(ids, Section.SOLVED, Section.ANSWERED),
        satisfied=_rate(ids, Section.SATISFIED, Section.RATED),
        days=_days(new, done, start, until, week, calendar),
        ages=_ages([by_id[one] for one in ids[Section.OPEN]], until),
        kinds=_kinds(new, hidden, last),
        clusters=clusters(lives, start, until),
        late=_late([by_id[one] for one in ids[Section.OVERDUE] if one not in hidden], until),
        lost=tuple(by_id[one].number for one in ids[Section.LOST] if one not in hidden),
        standing=standing or Standing(),
        mismatched=tuple(mismatched),
        good_case=good_case(done, hidden, calendar),
        service=service or Service(),
        claim_median=median,
        claim_slowest=slowest,
        returns=_count(lives, Action.RETURN, start, until),
        hand_overs=_count(lives, Action.HAND_OVER, start, until),
        last=last,
        year_ago=year_ago,
    )


def _sections(lives: Sequence[Life], start: datetime, until: datetime) -> dict[Section, list[int]]:
    """Each ticket is carried, new or back, or it is none of them and stays out; then it is open or ended."""
    ids: dict[Section, list[int]] = {section: [] for section in Section}
    for life in lives:
        filed = start <= life.filed_at < until
        carried = life.open_at(start)
        back = not filed and not carried and life.came_back(start, until)
        state = life.state_at(until)
        if state is None or not (filed or carried or back):
            continue
        dropped = state in (State.MERGED, State.WITHDRAWN)
        if filed and dropped:
            ids[Section.MERGED if state is State.MERGED else Section.WITHDRAWN].append(life.id)
            continue
        ids[Section.CARRIED if carried else Section.NEW if filed else Section.BACK].append(life.id)
        for section in _marks(life, start, until, filed=filed):
            ids[section].append(life.id)
        if dropped:
            ids[Section.DROPPED].append(life.id)
            continue
        if life.came_back(start, until) or life.last((Action.NOT_SOLVED,), start, until):
            ids[Section.AGAIN].append(life.id)
        if state in ENDED_STATES:
            ids[Section.DONE].append(life.id)
            if state is State.REJECTED:
                ids[Section.REJECTED].append(life.id)
            elif life.result_at(until) is Result.PASSED_ON:
                ids[Section.PASSED_ON].append(life.id)
            continue
        ids[Section.OPEN].append(life.id)
        if life.parked_at(until):
            ids[Section.PARKED].append(life.id)
        standing = _standing_of(life, state, until)
        ids[standing].append(life.id)
        if standing is Section.IN_TIME and life.resolve_due is not None and life.resolve_due < until + _WEEK:
            ids[Section.DUE_NEXT].append(life.id)
        if state is State.NEW and life.assignee_id is None:
            ids[Section.LOST].append(life.id)
    return ids


def _marks(life: Life, start: datetime, until: datetime, *, filed: bool) -> Iterator[Section]:
    """What else is counted of it, beside the side of the balance it stands on."""
    if filed and life.on_behalf:
        yield Section.ON_BEHALF
    if filed and life.follows:
        yield Section.RECURRED
    if filed and life.kind is Kind.ENQUIRY:
        yield Section.ASKED


def _looked_after(lives: Sequence[Life], start: datetime, until: datetime) -> dict[Section, list[int]]:
    """What was asked and found out later about closed tickets, whenever they were closed."""
    checks = {life.id: line for life in lives if (line := life.last((Action.CHECK,), start, until)) is not None}
    return {
        Section.FOLLOWED_UP: [life.id for life in lives if life.last((Action.FOLLOW_UP,), start, until)],
        Section.CHECKED: list(checks),
        Section.MISMATCHED: [ticket_id for ticket_id, line in checks.items() if line.agrees is False],
    }


def _standing_of(life: Life, state: State, until: datetime) -> Section:
    if state is State.WAITING:
        return Section.WAITING
    if state is State.RESOLVED:
        return Section.CONFIRMING
    return Section.OVERDUE if _overdue_since(life, state, until) is not None else Section.IN_TIME


def _overdue_since(life: Life, state: State, until: datetime) -> datetime | None:
    limits = [life.resolve_due] if state is State.CLAIMED else [life.claim_limit(until), life.resolve_due]
    return min((limit for limit in limits if limit is not None and limit < until), default=None)


def _left_out(life: Life, until: datetime) -> bool:
    """Merged, withdrawn, refused and passed on to others: in no rate."""
    return life.state_at(until) in _NOT_COUNTED or life.result_at(until) is Result.PASSED_ON


def _rate(ids: Mapping[Section, Sequence[int]], hits: Section, base: Section) -> Rate:
    return Rate(len(ids[hits]), len(ids[base]))


def _response(lives: Sequence[Life], start: datetime, until: datetime) -> dict[Section, list[int]]:
    """Whose claim limit fell in the week, and which of them were answered by a person within it."""
    due = [(life, life.promised) for life in lives if life.promised is not None and start <= life.promised < until]
    return {
        Section.CLAIM_DUE: [life.id for life, _ in due],
        Section.CLAIMED_IN_TIME: [
            life.id
            for life, promised in due
            if (contact := life.first(CONTACT, until)) is not None and contact.at <= promised
        ],
    }


def _on_time(lives: Sequence[Life], start: datetime, until: datetime) -> dict[Section, list[int]]:
    """Whose resolve limit fell in the week (the clock of a waiting one stands still), and which were solved in it."""
    due = [
        (life, life.resolve_due)
        for life in lives
        if life.resolve_due is not None
        and start <= life.resolve_due < until
        and life.state_at(until) not in (State.WAITING, None)
    ]
    return {
        Section.RESOLVE_DUE: [life.id for life, _ in due],
        Section.RESOLVED_IN_TIME: [
            life.id for life, limit in due if life.resolved_at is not None and life.resolved_at <= limit
        ],
    }


def _answers(lives: Sequence[Life], start: datetime, until: datetime) -> dict[Section, list[int]]:
    """What reporters answered in the week; whoever was asked and said nothing is in neither number of the rate."""
    ids: dict[Section, list[int]] = {Section.SOLVED: [], Section.ANSWERED: [], Section.UNANSWERED: []}
    for life in lives:
        answer = life.last(ANSWERS, start, until)
        if answer is not None:
            ids[Section.ANSWERED].append(life.id)
            if answer.action is Action.CONFIRM:
                ids[Section.SOLVED].append(life.id)
        elif life.last((Action.RESOLVE,), start, until) is not None:
            ids[Section.UNANSWERED].append(life.id)
    return ids


def _ratings(lives: Sequence[Life], start: datetime, until: datetime) -> dict[Section, list[int]]:
    said = [(life, line.rating) for life in lives if (line := life.last((Action.RATE,), start, until)) is not None]
    return {
        Section.RATED: [life.id for life, _ in said],
        Section.SATISFIED: [life.id for life, rating in said if rating is Rating.GOOD],
    }


def _hidden(lives: Sequence[Life], counted: Collection[int]) -> list[int]:
    disputes = [life for life in lives if life.kind is Kind.DISPUTE and life.id in counted]
    each = Counter(life.building for life in disputes)
    return [life.id for life in disputes if each[life.building] < FEW_DISPUTES]


def _days(
    new: Sequence[Life], done: Sequence[Life], start: datetime, until: datetime, week: Week, calendar: Calendar
) -> tuple[Day, ...]:
    filed = Counter(life.filed_at.astimezone(calendar.zone).date() for life in new)
    ends: Counter[object] = Counter()
    for life in done:
        last = [
            line.at
            for line in life.between(start, until)
            if line.after in ENDED_STATES and line.before not in ENDED_STATES
        ]
        ends[max(last).astimezone(calendar.zone).date()] += 1
    return tuple(Day(filed[day], ends[day]) for day in (week.monday + timedelta(days=offset) for offset in range(7)))


def _ages(lives: Sequence[Life], until: datetime) -> tuple[int, ...]:
    ages = [(until - life.filed_at).days for life in lives]
    edges = (-1, *AGES)
    upto = [sum(low < age <= high for age in ages) for low, high in zip(edges, AGES, strict=False)]
    return (*upto, sum(age > AGES[-1] for age in ages))


def _kinds(new: Sequence[Life], hidden: Collection[int], last: ComparedWeek | None) -> tuple[Kindred, ...]:
    """By category, most first. The disputes that are hidden are one row, which has no category."""
    counts = Counter(None if life.id in hidden else life.category for life in new)
    disputes = {life.category for life in new if life.kind is Kind.DISPUTE}
    kinds = []
    for code, count in counts.items():
        comparable = last is not None and code is not None and code not in disputes
        kinds.append(Kindred(code, count, last.kinds.get(code, 0) if last and code and comparable else None))
    return tuple(sorted(kinds, key=lambda kind: (kind.code is None, -kind.count, kind.code or "")))


def _late(lives: Sequence[Life], until: datetime) -> tuple[Late, ...]:
    late = []
    for life in lives:
        state = life.state_at(until) or State.NEW
        since = _overdue_since(life, state, until) or until
        reason = Reason.UNSOLVED if state is State.CLAIMED else Reason.UNCLAIMED
        reason = Reason.NOBODY if life.assignee_id is None else reason
        late.append(Late(life.id, life.number, life.category, life.place, since, reason, life.post, life.next_post))
    return tuple(sorted(late, key=lambda one: (one.since, one.ticket_id))[:MAX_LATE])


def _count(lives: Sequence[Life], action: Action, start: datetime, until: datetime) -> int:
    return sum(line.action is action for life in lives for line in life.between(start, until))
