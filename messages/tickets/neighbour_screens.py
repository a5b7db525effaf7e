"""Words that are no new report, faults that are known already, and what neighbours and the office hear of them."""

from collections.abc import Sequence
from datetime import datetime

from domain.notices.word_notices import AlreadyReported, FollowerNews, LateWords, SmallTalk, TopicProposed, WhichTicket
from domain.posts.directory import Address
from domain.tickets.already import Known
from domain.tickets.late_words import offers
from domain.views import DraftView, TicketView
from messages.drawing.buttons import ANYWHERE, ON_TICKET, Button, ButtonRow
from messages.drawing.frame import Frame
from messages.drawing.screen import Screen
from messages.drawing.way_out import way_out
from messages.tickets.draft_screens import DraftPress
from messages.tickets.ticket_screens import listed


def small_talk(notice: SmallTalk, frame: Frame) -> Screen:
    """What the bot is for, in one line."""
    texts = frame.texts
    rows: list[ButtonRow] = [[(texts.label("button-report"), Button(ANYWHERE, "report"))]] if notice.kept else []
    return way_out(Screen(texts.say("small-talk-kept" if notice.kept else "small-talk"), rows), texts)


def which_ticket(tickets: Sequence[TicketView], _notice: WhichTicket, frame: Frame) -> Screen:
    """Words about something already reported: to which one, or is it new?"""
    texts = frame.texts
    rows: list[ButtonRow] = []
    for view in tickets:
        label = texts.label("button-add_these", number=view.number, category=texts.pick(view.category.name))
        rows.append([(label, Button(ON_TICKET, "add_these", view.id, view.moves))])
    rows.append([(texts.label("button-new-matter"), Button(ANYWHERE, "report"))])
    return way_out(Screen(texts.say("which-ticket"), rows), texts)


def late_words(view: TicketView, _notice: LateWords, frame: Frame) -> Screen:
    """Words to a ticket that has ended: a button for whatever can be made of them."""
    texts = frame.texts
    late = offers(view.actions, reports=view.reader_reports)
    key = f"late-{view.state}" if late else "late-nothing"
    rows: list[ButtonRow] = [
        [(texts.label(f"button-late-{one}"), Button(ON_TICKET, "late", view.id, view.moves, one))] for one in late
    ]
    return Screen(texts.say(key, number=view.number), rows)


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
