"""Announcements: as they arrive, as their author writes and follows them, and as a second person reads them."""

from collections.abc import Sequence

from subjects.announcements.rules import AnnouncementView, Stage, Urgency
from subjects.announcements.notices import Announcement, AnnouncementApproval, AnnouncementScreen, DoorList
from domain.posts.directory import Address, Directory, Place
from domain.views import MediaView
from domain.vocabulary import Level, MediaKind
from domain.words.lengths import shortened
from messages.drawing.buttons import ANYWHERE, ON_ANNOUNCEMENT, Button, ButtonRow, pairs
from messages.drawing.frame import Frame
from messages.drawing.scene import Scene
from messages.drawing.screen import Screen
from messages.drawing.texts import Html, Texts, safe

MAX_PLACES = 40
MAX_PLACES_NAMED = 3
MAX_UNITS_SHOWN = 600
DAYS = (1, 3, 7, 14)
"""Days an announcement may stand, offered as buttons."""


def view_of(scene: Scene) -> AnnouncementView:
    """The announcement of the scene; whoever draws one has been given one."""
    if scene.announcement is None:
        raise LookupError("an announcement was to be drawn and the scene has none")
    return scene.announcement


class _Press:
    """Makes buttons of one announcement."""

    def __init__(self, view: AnnouncementView, texts: Texts) -> None:
        self._view, self._texts = view, texts

    def __call__(self, action: str, arg: str = "", *, label: str | None = None) -> tuple[str, Button]:
        shown = label if label is not None else self._texts.label(f"button-announce-{action}")
        return shown, Button(ON_ANNOUNCEMENT, action, self._view.id, self._view.version, arg)


# As it arrives


def copy(_notice: Announcement, scene: Scene) -> Screen:
    """Head and the author's first line are the first two lines that are seen; ordinary ones can be muted."""
    texts = scene.texts
    view = view_of(scene)
    rows: list[ButtonRow] = []
    if view.urgency is Urgency.ORDINARY:
        rows = [[(texts.label("button-mute"), Button(ANYWHERE, "notices", arg="off"))]]
    photo = [MediaView(MediaKind.PHOTO, view.photo)] if view.photo else []
    return Screen("\n".join(_as_it_arrives(view, scene)), rows, media=photo)


def _as_it_arrives(view: AnnouncementView, frame: Frame) -> list[Html]:
    texts = frame.texts
    first, _, rest = view.body.partition("\n")
    until = texts.when(view.expires_at, frame.now)
    lines = [
        texts.say(f"announce-head-{view.urgency}", places=_places(view, frame.directory, texts)),
        Html(f"<b>{safe(first)}</b>"),
        safe(rest.strip()),
        texts.say("announce-foot", sender=view.sender, until=until),
    ]
    return [line for line in lines if line]


def door_list(notice: DoorList, scene: Scene) -> Screen:
    """Which households to tell, and the announcement itself."""
    texts = scene.texts
    view = view_of(scene)
    lines = [texts.say("door-head", first=view.body.partition("\n")[0])]
    for doors in scene.doors:
        place = scene.directory.name(Address(doors.place_id))
        counted = doors.without_app is not None
        lines.append(
            texts.say("door-line" if counted else "door-line-uncounted", place=place, n=doors.without_app or 0)
        )
        if doors.known:
            lines.append(texts.say("door-known", doors="、".join(doors.known[:20])))
    lines.append(Html(f"<blockquote expandable>{safe(view.body)}</blockquote>"))
    lines.append(texts.say("door-foot", sender=view.sender, until=texts.when(view.expires_at, scene.now)))
    act = _Press(view, texts)
    return Screen("\n".join(lines), [[act("told", str(notice.task_id))]])


# As its author writes and follows it


def author_screen(notice: AnnouncementScreen, scene: Scene) -> Screen:
    """The next question, the preview, or how far it has come."""
    texts = scene.texts
    view = view_of(scene)
    if view.stage is not Stage.DRAFT:
        return _status(notice, view, scene)
    asked = _ASKS[notice.ask] if notice.ask is not None else _preview
    drawn = asked(notice, view, scene)
    lead = texts.say(notice.lead) if notice.lead else None
    return Screen("\n".join(line for line in (lead, drawn.text) if line), drawn.rows)


def _ask_place(notice: AnnouncementScreen, view: AnnouncementView, frame: Frame) -> Screen:
    texts = frame.texts
    directory, act = frame.directory, _Press(view, texts)
    chosen = texts.say("announce-chosen", places=_places(view, directory, texts)) if view.places else None
    rows: list[ButtonRow] = []
    if notice.candidates:
        rows += [[act("here", str(i), label=directory.name(Address(i)))] for i in notice.candidates[:MAX_PLACES]]
        head = texts.say("announce-which-place")
    else:
        here = notice.browsing or (view.choices[0] if len(view.choices) == 1 else None)
        below = _below(directory, here) if here is not None else [directory.places[i] for i in view.choices]
        if here is not None:
            whole = texts.label("button-here", place=directory.name(Address(here)))
            rows.append([act("here", str(here), label=whole)])
        buttons = [act("place", str(place.id), label=place.name) for place in below[:MAX_PLACES]]
        rows += pairs(buttons, width=3)
        head = texts.say("announce-ask-place")
    if view.places:
        rows.append([act("preview"), act("clear")])
    rows.append([act("drop")])
    return Screen("\n".join(line for line in (chosen, head) if line), rows)


def _below(directory: Directory, place_id: int) -> list[Place]:
    below = directory.children(place_id)
    while len(below) == 1 and below[0].level is Level.GRID:
        below = directory.children(below[0].id)
    return below


