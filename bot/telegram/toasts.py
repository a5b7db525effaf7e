"""The word over the screen after a press: best effort, right after the commit. Whatever matters has been queued."""

from domain.words.lengths import cut
from handlers.turn import Toast
from messages.drawing.catalogs import Catalogs
from messages.drawing.texts import Texts

TOAST_SECONDS = 5
"""Nobody looks for it longer."""
MAX_TOAST_CHARACTERS = 190
"""Units (domain/words/lengths.py); Telegram takes 200."""


def call_for(toast: Toast, catalogs: Catalogs) -> tuple[str, dict[str, object]]:
    """The method of the Bot API and its parameters: every press is answered, if only by nothing."""
    params: dict[str, object] = {"callback_query_id": toast.query_id}
    if toast.key is not None:
        values = {name: value for name, value in toast.values.items() if name not in ("state", "action")}
        texts = Texts(catalogs, toast.language, "UTC")
        if "state" in toast.values:
            values["state"] = texts.label(f"state-{toast.values['state']}")
        params["text"] = cut(texts.label(toast.key, **values), MAX_TOAST_CHARACTERS)
    return "answerCallbackQuery", params
