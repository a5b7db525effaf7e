"""Words that are no new report, faults that are known already, and what neighbours and the office hear of them."""

from collections.abc import Sequence
from datetime import datetime

from domain.notices.word_notices import AlreadyReported, FollowerNews, SmallTalk, TopicProposed
from domain.posts.directory import Address
from domain.tickets.already import Known
from domain.views import DraftView, TicketView
from messages.drawing.buttons import ANYWHERE, Button, ButtonRow
from messages.drawing.frame import Frame
from messages.drawing.screen import Screen
from messages.drawing.way_out import way_out
from messages.tickets.draft_buttons import DraftPress
from messages.tickets.ticket_screens import listed


def small_talk(notice: SmallTalk, frame: Frame) -> Screen:
    """What the bot is for, in one line."""
    texts = frame.texts
    rows: list[ButtonRow] = [[(texts.label("button-report"), Button(ANYWHERE, "report"))]] if notice.kept else []
    return way_out(Screen(texts.say("small-talk-kept" if notice.kept else "small-talk"), rows), texts)


def already_reported(draft: DraftView, notice: AlreadyReported, frame: Frame) -> Screen:
    """Neighbours' reports by category and day alone; one's own by number."""
    texts = frame.texts
    press, category = DraftPress(draft, texts), _category(notice.category, frame)
    lines, rows = [texts.say(f"known-{notice.how}")], list[ButtonRow]()
    for ticket_id, number, filed in notice.tickets:
        day = texts.day(datetime.fromisoformat(filed))
        lines.append(texts.say(f"known-line-{notice.how}", category=category, day=day, number=number))
        match notice.how:
            case Known.DUPLICATE:
                label = texts.label("button-me-too") + (f" {day}" if len(notice.tickets) > 1 else "")
                rows.append([press("me-too", str(ticket_id), label=label)])
            case Known.REPEAT:
                rows.append([press("add-to", str(ticket_id), label=texts.label("button-add-to", number=number))])
            case _:
                label = texts.label("button-reopen-own", number=number)
                rows.append([press("reopen-own", str(ticket_id), label=label)])
    return Screen("\n".join(lines), [*rows, [press("anyway")]])


def follower_news(notice: FollowerNews, frame: Frame) -> Screen:
    """How it goes on, for a neighbour who has it too."""
    texts = frame.texts
    place = frame.directory.name(Address(notice.place_id)) if notice.place_id in frame.directory.places else ""
    key = f"{notice.action}-{notice.variant}" if notice.variant else notice.action
    return Screen(texts.say(f"follower-{key}", category=_category(notice.category, frame), place=place))


def topic(tickets: Sequence[TicketView], notice: TopicProposed, frame: Frame) -> Screen:
    """For the office: so many reports of one kind in one building."""
    texts = frame.texts
    lines, rows = listed(tickets, frame)
    head = texts.say(
        "topic-head",
        n=len(notice.tickets),
        households=notice.households,
        category=_category(notice.category, frame),
        place=frame.directory.name(Address(notice.place_id)),
    )
    return Screen("\n".join([head, *lines]), rows)


def _category(code: str, frame: Frame) -> str:
    texts = frame.texts
    return texts.pick(frame.community.category(code).name)
