"""/announce: an announcement written, previewed, sent, approved and stopped; /notices mutes ordinary ones."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from domain.matters.rounds import RoundOutcome
from domain.places.place_reading import read_place, resembling
from domain.refusal import Refusal
from domain.time.moments import read_moment
from domain.time.quiet import MORNING
from domain.vocabulary import MediaKind, Role
from domain.words.sayings import listed
from handlers.albums import begin_album
from handlers.pressing import page_in
from handlers.subject import Press, Question, Takes
from handlers.turn import Turn
from messages.drawing.buttons import ANYWHERE, Button
from services.matters.rounds import note_outcome, note_rest, put_right
from storage.models import Awaited
from subjects.announcements.notices import AnnouncementApproval, AnnouncementScreen, DoorList
from subjects.announcements.rows import AnnouncementRow
from subjects.announcements.rules import Urgency, own_places
from subjects.announcements.screens import LETTER
from subjects.announcements.service import announcing
from subjects.announcements.store import Announcements

EVENING, LAST_MINUTE = time(18), time(23, 59)


def announce(turn: Turn) -> None:
    """/announce: what is under way with its buttons, then the draft."""
    for row in announcing.going_on(turn.work, turn.person):
        turn.answer(AnnouncementScreen(row.id))
    draft = announcing.begin(turn.work, turn.person)
    posts = [turn.work.directory.posts[post_id] for post_id in draft.posts]
    own = own_places(turn.work.directory, posts)
    if not draft.places and len(own) == 1 and all(post.role is Role.STEWARD for post in posts):
        announcing.add_place(turn.work, draft, own[0])
    turn.answer(_next(turn, draft))


def notices(turn: Turn) -> None:
    """/notices: ordinary announcements not any more, or again."""
    _mute(turn, muted=not turn.person.mutes_announcements)


def set_notices(turn: Turn, button: Button) -> None:
    """The button under an ordinary announcement does the same."""
    if button.arg not in ("on", "off"):
        raise Refusal("refused-old-button")
    _mute(turn, muted=button.arg == "off")


def _mute(turn: Turn, *, muted: bool) -> None:
    announcing.mute(turn.person, muted=muted)
    turn.say("announcements-notices-off" if muted else "announcements-notices-on")


def _next(turn: Turn, draft: AnnouncementRow, lead: str | None = None) -> AnnouncementScreen:
    """The first thing that is missing, or the preview; what the next words mean goes with it."""
    ask = None
    if not draft.places:
        ask = "place"
    elif not turn.work.store(Announcements).words(draft).body:
        ask = "words"
    return _ask(turn, draft, ask, lead=lead)


def _ask(turn: Turn, draft: AnnouncementRow, ask: str | None, *, lead: str | None = None) -> AnnouncementScreen:
    if ask is None:
        turn.work.conversation.stop_awaiting(turn.person.id)
    else:
        turn.work.conversation.await_words(turn.person.id, f"announce_{ask}", turn.work.now + timedelta(hours=1))
    return AnnouncementScreen(draft.id, ask=ask, lead=lead)


# Typed


def place_typed(turn: Turn, _awaited: Awaited) -> None:
    """桂花苑1号楼: certain, or buttons for what it may be."""
    draft = announcing.draft_of(turn.work, turn.person)
    directory, community = turn.work.directory, turn.work.community
    reading = read_place(turn.words, directory, community)
    meant = reading.addresses or resembling(turn.words, directory, community)
    found = list(dict.fromkeys(address.place_id for address in meant))
    if not found:
        turn.answer(_ask(turn, draft, "place", lead="announcements-place-not-read"))
    elif reading.certain is None:
        turn.answer(AnnouncementScreen(draft.id, ask="place", candidates=tuple(found[:40])))
    else:
        announcing.add_place(turn.work, draft, found[0])
        turn.answer(_next(turn, draft))


def words_typed(turn: Turn, _awaited: Awaited) -> None:
    """The words, or a photo with them."""
    draft = announcing.draft_of(turn.work, turn.person)
    files = turn.attachments()
    photos = [one.file for one in files if one.kind is MediaKind.PHOTO]
    announcing.set_words(turn.work, draft, turn.words, photos[0] if photos else None)
    more = turn.said.album is not None or len(files) > len(photos)
    turn.answer(_next(turn, draft, lead="announcements-one-photo" if more else None))
    begin_album(turn)


def time_typed(turn: Turn, _awaited: Awaited) -> None:
    """明天 18:30"""
    draft = announcing.draft_of(turn.work, turn.person)
    at = read_moment(turn.words, _local(turn), at=MORNING)
    if at is None:
        turn.answer(_ask(turn, draft, "time", lead="announcements-moment-not-read"))
        return
    announcing.set_send_at(turn.work, draft, at)
    turn.answer(_next(turn, draft))


def expiry_typed(turn: Turn, _awaited: Awaited) -> None:
    """周五"""
    draft = announcing.draft_of(turn.work, turn.person)
    at = read_moment(turn.words, _local(turn), at=LAST_MINUTE)
    if at is None:
        turn.answer(_ask(turn, draft, "expiry", lead="announcements-moment-not-read"))
        return
    announcing.set_expiry(turn.work, draft, at)
    turn.answer(_next(turn, draft))


def _local(turn: Turn) -> datetime:
    return turn.work.now.astimezone(ZoneInfo(turn.work.community.zone))


# Pressed

AnnouncementAction = Callable[[Turn, Button], None]
Edit = Callable[[Turn, AnnouncementRow, str], AnnouncementScreen]


def _editing(edit: Edit) -> AnnouncementAction:
    """A button of the draft. One of an older version redraws instead of acting."""

    def pressed(turn: Turn, button: Button) -> None:
        draft = announcing.draft_of(turn.work, turn.person)
        if button.subject_id != draft.id:
            raise Refusal("announcements-refused-gone")
        if button.version != draft.version:
            turn.toast("refreshed")
            turn.redraw(_next(turn, draft))
            return
        turn.redraw(edit(turn, draft, button.arg))

    return pressed


def _id(arg: str) -> int:
    if not arg.isascii() or not arg.isdigit() or len(arg) > 18:
        raise Refusal("refused-old-button")
    return int(arg)


def _open(turn: Turn, draft: AnnouncementRow, arg: str) -> AnnouncementScreen:
    """A place with others below is opened first."""
    if turn.work.directory.children(_id(arg)):
        return AnnouncementScreen(draft.id, ask="place", browsing=_id(arg))
    return _here(turn, draft, arg)


def _further(_turn: Turn, draft: AnnouncementRow, arg: str) -> AnnouncementScreen:
    """Another page of the places below one; of none at the top."""
    here, _, page = arg.partition(".")
    return AnnouncementScreen(draft.id, ask="place", browsing=_id(here) or None, page=page_in(page))


def _here(turn: Turn, draft: AnnouncementRow, arg: str) -> AnnouncementScreen:
    announcing.add_place(turn.work, draft, _id(arg))
    return _next(turn, draft)


def _clear(turn: Turn, draft: AnnouncementRow, _arg: str) -> AnnouncementScreen:
    announcing.clear_places(draft)
    return _next(turn, draft)


def _urgency(turn: Turn, draft: AnnouncementRow, arg: str) -> AnnouncementScreen:
    if arg not in set(Urgency):
        raise Refusal("refused-old-button")
    announcing.set_urgency(draft, Urgency(arg))
    return _next(turn, draft)


def _now(turn: Turn, draft: AnnouncementRow, _arg: str) -> AnnouncementScreen:
    announcing.set_send_at(turn.work, draft, None)
    return _next(turn, draft)


def _evening(turn: Turn, draft: AnnouncementRow, _arg: str) -> AnnouncementScreen:
    local = _local(turn)
    announcing.set_send_at(turn.work, draft, datetime.combine(local.date(), EVENING, local.tzinfo))
    return _next(turn, draft)


def _morning(turn: Turn, draft: AnnouncementRow, _arg: str) -> AnnouncementScreen:
    local = _local(turn)
    announcing.set_send_at(turn.work, draft, datetime.combine(local.date() + timedelta(days=1), MORNING, local.tzinfo))
    return _next(turn, draft)


def _stands(turn: Turn, draft: AnnouncementRow, arg: str) -> AnnouncementScreen:
    days = timedelta(days=_id(arg[:3]))
    announcing.set_expiry(turn.work, draft, announcing.goes_at(turn.work, draft) + days)
    return _next(turn, draft)


def _send(turn: Turn, draft: AnnouncementRow, _arg: str) -> AnnouncementScreen:
    """«发送»"""
    announcing.send(turn.work, draft, turn.person)
    turn.work.conversation.stop_awaiting(turn.person.id)
    return AnnouncementScreen(draft.id)


def _drop(turn: Turn, button: Button) -> None:
    """«不发了»"""
    draft = announcing.draft_of(turn.work, turn.person)
    if button.subject_id != draft.id:
        raise Refusal("announcements-refused-gone")
    announcing.drop(turn.work, draft)
    turn.work.conversation.stop_awaiting(turn.person.id)
    turn.say("announcements-dropped")


def _stop(turn: Turn, button: Button) -> None:
    """«停发»"""
    row = announcing.stop(turn.work, button.subject_id, by=turn.person)
    turn.redraw(AnnouncementScreen(row.id))


def _refresh(turn: Turn, button: Button) -> None:
    row = announcing.seen(turn.work, button.subject_id, by=turn.person)
    turn.redraw(AnnouncementScreen(row.id))


def _decide(*, agrees: bool) -> AnnouncementAction:
    def pressed(turn: Turn, button: Button) -> None:
        row = announcing.approve(turn.work, button.subject_id, by=turn.person, agrees=agrees)
        turn.redraw(AnnouncementApproval(row.id))
        turn.say("announcements-you-approved" if agrees else "announcements-you-did-not")

    return pressed


def _told(turn: Turn, button: Button) -> None:
    """«都告诉到了»"""
    note_rest(turn.work, _id(button.arg), RoundOutcome.TOLD, by=turn.person)
    turn.say("announcements-door-thanks")


def _door_page(turn: Turn, button: Button) -> None:
    """«还有»"""
    round_id, _, page = button.arg.partition(".")
    turn.redraw(DoorList(button.subject_id, _id(round_id), page_in(page)))


def _door(outcome: RoundOutcome) -> Callable[[Turn, Button], None]:
    """One door, one press; the list goes on with the next ones."""

    def pressed(turn: Turn, button: Button) -> None:
        point = note_outcome(turn.work, _id(button.arg), outcome, by=turn.person)
        turn.redraw(DoorList(button.subject_id, point.round_id, last=point.id))

    return pressed


def _door_undo(turn: Turn, button: Button) -> None:
    """«按错了» within a quarter of an hour."""
    point = put_right(turn.work, _id(button.arg), by=turn.person)
    turn.redraw(DoorList(button.subject_id, point.round_id))


PRESSES = (
    Press(LETTER, "place", _editing(_open)),
    Press(LETTER, "here", _editing(_here)),
    Press(LETTER, "further", _editing(_further)),
    Press(LETTER, "change", _editing(lambda _turn, draft, _arg: AnnouncementScreen(draft.id, ask="change"))),
    Press(LETTER, "add-place", _editing(lambda turn, draft, _arg: _ask(turn, draft, "place"))),
    Press(LETTER, "clear", _editing(_clear), listed("重选/重新选/重来/start again")),
    Press(
        LETTER,
        "preview",
        _editing(lambda turn, draft, _arg: _next(turn, draft)),
        listed("就这样/够了/选好了/that's it"),
    ),
    Press(LETTER, "words", _editing(lambda turn, draft, _arg: _ask(turn, draft, "words"))),
    Press(LETTER, "urgency", _editing(_urgency)),
    Press(LETTER, "time", _editing(lambda turn, draft, _arg: _ask(turn, draft, "time"))),
    Press(LETTER, "now", _editing(_now), listed("现在/马上发/现在发/立刻/right now/now")),
    Press(LETTER, "evening", _editing(_evening), listed("今晚/今天晚上/傍晚/tonight/this evening")),
    Press(LETTER, "morning", _editing(_morning), listed("明早/明天早上/明天上午/tomorrow morning")),
    Press(LETTER, "expiry", _editing(lambda turn, draft, _arg: _ask(turn, draft, "expiry"))),
    Press(LETTER, "stands", _editing(_stands)),
    Press(LETTER, "send", _editing(_send), listed("发吧/发出去/可以发/确认发送/send it/go")),
    Press(LETTER, "drop", _drop, listed("算了/不用发了/别发了/never mind/forget it")),
    Press(LETTER, "stop", _stop, listed("停/别发了/停下来/不要发了/stop it")),
    Press(LETTER, "refresh", _refresh, listed("到哪了/看看进度/看发送进度/see how far")),
    Press(LETTER, "approve", _decide(agrees=True), listed("同意/可以发/可以/发吧/行/yes/ok/approve")),
    Press(LETTER, "disapprove", _decide(agrees=False), listed("不同意/别发/不行/不能发/no/do not send")),
    Press(
        LETTER,
        "told",
        _told,
        listed("都说了/都通知了/告诉了/通知到了/told them all"),
        held=None,
    ),
    Press(LETTER, "door", _door(RoundOutcome.TOLD), held=None),
    Press(LETTER, "door_nobody", _door(RoundOutcome.NOBODY), under_it=listed("没人/没人在家/nobody"), held=None),
    Press(LETTER, "door_undo", _door_undo, held=None, under_it=listed("按错了/错了/a slip")),
    Press(LETTER, "door_page", _door_page, held=None),
    Press(ANYWHERE, "notices", set_notices, listed("不收了/别再发了/不想收/no more of these"), held=None),
)

SAID_FOR_NOTICES = (
    "通知", "通知设置", "不要再发通知", "别再发通知", "不要再给我发", "不要再给我发消息", "别给我发", "别给我发消息",
    "不要给我发", "别再发", "不要发了", "别发了", "关闭通知", "关掉通知", "通知关", "退订", "取消订阅", "不想收",
    "不想收通知", "notices", "stop sending", "stop sending me messages", "no more messages", "unsubscribe", "mute",
)  # fmt: skip


def _ask_again(turn: Turn, awaited: Awaited) -> AnnouncementScreen:
    draft = announcing.draft_of(turn.work, turn.person)
    return AnnouncementScreen(draft.id, ask=awaited.what.removeprefix("announce_"))


PLACE = Question("announce_place", answer=place_typed, asks=_ask_again)
WORDS = Question("announce_words", answer=words_typed, takes=Takes.WORDS_AND_PHOTOS, danger=False, asks=_ask_again)
TIME = Question("announce_time", answer=time_typed, asks=_ask_again)
EXPIRY = Question("announce_expiry", answer=expiry_typed, asks=_ask_again)
ASKED = {"place": PLACE, "words": WORDS, "time": TIME, "expiry": EXPIRY}
"""By what the screen asks for."""
