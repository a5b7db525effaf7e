"""Announcements: as they arrive, as their author writes and follows them, and as a second person reads them."""

from collections.abc import Sequence

from domain.posts.directory import Address, Directory, Place
from domain.views import MediaView
from domain.vocabulary import Level, MediaKind
from domain.words.lengths import shortened
from messages.drawing.buttons import ANYWHERE, Button, ButtonRow, pairs, primary
from messages.drawing.frame import Frame
from messages.drawing.paging import a_page
from messages.drawing.screen import Screen
from messages.drawing.texts import Html, Texts, safe
from subjects.announcements.notices import Announcement, AnnouncementApproval, AnnouncementScreen, DoorList
from subjects.announcements.rules import AnnouncementView, DoorListView, Doors, Stage, Urgency

MAX_CANDIDATES = 3
"""Places that typed words may mean; with the ways on they are six buttons."""
MAX_PLACES_NAMED = 3
MAX_UNITS_SHOWN = 600
LETTER = "a"
DAYS = (1, 3, 7, 14)
"""Days an announcement may stand, offered as buttons."""


class _Under:
    """Makes buttons of one announcement."""

    def __init__(self, view: AnnouncementView, texts: Texts) -> None:
        self._view, self._texts = view, texts

    def __call__(self, action: str, arg: str = "", *, label: str | None = None) -> tuple[str, Button]:
        shown = label if label is not None else self._texts.label(f"announcements-button-{action}")
        return shown, Button(LETTER, action, self._view.id, self._view.version, arg)


# As it arrives


def copy(view: AnnouncementView, _notice: Announcement, frame: Frame) -> Screen:
    """Head and the author's first line are the first two lines that are seen; ordinary ones can be muted."""
    texts = frame.texts
    rows: list[ButtonRow] = []
    if view.urgency is Urgency.ORDINARY:
        rows = [[(texts.label("announcements-button-mute"), Button(ANYWHERE, "notices", arg="off"))]]
    photo = [MediaView(MediaKind.PHOTO, view.photo)] if view.photo is not None else []
    return Screen("\n".join(_as_it_arrives(view, frame)), rows, media=photo)


def _as_it_arrives(view: AnnouncementView, frame: Frame) -> list[Html]:
    texts = frame.texts
    first, _, rest = view.body.partition("\n")
    until = texts.when(view.expires_at, frame.now)
    lines = [
        texts.say(f"announcements-head-{view.urgency}", places=_places(view, frame.directory, texts)),
        Html(f"<b>{safe(first)}</b>"),
        safe(rest.strip()),
        texts.say("announcements-foot", sender=view.sender, until=until),
    ]
    return [line for line in lines if line]


def door_list(seen: DoorListView, notice: DoorList, frame: Frame) -> Screen:
    """Which households to tell, and the announcement itself; where the register has them, door by door."""
    texts, view = frame.texts, seen.announcement
    listed = bool(seen.left or seen.last)
    head = "announcements-door-head-listed" if listed else "announcements-door-head"
    lines = [texts.say(head, first=view.body.partition("\n")[0])]
    for doors in seen.doors:
        lines.append(_doors_line(doors, frame))
        if doors.known:
            lines.append(texts.say("announcements-door-known", doors="、".join(doors.known[:20])))
    lines.append(Html(f"<blockquote expandable>{safe(view.body)}</blockquote>"))
    if seen.last is not None:
        key = "announcements-door-nobody" if seen.last.nobody else "announcements-door-told"
        lines.append(texts.say(key, door=seen.last.label))
    else:
        foot = "announcements-door-foot-listed" if listed else "announcements-door-foot"
        lines.append(texts.say(foot, sender=view.sender, until=texts.when(view.expires_at, frame.now)))
    return Screen("\n".join(lines), _door_rows(seen, notice, texts), confidential=listed)


def _doors_line(doors: Doors, frame: Frame) -> Html:
    place, n = frame.directory.name(Address(doors.place_id)), doors.without_app or 0
    if doors.told is not None:
        return frame.texts.say("announcements-door-line-listed", place=place, n=n, told=doors.told)
    counted = doors.without_app is not None
    key = "announcements-door-line" if counted else "announcements-door-line-uncounted"
    return frame.texts.say(key, place=place, n=n)


