"""The word over the screen after a press: best effort, right after the commit. Whatever matters has been queued."""

from handlers.turn import Toast
from messages.drawing.catalogs import Catalogs
from messages.drawing.texts import Texts


def words_of(toast: Toast, catalogs: Catalogs) -> str | None:
    """In the reader's language; None for none: every press is answered, if only by nothing."""
    if toast.key is None:
        return None
    texts = Texts(catalogs, toast.language, "UTC")
    values = {name: value for name, value in toast.values.items() if name not in ("state", "action")}
    values |= {name.removesuffix("_key"): texts.label(str(value)) for name, value in values.items() if "_key" in name}
    if "state" in toast.values:
        values["state"] = texts.label(f"state-{toast.values['state']}")
    return texts.label(toast.key, **values)
