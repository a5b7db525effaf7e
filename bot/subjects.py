"""All subjects of the program, the core's own before the wings. A new subject is one line here."""

from handlers.asking import ASKING
from handlers.danger import DANGER
from handlers.digest import digest_of
from handlers.draft import DRAFT
from handlers.leave import LEAVE
from handlers.neighbours import NEIGHBOURS
from handlers.posts import POSTS
from handlers.privacy import privacy_of
from handlers.searching import SEARCHING
from handlers.start import start
from handlers.stewards import STEWARDS
from handlers.subject import Subject, Subjects
from handlers.ticket import TICKET
from handlers.who import WHO_IT_IS
from subjects.announcements import ANNOUNCEMENTS

WINGS: tuple[Subject, ...] = (ANNOUNCEMENTS,)

_CORE = (
    TICKET,
    DRAFT,
    WHO_IT_IS,
    DANGER,
    NEIGHBOURS,
    ASKING,
    SEARCHING,
    STEWARDS,
    POSTS,
    LEAVE,
    privacy_of(WINGS),
    digest_of(WINGS),
)

SUBJECTS = Subjects(start((*_CORE, *WINGS)), *_CORE, *WINGS)
