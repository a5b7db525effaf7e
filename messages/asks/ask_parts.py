"""What the screens of asks are made of."""

from domain.matters.ask_views import AskView
from domain.words.lengths import shortened
from messages.drawing.buttons import Button, Labelled
from messages.drawing.texts import Html, Texts, safe

ON_ASK = "q"
"""The kind of an ask's buttons."""
MAX_UNITS_QUOTED = 1000


def press_on(view: AskView, action: str, texts: Texts, arg: str = "", key: str | None = None) -> Labelled:
    """A button of an ask, with the label of its action or another."""
    label = texts.label(key or f"asks-button-{action}")
    return label, Button(ON_ASK, action, view.id, view.version, arg)


def quoted(words: str | None) -> Html | None:
    """What somebody said, as it was said."""
    return Html(f"<blockquote>{safe(shortened(words, MAX_UNITS_QUOTED))}</blockquote>") if words else None


def what_it_is(view: AskView, texts: Texts) -> str:
    """The category of its ticket, or the title of its matter."""
    return texts.pick(view.category.name) if view.category is not None else view.title or ""
