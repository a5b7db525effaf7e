"""Bodies: committees, firms, alliances and departments, their seats, terms and duties, and what they are asked."""

from datetime import timedelta

from handlers.subject import Command, Subject, shown
from services.parts import Tick
from subjects.bodies import chat, screens, views
from subjects.bodies.notices import BodiesList, BodyEndSure, BodyPage
from subjects.bodies.rules import KEEPS_BODIES
from subjects.bodies.service import terms

BODIES = Subject(
    name="bodies",
    texts=__name__,
    commands=(Command("bodies", chat.bodies, said=chat.SAID_FOR_BODIES),),
    presses=chat.PRESSES,
    questions=(chat.LETTER_WORDS,),
    shown=(
        shown(BodiesList, see=views.listed, draw=screens.bodies_list),
        shown(BodyPage, see=views.page, draw=screens.body_page),
        shown(BodyEndSure, see=views.page, draw=screens.end_sure),
    ),
    rights=(KEEPS_BODIES,),
    ticks=(Tick("watch_terms", timedelta(hours=1), terms.watch_terms),),
    matters=(terms.TERM,),
)
