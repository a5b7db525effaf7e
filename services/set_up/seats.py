"""Which row of the people's table is which holding: by what it said before, by account, by name, by the seat."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from services.set_up.comparing import Comparison
from services.set_up.rows import PersonLine
from storage.models import HoldingRow, Person, PersonContact


@dataclass(slots=True)
class Seat:
    """A holding as it stands, with its holder. `accounts`: the addresses in the channel that
    the table names; `from_table`: it was entered by a row of the tables, as far as is known;
    `first_day` is the one that row gave."""

    row: HoldingRow
    person: Person
    accounts: Collection[str]
    contact: PersonContact | None
    first_day: date | None
    last_day: date | None
    from_table: bool
    ended_in_chat: bool
    post: str

    def is_over(self, now: datetime) -> bool:
        return self.row.until is not None and self.row.until <= now

    @property
    def is_forgotten(self) -> bool:
        """Whoever held it has deleted themselves."""
        return self.row.entered_as is None and self.row.until is not None


def seats_of(
    held: Sequence[tuple[HoldingRow, Person, PersonContact | None]],
    comparison: Comparison,
    accounts: Mapping[int, Collection[str]],
    posts: dict[int, str],
    zone: ZoneInfo,
) -> list[Seat]:
    """Everybody who holds or held something. What was imported before imports were remembered counts as the tables'."""
    all_of_tables = not comparison.knows("people")
    seats = []
    for row, person, contact in held:
        subject = str(row.id)
        known = comparison.knows("people", subject)
        last_day = last_day_of(row.until, zone)
        said = comparison.said("people", subject, "to") if known else None
        seats.append(
            Seat(
                row,
                person,
                accounts.get(person.id, ()),
                contact,
                day_of(row.since, zone),
                last_day,
                known or all_of_tables,
                known and last_day is not None and said != last_day.isoformat(),
                posts[row.post_id],
            )
        )
    return seats


def day_of(moment: datetime | None, zone: ZoneInfo) -> date | None:
    return moment.astimezone(zone).date() if moment is not None else None


def last_day_of(until: datetime | None, zone: ZoneInfo) -> date | None:
    """The last day of whoever goes at that moment; who goes at midnight was there the day before."""
    return (until - timedelta(microseconds=1)).astimezone(zone).date() if until is not None else None


Fits = Callable[[PersonLine, Seat], bool]


def pair(lines: Sequence[PersonLine], seats: Sequence[Seat], now: datetime) -> dict[int, Seat]:
    """By the place of a line in the table, the seat it speaks of. Whatever fits better is tried for all lines first."""

    def same_row(line: PersonLine, seat: Seat) -> bool:
        return (
            seat.row.held_as is line.held_as and seat.row.entered_as == line.name and seat.first_day == line.first_day
        )

    def another_term(line: PersonLine, seat: Seat) -> bool:
        return line.first_day is not None and seat.last_day is not None and line.first_day > seat.last_day

    def same_account(line: PersonLine, seat: Seat) -> bool:
        is_account = line.account is not None and line.account in seat.accounts
        return seat.row.held_as is line.held_as and is_account and not another_term(line, seat)

    def same_term(line: PersonLine, seat: Seat) -> bool:
        is_name = seat.row.entered_as == line.name
        return seat.row.held_as is line.held_as and is_name and not another_term(line, seat)

    def other_rank(line: PersonLine, seat: Seat) -> bool:
        return seat.row.entered_as == line.name and not seat.is_over(now)

    def other_name(line: PersonLine, seat: Seat) -> bool:
        ours = seat.from_table or seat.is_forgotten
        spoken_of = seat.is_forgotten or seat.ended_in_chat or not seat.is_over(now)
        return seat.row.held_as is line.held_as and seat.first_day == line.first_day and ours and spoken_of

    found: dict[int, Seat] = {}
    taken: set[int] = set()
    by_post: dict[str, list[Seat]] = {}
    for seat in sorted(seats, key=lambda seat: (seat.is_over(now), seat.row.id)):
        by_post.setdefault(seat.post, []).append(seat)
    fitting: tuple[Fits, ...] = (same_row, same_account, same_term, other_rank, other_name)
    for fits in fitting:
        for number, line in enumerate(lines):
            if number in found:
                continue
            for seat in by_post.get(line.post, ()):
                if seat.row.id not in taken and fits(line, seat):
                    found[number] = seat
                    taken.add(seat.row.id)
                    break
    return found
