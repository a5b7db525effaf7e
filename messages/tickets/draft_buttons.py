"""The buttons of a report in the making."""

from domain.views import DraftView
from messages.drawing.buttons import ON_DRAFT, Button, Labelled
from messages.drawing.texts import Texts


class DraftPress:
    """Makes buttons of one draft."""

    def __init__(self, draft: DraftView, texts: Texts) -> None:
        self._draft, self._texts = draft, texts

    def label(self, key: str) -> str:
        return self._texts.label(key)

    def __call__(self, action: str, arg: str = "", *, label: str | None = None) -> Labelled:
        shown = label if label is not None else self._texts.label(f"button-{action}")
        return shown, Button(ON_DRAFT, action, version=self._draft.version, arg=arg)

    def further(self, page: int) -> Button:
        """To another page of the same question."""
        return self("further", str(page))[1]

    def back(self, action: str = "preview", arg: str = "") -> Labelled:
        """«返回»"""
        return self(action, arg, label=self.label("button-back"))

    def out(self) -> Labelled:
        """Out of a question: back to the preview where that stands behind it, else «不报了»."""
        return self.back() if self._draft.complete else self("drop")
