"""An announcement on its author's side: chosen places, words, urgency, times; sending, the second press, stopping."""

from datetime import datetime

from domain.notices.notices import Letter
from domain.posts.directory import Address
from domain.posts.rights import posts_giving
from domain.refusal import Refusal
from domain.words.lengths import units
from services.telling.unasked import send_unasked
from storage.models import Person
from storage.unit_of_work import UnitOfWork
from subjects.announcements.notices import AnnouncementApproval, AnnouncementScreen
from subjects.announcements.rows import AnnouncementRow
from subjects.announcements.rules import (
    ANNOUNCES,
    FURTHEST_AHEAD,
    LONGEST_STAND,
    MAX_FIRST_LINE_UNITS,
    MAX_UNITS,
    SECONDS,
    STANDS_FOR,
    UNDER_WAY,
    Audience,
    Reach,
    Stage,
    Urgency,
    is_own_place,
)
from subjects.announcements.service.doorsteps import doors_without_app, lowest
from subjects.announcements.store import Announcements

MAX_UNITS_WITH_PHOTO = 800
"""Units (domain/words/lengths.py) under a photo; with head and foot they fit into its caption."""


def begin(work: UnitOfWork, person: Person) -> AnnouncementRow:
    """/announce: the author's draft, or a new one for the posts they hold."""
    posts = posts_giving(work.directory, person.id, ANNOUNCES, work.now)
    if not posts:
        raise Refusal("announcements-refused-post")
    draft = work.store(Announcements).draft_of(person) or work.store(Announcements).begin(person, [])
    draft.posts = [post.id for post in posts]
    return draft


def draft_of(work: UnitOfWork, person: Person) -> AnnouncementRow:
    """The draft that typed words or a press belong to."""
    draft = work.store(Announcements).draft_of(person)
    if draft is None:
        raise Refusal("announcements-refused-gone")
    return draft


def drop(work: UnitOfWork, draft: AnnouncementRow) -> None:
    """A draft that will not be sent leaves nothing."""
    work.files.let_go([work.store(Announcements).words(draft).photo_key])
    work.store(Announcements).drop(draft)


def add_place(work: UnitOfWork, draft: AnnouncementRow, place_id: int) -> None:
    """One more place; what lies in one that is chosen already is not listed twice."""
    directory = work.directory
    posts = [directory.posts[post_id] for post_id in draft.posts if post_id in directory.posts]
    if place_id not in directory.places:
        raise Refusal("refused-old-button")
    if not is_own_place(directory, posts, place_id):
        raise Refusal("announcements-refused-place", place=directory.places[place_id].name)
    if not any(place.id in draft.places for place in directory.line(place_id)):
        inside = {id_ for id_ in draft.places if any(p.id == place_id for p in directory.line(id_))}
        draft.places = [*(id_ for id_ in draft.places if id_ not in inside), place_id]
    _changed(draft)


def clear_places(draft: AnnouncementRow) -> None:
    draft.places = []
    _changed(draft)


def set_words(work: UnitOfWork, draft: AnnouncementRow, body: str, photo: int | None) -> None:
    """The words, with a photo (the key of its file) or none. The first line must say what it is about."""
    most = MAX_UNITS_WITH_PHOTO if photo else MAX_UNITS
    if not body:
        raise Refusal("announcements-refused-words")
    if units(body) > most:
        raise Refusal("announcements-refused-long", most=most, length=units(body))
    if len(body.splitlines()[0]) > MAX_FIRST_LINE_UNITS:
        raise Refusal("announcements-refused-first-line", most=MAX_FIRST_LINE_UNITS)
    words = work.store(Announcements).words(draft)
    work.files.let_go([words.photo_key])
    words.body, words.photo_key = body, photo
    _changed(draft)


def set_urgency(draft: AnnouncementRow, urgency: Urgency) -> None:
    draft.urgency = urgency
    _changed(draft)


