"""What must hold on the walk, said independently of the program: lives, responsibility, secrets, order."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from domain.posts.accused import passed_over
from storage.models import ChangeRow, HoldingRow, InboxRow, LaneRow, OutboxRow, PostRow, Ticket, TicketText
from storage.models import Person as PersonRow
from storage.unit_of_work import UnitOfWork

PLACES = ("1号楼1单元", "2号楼", "1号楼2单元", "三公街11号")
OPEN = {"new", "claimed", "waiting", "resolved"}

STEPS: Mapping[str, str] = {
    "file": "-new",
    "claim": "new-claimed",
    "return": "new-new claimed-new",
    "hand_over": "new-new claimed-new waiting-new",
    "reroute": "new-new claimed-new waiting-new",
    "wait": "claimed-waiting",
    "resume": "waiting-claimed",
    "resolve": "claimed-resolved waiting-resolved",
    "confirm": "resolved-resolved resolved-closed",
    "not_solved": "resolved-claimed",
    "verify": "resolved-closed",
    "close": "resolved-closed",
    "undo": "claimed-new resolved-claimed resolved-waiting closed-resolved resolved-resolved new-new claimed-claimed "
    "waiting-waiting",
    "reopen": "closed-new",
    "withdraw": "new-withdrawn claimed-withdrawn waiting-withdrawn",
    "call_off": "new-withdrawn claimed-withdrawn",
    "reject": "new-rejected claimed-rejected",
    "appeal": "rejected-new",
    "merge": "new-merged claimed-merged waiting-merged",
    "unlink": "merged-new",
    "reassign": "new-new claimed-new waiting-new",
    "entrust": "new-new claimed-new waiting-waiting resolved-resolved",
}
"""Every step that a button or the clock can lead to; whatever else happens leaves the state as it is."""

ANSWERS_FOR = {
    "gh1": ("p-gh1", "p-gh", "p-g1", "p-office", "p-secretary"),
    "gh2": ("p-gh2", "p-gh", "p-g1", "p-office", "p-secretary"),
    "gh": ("p-gh", "p-g1", "p-office", "p-secretary"),
    "sg": ("p-sg-odd", "p-g1", "p-office", "p-secretary"),
    "g1": ("p-g1", "p-office", "p-secretary"),
    "sl": ("p-office", "p-secretary"),
}
"""Who answers for which place, the deepest first, as the neighbourhood's story has it."""
STEWARDS = ("p-gh1", "p-gh2", "p-sg-odd")


@dataclass(slots=True)
class Roster:
    """Who everybody is, and the word by which each report is known wherever it is read."""

    ids: dict[str, int] = field(default_factory=dict)
    posts: dict[str, str | None] = field(default_factory=dict)
    words: list[str] = field(default_factory=list)

    def new_word(self, number: int) -> str:
        self.words.append(f"代号{number:03d}号")
        return self.words[-1]


Lines = Sequence[ChangeRow]
Read = Mapping[str, Sequence[str]]


def faults(work: UnitOfWork, roster: Roster, read: Read) -> Iterator[str]:
    """Everything that does not hold now."""
    histories: dict[int, list[ChangeRow]] = {}
    for line in work.session.query(ChangeRow).order_by(ChangeRow.ticket_id, ChangeRow.seq):
        histories.setdefault(line.ticket_id, []).append(line)
    for ticket in work.session.query(Ticket).order_by(Ticket.id):
        lines = histories.get(ticket.id, [])
        yield from _life(ticket, lines)
        yield from _responsibility(work, ticket, lines)
        yield from _secrets(work, roster, ticket, lines, read, _followers(work, ticket, histories))
    yield from _post(work)


def _followers(work: UnitOfWork, ticket: Ticket, histories: Mapping[int, Lines]) -> set[int]:
    """Whose own report was ever merged into this one: they read its number, and nothing else of it."""
    merged = {
        one for one, lines in histories.items() if any(line.detail.get("into") == ticket.number for line in lines)
    }
    own = work.session.query(Ticket).filter(Ticket.id.in_(merged))
    return {person for one in own for person in (one.reporter_id, one.filed_by_id) if person is not None}


def _life(ticket: Ticket, lines: Lines) -> Iterator[str]:
    """States only by the table; the history sums to the state."""
    state = ""
    for seq, line in enumerate(lines, 1):
        before, after = str(line.before or ""), str(line.after)
        allowed = STEPS.get(line.action, f"{before}-{before}").split()
        if line.seq != seq or before != state or f"{before}-{after}" not in allowed:
            yield f"{ticket.number}: line {seq} is {line.action} {before}-{after} after {state}"
        state = after
    if state != ticket.state or ticket.changes != len(lines):
        yield f"{ticket.number} is {ticket.state} with {ticket.changes} changes; its history says {state}, {len(lines)}"
    ended = ticket.state not in OPEN
    if ended != (ticket.ended_at is not None) or (ticket.state == "waiting") != (ticket.waiting_until is not None):
        yield f"{ticket.number} is {ticket.state}, ended {ticket.ended_at}, waits until {ticket.waiting_until}"


