"""The report in the making: its next question, or the preview with «提交»."""

from domain.notices.notices import DraftScreen
from domain.posts.directory import Address
from domain.tickets.report_form import MAX_MEDIA, DraftQuestion
from domain.views import DraftView
from domain.vocabulary import Channel, Secrecy
from domain.words.categories import OTHER
from domain.words.lengths import shortened
from messages.drawing.buttons import ON_DRAFT, Button, ButtonRow, pairs
from messages.drawing.frame import Frame
from messages.drawing.screen import Screen
from messages.drawing.texts import Html, Texts, safe
from messages.drawing.way_out import ASKING, way_out, way_out_line
from messages.tickets import who_screens

MAX_GROUPS = 20
MAX_PLACES = 40
MAX_UNITS_SHOWN = 800
OUTSIDE = "city"
"""The number (12345) at which one complains of the community itself."""


def draft_screen(draft: DraftView, notice: DraftScreen, frame: Frame) -> Screen:
    """The draft as it now is. One message asks one thing."""
    texts = frame.texts
    drawn = _SCREENS[draft.question](draft, frame)
    boundary = texts.pick(frame.community.boundary)
    lead = texts.say(notice.lead, boundary=boundary) if notice.lead else None
    left = texts.say("draft-left-out", most=MAX_MEDIA, n=draft.form.left_out) if draft.form.left_out else None
    text = "\n".join(line for line in (lead, left, drawn.text) if line)
    screen = Screen(text, drawn.rows, numbered=drawn.numbered)
    if draft.question in ASKING:
        return way_out(screen, texts)
    return way_out_line(screen, texts) if draft.question is DraftQuestion.PREVIEW else screen


class DraftPress:
    """Makes buttons of one draft."""

    def __init__(self, draft: DraftView, texts: Texts) -> None:
        self._draft, self._texts = draft, texts

    def label(self, key: str) -> str:
        return self._texts.label(key)

    def __call__(self, action: str, arg: str = "", *, label: str | None = None) -> tuple[str, Button]:
        shown = label if label is not None else self._texts.label(f"button-{action}")
        return shown, Button(ON_DRAFT, action, version=self._draft.version, arg=arg)


def _ask_words(draft: DraftView, frame: Frame) -> Screen:
    texts = frame.texts
    press = DraftPress(draft, texts)
    if draft.form.recorded:
        channels = [Channel.PHONE, Channel.DOOR]
        rows = [[press("channel", c, label=texts.label(f"button-by-{c}")) for c in channels], [press("drop")]]
        return Screen(texts.say("draft-ask-words-record"), rows)
    return Screen(texts.say("draft-ask-words"), [[press("drop")]])


def _ask_category(draft: DraftView, frame: Frame) -> Screen:
    texts = frame.texts
    press = DraftPress(draft, texts)
    if draft.form.group is not None:
        inside = frame.community.in_group(draft.form.group)
        buttons = [press("category", c.code, label=texts.pick(c.name)) for c in inside]
        back = press("groups", label=texts.label("button-back"))
        return Screen(texts.say("draft-ask-category-in"), [*pairs(buttons), [back]], numbered=True)
    if draft.proposals and draft.form.wants is not DraftQuestion.CATEGORY:
        guessed = [[press("category", one.code, label=texts.pick(one.name))] for one in draft.proposals]
        rows = [
            *guessed,
            *_something_else(press, frame),
            [press("groups", label=press.label("button-all-kinds")), press("drop")],
        ]
        return Screen(texts.say("draft-ask-category-guessed"), rows, numbered=True)
    groups = [group for group in frame.community.groups if frame.community.in_group(group.code)][:MAX_GROUPS]
    buttons = [press("group", g.code, label=texts.pick(g.name)) for g in groups]
    rows = [*pairs(buttons, width=3), *_something_else(press, frame), [press("drop")]]
    return Screen(texts.say("draft-ask-category"), rows, numbered=True)


def _something_else(press: DraftPress, frame: Frame) -> list[ButtonRow]:
    """«都不是，请楼长来看»"""
    if not frame.community.offers(OTHER):
        return []
    return [[press("category", OTHER, label=press.label("button-something-else"))]]


def _ask_place(draft: DraftView, frame: Frame) -> Screen:
    texts = frame.texts
    press = DraftPress(draft, texts)
    here = frame.directory.places.get(draft.form.browsing) if draft.form.browsing is not None else None
    buttons = [_place_button(press, address, frame, draft) for address in draft.choices[:MAX_PLACES]]
    rows: list[ButtonRow] = pairs(buttons, width=3)
    if here is not None:
        whole = texts.label("button-here", place=frame.directory.name(Address(here.id)))
        rows.append([press("here", str(here.id), label=whole)])
        rows.append([press("places", label=texts.label("button-back"))])
        place = frame.directory.name(Address(here.id))
        return Screen(texts.say("draft-ask-place-in", place=place), rows)
    if draft.home is not None and not draft.form.recorded and not draft.form.on_behalf:
        home = texts.label("button-my-home", place=frame.directory.name(draft.home))
        rows.insert(0, [press("home", label=home)])
    if draft.form.candidates:
        rows.append([press("places", label=texts.label("button-other-place"))])
    rows.append([press("nowhere"), press("drop")])
    return Screen(texts.say("draft-ask-place"), rows)


