"""Writing checked rows into the database: what is new is added, what differs is changed, nothing is deleted."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from domain.directory import Coverage
from services.invitations import new_invitation
from services.reachability import take_up_waiting
from services.set_up.findings import FaultyFiles
from services.set_up.rows import CoverageLine, Lines, PersonLine, PlaceLine
from storage.models import CoverageRow, HoldingRow, Person, PersonContact, PlaceRow, PostRow
from storage.set_up import SetUpStore
from storage.unit_of_work import UnitOfWork

Held = tuple[HoldingRow, Person, PersonContact | None]


@dataclass(frozen=True, slots=True)
class Invite:
    """A one-time code for somebody who has not pressed a link yet. It is shown once; only its hash is kept."""

    name: str
    post: str
    code: str


@dataclass(slots=True)
class Outcome:
    """What the import did, in rows, and what the operator should read."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    ended: int = 0
    invitations: list[Invite] = field(default_factory=list)
    invited_already: list[str] = field(default_factory=list)
    bound: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def anything_changed(self) -> bool:
        return bool(self.added or self.changed or self.ended)

    def count(self, *, changed: bool) -> None:
        if changed:
            self.changed += 1
        else:
            self.unchanged += 1


def write_set_up(work: UnitOfWork, lines: Lines) -> Outcome:
    """All four tables within the unit. The same files again change no row and make no new link."""
    store = SetUpStore(work.session)
    outcome = Outcome()
    places = _write_places(work, store, lines, outcome)
    posts = _write_posts(store, lines, places, outcome)
    _write_coverage(store, lines, places, posts, outcome)
    _write_people(work, store, lines, posts, outcome)
    if outcome.anything_changed:
        work.places.touch()
        take_up_waiting(work)
    return outcome


def _write_places(work: UnitOfWork, store: SetUpStore, lines: Lines, outcome: Outcome) -> dict[str, PlaceRow]:
    rows = store.places()
    vanished = rows.keys() - {line.code for line in lines.places}
    for line in _parents_first(lines.places):
        parent_id = _standing(rows, line.parent).id if line.parent else None
        row = rows.get(line.code)
        if row is None:
            row = PlaceRow(
                code=line.code,
                parent_id=parent_id,
                level=line.level,
                name=line.name,
                aliases=list(line.aliases),
                households=line.households,
            )
            store.keep(row)
            rows[line.code] = row
            outcome.added += 1
            continue
        if row.merged_into_id is not None:
            outcome.unchanged += 1
            outcome.notes.append(f"place {line.code} was merged and is left as it is; take it out of the files")
            continue
        before = (row.parent_id, row.level, row.name, row.aliases, row.households)
        after = (parent_id, line.level, line.name, list(line.aliases), line.households)
        if (row.parent_id, row.name) != (parent_id, line.name):
            store.remember(row, work.now)
        if before != after:
            row.parent_id, row.level, row.name, row.aliases, row.households = after
        outcome.count(changed=before != after)
    roots = sorted(code for code, row in rows.items() if row.parent_id is None)
    if len(roots) > 1:
        raise FaultyFiles(f"the database already holds another community: {', '.join(roots)} would stand side by side")
    outcome.notes.extend(_not_in_files("places", vanished))
    return rows


def _standing(rows: dict[str, PlaceRow], code: str) -> PlaceRow:
    """The place of a code; one that was merged leads to where it went."""
    by_id = {row.id: row for row in rows.values()}
    row = rows[code]
    while row.merged_into_id is not None:
        row = by_id[row.merged_into_id]
    return row


def _parents_first(places: Iterable[PlaceLine]) -> list[PlaceLine]:
    by_code = {line.code: line for line in places}

    def depth(line: PlaceLine) -> int:
        return 0 if line.parent is None else 1 + depth(by_code[line.parent])

    return sorted(by_code.values(), key=depth)


def _write_posts(store: SetUpStore, lines: Lines, places: dict[str, PlaceRow], outcome: Outcome) -> dict[str, PostRow]:
    rows = store.posts()
    outcome.notes.extend(_not_in_files("posts", rows.keys() - {line.code for line in lines.posts}))
    for line in lines.posts:
        place_id = _standing(places, line.place).id
        row = rows.get(line.code)
        if row is None:
            row = PostRow(code=line.code, place_id=place_id, role=line.role, title=line.title)
            store.keep(row)
            rows[line.code] = row
            outcome.added += 1
            continue
        before = (row.place_id, row.role, row.title)
        after = (place_id, line.role, line.title)
        if before != after:
            row.place_id, row.role, row.title = after
        outcome.count(changed=before != after)
    return rows


def _not_in_files(what: str, codes: Iterable[str]) -> list[str]:
    said = ", ".join(sorted(codes))
    return [f"{what} in the database but not in the files (kept): {said}"] if said else []


