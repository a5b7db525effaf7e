"""Receipts, lists, the history of a ticket, the questions about it, and who reported it."""

from collections.abc import Sequence
from dataclasses import replace

from domain.notices.notices import (
    AskWords,
    Choose,
    MyTickets,
    Receipt,
    ReporterShown,
    TicketHistory,
    TicketMedia,
    TicketWords,
    ToDo,
)
from domain.tickets.already import KnownTicket
from domain.view_shapes import PageOf
from domain.views import PAGE, ChoiceView, Colleague, FilesView, LineView, ReporterView, TicketView
from domain.vocabulary import Action, Channel, Result, ReturnReason, State, WaitingReason
from domain.words.lengths import shortened, units
from messages.drawing.buttons import ANYWHERE, ON_TICKET, Button, ButtonRow, Labelled, danger
from messages.drawing.frame import Frame
from messages.drawing.paging import MOST, MOST_PEOPLE, a_page, turning
from messages.drawing.screen import Screen
from messages.drawing.texts import Html, safe
from messages.tickets.card_buttons import card_buttons, undo_button
from messages.tickets.cards import state_word


def office_phone(frame: Frame) -> Html:
    """« (phone)», or nothing while the office has not entered its number."""
    texts = frame.texts
    phone = frame.community.office_phone
    return texts.say("office-phone", phone=phone) if phone else Html("")


def receipt(view: TicketView, _notice: Receipt, frame: Frame) -> Screen:
    """Filed: number, who is asked, until when, and what happens if nobody reacts."""
    texts = frame.texts
    if not view.has_assignee:
        key = "receipt-nobody"
    elif not view.reader_reports:
        key = "receipt-recorded"
    elif view.reader_is_assignee:
        key = "receipt-own"
    else:
        key = "receipt" if view.next_post else "receipt-top"
    text = texts.say(
        key,
        number=view.number,
        post=view.post or "",
        name=view.answers or "",
        claim=texts.when(view.claim_due, frame.now),
        resolve=texts.when(view.resolve_due, frame.now),
        next_post=view.next_post or "",
        office=office_phone(frame),
    )
    advice = view.category.advice
    if advice is not None:
        text = Html(f"{text}\n<blockquote>{texts.say('advice-head', advice=texts.pick(advice))}</blockquote>")
    return Screen(text, [] if key == "receipt-own" else card_buttons(view, texts, frame.on_cards))


def my_tickets(seen: tuple[PageOf[TicketView], Sequence[KnownTicket]], notice: MyTickets, frame: Frame) -> Screen:
    """/my: open ones first, then those of the last 90 days; and what neighbours reported and the reader has too."""
    page, also = seen[0], _also(seen[1], frame)
    if also and not page.rows:
        return Screen("\n".join(also))
    screen = _list(page, notice.page, frame, "my")
    return replace(screen, text="\n".join([screen.text, *also]))


def _also(known: Sequence[KnownTicket], frame: Frame) -> list[Html]:
    """What the reader has too: what, where and how it stands, and nothing of whose report it is."""
    texts = frame.texts
    lines = [
        texts.say(
            "my-also-line",
            category=texts.pick(frame.community.category(one.category).name),
            place=frame.directory.name(one.address, with_room=False),
            state=texts.say(f"state-{one.state}"),
        )
        for one in known
    ]
    return [texts.say("my-also"), *lines] if lines else []


def to_do(page: PageOf[TicketView], notice: ToDo, frame: Frame) -> Screen:
    """/todo, by due time."""
    return _list(page, notice.page, frame, "todo")


def _list(page: PageOf[TicketView], at: int, frame: Frame, name: str) -> Screen:
    texts = frame.texts
    if not page.rows:
        return Screen(texts.say(f"{name}-empty"))
    lines, rows = listed(page.rows, frame)
    turn = turning(at, PAGE, page.total, lambda n: Button(ANYWHERE, name, arg=str(n)), texts)
    return Screen("\n".join([texts.say(f"{name}-head", total=page.total), *lines]), [*rows, turn])


def listed(tickets: Sequence[TicketView], frame: Frame) -> tuple[list[Html], list[ButtonRow]]:
    """Tickets of a list, a line and a button each."""
    texts = frame.texts
    lines: list[Html] = []
    rows: list[ButtonRow] = []
    for view in tickets:
        category = texts.pick(view.category.name)
        lines.append(
            texts.say(
                "list-line",
                number=view.number,
                category=category,
                place=view.place,
                state=state_word(texts, view),
                due=_due_words(view, frame),
            )
        )
        label = texts.label("button-open", number=view.number, category=category)
        rows.append([(label, Button(ON_TICKET, "open", view.id, view.moves))])
    return lines, rows