def _door_rows(seen: DoorListView, notice: DoorList, texts: Texts) -> list[ButtonRow]:
    """A button a door; the one entered last can be changed in the place of two of them."""
    act = _Under(seen.announcement, texts)
    below = [act("told", str(notice.task_id))]
    if seen.last is not None:
        slip = act("door_undo", str(seen.last.id), label=texts.label("button-undo"))
        nobody = act("door_nobody", str(seen.last.id), label=texts.label("announcements-button-door_nobody"))
        below = [slip, *below] if seen.last.nobody else [nobody, slip, *below]
    nobody_there = texts.label("announcements-nobody-there")
    doors = [act("door", str(one.id), label=one.label + (nobody_there if one.nobody else "")) for one in seen.left]

    def to(page: int) -> Button:
        return Button(LETTER, "door_page", seen.announcement.id, seen.announcement.version, f"{notice.task_id}.{page}")

    return a_page(doors, notice.page, to, texts, *below)


# As its author writes and follows it


def author_screen(view: AnnouncementView, notice: AnnouncementScreen, frame: Frame) -> Screen:
    """The next question, the preview, or how far it has come."""
    texts = frame.texts
    if view.stage is not Stage.DRAFT:
        return _status(notice, view, frame)
    asked = _ASKS[notice.ask] if notice.ask is not None else _preview
    drawn = asked(notice, view, frame)
    lead = texts.say(notice.lead) if notice.lead else None
    return Screen("\n".join(line for line in (lead, drawn.text) if line), drawn.rows)


def _ask_place(notice: AnnouncementScreen, view: AnnouncementView, frame: Frame) -> Screen:
    texts = frame.texts
    directory, act = frame.directory, _Under(view, texts)
    chosen = texts.say("announcements-chosen", places=_places(view, directory, texts)) if view.places else None
    if notice.candidates:
        buttons = [act("here", str(i), label=directory.name(Address(i))) for i in notice.candidates[:MAX_CANDIDATES]]
        head, here = texts.say("announcements-which-place"), None
    else:
        here = notice.browsing or (view.choices[0] if len(view.choices) == 1 else None)
        below = _below(directory, here) if here is not None else [directory.places[i] for i in view.choices]
        buttons = [act("place", str(place.id), label=place.name) for place in below]
        if here is not None:
            whole = texts.label("button-here", place=directory.name(Address(here)))
            buttons.insert(0, act("here", str(here), label=whole))
        head = texts.say("announcements-ask-place")

    def to(page: int) -> Button:
        return Button(LETTER, "further", view.id, view.version, f"{here or 0}.{page}")

    ways_on = [act("preview"), act("clear")] if view.places else []
    rows = a_page(buttons, notice.page, to, texts, *ways_on, act("drop"))
    return Screen("\n".join(line for line in (chosen, head) if line), rows)


def _below(directory: Directory, place_id: int) -> list[Place]:
    below = directory.children(place_id)
    while len(below) == 1 and below[0].level is Level.GRID:
        below = directory.children(below[0].id)
    return below


def _ask_words(_notice: AnnouncementScreen, view: AnnouncementView, frame: Frame) -> Screen:
    texts = frame.texts
    act = _Under(view, texts)
    return Screen(texts.say("announcements-ask-words"), [[act("drop")]])


def _ask_time(_notice: AnnouncementScreen, view: AnnouncementView, frame: Frame) -> Screen:
    texts = frame.texts
    act = _Under(view, texts)
    rows = [[act("now")], [act("evening"), act("morning")], [act("preview")]]
    return Screen(texts.say("announcements-ask-time"), rows)


def _ask_expiry(_notice: AnnouncementScreen, view: AnnouncementView, frame: Frame) -> Screen:
    texts = frame.texts
    act = _Under(view, texts)
    days = [act("stands", str(n), label=texts.label("announcements-button-stands", n=n)) for n in DAYS]
    return Screen(texts.say("announcements-ask-expiry"), [*pairs(days, width=2), [act("preview")]])


def _to_change(_notice: AnnouncementScreen, view: AnnouncementView, frame: Frame) -> Screen:
    """The preview, with what can still be changed under it."""
    texts = frame.texts
    act = _Under(view, texts)
    back = act("preview", label=texts.label("button-back"))
    rows = [[act("add-place"), act("words")], [act("time"), act("expiry")], [back]]
    return Screen(_as_written(view, frame), rows)


def _as_written(view: AnnouncementView, frame: Frame) -> Html:
    return Html("\n".join([frame.texts.say("announcements-preview-head"), *_facts(view, frame)]))