def _ask_words(_notice: AnnouncementScreen, view: AnnouncementView, frame: Frame) -> Screen:
    texts = frame.texts
    act = _Press(view, texts)
    return Screen(texts.say("announce-ask-words"), [[act("drop")]])


def _ask_time(_notice: AnnouncementScreen, view: AnnouncementView, frame: Frame) -> Screen:
    texts = frame.texts
    act = _Press(view, texts)
    rows = [[act("now")], [act("evening"), act("morning")], [act("preview")]]
    return Screen(texts.say("announce-ask-time"), rows)


def _ask_expiry(_notice: AnnouncementScreen, view: AnnouncementView, frame: Frame) -> Screen:
    texts = frame.texts
    act = _Press(view, texts)
    days = [act("stands", str(n), label=texts.label("button-announce-stands", n=n)) for n in DAYS]
    return Screen(texts.say("announce-ask-expiry"), [*pairs(days, width=2), [act("preview")]])


_ASKS = {"place": _ask_place, "words": _ask_words, "time": _ask_time, "expiry": _ask_expiry}


def _preview(_notice: AnnouncementScreen, view: AnnouncementView, frame: Frame) -> Screen:
    texts = frame.texts
    act = _Press(view, texts)
    lines = [texts.say("announce-preview-head"), *_facts(view, frame)]
    others = [one for one in Urgency if one is not view.urgency]
    urgencies = [act("urgency", one, label=texts.label(f"button-announce-urgency-{one}")) for one in others]
    rows = [
        [act("send")],
        [act("add-place"), act("words")],
        [act("time"), act("expiry")],
        *pairs(urgencies),
        [act("drop")],
    ]
    return Screen("\n".join(lines), rows)


def _status(notice: AnnouncementScreen, view: AnnouncementView, frame: Frame) -> Screen:
    texts = frame.texts
    at = texts.say("announce-at-once") if view.now else texts.when(view.goes_at, frame.now)
    values = {"by": view.approved_by or "", "at": at}
    lines = [texts.say(notice.lead if notice.lead else f"announce-stage-{view.stage}", **values)]
    if view.outcome is not None:
        lines += _outcome(view, texts)
    lines += _facts(view, frame)
    act = _Press(view, texts)
    rows: list[ButtonRow] = [[act("stop"), act("refresh")]] if view.may_stop else []
    return Screen("\n".join(lines), rows)


def _outcome(view: AnnouncementView, texts: Texts) -> list[Html]:
    outcome = view.outcome
    if outcome is None:
        return []
    lines = [texts.say("announce-sent", sent=outcome.sent, lost=outcome.lost)]
    if outcome.why:
        whys = [texts.say(f"announce-why-{word}", n=n) for word, n in outcome.why]
        lines.append(texts.say("announce-why", why=Html("；".join(whys))))
    if outcome.waiting:
        lines.append(texts.say("announce-waiting", n=outcome.waiting))
    if outcome.asked_at_doors:
        lines.append(texts.say("announce-doors", told=outcome.told_at_doors, asked=outcome.asked_at_doors))
    return lines


def _facts(view: AnnouncementView, frame: Frame) -> list[Html]:
    """Places, urgency, counts, times and words: what is checked before a press."""
    texts = frame.texts
    body = shortened(view.body, MAX_UNITS_SHOWN)
    lines = [
        texts.say(
            "announce-line-to",
            urgency=texts.say(f"announce-urgency-{view.urgency}"),
            places=_places(view, frame.directory, texts),
        )
    ]
    audience = view.audience
    if audience is not None:
        lines.append(texts.say("announce-line-receivers", n=audience.receivers))
        if audience.muted:
            lines.append(texts.say("announce-line-muted", n=audience.muted))
        if audience.unreachable:
            lines.append(texts.say("announce-line-gone", n=audience.unreachable))
        if audience.without_app or not audience.uncounted:
            lines.append(texts.say("announce-line-doors", n=audience.without_app))
        if audience.uncounted:
            lines.append(texts.say("announce-line-uncounted", n=audience.uncounted))
    if view.stage in (Stage.DRAFT, Stage.AWAITING, Stage.PLANNED):
        when = texts.say("announce-now") if view.now else texts.when(view.goes_at, frame.now)
        lines.append(texts.say("announce-line-night" if view.held_by_night else "announce-line-time", when=when))
    lines.append(texts.say("announce-line-until", until=texts.when(view.expires_at, frame.now)))
    if view.photo:
        lines.append(texts.say("announce-line-photo"))
    return [*lines, Html(f"<blockquote>{safe(body)}</blockquote>")]


def _places(view: AnnouncementView, directory: Directory, texts: Texts) -> str:
    names: Sequence[str] = [directory.name(Address(place_id)) for place_id in view.places]
    if len(names) > MAX_PLACES_NAMED:
        return texts.label("announce-places-more", places="、".join(names[:MAX_PLACES_NAMED]), n=len(names))
    return "、".join(names)


# As a second person reads it


def approval(_notice: AnnouncementApproval, scene: Scene) -> Screen:
    """What is to be sent, by whom, to how many; one press sends it, the other does not."""
    texts = scene.texts
    view = view_of(scene)
    act = _Press(view, texts)
    head = texts.say("announce-approval-head", author=view.author or "", sender=view.sender)
    rows: list[ButtonRow] = [[act("approve"), act("disapprove")]] if view.may_approve else []
    return Screen("\n".join([head, *_facts(view, scene)]), rows)