def _write_coverage(
    store: SetUpStore, lines: Lines, places: dict[str, PlaceRow], posts: dict[str, PostRow], outcome: Outcome
) -> None:
    """What the files say about a post replaces what the database said about it; posts not in the files keep theirs."""
    wanted: dict[str, list[CoverageLine]] = {line.code: [] for line in lines.posts}
    for line in lines.coverage:
        wanted[line.post].append(line)
    present = store.coverage()
    for code, coverage_lines in wanted.items():
        post_id = posts[code].id
        kept = {_coverage(row): row for row in present.get(post_id, [])}
        for line in coverage_lines:
            to_no = line.to_no or line.from_no
            place_id = _standing(places, line.place).id
            cover = Coverage(post_id, place_id, line.from_no, to_no, line.side, line.sub_numbers, line.households)
            if kept.pop(cover, None) is None:
                store.cover(cover)
                outcome.added += 1
            else:
                outcome.unchanged += 1
        for row in kept.values():
            store.uncover(row)
            outcome.ended += 1


def _coverage(row: CoverageRow) -> Coverage:
    sub_numbers = None if row.sub_numbers is None else tuple(row.sub_numbers)
    return Coverage(row.post_id, row.place_id, row.from_no, row.to_no, row.side, sub_numbers, row.households)


def _write_people(
    work: UnitOfWork, store: SetUpStore, lines: Lines, posts: dict[str, PostRow], outcome: Outcome
) -> None:
    zone = ZoneInfo(work.community.zone)
    present = store.holdings()
    matched: set[int] = set()
    telephoned: set[int] = set()
    for line in lines.people:
        post = posts[line.post]
        since = _midnight(line.first_day, zone)
        until = _midnight(line.last_day + timedelta(days=1), zone) if line.last_day else None
        same_seat = [
            held
            for held in present
            if (held[0].post_id, held[0].held_as, held[0].since) == (post.id, line.held_as, since)
            and held[0].id not in matched
        ]
        held = _same_person(line, same_seat)
        if held is None:
            person = _new_holder(work, line)
            row = HoldingRow(
                post_id=post.id,
                person_id=person.id,
                held_as=line.held_as,
                since=since,
                until=until,
                entered_as=line.name,
            )
            store.keep(row)
            outcome.added += 1
            if line.telegram_id is not None:
                outcome.bound.append(line.name)
        else:
            row, person = held[0], held[1]
            _update(work, store, line, until, held, telephoned, outcome)
        matched.add(row.id)
        telephoned.add(row.person_id)
        if line.telegram_id is None and person.telegram_id is None and (until is None or until > work.now):
            _invite(work, store, line.name, post.title, row, outcome)
    titles = {row.id: row.code for row in posts.values()}
    vanished = [
        f"{row.entered_as or '(no name)'} ({row.held_as} of {titles[row.post_id]})"
        for row, _, _ in present
        if row.id not in matched and (row.until is None or row.until > work.now)
    ]
    outcome.notes.extend(_not_in_files("people", vanished))


def _midnight(day: date | None, zone: ZoneInfo) -> datetime | None:
    """The beginning of a day where the community is."""
    return datetime.combine(day, time(), zone) if day else None


def _same_person(line: PersonLine, same_seat: list[Held]) -> Held | None:
    by_name = [held for held in same_seat if held[0].entered_as == line.name]
    by_account = [held for held in same_seat if line.telegram_id and held[1].telegram_id == line.telegram_id]
    return next(iter((*by_name, *by_account)), None)


def _new_holder(work: UnitOfWork, line: PersonLine) -> Person:
    if line.telegram_id is None:
        return work.people.add_unbound(line.name, line.phone)
    person = work.people.recognise(line.telegram_id, None)
    work.people.set_contact(person.id, line.name, line.phone)
    work.session.flush()
    return person


def _update(
    work: UnitOfWork,
    store: SetUpStore,
    line: PersonLine,
    until: datetime | None,
    held: Held,
    telephoned: set[int],
    outcome: Outcome,
) -> None:
    """The last day, the account and the contact of a holding that is known already."""
    row, person, contact = held
    ends = until is not None and row.until != until and until <= work.now
    renamed = row.entered_as != line.name
    changed = renamed or row.until != until
    if row.until != until:
        row.handed_over_at = None
    row.until, row.entered_as = until, line.name
    if line.telegram_id is not None and person.telegram_id != line.telegram_id:
        row.person_id = _new_holder(work, line).id
        for invitation in store.open_invitations(row.id):
            invitation.used_at = work.now
        outcome.bound.append(line.name)
        changed = True
    elif person.id not in telephoned:
        # One account may hold several posts: its first row decides, so that a second import finds nothing to do.
        phone = contact.phone if contact else None
        if renamed or (line.phone is not None and phone != line.phone):
            work.people.set_contact(person.id, line.name if renamed else None, line.phone)
            changed = True
    if ends:
        outcome.ended += 1
    else:
        outcome.count(changed=changed)


def _invite(work: UnitOfWork, store: SetUpStore, name: str, title: str, holding: HoldingRow, outcome: Outcome) -> None:
    """A link, unless one is under way already."""
    if any(invitation.expires_at > work.now for invitation in store.open_invitations(holding.id)):
        outcome.invited_already.append(name)
    else:
        outcome.invitations.append(Invite(name, title, new_invitation(work, holding)))
