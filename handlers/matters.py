"""Matters as a subject: what is due of them, their cards and histories, and the steps that are pressed."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import partial

from domain.notices.matter_notices import MatterCard, MatterHistory, OwnMatters
from domain.refusal import Refusal
from handlers.pressing import page_in
from handlers.subject import Press, Subject, shown
from handlers.turn import Turn
from messages.drawing.buttons import ANYWHERE, Button
from messages.matters import matter_screens as screens
from messages.matters.matter_screens import ON_MATTER
from services.matters.keeping import MATTERS_KEPT
from services.matters.matters import locked_matter, matters_due, seen_matter, unknown_matter
from services.matters.rounds import ROUNDS_KEPT
from services.parts import MatterKind, Tick
from services.views import matter_views as views


def _step(kinds: Mapping[str, MatterKind], turn: Turn, button: Button) -> None:
    """One step of a matter's own table; an out-of-date card is drawn anew first."""
    row = locked_matter(turn.work, button.subject_id, turn.person)
    if row.version != button.version:
        turn.toast("refreshed")
        turn.redraw(MatterCard(row.id))
        return
    kind = kinds.get(row.kind)
    if kind is None or button.arg not in kind.steps:
        raise Refusal("refused-old-button")
    kind.do(turn.work, row, button.arg, turn.person)
    turn.redraw(MatterCard(row.id))


def _open(kinds: Mapping[str, MatterKind], turn: Turn, button: Button) -> None:
    row = seen_matter(turn.work, button.subject_id, turn.person)
    if row is None or row.kind not in kinds:
        raise unknown_matter()
    turn.redraw(kinds[row.kind].card(row.id))


def _history(turn: Turn, button: Button) -> None:
    turn.redraw(MatterHistory(button.subject_id))


def _page(turn: Turn, button: Button) -> None:
    turn.redraw(OwnMatters(page_in(button.arg)))


def kinds_of(wings: Sequence[Subject]) -> Mapping[str, MatterKind]:
    """Every kind of matter by name. Raises ValueError where two have one name, or one character."""
    kinds = [kind for wing in wings for kind in wing.matters]
    if len({kind.name for kind in kinds}) != len(kinds) or len({kind.character for kind in kinds}) != len(kinds):
        raise ValueError("two kinds of matters have the same name or the same character")
    return {kind.name: kind for kind in kinds}


def matters_of_wings(wings: Sequence[Subject]) -> Subject:
    """All kinds that these subjects bring."""
    kinds = kinds_of(wings)
    return Subject(
        "matters",
        texts="messages.matters",
        presses=(
            Press(ON_MATTER, "step", partial(_step, kinds)),
            Press(ON_MATTER, "open", partial(_open, kinds), held=None),
            Press(ON_MATTER, "history", _history, held=None),
            Press(ANYWHERE, "own-matters", _page, held=None),
        ),
        ticks=(Tick("matters_due", timedelta(minutes=1), partial(matters_due, kinds)),),
        shown=(
            shown(MatterCard, see=partial(views.matter, kinds), draw=screens.matter_card),
            shown(MatterHistory, see=partial(views.history, kinds), draw=screens.matter_history),
            shown(OwnMatters, see=partial(views.own, kinds), draw=screens.own_matters),
        ),
        keeps=(MATTERS_KEPT, ROUNDS_KEPT),
    )