def _place(work: UnitOfWork, ticket: Ticket) -> str:
    codes = {place.code for place in work.directory.line(ticket.place_id)}
    return next(code for code in ANSWERS_FOR if code in codes)


def _responsibility(work: UnitOfWork, ticket: Ticket, lines: Lines) -> Iterator[str]:
    """Somebody who can be reached answers for every open ticket, as long as there is anybody who may."""
    if ticket.state not in ("new", "claimed", "waiting"):
        return
    reachable = {person.id for person in work.session.query(PersonRow) if work.accounts.reachable(person.id)}
    if ticket.assignee_id in reachable:
        return
    returned = {line.by_id for line in lines if line.action == "return"}
    if (appeal := next((n for n, line in enumerate(lines) if line.action == "appeal"), None)) is not None:
        asked = {line.by_id for line in lines[:appeal] if line.action == "propose" and line.detail["asked"] == "reject"}
        returned |= asked | {line.by_id for line in lines[:appeal] if line.action in ("reject", "resolve")}
    if ticket.kind == "dispute":
        returned.add(ticket.reporter_id)  # nobody is asked about his own dispute
    posts = {post.id: post.code for post in work.session.query(PostRow)}
    accused = {post.id for post in work.session.query(PostRow) if post.role in passed_over(ticket.concerns)}
    answering = ANSWERS_FOR[_place(work, ticket)]
    left = [
        holding.person_id
        for holding in work.session.query(HoldingRow)
        if posts[holding.post_id] in answering
        and holding.person_id in reachable - returned - {ticket.assignee_id}
        and holding.post_id not in accused
    ]
    if left:
        yield f"{ticket.number} is {ticket.state}, {ticket.assignee_id} answers for it, and {left} could"


def _secrets(
    work: UnitOfWork, roster: Roster, ticket: Ticket, lines: Lines, read: Read, followers: Collection[int]
) -> Iterator[str]:
    """Its number and words stand on no phone but those of whoever has a part in it; names only after a look."""
    answering = ANSWERS_FOR[_place(work, ticket)]
    had_part: set[object] = {ticket.filed_by_id, ticket.reporter_id, ticket.assignee_id}
    for line in lines:
        had_part |= {line.by_id if line.action != "look" else None, line.detail.get("to"), line.detail.get("from")}
    texts = [text.body or "" for text in work.session.query(TicketText).filter_by(ticket_id=ticket.id, action="file")]
    marks = [word for word in roster.words if any(word in text for text in texts)] + [ticket.number]
    looked = {line.by_id for line in lines if line.action == "look"}
    for name, screens in read.items():
        post, person = roster.posts[name], roster.ids[name]
        answers = post in answering and not (ticket.concerns is not None and post in STEWARDS)
        if answers or person in had_part or (post == "p-duty" and ticket.grade == "P0"):
            continue
        for mark in marks[:-1] if person in followers else marks:
            if (screen := next((screen for screen in screens if mark in screen), None)) is not None:
                yield f"{name} reads of {ticket.number} ({ticket.place_id}, {_told(lines)}):\n{screen}"
    for name, screens in read.items():
        for reporter, person in roster.ids.items():
            own = roster.posts[reporter] is not None or person != ticket.reporter_id or reporter == name
            known = roster.ids[name] in looked
            if not own and not known and any(ticket.number in s and reporter in s for s in screens):
                yield f"{name} reads who reported {ticket.number}"


def _told(lines: Lines) -> str:
    return ", ".join(f"{line.action} by {line.by_id} {line.detail}" for line in lines)


def _post(work: UnitOfWork) -> Iterator[str]:
    """Nothing waits, nothing was set aside, and every chat was told in the order in which it happened."""
    for row in work.session.query(InboxRow).filter(InboxRow.state != 1):
        yield f"update {row.number} is in state {row.state}, incident {row.incident}"
    if (pending := sum(lane.pending for lane in work.session.query(LaneRow))) != 0:
        yield f"{pending} messages wait for no reason"
    last: dict[int, int] = {}
    for message in work.session.query(OutboxRow).order_by(OutboxRow.id):
        if message.state == 4:
            yield f"message {message.id} ({message.kind}) was set aside: {message.error}"
        if message.state == 2 and message.edits is None and message.not_before is None and message.message_id:
            if message.kind != "CardRedraw" and last.get(message.account_id, 0) > message.message_id:
                yield f"message {message.id} of account {message.account_id} overtook another"
            if message.kind != "CardRedraw":
                last[message.account_id] = message.message_id
