"""Arriving, help, languages, and the plain sentences."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from domain.notices.notice import Notice
from domain.notices.notices import GroupOnly, Help, LanguageChoice, MenuOfPosts, PostTaken, Say, Sorry, Welcome
from domain.posts.directory import Address
from domain.refusal import Refusal
from handlers.going_on import questions_of, show_what_is_asked
from handlers.pressing import page_in
from handlers.subject import Command, Press, Question, Shown, Subject, Subjects, ToDraw, commands_of, plain, shown
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
"""How the payload of an invitation's deep link begins; subjects have links of their own, and every other payload is a
public place code."""


def _arrive(turn: Turn, commands: Sequence[Command], others: Sequence[Subject]) -> None:
    """/start, also with a place's public code, a one-time invitation, or what a subject's own links carry."""
    _, _, payload = turn.words.partition(" ")
    if payload.startswith(INVITATION):
        _take_post(turn, payload.removeprefix(INVITATION), commands)
        return
    for begins, follow in ((begins, follow) for one in others for begins, follow in one.links.items()):
        if payload.startswith(begins):
            follow(turn, payload.removeprefix(begins))
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


def _help(turn: Turn, commands: Sequence[Command], questions: Mapping[str, Question]) -> None:
    """/help: and then what is being asked, for help ends nothing."""
    turn.answer(Help(usable(turn, commands)))
    show_what_is_asked(questions, turn)


def _language(turn: Turn) -> None:
    """/language"""
    turn.answer(LanguageChoice())


def _speak(turn: Turn, button: Button) -> None:
    if button.arg not in turn.knowledge.languages:
        raise Refusal("refused-old-button")
    choose_language(turn.work, turn.person, button.arg)
    turn.redraw(Welcome())
    turn.say("language-chosen")


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


def _help_page(turn: Turn, button: Button, commands: Sequence[Command]) -> None:
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


_SAID_FOR_HELP = (
    "帮助", "菜单", "主菜单", "功能", "命令", "怎么用", "怎么用这个", "怎样用", "咋个用", "使用说明", "说明书",
    "有哪些功能", "你会做什么", "你能做什么", "我要报修", "我要报告", "我要反映", "我要反映问题", "我要投诉",
    "我要举报", "我要报事", "怎么报", "help", "help me", "menu", "main menu", "how does this work", "what can you do",
    "i want to report", "i want to report something",
)  # fmt: skip
_SAID_FOR_BUTTONS = (
    "大字和编号", "大字", "大按钮", "编号", "给我编号", "大按钮加编号", "按钮大一点", "字大一点", "字太小", "字太小了",
    "要编号", "large buttons", "big buttons", "bigger buttons", "number the buttons", "numbered buttons",
)  # fmt: skip
_SAID_FOR_LANGUAGE = (
    "语言", "换成英文", "换成英语", "说英文", "英文版", "用英文", "切换语言", "换语言", "换个语言", "换成中文",
    "说中文", "中文版", "中文", "英文", "英语", "language", "english", "switch to english", "in english",
    "english please", "change language", "change the language", "chinese", "in chinese",
)  # fmt: skip

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

    questions = questions_of(others)

    def every() -> Sequence[Command]:
        return commands_of((subject, *others))

    subject = Subject(
        "start",
        commands=(
            Command("start", lambda turn: _arrive(turn, every(), others)),
            Command("help", lambda turn: _help(turn, every(), questions), said=_SAID_FOR_HELP, always=True),
            Command("language", _language, said=_SAID_FOR_LANGUAGE),
            Command("buttons", _buttons, said=_SAID_FOR_BUTTONS),
        ),
        presses=(
            Press(ANYWHERE, "language", _speak, held=None),
            Press(ANYWHERE, "help", lambda turn, button: _help_page(turn, button, every()), held=None),
            Press(ANYWHERE, "command", lambda turn, button: _run(turn, button, every()), held=None),
        ),
        shown=SHOWN,
    )
    return subject
