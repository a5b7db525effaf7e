"""The buttons under a report in the making."""

from collections.abc import Callable, Sequence
from datetime import timedelta

from domain.notices.notices import DraftScreen, Receipt, Say
from domain.notices.privacy_notices import PrivacyStatement
from domain.posts.directory import Address
from domain.posts.rights import Right
from domain.refusal import Refusal
from domain.tickets.report_form import DraftQuestion, Form
from domain.tickets.restrictions import Restriction
from domain.vocabulary import Aware, Channel, Secrecy
from handlers.pressing import number_in
from handlers.subject import Command, Press, Shown, Subject, shown
from handlers.turn import Turn
from handlers.who import ask_who
from messages.drawing.buttons import ANYWHERE, ON_DRAFT, Button
from messages.tickets.draft_screens import draft_screen
from services.filing.accusations import keep_from, show_to_him
from services.filing.already import already_reported, join
from services.filing.draft_places import choose_candidate, choose_place
from services.filing.drafts import add_draft, reopen_with_draft
from services.filing.on_behalf import begin_behalf, end_behalf
from services.filing.proposing import end_draft, split_draft
from services.filing.reports import (
    choose_category,
    file_report,
    keep_form,
    open_form,
    skip_question,
    start_record,
)
from services.keeping.tidying import drop_expired_drafts, drop_kept_words
from services.parts import Tick
from services.posts.people import give_consent, has_consented
from services.views.draft_views import draft_view, expect_drafts
from services.views.ticket_views import sees

DraftAction = Callable[[Turn, str], None]


def draft_press(
    action: str, handle: DraftAction, *, said: Sequence[str] = (), held: Restriction = Restriction.MUTE
) -> Press:
    """A button of a draft. One of an older version redraws instead of acting; of a draft that is gone, says so."""

    def pressed(turn: Turn, button: Button) -> None:
        draft = turn.work.conversation.draft(turn.person.id)
        if draft is None:
            turn.toast("old")
            turn.say("draft-gone")
        elif button.version != draft.version:
            turn.toast("refreshed")
            turn.redraw(DraftScreen())
        else:
            handle(turn, button.arg)

    return Press(ON_DRAFT, action, pressed, said, held)


def record(turn: Turn) -> None:
    """/record: a report that came by telephone or at the door."""
    start_record(turn.work, turn.person)
    turn.work.conversation.stop_awaiting(turn.person.id)
    turn.answer(DraftScreen())


def send(turn: Turn, _arg: str = "") -> None:
    """«提交»: with the first one comes the privacy statement, and once more when it has changed."""
    if not has_consented(turn.person):
        turn.redraw(PrivacyStatement(asking=True, again=turn.person.consent_version is not None))
        return
    known = already_reported(turn.work, turn.person, open_form(turn.work, turn.person))
    if known is not None:
        turn.redraw(known)
        return
    ticket = file_report(turn.work, turn.person)
    if sees(turn.work, ticket, turn.person):
        turn.redraw(Receipt(ticket.id))
    else:  # they have recorded a complaint of themselves
        turn.redraw(Say("done-recorded-unseen"))
    _go_on(turn)
    ask_who(turn, ticket)


def _anyway(turn: Turn, _arg: str) -> None:
    """«另报»"""
    form = open_form(turn.work, turn.person)
    form.anyway = True
    keep_form(turn.work, turn.person, form)
    send(turn)


def _me_too(turn: Turn, arg: str) -> None:
    """«我也遇到»: of one of the reports that were shown."""
    join(turn.work, turn.person, open_form(turn.work, turn.person), number_in(arg))
    turn.redraw(Say("done-me-too"))
    _go_on(turn)


def _add_to_own(turn: Turn, arg: str) -> None:
    """«补充到 #…»: the draft's words become part of one's own open report."""
    ticket = add_draft(turn.work, turn.person, number_in(arg))
    turn.redraw(Say("done-add-to", ticket_id=ticket.id))
    _go_on(turn)


def _reopen_own(turn: Turn, arg: str) -> None:
    """«重新打开 #…»: it came back, and the draft's words say how."""
    ticket = reopen_with_draft(turn.work, turn.person, number_in(arg))
    turn.redraw(Say("done-reopen", ticket_id=ticket.id))
    _go_on(turn)


def agree(turn: Turn, _button: Button) -> None:
    """«同意并提交»"""
    give_consent(turn.work, turn.person)
    if turn.work.conversation.draft(turn.person.id) is None:
        turn.say("draft-gone")
        return
    send(turn)


def disagree(turn: Turn, _button: Button) -> None:
    """«不同意»: nothing is sent and nobody asks again until the next «提交»."""
    turn.say("privacy-no", hours=turn.work.community.draft_hours)


def drop(turn: Turn, _arg: str) -> None:
    """«不报了»"""
    end_draft(turn.work, turn.person)
    turn.say("draft-dropped")
    _go_on(turn)


def _go_on(turn: Turn) -> None:
    """What waited behind the draft that is done is shown."""
    if turn.work.conversation.draft(turn.person.id) is not None:
        turn.answer(DraftScreen("draft-next"))


def _split(turn: Turn, _arg: str) -> None:
    """«分成几份»"""
    split_draft(turn.work, turn.person, open_form(turn.work, turn.person))
    turn.redraw(DraftScreen("draft-split"))


def _with_form(change: Callable[[Form, str], None]) -> DraftAction:
    def pressed(turn: Turn, arg: str) -> None:
        form = open_form(turn.work, turn.person)
        change(form, arg)
        keep_form(turn.work, turn.person, form)
        turn.redraw(DraftScreen())

    return pressed


def _all_groups(form: Form, _arg: str) -> None:
    """The whole list by two taps; the next likeliest ones stand under the preview already."""
    form.group, form.wants = None, DraftQuestion.CATEGORY


