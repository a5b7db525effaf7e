"""«办得怎么样？», with its answers under it; what was answered, and what it was that did not satisfy."""

from domain.notices.notices import RatingAsked
from domain.views import TicketView
from domain.vocabulary import Rating, State
from messages.drawing.buttons import ON_TICKET, Button, Labelled
from messages.drawing.frame import Frame
from messages.drawing.screen import Screen
from messages.tickets.card_buttons import ratings, undo_button


def rating_asked(view: TicketView, notice: RatingAsked, frame: Frame) -> Screen:
    """The question; once it is answered the other answers stay, and of a bad one the reason is asked."""
    texts = frame.texts
    others, slip = [one.drawn(view, texts) for one in ratings(view)], undo_button(view, texts)
    if not notice.answered or view.rating is None:
        key = "done-confirm" if view.state is State.CLOSED else "done-confirm-verify"
        return Screen(texts.say(key, number=view.number, days=frame.community.reopen_days), [others, slip])
    word = texts.say(f"rating-{view.rating}")
    if notice.answered == "told" or view.rating is not Rating.BAD:
        return Screen(texts.say("done-rate", rating=word), [others, slip])
    readers = texts.label("and-so-on").join(post for post in (view.post, view.next_post) if post)
    skip: Labelled = (texts.label("button-skip"), Button(ON_TICKET, "skip_why", view.id, view.moves))
    return Screen(texts.say("rating-why", rating=word, readers=readers), [others, [skip, *slip]])
