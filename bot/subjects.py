"""All subjects of the program, the core's own before the wings. A new subject is one line here."""

from handlers.announcements import ANNOUNCEMENTS
from handlers.asking import ASKING
from handlers.danger import DANGER
from handlers.digest import DIGEST
from handlers.draft import DRAFT
from handlers.leave import LEAVE
from handlers.neighbours import NEIGHBOURS
from handlers.posts import POSTS
from handlers.privacy import PRIVACY
from handlers.searching import SEARCHING
from handlers.start import start
from handlers.stewards import STEWARDS
from handlers.subject import Subject, Subjects
from handlers.ticket import TICKET

WINGS: tuple[Subject, ...] = ()

_CORE = (
    TICKET,
    DRAFT,
    DANGER,
    NEIGHBOURS,
    ASKING,
    SEARCHING,
    STEWARDS,
    POSTS,
    LEAVE,
    PRIVACY,
    ANNOUNCEMENTS,
    DIGEST,
)

SUBJECTS = Subjects(start((*_CORE, *WINGS)), *_CORE, *WINGS)