def _due_words(view: TicketView, frame: Frame) -> Html:
    texts = frame.texts
    if view.state is State.NEW and view.claim_due:
        return texts.say("due-claim", due=texts.when(view.claim_due, frame.now))
    if view.state is State.CLAIMED and view.resolve_due:
        return texts.say("due-resolve", due=texts.when(view.resolve_due, frame.now))
    if view.state is State.WAITING:
        return Html(texts.when(view.waiting_until, frame.now))
    return Html("")


def history(view: TicketView, _notice: TicketHistory, frame: Frame) -> Screen:
    """Every line of the history, the newest kept when it grows past one message."""
    texts = frame.texts
    lines = [_history_line(line, frame) for line in view.history]
    while sum(units(line) for line in lines) > 3500:
        lines.pop(1 if len(lines) > 1 else 0)
    head = texts.say("history-head", number=view.number)
    return Screen("\n".join([head, *lines]), card_buttons(view, texts, frame.on_cards))


def _history_line(line: LineView, frame: Frame) -> Html:
    texts = frame.texts
    told = texts.say("history-line", when=texts.when(line.at, frame.now), what=what_was_done(line, frame))
    if line.detail.get("files") and line.action is not Action.FILE:
        told = Html(f"{told} {texts.say('history-files', n=line.detail['files'])}")
    if line.words and line.action is not Action.FILE:
        told = Html(f"{told}\n<blockquote>{safe(shortened(line.words, 300))}</blockquote>")
    return told


def what_was_done(line: LineView, frame: Frame) -> Html:
    """Who did what, in a few words."""
    texts = frame.texts
    by = texts.say("you") if line.by_reader else texts.say("reporter") if line.by_reporter else line.by
    key = f"did-{line.action}{said_on(line)}"
    if line.action is Action.FILE and not (line.by_reporter or line.by_reader):
        key = "did-file-recorded"
    if line.action is Action.RELOCATE and line.channel is Channel.CLOCK:
        key = "did-relocate-renamed"
    if line.action is Action.ESCALATE:
        key = f"did-escalate-{line.detail['does']}"
    if line.action is Action.TAKE_IN:
        key = f"did-take_in-{line.detail['what']}"
    values = {
        "by": by or texts.say("somebody"),
        "to": line.detail.get("to_name") or texts.say("somebody"),
        "reason": texts.say(f"waiting-{line.detail['reason']}") if line.action is Action.WAIT else "",
        "result": texts.say(f"result-{line.detail['result']}") if line.action is Action.RESOLVE else "",
        "rating": texts.say(f"rating-{line.detail['rating']}") if line.action is Action.RATE else "",
        "category": _new_category(line, frame),
        "why": texts.say(f"why-{line.detail['why']}") if line.action is Action.ENTRUST else "",
        "old": line.detail.get("old", ""),
        "new": line.detail.get("new", ""),
        "asked": texts.say(f"asked-{line.detail['asked']}") if line.detail.get("asked") else "",
        "number": line.detail.get("into") or line.detail.get("number") or "",
        "state": texts.say(f"state-{line.detail['state']}") if line.detail.get("state") else "",
        "grade": texts.say(f"grade-{line.detail['to_grade']}") if line.detail.get("to_grade") else "",
        "body": line.detail.get("body_name") or texts.say("somebody"),
        "said": texts.say(f"asks-step-{line.detail['step']}") if line.action is Action.ASK_STEP else "",
    }
    return texts.say(key, **values)


def said_on(line: LineView) -> str:
    """How a text differs where the action is the same: for words that go on from others or put them right, and by what
    was taken back."""
    if line.action is Action.UNDO:
        return f"-{line.detail['what']}"
    if line.action is Action.NOTE and line.detail.get("of"):
        return "-corrected"
    return "-again" if line.action is Action.FOLLOW and (line.detail.get("again") or line.detail.get("of")) else ""


def ticket_files(seen: FilesView, _notice: TicketMedia, frame: Frame) -> Screen:
    """Files of a ticket: whose they are, what came with them, and which report it is about."""
    texts, view = frame.texts, seen.ticket
    what = what_was_done(seen.line, frame) if seen.line is not None else ""
    category = texts.pick(view.category.name)
    caption = texts.say("files-caption", what=what, number=view.number, category=category, place=view.place)
    return Screen(caption, media=seen.media)


def _new_category(line: LineView, frame: Frame) -> str:
    texts = frame.texts
    code = line.detail.get("to") if line.action is Action.RECATEGORISE else None
    return texts.pick(frame.community.category(str(code)).name) if code else ""


