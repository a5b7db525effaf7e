"""The people's table against who holds what: nobody comes back whom the chat has let go, nobody is made twice."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from domain.vocabulary import HeldAs
from services.posts.invitations import new_invitation
from services.posts.posts import end_holding
from services.set_up.comparing import Comparison, Fields, Value, digest
from services.set_up.headings import ACCOUNT
from services.set_up.outcome import ImportOutcome, Invite, Progress
from services.set_up.rows import PersonLine
from services.set_up.seats import Seat, pair, seats_of
from storage.models import HoldingRow, Person, PostRow
from storage.people.accounts import NUMBERED
from storage.unit_of_work import UnitOfWork


def write_people(
    work: UnitOfWork,
    comparison: Comparison,
    lines: Sequence[PersonLine],
    posts: dict[str, PostRow],
    outcome: ImportOutcome,
    progress: Progress,
) -> None:
    """Rows that speak of a holding first, then those that add one: whoever the tables let go is gone by then."""
    _People(work, comparison, posts, outcome).write(lines, progress)


@dataclass(slots=True)
class _People:
    work: UnitOfWork
    comparison: Comparison
    posts: dict[str, PostRow]
    outcome: ImportOutcome
    zone: ZoneInfo = field(init=False)
    seats: list[Seat] = field(init=False)
    of_post: dict[str, list[Seat]] = field(default_factory=dict)
    telephoned: set[int] = field(default_factory=set)
    """One account may hold several posts: its first row decides, so that a second import finds nothing to do."""

    def __post_init__(self) -> None:
        self.zone = ZoneInfo(self.work.community.zone)
        codes = {row.id: row.code for row in self.posts.values()}
        held = self.comparison.store.holdings()
        accounts: dict[int, list[str]] = {}
        for account in self.work.accounts.of_people({person.id for _, person, _ in held}):
            if account.channel == NUMBERED and account.person_id is not None:
                accounts.setdefault(account.person_id, []).append(account.address)
        self.seats = seats_of(held, self.comparison, accounts, codes, self.zone)
        for seat in self.seats:
            self.of_post.setdefault(seat.post, []).append(seat)

    def write(self, lines: Sequence[PersonLine], progress: Progress) -> None:
        paired = pair(lines, self.seats, self.work.now)
        for number, line in enumerate(lines):
            if number in paired:
                self._compare(line, paired[number])
                progress(1)
        for number, line in enumerate(lines):
            if number not in paired:
                self._add(line)
                progress(1)
        spoken_of = {seat.row.id for seat in paired.values()}
        vanished = [
            f"{seat.row.entered_as or '(no name)'} ({seat.row.held_as} of {seat.post})"
            for seat in self.seats
            if seat.row.id not in spoken_of and not seat.is_over(self.work.now)
        ]
        if vanished:
            said = ", ".join(sorted(vanished))
            self.outcome.notes.append(f"people in the database but not in the files (kept): {said}")

    # A row that speaks of a holding

    def _compare(self, line: PersonLine, seat: Seat) -> None:
        row = seat.row
        renamed = row.entered_as != line.name
        if renamed and (seat.is_over(self.work.now) or seat.is_forgotten):
            self._ask_for_another(line, seat)
            return
        file, here, shown = self._sides(line, seat)
        unsure, hint = self._unsure(line, seat)
        taken = self.comparison.settle(
            "people",
            str(row.id),
            line,
            f"{row.entered_as or line.name} ({row.held_as} of {seat.post})",
            file,
            here,
            shown=shown,
            ask_about=unsure,
            hint=hint,
        )
        ends = "to" in taken and line.last_day is not None and self._until(line) <= self.work.now
        self._take(line, seat, taken)
        if ends:
            self.outcome.ended += 1
        else:
            self.outcome.count(changed=bool(taken))
        self._offer_link(line, row)

    def _sides(self, line: PersonLine, seat: Seat) -> tuple[Fields, Fields, dict[str, tuple[str, str]]]:
        """What the table says, what stands here, and how both are shown. An empty telephone or account says nothing."""
        row, person, phone = seat.row, seat.person, seat.contact.phone if seat.contact else None
        file: dict[str, Value] = {"name": digest(line.name), "as": str(line.held_as)}
        here: dict[str, Value] = {"name": digest(row.entered_as), "as": str(row.held_as)}
        file["from"], here["from"] = _iso(line.first_day), _iso(seat.first_day)
        file["to"], here["to"] = _iso(line.last_day), _iso(seat.last_day)
        if line.account is not None:
            same = line.account in seat.accounts
            file[ACCOUNT], here[ACCOUNT] = digest(line.account), digest(line.account if same else _first(seat))
        if line.phone is not None and person.id not in self.telephoned:
            file["phone"], here["phone"] = digest(line.phone), digest(phone)
        self.telephoned.add(person.id)
        shown = {
            "name": (line.name, row.entered_as or ""),
            ACCOUNT: (line.account or "", "another account"),
            "phone": (line.phone or "", phone or ""),
        }
        return file, here, shown

    def _unsure(self, line: PersonLine, seat: Seat) -> tuple[frozenset[str], str]:
        """Columns that nobody changes without asking, and what there is to know before it is decided."""
        row = seat.row
        present = self._in_the_seat(line, beside=row)
        comes_later = line.first_day is not None and line.first_day > self.work.local_day()
        if comes_later and not self.comparison.knows("people", str(row.id)):
            return frozenset({"from"}), f"«{self._name(row)}» would not hold it until then"
        phone = seat.contact.phone if seat.contact else None
        same_account = line.account is not None and line.account in seat.accounts
        sure = same_account or (line.phone is not None and line.phone == phone)
        if row.entered_as != line.name and self._is_bound(row) and not sure:
            hint = "the file's word puts the name right; for somebody else give the old row its last day, and add a row"
            return frozenset({"name"}), hint
        if present is None or not (seat.is_over(self.work.now) or row.held_as is not line.held_as):
            return frozenset(), ""
        return frozenset({"as"}), f"«{self._name(present)}» holds it now, and goes if the file's word is taken"

    def _take(self, line: PersonLine, seat: Seat, taken: Fields) -> None:
        row = seat.row
        if "to" in taken:
            was_over = seat.is_over(self.work.now)
            row.until, row.handed_over_at = self._until_or_none(line), None
            if was_over and not seat.is_over(self.work.now):
                self._make_room(line, row)
        if "from" in taken:
            row.since = self._midnight(line.first_day)
        if "as" in taken:
            row.held_as = line.held_as
            self._make_room(line, row)
        if "name" in taken:
            row.entered_as = line.name
            self._renew_links(row, seat.person)
        if ACCOUNT in taken:
            row.person_id = self._holder(line).id
            self._renew_links(row, None)
            self.outcome.bound.append(line.name)
        elif taken.keys() & {"name", "phone"}:
            name = line.name if "name" in taken else None
            self.work.people.set_contact(seat.person.id, name, line.phone if "phone" in taken else None)

    def _renew_links(self, row: HoldingRow, person: Person | None) -> None:
        """A link that went to another name, or to a seat that is taken, is worth nothing."""
        if person is None or not self.work.accounts.bound(person.id):
            for invitation in self.comparison.store.open_invitations(row.id):
                invitation.used_at = self.work.now

    # A row that adds one

    def _ask_for_another(self, line: PersonLine, seat: Seat) -> None:
        """The seat's row has another name now, and who held it has gone in the chat: is it a successor, or the one who
        has gone, written otherwise? Only whoever wrote the table knows."""
        gone = "somebody who is deleted" if seat.is_forgotten else f"«{seat.row.entered_as}»"
        taken = self.comparison.settle(
            "people",
            f"{seat.row.id} gone",
            line,
            f"{line.held_as} of {seat.post}",
            {"name": digest(line.name)},
            {"name": ""},
            shown={"name": (line.name, f"nobody, since {gone} has gone")},
            ask_about=frozenset({"name"}),
        )
        if taken:
            self._new(line)
        else:
            self.outcome.unchanged += 1

    def _add(self, line: PersonLine) -> None:
        present = self._in_the_seat(line, beside=None) if line.held_as is HeldAs.MAIN else None
        if present is None:
            self._new(line)
            return
        taken = self.comparison.settle(
            "people",
            f"{line.post} main",
            line,
            f"main of {line.post}",
            {"name": digest(line.name)},
            {"name": f"#{present.id}"},
            shown={"name": (line.name, self._name(present))},
            ask_about=frozenset({"name"}),
            hint=f"if the file's word is taken, «{self._name(present)}» goes as soon as «{line.name}» comes",
        )
        if taken:
            self._new(line)
        else:
            self.outcome.unchanged += 1

    def _new(self, line: PersonLine) -> None:
        person = self._holder(line)
        until = self._until_or_none(line)
        row = HoldingRow(
            post_id=self.posts[line.post].id,
            person_id=person.id,
            held_as=line.held_as,
            since=self._midnight(line.first_day),
            until=until,
            entered_as=line.name,
        )
        self.comparison.store.keep(row)
        self.telephoned.add(person.id)
        self.outcome.added += 1
        if line.account is not None:
            self.outcome.bound.append(line.name)
            self._make_room(line, row)
        file: dict[str, Value] = {"name": digest(line.name), "as": str(line.held_as)}
        file |= {"from": _iso(line.first_day), "to": _iso(line.last_day)}
        file |= {ACCOUNT: digest(line.account), "phone": digest(line.phone)}
        self.comparison.is_new("people", str(row.id), {k: v for k, v in file.items() if v is not None or k in _DAYS})
        self._offer_link(line, row)

    # What both need

    def _holder(self, line: PersonLine) -> Person:
        if line.account is None:
            return self.work.people.add_unbound(line.name, line.phone)
        person = self.work.people.behind(NUMBERED, line.account)
        self.work.people.set_contact(person.id, line.name, line.phone)
        self.work.session.flush()
        return person

    def _in_the_seat(self, line: PersonLine, *, beside: HoldingRow | None) -> HoldingRow | None:
        """Who else is or will be the post's main holder in the time of the row."""
        if line.held_as is not HeldAs.MAIN:
            return None
        since, until = self._midnight(line.first_day), self._until_or_none(line)
        for seat in self.of_post.get(line.post, ()):
            row = seat.row
            begins_in_time = until is None or row.since is None or row.since < until
            ends_in_time = since is None or row.until is None or since < row.until
            is_main = row.held_as is HeldAs.MAIN and not seat.is_over(self.work.now)
            if row is not beside and is_main and begins_in_time and ends_in_time:
                return row
        return None

    def _make_room(self, line: PersonLine, mine: HoldingRow) -> None:
        """Whoever has the seat of somebody with an account goes; who is still to come takes it with their link."""
        self.work.session.flush()
        other = self._in_the_seat(line, beside=mine)
        if other is not None and self._is_bound(mine):
            self.work.places.touch()
            end_holding(self.work, other, by=None)

    def _is_bound(self, row: HoldingRow) -> bool:
        return self.work.accounts.bound(row.person_id)

    def _name(self, row: HoldingRow) -> str:
        return row.entered_as or self.work.people.name(row.person_id) or "(no name)"

    def _midnight(self, day: date | None) -> datetime | None:
        """The beginning of a day where the community is."""
        return datetime.combine(day, time(), self.zone) if day else None

    def _until_or_none(self, line: PersonLine) -> datetime | None:
        return self._midnight(line.last_day + timedelta(days=1)) if line.last_day else None

    def _until(self, line: PersonLine) -> datetime:
        return self._until_or_none(line) or datetime.max.replace(tzinfo=self.zone)

    def _offer_link(self, line: PersonLine, row: HoldingRow) -> None:
        """A link for whoever has no account yet, unless one is under way already or they have gone."""
        if self._is_bound(row) or (row.until is not None and row.until <= self.work.now):
            return
        if any(one.expires_at > self.work.now for one in self.comparison.store.open_invitations(row.id)):
            self.outcome.invited_already.append(line.name)
            return
        before = self._in_the_seat(line, beside=row)
        code = new_invitation(self.work, row, succeeds_id=before.id if before is not None else None)
        self.outcome.invitations.append(Invite(line.name, self._title(line), code))

    def _title(self, line: PersonLine) -> str:
        return self.posts[line.post].title


_DAYS = frozenset({"from", "to"})


def _first(seat: Seat) -> str | None:
    return next(iter(seat.accounts), None)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None
