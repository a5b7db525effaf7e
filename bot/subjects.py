"""All subjects of the program, the core's own before the wings. A new subject is one line here."""

from handlers.asking import ASKING
from handlers.asks import ASKS
from handlers.bundles import BUNDLES
from handlers.danger import DANGER
from handlers.digest import digest_of
from handlers.draft import DRAFT
from handlers.going_on import going_on
from handlers.in_words import meaning_of_words
from handlers.leave import LEAVE
from handlers.loose_words import LOOSE_WORDS
from handlers.matters import matters_of_wings
from handlers.neighbours import NEIGHBOURS
from handlers.posts import POSTS
from handlers.privacy import privacy_of
from handlers.searching import searching_of
from handlers.start import start
from handlers.stewards import STEWARDS
from handlers.subject import Subject, Subjects
from handlers.ticket import ticket_of
from handlers.who import WHO_IT_IS
from subjects.announcements import ANNOUNCEMENTS
from subjects.bodies import BODIES
from subjects.register import REGISTER
from subjects.whistles import WHISTLES

WINGS: tuple[Subject, ...] = (ANNOUNCEMENTS, BODIES, REGISTER, WHISTLES)

MATTERS = matters_of_wings(WINGS)

_CORE = (
    ticket_of(WINGS),
    DRAFT,
    WHO_IT_IS,
    DANGER,
    NEIGHBOURS,
    LOOSE_WORDS,
    ASKING,
    searching_of(WINGS),
    STEWARDS,
    POSTS,
    LEAVE,
    ASKS,
    MATTERS,
    BUNDLES,
    privacy_of((ASKS, MATTERS, BUNDLES, *WINGS)),
    digest_of((ASKS, MATTERS, BUNDLES, *WINGS)),
)

_OTHERS = (*_CORE, going_on((*_CORE, *WINGS)), *WINGS)

SUBJECTS = Subjects(start(_OTHERS), meaning_of_words(_OTHERS), *_OTHERS)
