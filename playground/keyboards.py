"""The buttons under a message, and the keyboard in place of letters: read from a call and checked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from playground.answers import Json, bad_request

ACTIONS = (
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
)
STYLES = ("primary", "success", "danger")
MOST_BUTTONS = 100
MOST_DATA_BYTES = 64


@dataclass(frozen=True, slots=True)
class Button:
    text: str
    data: str | None = None
    url: str | None = None
    style: str | None = None


@dataclass(frozen=True, slots=True)
class Markup:
    """What a call says about buttons: some under the message, or a keyboard for the chat, or nothing."""

    buttons: tuple[tuple[Button, ...], ...] = ()
    inline: Json | None = None
    keyboard: Json | None = None


NOTHING = Markup()


def read_markup(source: Any) -> Markup:
    if source is None or source == {}:
        return NOTHING
    if not isinstance(source, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" in source:
        return _inline(source["inline_keyboard"])
    if "keyboard" in source:
        _check_keyboard(source["keyboard"])
        return Markup(keyboard=source)
    if source.get("remove_keyboard") is True or source.get("force_reply") is True:
        return Markup(keyboard=source)
    raise bad_request("can't parse reply keyboard markup JSON object")


def _rows(source: Any, name: str) -> list[list[Any]]:
    if not isinstance(source, list) or not all(isinstance(row, list) for row in source):
        raise bad_request(f'Field "{name}" must be an Array of Arrays')
    rows = [row for row in source if row]
    if sum(len(row) for row in rows) > MOST_BUTTONS:
        raise bad_request("reply markup is too long")
    return rows


def _inline(source: Any) -> Markup:
    rows = _rows(source, "inline_keyboard")
    if not rows:
        return NOTHING
    buttons = tuple(tuple(_button(button) for button in row) for row in rows)
    return Markup(buttons, {"inline_keyboard": rows})


def _button(source: Any) -> Button:
    if not isinstance(source, dict):
        raise _unreadable("Inline keyboard button must be an Object")
    text = source.get("text")
    if not isinstance(text, str):
        raise _unreadable('Field "text" must be of type String')
    if not text.strip():
        raise _unreadable("Button text must be non-empty")
    actions = [name for name in ACTIONS if source.get(name) is not None]
    if not actions:
        raise _unreadable("Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise _unreadable("Exactly one action must be specified: " + ", ".join(actions))
    data, url = source.get("callback_data"), source.get("url")
    if data is not None:
        if not isinstance(data, str):
            raise _unreadable('Field "callback_data" must be of type String')
        if not 1 <= len(data.encode()) <= MOST_DATA_BYTES:
            raise bad_request("BUTTON_DATA_INVALID")
    if url is not None and (not isinstance(url, str) or ("." not in url and ":" not in url)):
        raise bad_request("BUTTON_URL_INVALID")
    style = source.get("style")
    if style is not None and style not in STYLES:
        raise bad_request("invalid button style specified")
    return Button(text, data, url, style)


def _unreadable(reason: str) -> Exception:
    return bad_request(f"can't parse inline keyboard button: {reason}")


def _check_keyboard(source: Any) -> None:
    rows = _rows(source, "keyboard")
    if not rows:
        raise bad_request("reply keyboard must be non-empty")
    for button in (button for row in rows for button in row):
        text = button.get("text") if isinstance(button, dict) else button
        if not isinstance(text, str) or not text.strip():
            raise bad_request('can\'t parse keyboard button: Field "text" must be a non-empty String')
