"""A corrected place or category, before it is saved: old and new, one above the other."""

from domain.notices.post_notices import (
    CorrectionSure,
)
from messages.drawing.buttons import ON_TICKET, Button, ButtonRow
from messages.drawing.scene import Scene
from messages.drawing.screen import Screen
from messages.drawing.texts import Html
from messages.tickets.cards import ticket


def correction_sure(notice: CorrectionSure, scene: Scene) -> Screen:
    """What it was, what it will be, who answers for it then, and until when."""
    texts = scene.texts
    view, correction = ticket(scene), scene.correction
    back = (texts.label("button-back"), Button(ON_TICKET, "open", view.id, view.moves))
    if correction is None:
        return Screen(texts.say("refused-old-button"), [[back]])
    old, new = correction.old, correction.new
    if notice.what == "category":
        old, new = (texts.pick(scene.community.category(code).name) for code in (old, new))
        sure = (texts.label("button-yes"), Button(ON_TICKET, "category_yes", view.id, view.moves, notice.arg))
    else:
        sure = (texts.label("button-yes"), Button(ON_TICKET, "relocate_yes", view.id, view.moves, notice.arg))
    stays = correction.old_answers == correction.new_answers
    lines = [
        texts.say("correction-what", old=old, new=new),
        texts.say("correction-same", name=correction.old_answers)
        if stays
        else texts.say("correction-moves", old=correction.old_answers, new=correction.new_answers),
    ]
    if correction.old_due != correction.new_due:
        old_due, new_due = (texts.when(due, scene.now) for due in (correction.old_due, correction.new_due))
        lines.append(texts.say("correction-due", old=old_due, new=new_due))
    lines.append(Html(f"<b>{texts.say('correction-sure')}</b>"))
    rows: list[ButtonRow] = [[sure], [back]]
    return Screen("\n".join(lines), rows)
