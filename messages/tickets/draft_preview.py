"""The report before it is sent: four buttons under it, the rarer ones behind 〔改〕 and 〔更多〕."""

from collections.abc import Callable, Mapping

from domain.views import DraftView
from domain.vocabulary import Channel, Secrecy
from domain.words.lengths import shortened
from messages.drawing.buttons import ButtonRow, Labelled, pairs, primary
from messages.drawing.frame import Frame
from messages.drawing.screen import Screen
from messages.drawing.texts import Html, safe
from messages.tickets.draft_buttons import DraftPress
from messages.tickets.who_screens import behalf_line

MAX_UNITS_SHOWN = 800
MAX_OTHERS = 2
"""Categories that stand behind 〔改〕 at once; the next ones are one press further."""
OUTSIDE = "city"
"""The number (12345) at which one complains of the community itself."""
CHANGE, MORE = "change", "more"
"""The doors."""


def preview(draft: DraftView, frame: Frame) -> Screen:
    """What will be sent, and until when somebody is to come; three lines, and the words."""
    texts = frame.texts
    words = draft.form.text
    lines = [_head(draft, frame)]
    if words:
        lines.append(Html(f"<blockquote>{safe(shortened(words, MAX_UNITS_SHOWN))}</blockquote>"))
    lines.append(Html("　".join(_facts(draft, frame))))
    if _can_be_sent(draft):
        claim, resolve = texts.when(draft.claim_due, frame.now), texts.when(draft.resolve_due, frame.now)
        lines.append(texts.say("draft-line-promise", claim=claim, resolve=resolve))
    return Screen("\n".join(lines), _BEHIND.get(draft.behind, _in_front)(draft, frame))


def _head(draft: DraftView, frame: Frame) -> Html:
    """What is asked of them, behind what they have to know before they answer."""
    texts = frame.texts
    if draft.behind == CHANGE:
        return texts.say("draft-change")
    said = _kept_from(draft, frame)
    if draft.troubles > 1:
        said.append(texts.say("draft-several", n=draft.troubles))
    if _can_be_sent(draft):
        said.append(texts.say("draft-head-record" if draft.form.recorded else "draft-head"))
    return Html(" ".join(said))


def _facts(draft: DraftView, frame: Frame) -> list[Html]:
    """What, where, and whatever else goes along."""
    texts, form = frame.texts, draft.form
    facts = [_place(draft, frame)]
    if draft.category is not None:
        facts.insert(0, texts.say("draft-line-category", category=texts.pick(draft.category.name)))
    if form.media:
        facts.append(texts.say("draft-line-files", n=len(form.media)))
    if (behalf := behalf_line(draft, texts)) is not None:
        facts.append(behalf)
    if draft.secrecy is not Secrecy.NORMAL:
        facts.append(texts.say("draft-line-secrecy", secrecy=texts.say(f"secrecy-{draft.secrecy}")))
    return facts


def _kept_from(draft: DraftView, frame: Frame) -> list[Html]:
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


def _place(draft: DraftView, frame: Frame) -> Html:
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


def _can_be_sent(draft: DraftView) -> bool:
    return draft.kept_from is None or draft.kept_from.goes_to is not None


def _in_front(draft: DraftView, frame: Frame) -> list[ButtonRow]:
    press = DraftPress(draft, frame.texts)
    rows: list[ButtonRow] = [[press("change"), press("more")], [press("drop")]]
    return [[primary(press("send"))], *rows] if _can_be_sent(draft) else rows


def _to_change(draft: DraftView, frame: Frame) -> list[ButtonRow]:
    """What else it may be, what and where; words are added by writing on."""
    texts = frame.texts
    press = DraftPress(draft, texts)
    others = [one for one in draft.proposals if one != draft.category][:MAX_OTHERS]
    return [
        *pairs([press("category", other.code, label=texts.pick(other.name)) for other in others]),
        [press("change-category"), press("change-place")],
        [press.back()],
    ]


def _rarer(draft: DraftView, frame: Frame) -> list[ButtonRow]:
    texts, form = frame.texts, draft.form
    press = DraftPress(draft, texts)
    buttons: list[Labelled] = []
    if draft.troubles > 1:
        buttons.append(press("split", label=texts.label("button-split", n=draft.troubles)))
    if form.recorded:
        other = Channel.DOOR if form.channel is Channel.PHONE else Channel.PHONE
        buttons.append(press("channel", other, label=texts.label(f"button-by-{other}")))
    else:
        buttons += [press("not-behalf") if form.on_behalf else press("behalf"), press("secrecy")]
    buttons.append(press("not-steward" if form.concerns is not None else "steward"))
    own_place = form.address is not None and not form.on_behalf and not form.recorded
    if own_place and not draft.home_is_here and not _is_to_be_found(draft, frame):
        buttons.append(press("remember-home"))
    return [*pairs(buttons), [press.back()]]


_BEHIND: Mapping[str | None, Callable[[DraftView, Frame], list[ButtonRow]]] = {CHANGE: _to_change, MORE: _rarer}
