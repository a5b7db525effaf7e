"""Arriving, help, languages, and the plain sentences."""

from collections.abc import Sequence

from domain.notices.notice import Notice
from domain.notices.notices import Help, LanguageChoice, MenuOfPosts, Say, Sorry, Welcome
from handlers.subject import Shown, ToDraw, plain, shown
from messages.office import menu_screens as screens
from services.views.ticket_views import told_of
from storage.models import Person
from storage.unit_of_work import UnitOfWork

_ABOUT_NO_TICKET = plain(Say, screens.say)
_ABOUT_A_TICKET = shown(Say, see=told_of, draw=screens.say_about)


def _sentence(work: UnitOfWork, notice: Notice, person: Person | None) -> ToDraw | None:
    """A sentence is for anybody it was sent to; one about a ticket for whoever may still see that."""
    about = isinstance(notice, Say) and notice.ticket_id is not None
    return (_ABOUT_A_TICKET if about else _ABOUT_NO_TICKET).fetch(work, notice, person)


SHOWN: Sequence[Shown] = (
    plain(Welcome, screens.welcome),
    plain(Help, screens.help_screen),
    Shown(Say, _sentence),
    plain(Sorry, screens.sorry),
    plain(LanguageChoice, screens.language_choice),
    plain(MenuOfPosts, screens.menu_of_posts),
)
