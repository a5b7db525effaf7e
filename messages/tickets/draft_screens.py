"""The report in the making: its next question, or the preview with «提交»."""

from collections.abc import Sequence

from domain.notices.notices import DraftScreen
from domain.posts.directory import Address
from domain.tickets.report_form import MAX_MEDIA, DraftQuestion
from domain.views import DraftView
from domain.vocabulary import Channel, Secrecy
from domain.words.categories import MAX_PROPOSED, OTHER, Category
from messages.drawing.buttons import ButtonRow, Labelled, pairs
from messages.drawing.frame import Frame
from messages.drawing.paging import MOST, a_page
from messages.drawing.screen import Screen
from messages.drawing.texts import Html, Texts
from messages.drawing.way_out import ASKING, way_out, way_out_line
from messages.tickets import who_screens
from messages.tickets.draft_buttons import DraftPress
from messages.tickets.draft_preview import preview

AT_ONCE = MAX_PROPOSED
"""Categories that are offered together, and those after «都不是»."""
AT_ONCE_UNGUESSED = 4
"""The most frequent ones, where nothing tells which it is."""
NEXT, SHELVES = 1, 2
"""Pages of the question what it is: the next likeliest, and from there on all shelves."""


def draft_screen(draft: DraftView, notice: DraftScreen, frame: Frame) -> Screen:
    """The draft as it now is. One message asks one thing."""
    texts = frame.texts
    drawn = _SCREENS[draft.question](draft, frame)
    boundary = texts.pick(frame.community.boundary)
    lead = texts.say(notice.lead, boundary=boundary) if notice.lead else None
    left = texts.say("draft-left-out", most=MAX_MEDIA, n=draft.form.left_out) if draft.form.left_out else None
    is_preview = draft.question is DraftQuestion.PREVIEW
    led = (" " if is_preview else "\n").join(line for line in (lead, drawn.text) if line)
    screen = Screen(Html(f"{left}\n{led}" if left else led), drawn.rows)
    if draft.question in ASKING:
        return way_out(screen, texts)
    return way_out_line(screen, texts) if is_preview else screen


def _ask_words(draft: DraftView, frame: Frame) -> Screen:
    texts = frame.texts
    press = DraftPress(draft, texts)
    if draft.form.recorded:
        channels = [Channel.PHONE, Channel.DOOR]
        rows = [[press("channel", c, label=texts.label(f"button-by-{c}")) for c in channels], [press("drop")]]
        return Screen(texts.say("draft-ask-words-record"), rows)
    return Screen(texts.say("draft-ask-words"), [[press("drop")]])


def _ask_category(draft: DraftView, frame: Frame) -> Screen:
    """The likeliest first, then the next likeliest, then shelf by shelf; «please come and look» before all shelves."""
    texts, community = frame.texts, frame.community
    press = DraftPress(draft, texts)
    if draft.form.group is not None:
        inside = [_category_button(press, one, texts) for one in community.in_group(draft.form.group)]
        rows = a_page(inside, draft.page, press.further, texts, press.back("groups"), press.out())
        return Screen(texts.say("draft-ask-category-in"), rows)
    guessed, others = _likely(draft, frame)
    if draft.page >= SHELVES or not guessed:
        return _ask_shelf(draft, frame)
    if draft.page == NEXT:
        last = [*_something_else(press, frame), press("groups", label=press.label("button-all-kinds")), press.out()]
        return Screen(texts.say("draft-ask-category-next"), [*_one_a_row(press, others, texts), *pairs(last)])
    none = press("further", str(NEXT if others else SHELVES), label=press.label("button-none-of-these"))
    key = "draft-ask-category-guessed" if draft.proposals else "draft-ask-category"
    return Screen(texts.say(key), [*_one_a_row(press, guessed, texts), [none, press.out()]])


def _likely(draft: DraftView, frame: Frame) -> tuple[list[Category], list[Category]]:
    """What is offered at once, and what when it is none of these: guesses, and behind them what is most frequent."""
    guesses = [one for one in draft.proposals if one != draft.category]
    frequent = [one for one in frame.community.frequent() if one != draft.category and one not in guesses]
    first = guesses[:AT_ONCE] or frequent[:AT_ONCE_UNGUESSED]
    return first, [one for one in (*guesses, *frequent) if one not in first][:AT_ONCE]