def _group(turn: Turn, code: str) -> None:
    if not turn.work.community.in_group(code):
        raise Refusal("refused-old-button")
    form = open_form(turn.work, turn.person)
    form.group, form.wants = code, DraftQuestion.CATEGORY
    keep_form(turn.work, turn.person, form)
    turn.redraw(DraftScreen())


def _category(turn: Turn, code: str) -> None:
    choose_category(turn.work, turn.person, code)
    turn.redraw(DraftScreen())


def _want_place(form: Form, _arg: str) -> None:
    form.wants, form.browsing, form.candidates = DraftQuestion.PLACE, None, None


def _place(turn: Turn, arg: str) -> None:
    _choose(turn, Address(number_in(arg)), deeper=True)


def _here(turn: Turn, arg: str) -> None:
    _choose(turn, Address(number_in(arg)), deeper=False)


def _choose(turn: Turn, address: Address, *, deeper: bool) -> None:
    form = open_form(turn.work, turn.person)
    choose_place(turn.work, form, address, deeper=deeper)
    keep_form(turn.work, turn.person, form)
    turn.redraw(DraftScreen())


def _candidate(turn: Turn, arg: str) -> None:
    form = open_form(turn.work, turn.person)
    candidates = form.candidates or []
    if number_in(arg) >= len(candidates):
        raise Refusal("refused-old-button")
    choose_candidate(turn.work, form, candidates[number_in(arg)])
    keep_form(turn.work, turn.person, form)
    turn.redraw(DraftScreen())


def _home(turn: Turn, _arg: str) -> None:
    home = turn.person.home
    if home is None:
        raise Refusal("refused-old-button")
    _choose(turn, home, deeper=False)


def _nowhere(turn: Turn, _arg: str) -> None:
    """«说不清»: the whole community; it goes to whoever answers for that, who asks back."""
    root = turn.work.directory.root
    if root is None:
        raise Refusal("refused-old-button")
    _choose(turn, Address(root.id), deeper=False)


def _remember_home(turn: Turn, _arg: str) -> None:
    form = open_form(turn.work, turn.person)
    if form.address is not None:
        turn.person.home = form.address
    turn.redraw(DraftScreen())


def _behalf(form: Form, _arg: str) -> None:
    begin_behalf(form)


def _not_behalf(form: Form, _arg: str) -> None:
    end_behalf(form)


def _skip(turn: Turn, _arg: str) -> None:
    """«跳过»"""
    skip_question(turn.work, turn.person)
    turn.redraw(DraftScreen())


def _aware(form: Form, arg: str) -> None:
    if arg not in (Aware.KNOWS, Aware.NOT_YET):
        raise Refusal("refused-old-button")
    form.behalf_aware = Aware(arg)


def _want_secrecy(form: Form, _arg: str) -> None:
    form.wants = DraftQuestion.SECRECY


def _secrecy(form: Form, arg: str) -> None:
    if arg not in set(Secrecy):
        raise Refusal("refused-old-button")
    form.secrecy, form.wants = Secrecy(arg), None


def _steward(turn: Turn, _arg: str) -> None:
    form = open_form(turn.work, turn.person)
    keep_from(turn.work, form)
    keep_form(turn.work, turn.person, form)
    turn.redraw(DraftScreen())


def _not_steward(form: Form, _arg: str) -> None:
    show_to_him(form)


def _channel(form: Form, arg: str) -> None:
    if arg not in (Channel.PHONE, Channel.DOOR) or not form.recorded:
        raise Refusal("refused-old-button")
    form.channel = Channel(arg)


SHOWN: Sequence[Shown] = (shown(DraftScreen, see=draft_view, draw=draft_screen, expect=expect_drafts),)

DRAFT = Subject(
    "draft",
    commands=(Command("record", record, Right.HOLD_A_POST),),
    presses=(
        draft_press("send", send, said=("提交", "发吧", "发出去", "报吧", "send", "send it"), held=Restriction.LIMIT),
        draft_press("anyway", _anyway),
        draft_press("me-too", _me_too),
        draft_press("add-to", _add_to_own),
        draft_press("reopen-own", _reopen_own),
        draft_press("drop", drop, said=("不报了", "算了", "never mind", "do not report")),
        draft_press("split", _split),
        draft_press("change-category", _with_form(_all_groups)),
        draft_press("groups", _with_form(_all_groups)),
        draft_press("group", _group),
        draft_press("category", _category),
        draft_press("change-place", _with_form(_want_place)),
        draft_press("places", _with_form(_want_place)),
        draft_press("place", _place),
        draft_press("here", _here),
        draft_press("candidate", _candidate),
        draft_press("home", _home),
        draft_press("nowhere", _nowhere),
        draft_press("remember-home", _remember_home),
        draft_press("behalf", _with_form(_behalf)),
        draft_press("not-behalf", _with_form(_not_behalf)),
        draft_press("skip-behalf", _skip, said=("跳过", "算了", "skip")),
        draft_press("aware", _with_form(_aware)),
        draft_press("secrecy", _with_form(_want_secrecy)),
        draft_press("secrecy-is", _with_form(_secrecy)),
        draft_press("steward", _steward),
        draft_press("not-steward", _with_form(_not_steward)),
        draft_press("channel", _with_form(_channel)),
        Press(ANYWHERE, "agree", agree, held=Restriction.LIMIT),
        Press(ANYWHERE, "disagree", disagree, held=None),
    ),
    ticks=(
        Tick("drop_expired_drafts", timedelta(minutes=10), drop_expired_drafts),
        Tick("drop_kept_words", timedelta(minutes=10), drop_kept_words),
    ),
    shown=SHOWN,
)