def choose(seen: ChoiceView, notice: Choose, frame: Frame) -> Screen:
    """A question about a ticket that buttons answer."""
    texts, view = frame.texts, seen.ticket

    def answer(label: str, action: str, arg: str = "") -> Labelled:
        return label, Button(ON_TICKET, action, view.id, view.moves, arg)

    key, most = f"choose-{notice.what}", MOST
    buttons: list[Labelled]
    match notice.what:
        case "return":
            buttons = [answer(texts.label(f"return-{r}"), "return_for", r) for r in ReturnReason]
        case "wait":
            reasons = [reason for reason in WaitingReason if reason is not WaitingReason.PARKED]
            buttons = [answer(texts.label(f"waiting-{r}"), "wait_for", r) for r in reasons]
        case "blocked":
            waits = {"parts": "parts", "owner": "reporter", "money": "money", "body": "outside"}
            returns = {"not-mine": "not_my_matter", "no-time": "no_time"}
            buttons = [answer(texts.label("button-claim"), "claim")] if Action.CLAIM in view.actions else []
            if Action.WAIT in view.actions:
                buttons += [answer(texts.label(f"blocked-{name}"), "wait_for", why) for name, why in waits.items()]
            if Action.RESUME in view.actions:
                buttons.append(answer(texts.label("button-resume"), "resume"))
            if Action.RETURN in view.actions:
                buttons += [answer(texts.label(f"blocked-{name}"), "return_for", why) for name, why in returns.items()]
        case "category":
            groups = frame.community.groups
            buttons = [answer(texts.pick(group.name), "category_in", group.code) for group in groups]
        case what if what.startswith("category:"):
            key = "choose-category"
            inside = frame.community.in_group(what.partition(":")[2])
            buttons = [answer(texts.pick(category.name), "category_is", category.code) for category in inside]
        case "wait-until":
            days, longest = ("tomorrow", "after", "longest"), frame.community.steward_wait_working_days
            buttons = [answer(texts.label(f"day-{day}", days=longest), "wait_until", day) for day in days]
        case "resolve":
            buttons = [answer(texts.label(f"result-{r}"), "resolve_as", r) for r in Result]
        case "hand_over":
            key = key if seen.colleagues else "choose-hand_over-nobody"
            buttons, most = [answer(*to_them("hand_over_to", one)) for one in seen.colleagues], MOST_PEOPLE
        case _:
            key = "choose-withdraw-safety" if view.category.safety else "choose-withdraw"
            buttons = [danger(answer(texts.label("button-yes"), "withdraw_yes"))]
    back = answer(texts.label("button-back"), "open")

    def to(page: int) -> Button:
        return Button(ON_TICKET, "further", view.id, view.moves, f"{page}:{notice.what}")

    return Screen(texts.say(key), a_page(buttons, notice.page, to, texts, back, most=most))


def to_them(action: str, colleague: Colleague) -> tuple[str, str, str]:
    """A colleague's label, and what giving the ticket to them carries."""
    return f"{colleague.name}（{colleague.title}）", action, str(colleague.person_id)


def ask_words(view: TicketView, notice: AskWords, frame: Frame) -> Screen:
    """A question answered by typing; «返回» leads back to the card."""
    texts = frame.texts
    what, _, reason = notice.what.partition(":")
    values = {"reason": texts.say(f"return-{reason}")} if reason else {}
    back = (texts.label("button-back"), Button(ON_TICKET, "open", view.id, view.moves))
    skip = (texts.label("button-skip"), Button(ON_TICKET, "skip", view.id, view.moves))
    row = [skip, *undo_button(view, texts)] if what == "result" else [back]
    return Screen(texts.say(f"ask-{what}", **values), [row])


def reporter_shown(shown: ReporterView, _notice: ReporterShown, frame: Frame) -> Screen:
    """Name, telephone and room; protected from being forwarded."""
    texts = frame.texts
    lines = [texts.say("reporter-head", number=shown.number)]
    if shown.name or shown.phone:
        lines.append(texts.say("reporter-name", name=shown.name or "", phone=shown.phone or ""))
    elif not shown.behalf_name:
        lines.append(texts.say("reporter-noname"))
    behalf = " ".join(one for one in (shown.behalf_name, shown.behalf_door, shown.behalf_phone) if one)
    if behalf:
        aware = texts.say(f"aware-{shown.behalf_aware}") if shown.behalf_aware is not None else ""
        lines.append(texts.say("reporter-behalf", who=behalf, aware=aware))
    lines.append(texts.say("reporter-place", place=shown.place))
    return Screen("\n".join(lines), confidential=True)


def ticket_words(words: str, _notice: TicketWords, _frame: Frame) -> Screen:
    """The reporter's words, whole and as they were typed: a message of their own, with nothing around them."""
    return Screen(safe(words or "…"))