def _ask_shelf(draft: DraftView, frame: Frame) -> Screen:
    texts, community = frame.texts, frame.community
    press = DraftPress(draft, texts)
    shelves = [press("group", g.code, label=texts.pick(g.name)) for g in community.groups if community.in_group(g.code)]
    page = max(0, draft.page - SHELVES)
    beside = _something_else(press, frame) if page == 0 else [press.back("groups")]
    rows = a_page(shelves, page, lambda n: press.further(n + SHELVES), texts, *beside, press.out())
    return Screen(texts.say("draft-ask-category"), rows)


def _category_button(press: DraftPress, category: Category, texts: Texts) -> Labelled:
    return press("category", category.code, label=texts.pick(category.name))


def _one_a_row(press: DraftPress, categories: Sequence[Category], texts: Texts) -> list[ButtonRow]:
    return [[_category_button(press, one, texts)] for one in categories]


def _something_else(press: DraftPress, frame: Frame) -> list[Labelled]:
    """«都不是，请楼长来看»"""
    if not frame.community.offers(OTHER):
        return []
    return [press("category", OTHER, label=press.label("button-something-else"))]


def _ask_place(draft: DraftView, frame: Frame) -> Screen:
    """One's home first, then what was meant, else the next step down the tree."""
    texts, directory = frame.texts, frame.directory
    press = DraftPress(draft, texts)
    here = directory.places.get(draft.form.browsing) if draft.form.browsing is not None else None
    buttons = [_place_button(press, address, frame, draft) for address in draft.choices]
    if here is not None:
        name = directory.name(Address(here.id))
        many = len(buttons) >= MOST - 2
        at = MOST - 4 if many else len(buttons)  # on the first page, whatever its number
        buttons.insert(at, press("here", str(here.id), label=texts.label("button-here", place=name)))
        rows = a_page(buttons, draft.page, press.further, texts, press.back("places"), press.out())
        return Screen(texts.say("draft-ask-place-many" if many else "draft-ask-place-in", place=name), rows)
    if draft.home is not None and not draft.form.recorded and not draft.form.on_behalf:
        buttons.insert(0, press("home", label=texts.label("button-my-home", place=directory.name(draft.home))))
    if draft.form.candidates:
        beside = press("places", label=texts.label("button-other-place"))
    else:
        beside = press("nowhere") if draft.page == 0 else press.back("places")
    rows = a_page(buttons, draft.page, press.further, texts, beside, press.out())
    return Screen(texts.say("draft-ask-place"), rows)


def _place_button(press: DraftPress, address: Address, frame: Frame, draft: DraftView) -> Labelled:
    if draft.form.candidates:
        position = str(draft.form.candidates.index(address))
        return press("candidate", position, label=frame.directory.name(address))
    place = frame.directory.places[address.place_id]
    return press("place", str(place.id), label=place.name)


def _ask_number(draft: DraftView, frame: Frame) -> Screen:
    texts = frame.texts
    press = DraftPress(draft, texts)
    rows = [[press("nowhere"), press("drop")], [press.back("change-place")]]
    return Screen(texts.say("draft-ask-number", place=draft.place or ""), rows)


def _ask_secrecy(draft: DraftView, frame: Frame) -> Screen:
    texts = frame.texts
    press = DraftPress(draft, texts)
    rows = [[press("secrecy-is", s, label=texts.label(f"button-secrecy-{s}"))] for s in Secrecy]
    return Screen(texts.say("draft-ask-secrecy"), [*rows, [press.back()]])


_SCREENS = {
    DraftQuestion.WORDS: _ask_words,
    DraftQuestion.CATEGORY: _ask_category,
    DraftQuestion.PLACE: _ask_place,
    DraftQuestion.NUMBER: _ask_number,
    DraftQuestion.ROOM: who_screens.ask_room,
    DraftQuestion.BEHALF: who_screens.ask_behalf,
    DraftQuestion.BEHALF_DOOR: who_screens.ask_behalf_door,
    DraftQuestion.BEHALF_PHONE: who_screens.ask_behalf_phone,
    DraftQuestion.BEHALF_AWARE: who_screens.ask_behalf_aware,
    DraftQuestion.SECRECY: _ask_secrecy,
    DraftQuestion.PREVIEW: preview,
}
