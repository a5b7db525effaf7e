"""Whistles: what the chain could not solve brings all who must be there to one table by a date."""

from handlers.subject import Subject, plain, shown
from messages.drawing.card_button import CardButton
from subjects.whistles import screens, views
from subjects.whistles.chat import on_card, proposing
from subjects.whistles.notices import HowItEnded, WhichWhistle, WhistleCard, WhomToCall, WhyAsked
from subjects.whistles.service.clock import WHISTLE
from subjects.whistles.service.counting import WHISTLES_OF_THE_WEEK

WHISTLES = Subject(
    name="whistles",
    texts=__name__,
    presses=(*proposing.PRESSES, *on_card.PRESSES),
    questions=(*proposing.QUESTIONS, *on_card.QUESTIONS),
    shown=(
        shown(WhichWhistle, see=views.kinds, draw=screens.which_kind),
        shown(WhomToCall, see=views.whom, draw=screens.whom),
        plain(WhyAsked, screens.why_asked),
        shown(WhistleCard, see=views.card, draw=screens.card),
        shown(HowItEnded, see=views.card, draw=screens.how_it_ended),
    ),
    matters=(WHISTLE,),
    digest=WHISTLES_OF_THE_WEEK,
    on_cards=(CardButton("whistle", screens.is_offered, label="whistles-button-whistle"),),
)