def set_send_at(work: UnitOfWork, draft: AnnouncementRow, at: datetime | None) -> None:
    """When it is to be sent; None: as soon as it may."""
    if at is not None and at <= work.now:
        raise Refusal("announcements-refused-past")
    if at is not None and at > work.now + FURTHEST_AHEAD:
        raise Refusal("announcements-refused-far", days=FURTHEST_AHEAD.days)
    draft.send_at = at
    _changed(draft)


def set_expiry(work: UnitOfWork, draft: AnnouncementRow, at: datetime) -> None:
    """From when on it is delivered to nobody any more."""
    if at <= goes_at(work, draft):
        raise Refusal("announcements-refused-expires-first")
    if at > goes_at(work, draft) + LONGEST_STAND:
        raise Refusal("announcements-refused-far", days=LONGEST_STAND.days)
    draft.expires_at = at
    _changed(draft)


def goes_at(work: UnitOfWork, row: AnnouncementRow) -> datetime:
    """When it leaves: its time, or now, moved out of the quiet hours that its urgency keeps."""
    terms = work.community.terms
    planned = max(row.send_at or work.now, work.now)
    return terms.quiet.next_allowed(planned, row.urgency.grade, terms.calendar.zone)


def expires_at(work: UnitOfWork, row: AnnouncementRow) -> datetime:
    return row.expires_at or goes_at(work, row) + STANDS_FOR


def audience_of(work: UnitOfWork, row: AnnouncementRow) -> Audience:
    """Who it reaches as things are now, counted."""
    takers = Takers(work, row)
    people = work.store(Announcements).neighbours(takers.reach.below(work.directory), takers.holders)
    there = [one for one in people if takers.take(one.person_id, one.home)]
    ordinary = row.urgency is Urgency.ORDINARY
    doors = doors_without_app(work, lowest(work, takers.reach), row.posts)
    return Audience(
        receivers=sum(not one.unreachable and not (ordinary and one.muted) for one in there),
        muted=sum(ordinary and one.muted and not one.unreachable for one in there),
        unreachable=sum(one.unreachable for one in there),
        without_app=sum(one.without_app or 0 for one in doors),
        uncounted=sum(one.without_app is None for one in doors),
    )


def send(work: UnitOfWork, draft: AnnouncementRow, by: Person) -> None:
    """«发送»: an ordinary one goes at its time; an urgent one first waits for a second person's press."""
    own = [post for post in posts_giving(work.directory, by.id, ANNOUNCES, work.now) if post.id in draft.posts]
    if not own:
        raise Refusal("announcements-refused-post")
    draft.posts = [post.id for post in own]
    if (strange := next((one for one in draft.places if not is_own_place(work.directory, own, one)), None)) is not None:
        raise Refusal("announcements-refused-place", place=work.directory.places[strange].name)
    if not draft.places:
        raise Refusal("announcements-refused-no-place")
    if not work.store(Announcements).words(draft).body:
        raise Refusal("announcements-refused-words")
    audience = audience_of(work, draft)
    if not audience.receivers and not audience.without_app:
        raise Refusal("announcements-refused-nobody", muted=audience.muted, gone=audience.unreachable)
    draft.expires_at = expires_at(work, draft)
    if draft.expires_at <= goes_at(work, draft):
        raise Refusal("announcements-refused-expires-first")
    draft.send_at = max(draft.send_at or work.now, work.now)
    _changed(draft)
    if draft.urgency is Urgency.ORDINARY:
        draft.stage = Stage.PLANNED
        return
    seconds = second_people(work, by)
    if not seconds:
        raise Refusal("announcements-refused-no-second")
    draft.stage = Stage.AWAITING
    for person_id in seconds:
        send_unasked(work, Letter(person_id, AnnouncementApproval(draft.id)), draft.urgency.grade)


