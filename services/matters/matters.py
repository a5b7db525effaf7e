"""What can be done with any matter: open it, take a step, look at it, and what time does to it. What a step means is
its kind's (`MatterKind` in services/parts.py)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from domain.matters.matters import (
    MATTER_CLOCK,
    MatterActor,
    MatterReader,
    MatterTable,
    Visibility,
    advance_matter,
    matter_number,
    may_see_matter,
    numbers_meant,
)
from domain.posts.rights import SECRETARIAT
from domain.refusal import Refusal
from domain.vocabulary import CHAIN, Channel
from services.parts import MAX_BATCH, MatterKind
from storage.matters.asks import Asks
from storage.matters.matters import Matters, by_next_date
from storage.models import MatterLine, MatterRow, Person
from storage.unit_of_work import UnitOfWork

NextDue = tuple[datetime, str]
"""When something is due next, and what."""


def open_matter(
    work: UnitOfWork,
    kind: MatterTable,
    *,
    title: str,
    places: Sequence[int],
    state: str,
    visibility: Visibility,
    owner_post_id: int | None,
    body_id: int | None = None,
    next_due: NextDue | None = None,
    by: Person | None = None,
    detail: Mapping[str, object] | None = None,
) -> MatterRow:
    """A new one, with its number and the first line of its history."""
    month = work.now.astimezone(ZoneInfo(work.community.zone)).strftime("%y%m")
    store = work.store(Matters)
    row = store.add(
        MatterRow(
            number=matter_number(kind.character, month, work.counters.up(f"matters {kind.name} {month}")),
            kind=kind.name,
            title=title,
            places=[*places],
            owner_post_id=owner_post_id,
            body_id=body_id,
            state=state,
            version=1,
            next_due_at=next_due[0] if next_due is not None else None,
            next_due_what=next_due[1] if next_due is not None else None,
            opened_at=work.now,
            visibility=visibility,
        )
    )
    channel = Channel.CHAT if by is not None else Channel.CLOCK
    store.append(row, "open", None, by=by.id if by else None, channel=channel, text_id=None, detail=detail or {})
    return row


def step_matter(
    work: UnitOfWork,
    kind: MatterTable,
    row: MatterRow,
    action: str,
    *,
    by: Person | None = None,
    said: str | None = None,
    detail: Mapping[str, object] | None = None,
    next_due: NextDue | None = None,
    owner_post_id: int | None = None,
) -> MatterLine:
    """One step of a matter that is locked: as its kind's table allows, with a line in its history. `next_due` is
    written anew by every step; what has ended has none. `owner_post_id`: who has it from now on, where that
    changes."""
    actor = MATTER_CLOCK if by is None else matter_actor(work, row, by)
    before, row.state = row.state, advance_matter(kind.steps, row.state, action, actor)
    row.version += 1
    row.owner_post_id = owner_post_id or row.owner_post_id
    if row.state in kind.ended:
        row.ended_at, next_due = work.now, None
    row.next_due_at, row.next_due_what = next_due or (None, None)
    store = work.store(Matters)
    text = store.keep_words(said, actor.person_id) if said else None
    channel = Channel.CLOCK if by is None else Channel.CHAT
    return store.append(
        row,
        action,
        before,
        by=actor.person_id,
        channel=channel,
        text_id=text.id if text is not None else None,
        detail=detail or {},
    )


def unknown_matter() -> Refusal:
    """The same for one that is not there and one that is not theirs."""
    return Refusal("matters-refused-unknown")


def seen_matter(work: UnitOfWork, matter_id: int, person: Person) -> MatterRow | None:
    """The one door for reading; None where it is not theirs to read."""
    row = work.store(Matters).get(matter_id)
    return row if row is not None and may_see_matter(Visibility(row.visibility), _reader(work, row, person)) else None


def locked_matter(work: UnitOfWork, matter_id: int, person: Person) -> MatterRow:
    """The one door for changing."""
    row = work.store(Matters).lock(matter_id)
    if row is None or not may_see_matter(Visibility(row.visibility), _reader(work, row, person)):
        raise unknown_matter()
    return row


def find_matters(work: UnitOfWork, text: str, kinds: Mapping[str, MatterKind], person: Person) -> list[MatterRow]:
    """Those of that number that they may see: typed with its character, or without it of every kind."""
    numbers = numbers_meant(text, [kind.character for kind in kinds.values()])
    found = work.store(Matters).numbered(numbers) if numbers else []
    return [row for row in found if seen_matter(work, row.id, person) is not None]


def matters_of(work: UnitOfWork, person: Person) -> list[MatterRow]:
    """What somebody owns by a post of theirs or of whom they stand in for, by its next date: a successor and a stand-in
    have it by themselves. What belongs to a post that nobody holds is the next one's up. And what is with a body of
    theirs, where they may see it."""
    directory, store = work.directory, work.store(Matters)
    own = store.of_posts({post.id for post in directory.posts_of(person.id, work.now)} | _vacant_below(work, person))
    seats = {seat.body_id for seat in directory.seats_of(person.id, work.now) if seat.body_id is not None}
    theirs = [row for row in store.of_bodies(seats) if row not in own and seen_matter(work, row.id, person) is not None]
    return by_next_date([*own, *theirs]) if theirs else own


def _vacant_below(work: UnitOfWork, person: Person) -> set[int]:
    """Posts that nobody acts in, of which the person holds the next one up that somebody does."""
    directory, found = work.directory, set[int]()
    own = {post.id for post in directory.posts_of(person.id, work.now) if post.role in CHAIN}
    if not own:
        return found
    for post in directory.posts.values():
        if post.role not in CHAIN or _acts(work, post.id):
            continue
        line = {place.id for place in directory.line(post.place_id)}
        above = [
            one
            for role in CHAIN[CHAIN.index(post.role) + 1 :]
            for one in directory.with_role(role)
            if one.place_id in line and _acts(work, one.id)
        ]
        if above and above[0].id in own:
            found.add(post.id)
    return found


def _acts(work: UnitOfWork, post_id: int) -> bool:
    return any(one.active(work.now) for one in work.directory.holdings_of(post_id))


def matter_actor(work: UnitOfWork, row: MatterRow, person: Person) -> MatterActor:
    """How somebody stands to it when they act."""
    posts = work.directory.posts_of(person.id, work.now)
    return MatterActor(
        person.id,
        handles=any(post.id == row.owner_post_id for post in posts),
        secretariat=any(post.role in SECRETARIAT for post in posts),
        of_body=_of_body(work, row, person),
        opened=work.store(Matters).opened_by(row) == person.id,
    )


def _of_body(work: UnitOfWork, row: MatterRow, person: Person) -> bool:
    seats = work.directory.seats_of(person.id, work.now)
    return row.body_id is not None and any(seat.body_id == row.body_id for seat in seats)


def _reader(work: UnitOfWork, row: MatterRow, person: Person) -> MatterReader:
    directory = work.directory
    posts = directory.posts_of(person.id, work.now)
    owner = directory.posts.get(row.owner_post_id) if row.owner_post_id is not None else None
    line = {place.id for place in directory.line(owner.place_id)} if owner is not None else set[int]()
    group = work.store(Matters).group(row)
    home = {place.id for place in directory.line(person.home.place_id)} if person.home is not None else set[int]()
    return MatterReader(
        own=work.store(Matters).opened_by(row) == person.id,
        handles=owner is not None
        and owner.role in CHAIN
        and any(
            post.id == owner.id
            or (post.role in CHAIN and post.place_id in line and CHAIN.index(post.role) > CHAIN.index(owner.role))
            for post in posts
        ),
        in_group=any(post.id in group for post in posts),
        lives_there=bool(home & {*row.places}),
        asked=_of_body(work, row, person) or work.store(Asks).is_asked_in(row.id, person.id),
        secretariat=any(post.role in SECRETARIAT for post in posts),
    )


def matters_due(kinds: Mapping[str, MatterKind], work: UnitOfWork, limit: int = MAX_BATCH) -> int:
    """What is due of matters, kind by kind; returns how many were looked at. A kind that this program does not know is
    left alone; one whose `due` does not say when to look again is looked at no more."""
    due = work.store(Matters).due([*kinds], limit)
    for row in due:
        at = row.next_due_at
        kinds[row.kind].due(work, row)
        if row.next_due_at == at:
            row.next_due_at = row.next_due_what = None
    return len(due)
