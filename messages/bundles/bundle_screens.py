"""The day's one joined message, its list, and «不再提醒»."""

from collections.abc import Sequence

from domain.matters.asks import AskState
from domain.matters.bundle_views import BundledView, BundleView, HelpView
from domain.matters.bundles import ASKED_OF_READER, MOST_LINES, OF_REPORTER, BundledLine
from domain.notices.bundle_notices import Bundle, BundleList, Muted, WhatToMute
from messages.asks.ask_parts import ON_ASK
from messages.drawing.buttons import ON_TICKET, Button, ButtonRow, Labelled, pairs
from messages.drawing.frame import Frame
from messages.drawing.paging import MOST
from messages.drawing.screen import Screen
from messages.drawing.texts import Html, Texts
from messages.matters.matter_screens import ON_MATTER, due_words

ON_BUNDLE = "u"
"""The kind of a bundle's buttons; they carry one of its lines."""
PER_PAGE = 4
"""Lines on a page of the list, each with its button, beside the two that lead on and end it."""


def joined(view: BundleView, _notice: Bundle, frame: Frame) -> Screen:
    """Nothing left to say, nothing said."""
    texts, lines = frame.texts, view.lines
    if not lines:
        return Screen()
    head = texts.say(_head(view), n=len(lines), open=view.also_open)
    opening = [_opener(line, texts) for line in lines[:PER_PAGE]]
    below = [_all(view, texts)] if len(lines) > PER_PAGE else []
    below += _mute(view, texts)
    return Screen("\n".join([head, *lines_of(view, frame)]), pairs([*opening, *below]))


def _head(view: BundleView) -> str:
    """To the reporter news of their own; to whoever is asked also how much else they have not done."""
    if all(line.kind in OF_REPORTER for line in view.lines):
        return "bundles-head-own"
    return "bundles-head-beside-open" if view.also_open else "bundles-head"


def lines_of(view: BundleView, frame: Frame) -> list[Html]:
    """At most so many as a morning bears, then how many there are besides."""
    shown = [line_words(line, frame) for line in view.lines[:MOST_LINES]]
    rest = len(view.lines) - len(shown)
    return [*shown, frame.texts.say("bundles-rest", n=rest)] if rest else shown


def in_morning(view: BundleView | None, frame: Frame, *, alone: bool) -> tuple[list[Html], list[Labelled]]:
    """Below a morning's tickets, or `alone`: the lines with what stands above them, and the button to all of them."""
    if view is None or not view.lines:
        return [], []
    head = frame.texts.say("bundles-head-morning" if alone else "bundles-head-below")
    return [head, *lines_of(view, frame)], [_all(view, frame.texts)]


def whole_list(view: BundleView, notice: BundleList, frame: Frame) -> Screen:
    """Page by page, each with what it is about behind its button."""
    texts = frame.texts
    if not view.lines:
        return Screen(texts.say("bundles-none-left"))
    pages = -(-len(view.lines) // PER_PAGE)
    page = notice.page if notice.page < pages else 0
    shown = view.lines[page * PER_PAGE : (page + 1) * PER_PAGE]
    lines = [texts.say("bundles-list-head", n=len(view.lines)), *(line_words(line, frame) for line in shown)]
    buttons = [_opener(line, texts) for line in shown]
    if page + 1 < pages:
        buttons.append((texts.label("button-further"), _to(view, page + 1)))
    elif page > 0:
        buttons.append((texts.label("button-back"), _to(view, 0)))
    return Screen("\n".join(lines), pairs([*buttons, *_mute(view, texts)]))


def what_to_mute(view: BundleView, _notice: WhatToMute, frame: Frame) -> Screen:
    """Which of them? What somebody waits for is not among them."""
    texts = frame.texts
    able = [line for line in view.lines if line.can_be_muted]
    if not able:
        return Screen(texts.say("bundles-none-to-mute"))
    rows: list[ButtonRow] = [
        [(_name(line, texts), Button(ON_BUNDLE, "mute_line", line.id))] for line in able[: MOST - 1]
    ]
    return Screen(texts.say("bundles-which-to-mute"), [*rows, [(texts.label("button-back"), _to(view, 0))]])


def muted(notice: Muted, frame: Frame) -> Screen:
    """What was pressed, with the way back."""
    texts = frame.texts
    back = (texts.label("bundles-button-unmute"), Button(ON_BUNDLE, "unmute", notice.line_id))
    return Screen(texts.say("bundles-muted"), [[back]])


def line_words(line: BundledView, frame: Frame) -> Html:
    """One line, as it now is."""
    texts = frame.texts
    key = f"bundles-line-{line.kind}"
    if line.kind is BundledLine.ASK_DUE and line.accepted:
        key += "-accepted"
    if line.kind is BundledLine.RESULT and not line.helped:
        key += "-alone"
    return texts.say(
        key,
        number=line.number,
        place=line.place,
        category=texts.pick(line.category.name) if line.category is not None else "",
        body=line.body,
        title=line.title,
        n=line.helped,
        state=texts.say(line.state) if line.state is not None and texts.has(line.state) else "",
        due=_due_of_matter(line, frame) if line.kind is BundledLine.TERM else texts.when(line.due, frame.now),
        helps=Html(texts.label("bundles-and").join(_helps(line.helps, texts))),
    )


def _due_of_matter(line: BundledView, frame: Frame) -> Html:
    """As its card and every list say it (messages/matters/matter_screens.py)."""
    if line.due is None or line.due_what is None or not frame.texts.has(line.due_what):
        return Html("")
    return due_words(line.due_what, line.due, frame)


def _helps(helps: Sequence[HelpView], texts: Texts) -> list[Html]:
    """Who helps and how far they are; who declined is not named, and not spoken of while others are asked."""
    going = [one for one in helps if one.state is not AskState.DECLINED]
    if not going:
        return [texts.say("bundles-help-declined")]
    return [
        texts.say(f"bundles-help-{one.state}", body=one.body, day=texts.day(one.due) if one.due is not None else "")
        for one in going
    ]


def _opener(line: BundledView, texts: Texts) -> Labelled:
    kind = ON_ASK if line.kind in ASKED_OF_READER else ON_MATTER if line.kind is BundledLine.TERM else ON_TICKET
    return _name(line, texts), Button(kind, "open", line.about, line.version)


def _name(line: BundledView, texts: Texts) -> str:
    """A line by a few words, for a button."""
    if line.kind is BundledLine.TERM:
        return texts.label("bundles-name-matter", number=line.number, title=line.title)
    category = texts.pick(line.category.name) if line.category is not None else ""
    if line.kind in ASKED_OF_READER:
        return texts.label("bundles-name-ask", place=line.place, category=category)
    return texts.label("bundles-name-ticket", number=line.number, category=category)


def _to(view: BundleView, page: int) -> Button:
    return Button(ON_BUNDLE, "all", view.id, arg=str(page))


def _all(view: BundleView, texts: Texts) -> Labelled:
    return texts.label("bundles-button-all"), _to(view, 0)


def _mute(view: BundleView, texts: Texts) -> list[Labelled]:
    if not any(line.can_be_muted for line in view.lines):
        return []
    return [(texts.label("bundles-button-mute"), Button(ON_BUNDLE, "mute", view.id))]