def _place_button(press: DraftPress, address: Address, frame: Frame, draft: DraftView) -> tuple[str, Button]:
    if draft.form.candidates:
        position = str(draft.form.candidates.index(address))
        return press("candidate", position, label=frame.directory.name(address))
    place = frame.directory.places[address.place_id]
    return press("place", str(place.id), label=place.name)


def _ask_number(draft: DraftView, frame: Frame) -> Screen:
    texts = frame.texts
    press = DraftPress(draft, texts)
    rows = [[press("nowhere"), press("drop")], [press("change-place", label=texts.label("button-back"))]]
    return Screen(texts.say("draft-ask-number", place=draft.place or ""), rows)


def _ask_secrecy(draft: DraftView, frame: Frame) -> Screen:
    texts = frame.texts
    press = DraftPress(draft, texts)
    rows = [[press("secrecy-is", s, label=texts.label(f"button-secrecy-{s}"))] for s in Secrecy]
    return Screen(texts.say("draft-ask-secrecy"), rows, numbered=True)


def _preview(draft: DraftView, frame: Frame) -> Screen:
    texts = frame.texts
    form, category = draft.form, draft.category
    words = form.text
    lines = [texts.say("draft-head-record" if form.recorded else "draft-head")]
    if words:
        lines.append(Html(f"<blockquote>{safe(shortened(words, MAX_UNITS_SHOWN))}</blockquote>"))
    if category is not None:
        lines.append(texts.say("draft-line-category", category=texts.pick(category.name)))
    lines.append(_place_line(draft, frame))
    if form.media:
        lines.append(texts.say("draft-line-files", n=len(form.media)))
    if (behalf := who_screens.behalf_line(draft, texts)) is not None:
        lines.append(behalf)
    if draft.secrecy is not Secrecy.NORMAL:
        lines.append(texts.say("draft-line-secrecy", secrecy=texts.say(f"secrecy-{draft.secrecy}")))
    lines += _kept_from_lines(draft, frame)
    lines.append(
        texts.say(
            "draft-line-promise",
            claim=texts.when(draft.claim_due, frame.now),
            resolve=texts.when(draft.resolve_due, frame.now),
        )
    )
    return Screen("\n".join(lines), _preview_buttons(draft, frame))


def _kept_from_lines(draft: DraftView, frame: Frame) -> list[Html]:
    """Whom it is not shown to and who gets it; what complains of the community itself can be told outside too."""
    texts = frame.texts
    kept = draft.kept_from
    if kept is None:
        return []
    role = texts.say(f"role-{kept.role}")
    key = "draft-line-kept-from" if kept.goes_to is not None else "draft-line-nobody-above"
    lines = [texts.say(key, title=kept.title or role, role=role, above=kept.goes_to or "")]
    city = next((one for one in frame.community.emergency_numbers if one.code == OUTSIDE and one.number), None)
    if kept.outside and city is not None:
        lines.append(texts.say("draft-line-outside", name=texts.pick(city.name), number=city.number))
    return lines


def _place_line(draft: DraftView, frame: Frame) -> Html:
    """The address as it will stand on the card; one's own is called so, an unknown one is for the office to find."""
    texts = frame.texts
    if _is_to_be_found(draft, frame):
        return texts.say("draft-line-place-to-check")
    own = draft.home_is_here and not draft.form.on_behalf
    return texts.say("draft-line-home" if own else "draft-line-place", place=draft.place or "-")


def _is_to_be_found(draft: DraftView, frame: Frame) -> bool:
    """Nobody knows where: it is the whole community's, and somebody will ask."""
    root = frame.directory.root
    return draft.form.address is not None and root is not None and draft.form.address.place_id == root.id


def _preview_buttons(draft: DraftView, frame: Frame) -> list[ButtonRow]:
    texts = frame.texts
    press, form = DraftPress(draft, texts), draft.form
    others = [
        category for category in draft.proposals if draft.category is None or category.code != draft.category.code
    ]
    can_be_sent = draft.kept_from is None or draft.kept_from.goes_to is not None
    split = press("split", label=texts.label("button-split", n=draft.troubles))
    rows: list[ButtonRow] = [
        *([[press("send")]] if can_be_sent else []),
        *pairs([press("category", other.code, label=texts.pick(other.name)) for other in others[:2]]),
        *([[split]] if draft.troubles > 1 else []),
        [press("change-category"), press("change-place")],
    ]
    rows.append([press("not-steward" if form.concerns is not None else "steward")])
    if not form.recorded:
        behalf = press("not-behalf") if form.on_behalf else press("behalf")
        rows.append([behalf, press("secrecy")])
        own_place = form.address is not None and not form.on_behalf
        if own_place and not draft.home_is_here and not _is_to_be_found(draft, frame):
            rows.append([press("remember-home")])
    rows.append([press("drop")])
    return rows


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
    DraftQuestion.PREVIEW: _preview,
}