def second_people(work: UnitOfWork, author: Person) -> list[int]:
    """Who can give the second press: office and secretary, or who stands in for them, if it is not the author."""
    directory = work.directory
    roles = SECONDS.roles
    holders = (h for h in directory.holdings if h.active(work.now) and directory.posts[h.post_id].role in roles)
    acting = dict.fromkeys(directory.stand_in(h.person_id, work.now) for h in holders)
    return [one for one in acting if one is not None and one != author.id and directory.reachable(one)]


def approve(work: UnitOfWork, announcement_id: int, *, by: Person, agrees: bool) -> AnnouncementRow:
    """The second person's press: it goes out, or it does not. First press wins; the author cannot give it."""
    row = work.store(Announcements).lock(announcement_id)
    if row is None or not work.may(by, SECONDS):
        raise Refusal("refused-old-button")
    if row.author_id == by.id:
        raise Refusal("announcements-refused-own")
    if row.stage is not Stage.AWAITING or (row.expires_at is not None and row.expires_at <= work.now):
        raise Refusal("announcements-refused-decided")
    row.approved_by_id = by.id
    row.stage = Stage.PLANNED if agrees else Stage.CANCELLED
    row.ended_at = None if agrees else work.now
    _changed(row)
    lead = "announcements-approved" if agrees else "announcements-not-approved"
    send_unasked(work, Letter(row.author_id, AnnouncementScreen(row.id, lead=lead)), row.urgency.grade)
    return row


def stop(work: UnitOfWork, announcement_id: int, *, by: Person) -> AnnouncementRow:
    """«停发»: what has not left does not leave. By its author, or by office and secretary."""
    row = work.store(Announcements).lock(announcement_id)
    if row is None or not may_stop(work, row, by):
        raise Refusal("refused-old-button")
    if row.stage not in UNDER_WAY:
        raise Refusal("announcements-refused-over")
    begun = row.stage in (Stage.QUEUING, Stage.SENDING)
    row.stage = Stage.CANCELLED
    work.outbox.withdraw(row.id)
    if not begun:
        row.ended_at = work.now
    _changed(row)
    return row


def seen(work: UnitOfWork, announcement_id: int, *, by: Person) -> AnnouncementRow:
    """An announcement for whoever may follow it: its author, office and secretary."""
    row = work.store(Announcements).get(announcement_id)
    if row is None or not may_stop(work, row, by):
        raise Refusal("refused-old-button")
    return row


def may_stop(work: UnitOfWork, row: AnnouncementRow, person: Person) -> bool:
    own = row.author_id == person.id and work.may(person, ANNOUNCES)
    return own or work.may(person, SECONDS)


def going_on(work: UnitOfWork, person: Person) -> list[AnnouncementRow]:
    """What this person could still stop, besides their draft."""
    return work.store(Announcements).under_way(None if work.may(person, SECONDS) else person.id)


def mute(person: Person, *, muted: bool) -> None:
    """Ordinary announcements: not any more, or again. Urgent ones reach everybody."""
    person.mutes_announcements = muted


class Takers:
    """Who gets an announcement: asked once per door and per holder, however many live there."""

    def __init__(self, work: UnitOfWork, row: AnnouncementRow) -> None:
        self._directory, self._author = work.directory, row.author_id
        self.reach = Reach(tuple(row.places), tuple(row.posts))
        self._doors: dict[tuple[int, int | None, str | None], bool] = {}
        posts = {post.id for post in self.reach.posts_there(self._directory)}
        here = (h for h in self._directory.holdings if h.post_id in posts and h.active(work.now))
        self.holders = {h.person_id for h in here}

    def take(self, person_id: int, home: Address | None) -> bool:
        if person_id == self._author:
            return False
        if person_id in self.holders:
            return True
        if home is None:
            return False
        door = (home.place_id, home.number, home.sub_number)
        if door not in self._doors:
            self._doors[door] = self.reach.takes(home, self._directory)
        return self._doors[door]


def _changed(row: AnnouncementRow) -> None:
    row.version += 1