def _preview(_notice: AnnouncementScreen, view: AnnouncementView, frame: Frame) -> Screen:
    texts = frame.texts
    act = _Under(view, texts)
    others = [one for one in Urgency if one is not view.urgency]
    urgencies = [act("urgency", one, label=texts.label(f"announcements-button-urgency-{one}")) for one in others]
    change = act("change")
    rows = [[primary(act("send"))], *pairs(urgencies), [change, act("drop")]]
    return Screen(_as_written(view, frame), rows)


_ASKS = {
    "place": _ask_place,
    "words": _ask_words,
    "time": _ask_time,
    "expiry": _ask_expiry,
    "change": _to_change,
}


def _status(notice: AnnouncementScreen, view: AnnouncementView, frame: Frame) -> Screen:
    texts = frame.texts
    at = texts.say("announcements-at-once") if view.now else texts.when(view.goes_at, frame.now)
    values = {"by": view.approved_by or "", "at": at}
    lines = [texts.say(notice.lead if notice.lead else f"announcements-stage-{view.stage}", **values)]
    if view.outcome is not None:
        lines += _outcome(view, texts)
    lines += _facts(view, frame)
    act = _Under(view, texts)
    rows: list[ButtonRow] = [[act("stop"), act("refresh")]] if view.may_stop else []
    return Screen("\n".join(lines), rows)


def _outcome(view: AnnouncementView, texts: Texts) -> list[Html]:
    outcome = view.outcome
    if outcome is None:
        return []
    lines = [texts.say("announcements-sent", sent=outcome.sent, lost=outcome.lost)]
    if outcome.why:
        whys = [texts.say(f"announcements-why-{word}", n=n) for word, n in outcome.why]
        lines.append(texts.say("announcements-why", why=Html("；".join(whys))))
    if outcome.waiting:
        lines.append(texts.say("announcements-waiting", n=outcome.waiting))
    if outcome.asked_at_doors:
        lines.append(texts.say("announcements-doors", told=outcome.told_at_doors, asked=outcome.asked_at_doors))
    if outcome.doors:
        lines.append(texts.say("announcements-doors-told", told=outcome.doors_told, doors=outcome.doors))
    return lines


def _facts(view: AnnouncementView, frame: Frame) -> list[Html]:
    """Places, urgency, counts, times and words: what is checked before a press."""
    texts = frame.texts
    body = shortened(view.body, MAX_UNITS_SHOWN)
    lines = [
        texts.say(
            "announcements-line-to",
            urgency=texts.say(f"announcements-urgency-{view.urgency}"),
            places=_places(view, frame.directory, texts),
        )
    ]
    audience = view.audience
    if audience is not None:
        lines.append(texts.say("announcements-line-receivers", n=audience.receivers))
        if audience.muted:
            lines.append(texts.say("announcements-line-muted", n=audience.muted))
        if audience.unreachable:
            lines.append(texts.say("announcements-line-gone", n=audience.unreachable))
        if audience.without_app or not audience.uncounted:
            lines.append(texts.say("announcements-line-doors", n=audience.without_app))
        if audience.uncounted:
            lines.append(texts.say("announcements-line-uncounted", n=audience.uncounted))
    if view.stage in (Stage.DRAFT, Stage.AWAITING, Stage.PLANNED):
        when = texts.say("announcements-now") if view.now else texts.when(view.goes_at, frame.now)
        lines.append(
            texts.say("announcements-line-night" if view.held_by_night else "announcements-line-time", when=when)
        )
    lines.append(texts.say("announcements-line-until", until=texts.when(view.expires_at, frame.now)))
    if view.photo is not None:
        lines.append(texts.say("announcements-line-photo"))
    return [*lines, Html(f"<blockquote>{safe(body)}</blockquote>")]


def _places(view: AnnouncementView, directory: Directory, texts: Texts) -> str:
    names: Sequence[str] = [directory.name(Address(place_id)) for place_id in view.places]
    if len(names) > MAX_PLACES_NAMED:
        return texts.label("announcements-places-more", places="、".join(names[:MAX_PLACES_NAMED]), n=len(names))
    return "、".join(names)


# As a second person reads it


def approval(view: AnnouncementView, _notice: AnnouncementApproval, frame: Frame) -> Screen:
    """What is to be sent, by whom, to how many; one press sends it, the other does not."""
    texts = frame.texts
    act = _Under(view, texts)
    head = texts.say("announcements-approval-head", author=view.author or "", sender=view.sender)
    rows: list[ButtonRow] = [[act("approve"), act("disapprove")]] if view.may_approve else []
    return Screen("\n".join([head, *_facts(view, frame)]), rows)
