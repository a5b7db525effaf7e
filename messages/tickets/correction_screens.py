"""A corrected place or category, before it is saved: old and new, one above the other."""

from domain.notices.post_notices import CorrectionSure
from domain.views import CorrectionView, TicketView
from messages.drawing.buttons import ON_TICKET, Button, ButtonRow
from messages.drawing.frame import Frame
from messages.drawing.screen import Screen
from messages.drawing.texts import Html


def correction_sure(seen: tuple[TicketView, CorrectionView | None], notice: CorrectionSure, frame: Frame) -> Screen:
    """What it was, what it will be, who answers for it then, and until when."""
    texts = frame.texts
    view, correction = seen
    back = (texts.label("button-back"), Button(ON_TICKET, "open", view.id, view.moves))
    if correction is None:
        return Screen(texts.say("refused-old-button"), [[back]])
    old, new = correction.old, correction.new
    if notice.what == "category":
        old, new = (texts.pick(frame.community.category(code).name) for code in (old, new))
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
        old_due, new_due = (texts.when(due, frame.now) for due in (correction.old_due, correction.new_due))
        lines.append(texts.say("correction-due", old=old_due, new=new_due))
    lines.append(Html(f"<b>{texts.say('correction-sure')}</b>"))
    rows: list[ButtonRow] = [[sure], [back]]
    return Screen("\n".join(lines), rows)
