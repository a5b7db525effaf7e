"""/privacy and what is behind its buttons; /keep for tickets in mediation or appeal."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import partial

from domain.notices.privacy_notices import DeleteMe, LooksAtMyName, MyData, PrivacyStatement
from domain.posts.rights import Right
from domain.privacy import KeptBecause
from handlers.pressing import page_in
from handlers.subject import Command, Press, Shown, Subject, plain, shown
from handlers.turn import Turn
from messages.drawing.buttons import ANYWHERE, Button
from messages.office import privacy_screens as screens
from messages.office.privacy_screens import FIRST
from services.keeping.forgetting import delete_me, leaving_of, let_go
from services.keeping.tidying import empty_ended_tickets, empty_old, forget_old_rows, keep_ticket
from services.parts import Keeps, Tick
from services.posts.people import has_consented
from services.views import privacy_views as views

_SAID = (
    "隐私", "我的资料", "我的信息", "我的数据", "删除我的资料", "删除我的信息", "删除我的数据", "删掉我的资料",
    "删掉我的信息", "把我的信息", "把我的信息删掉", "把我的资料删掉", "注销", "注销账号", "privacy", "my data",
    "delete my", "delete my data", "delete my account", "remove my data", "delete me",
)  # fmt: skip
_WHY: Mapping[str, KeptBecause | None] = {
    "调解": KeptBecause.MEDIATION,
    "mediation": KeptBecause.MEDIATION,
    "申诉": KeptBecause.APPEAL,
    "appeal": KeptBecause.APPEAL,
    "结束": None,
    "over": None,
}


def privacy(turn: Turn) -> None:
    """/privacy"""
    turn.answer(PrivacyStatement())


def _whole(turn: Turn, button: Button) -> None:
    """«看全文»: in the place of the two lines; whoever has not agreed yet can do so under both."""
    person = turn.person
    again = person.consent_version is not None
    turn.redraw(PrivacyStatement(asking=not has_consented(person), again=again, whole=True, first=button.arg == FIRST))


def keep(turn: Turn) -> None:
    """/keep 2611-0042 调解: its words outlast their time until /keep 2611-0042 结束."""
    parts = turn.words.split()[1:]
    if len(parts) != 2 or parts[1].lower() not in _WHY:
        turn.say("keep-usage")
        return
    why = _WHY[parts[1].lower()]
    done = keep_ticket(turn.work, parts[0], why, by=turn.person)
    if why is None:
        turn.say("keep-over" if done else "keep-was-not", number=parts[0])
    else:
        turn.say("keep-done", number=parts[0], why_key=f"kept-{why}")


def _delete(keeps: Sequence[Keeps], turn: Turn, _button: Button) -> None:
    """«确定删除»"""
    leaving = delete_me(turn.work, turn.person, keeps)
    if leaving.open:
        turn.say("deleted-but-open", ended=leaving.ended, open=leaving.open)
    else:
        turn.say("deleted", ended=leaving.ended)


def _ask_to_delete(turn: Turn, _button: Button) -> None:
    """«删除我»: what goes and what stays, then the short question."""
    if leaving_of(turn.work, turn.person).possible:
        turn.say("delete-stays")
    turn.answer(DeleteMe())


SHOWN: Sequence[Shown] = (
    plain(PrivacyStatement, screens.privacy),
    shown(LooksAtMyName, see=views.looks_view, draw=screens.looks),
    shown(DeleteMe, see=views.leaving_view, draw=screens.delete_me),
)


def privacy_of(wings: Sequence[Subject]) -> Subject:
    """What is kept about a person, and how it goes: the core's and that of these subjects."""
    keeps = [kept for wing in wings for kept in wing.keeps]
    return Subject(
        "privacy",
        commands=(
            Command("privacy", privacy, said=_SAID),
            Command("keep", keep, Right.KEEP_TICKETS),
        ),
        presses=(
            Press(ANYWHERE, "privacy-whole", _whole, held=None),
            Press(ANYWHERE, "my-data", lambda turn, _button: turn.answer(MyData()), held=None),
            Press(ANYWHERE, "looks", lambda turn, button: turn.answer(LooksAtMyName(page_in(button.arg))), held=None),
            Press(ANYWHERE, "delete-me", _ask_to_delete, held=None),
            Press(ANYWHERE, "delete-yes", partial(_delete, keeps), held=None),
        ),
        shown=(*SHOWN, shown(MyData, see=partial(views.data_view, keeps=keeps), draw=screens.my_data)),
        ticks=(
            Tick("let_go", timedelta(minutes=1), partial(let_go, keeps=keeps)),
            Tick("empty_ended_tickets", timedelta(hours=1), empty_ended_tickets),
            Tick("empty_old", timedelta(hours=1), partial(empty_old, keeps=keeps)),
            Tick("forget_old_rows", timedelta(hours=1), forget_old_rows),
        ),
    )
