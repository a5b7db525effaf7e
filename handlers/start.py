"""Arriving, help, languages, and the plain sentences."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from domain.notices.notice import Notice
from domain.notices.notices import GroupOnly, Help, LanguageChoice, MenuOfPosts, PostTaken, Say, Sorry, Welcome
from domain.posts.directory import Address
from domain.refusal import Refusal
from handlers.pressing import page_in
from handlers.subject import Command, Press, Shown, Subject, Subjects, ToDraw, commands_of, plain, shown
from handlers.turn import Turn
from messages.drawing.buttons import ANYWHERE, Button
from messages.office import menu_screens as screens
from messages.office.menu_screens import MOST_USED
from services.filing.reports import keep_form, open_form
from services.posts.invitations import accept_invitation
from services.posts.people import choose_language
from services.posts.reachability import take_up_waiting
from services.views.ticket_views import told_of
from storage.models import Person
from storage.unit_of_work import UnitOfWork

INVITATION = "i_"
"""How the payload of an invitation's deep link begins; every other payload is a public place code."""


def _arrive(turn: Turn, commands: Sequence[Command]) -> None:
    """/start, also with a place's public code or a one-time invitation."""
    _, _, payload = turn.words.partition(" ")
    if payload.startswith(INVITATION):
        _take_post(turn, payload.removeprefix(INVITATION), commands)
        return
    place = turn.work.directory.by_code(payload) if payload else None
    if place is not None:
        form = open_form(turn.work, turn.person)
        form.address, form.candidates = Address(place.id), None
        keep_form(turn.work, turn.person, form)
    turn.answer(Welcome(place.id if place else None))


def _take_post(turn: Turn, code: str, commands: Sequence[Command]) -> None:
    post_id = accept_invitation(turn.work, turn.person, code, account=_account(turn))
    if post_id is None:
        turn.say("administrator-made")
    else:
        turn.answer(PostTaken(post_id))
    turn.answer(MenuOfPosts(usable(turn, commands)))
    if post_id is not None:
        take_up_waiting(turn.work)


def _account(turn: Turn) -> str:
    """What they call themselves where they speak."""
    return (turn.said.name or "")[:60]


def _language(turn: Turn) -> None:
    """/language"""
    turn.answer(LanguageChoice())


def _speak(turn: Turn, button: Button) -> None:
    if button.arg not in turn.knowledge.languages:
        raise Refusal("refused-old-button")
    choose_language(turn.work, turn.person, button.arg)
    turn.redraw(Welcome())
    turn.say("language-chosen")


def _cancel(turn: Turn) -> None:
    """/cancel: first the question that waits for words, then the draft."""
    conversation = turn.work.conversation
    if conversation.awaited(turn.person.id) is not None:
        conversation.stop_awaiting(turn.person.id)
        turn.say("cancelled")
    elif conversation.draft(turn.person.id) is not None:
        conversation.drop_draft(turn.person.id)
        turn.say("draft-dropped")
    else:
        turn.say("nothing-to-cancel")


def unknown_command(subjects: Subjects, turn: Turn) -> None:
    """A command nobody knows."""
    turn.answer(Help(usable(turn, subjects.commands.values()), unknown=turn.words.split()[0][:40]))


def usable(turn: Turn, commands: Iterable[Command]) -> tuple[str, ...]:
    """The names of those that this person can use, those used most first."""
    names = [one.name for one in commands if one.right is None or turn.work.may(turn.person, one.right)]
    return tuple(sorted(names, key=lambda name: MOST_USED.index(name) if name in MOST_USED else len(MOST_USED)))


def _buttons(turn: Turn) -> None:
    """/buttons: every button on a row of its own, with its number before it; or no longer."""
    turn.person.large_buttons = not turn.person.large_buttons
    turn.say("buttons-large" if turn.person.large_buttons else "buttons-usual")


def _help(turn: Turn, button: Button, commands: Sequence[Command]) -> None:
    """«更多» under the help, and back."""
    turn.redraw(Help(usable(turn, commands), page=page_in(button.arg) if button.arg else None))


def _run(turn: Turn, button: Button, commands: Sequence[Command]) -> None:
    """A command by its button, as if it had been typed."""
    command = next((one for one in commands if one.name == button.arg), None)
    if command is None:
        raise Refusal("refused-old-button")
    turn.said = replace(turn.said, words=f"/{command.name}")
    command.handle(turn)


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
    plain(GroupOnly, screens.group_only),
    plain(LanguageChoice, screens.language_choice),
    plain(MenuOfPosts, screens.menu_of_posts),
)


def start(others: Sequence[Subject]) -> Subject:
    """Help and menus show the commands of all others, so it is a function of them."""

    def every() -> Sequence[Command]:
        return commands_of((subject, *others))

    subject = Subject(
        "start",
        commands=(
            Command("start", lambda turn: _arrive(turn, every())),
            Command(
                "help",
                lambda turn: turn.answer(Help(usable(turn, every()))),
                said=("帮助", "菜单", "怎么用", "命令", "help", "menu"),
            ),
            Command("language", _language, said=("语言", "language", "english")),
            Command("cancel", _cancel),
            Command("buttons", _buttons, said=("大字和编号", "大按钮", "给我编号", "large buttons")),
        ),
        presses=(
            Press(ANYWHERE, "language", _speak, held=None),
            Press(ANYWHERE, "help", lambda turn, button: _help(turn, button, every()), held=None),
            Press(ANYWHERE, "command", lambda turn, button: _run(turn, button, every()), held=None),
        ),
        shown=SHOWN,
    )
    return subject
