"""All subjects of the program, the core's own before the wings. A new subject is one line here."""

from handlers import asking, danger, digest, draft, leave, neighbours, posts, privacy, searching, start, ticket
from handlers.subject import Subject, Subjects
from subjects.announcements import ANNOUNCEMENTS

WINGS: tuple[Subject, ...] = (ANNOUNCEMENTS,)

SUBJECTS = Subjects(
    Subject("ticket", shown=ticket.SHOWN),
    Subject("draft", shown=draft.SHOWN),
    Subject("danger", shown=danger.SHOWN),
    Subject("neighbours", shown=neighbours.SHOWN),
    Subject("asking", shown=asking.SHOWN),
    Subject("searching", shown=searching.SHOWN),
    Subject("posts", shown=posts.SHOWN),
    Subject("leave", shown=leave.SHOWN),
    privacy.privacy_of(WINGS),
    Subject("digest", shown=digest.SHOWN),
    Subject("start", shown=start.SHOWN),
    *WINGS,
)
