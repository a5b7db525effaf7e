"""The buttons under a report in the making."""

from collections.abc import Callable, Sequence
from datetime import timedelta

from domain.notices.notices import DraftScreen, Receipt, Say
from domain.notices.privacy_notices import PrivacyStatement
from domain.posts.directory import Address
from domain.posts.rights import Right
from domain.refusal import Refusal
from domain.tickets.report_form import DraftQuestion, Form, next_question
from domain.tickets.restrictions import Restriction
from domain.vocabulary import Aware, Channel, Secrecy
from handlers.draft_sayings import AGREED, NOT_AGREED, SAID, SAID_OF
from handlers.going_on import drop_draft, go_on, question_ends
from handlers.pressing import number_in, page_in
from handlers.restrictions import limit_reached
from handlers.subject import Command, Press, Shown, Subject, shown
from handlers.turn import Turn
from handlers.who import ask_who
from messages.drawing.buttons import ANYWHERE, ON_DRAFT, Button
from messages.tickets.draft_preview import CHANGE, MORE
from messages.tickets.draft_screens import SHELVES, draft_screen
from services.filing.accusations import keep_from, show_to_him
from services.filing.already import already_reported, join, just_joined
from services.filing.draft_places import choose_candidate, choose_place
from services.filing.drafts import add_draft, reopen_with_draft
from services.filing.on_behalf import begin_behalf, end_behalf
from services.filing.proposing import split_draft
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


def draft_press(action: str, handle: DraftAction, *, held: Restriction = Restriction.MUTE) -> Press:
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

    return Press(ON_DRAFT, action, pressed, SAID.get(action, ()), held, said_of=SAID_OF.get(action, {}))


def record(turn: Turn) -> None:
    """/record: a report that came by telephone or at the door."""
    start_record(turn.work, turn.person)
    question_ends(turn)
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
    go_on(turn)
    ask_who(turn, ticket)


def send_said(turn: Turn) -> None:
    """«提交» wherever it is written. What is still missing is asked once more; with no draft it is said what to do."""
    draft = turn.work.conversation.draft(turn.person.id)
    if draft is None:
        turn.say("nothing-to-send")
    elif next_question(open_form(turn.work, turn.person), turn.work.community, turn.work.directory) in _COMPLETE:
        if not limit_reached(turn):
            send(turn)
    else:
        turn.answer(DraftScreen("draft-missing"))


def _anyway(turn: Turn, _arg: str) -> None:
    """«另报»"""
    form = open_form(turn.work, turn.person)
    form.anyway = True
    keep_form(turn.work, turn.person, form)
    send(turn)


def _me_too(turn: Turn, arg: str) -> None:
    """«我也遇到»: of one of the reports that were shown."""
    join(turn.work, turn.person, open_form(turn.work, turn.person), number_in(arg))
    slip = {"followed": number_in(arg)} if just_joined(turn.work, number_in(arg), turn.person) else {}
    turn.redraw(Say("done-me-too", slip))
    go_on(turn)


def _add_to_own(turn: Turn, arg: str) -> None:
    """«补充到 #…»: the draft's words become part of one's own open report."""
    ticket = add_draft(turn.work, turn.person, number_in(arg))
    turn.redraw(Say("done-add-to", ticket_id=ticket.id))
    go_on(turn)


def _reopen_own(turn: Turn, arg: str) -> None:
    """«重新打开 #…»: it came back, and the draft's words say how."""
    ticket = reopen_with_draft(turn.work, turn.person, number_in(arg))
    turn.redraw(Say("done-reopen", ticket_id=ticket.id))
    go_on(turn)


def agree(turn: Turn, _button: Button) -> None:
    """«同意并提交»"""
    give_consent(turn.work, turn.person)
    if turn.work.conversation.draft(turn.person.id) is None:
        turn.say("privacy-agreed")
        return
    send(turn)


def disagree(turn: Turn, _button: Button) -> None:
    """«不同意»: nothing is sent and nobody asks again until the next «提交»."""
    turn.say("privacy-no", hours=turn.work.community.draft_hours)


def _split(turn: Turn, _arg: str) -> None:
    """«分成几份»"""
    split_draft(turn.work, turn.person, open_form(turn.work, turn.person))
    turn.redraw(DraftScreen("draft-split"))


def _door(turn: Turn, behind: str) -> None:
    """«改», «更多»: other buttons in the place of the preview's."""
    turn.redraw(DraftScreen(behind=behind))


def _further(turn: Turn, arg: str) -> None:
    """«还有», «都不是»: another page of what can be answered."""
    turn.redraw(DraftScreen(page=page_in(arg)))


def _with_form(change: Callable[[Form, str], None]) -> DraftAction:
    def pressed(turn: Turn, arg: str) -> None:
        form = open_form(turn.work, turn.person)
        change(form, arg)
        keep_form(turn.work, turn.person, form)
        turn.redraw(DraftScreen())

    return pressed


def _want_category(form: Form, _arg: str) -> None:
    form.group, form.wants = None, DraftQuestion.CATEGORY


def _all_shelves(turn: Turn, _arg: str) -> None:
    """«看全部种类»"""
    form = open_form(turn.work, turn.person)
    _want_category(form, "")
    keep_form(turn.work, turn.person, form)
    turn.redraw(DraftScreen(page=SHELVES))


def _preview(form: Form, _arg: str) -> None:
    """«返回»: whatever was opened is closed, and what was chosen before stays."""
    form.wants = form.group = form.browsing = form.candidates = None


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

_SEND = ("提交", "提交报告", "发吧", "发", "发出去", "报吧", "上报", "send", "send it", "submit", "submit it")
_COMPLETE = frozenset({DraftQuestion.PREVIEW})

DRAFT = Subject(
    "draft",
    commands=(
        Command("record", record, Right.HOLD_A_POST),
        Command("send", send_said, said=_SEND, listed=False, acts=True),
    ),
    presses=(
        draft_press("send", send, held=Restriction.LIMIT),
        draft_press("anyway", _anyway),
        draft_press("me-too", _me_too),
        draft_press("add-to", _add_to_own),
        draft_press("reopen-own", _reopen_own),
        draft_press("drop", lambda turn, _arg: drop_draft(turn)),
        draft_press("change", lambda turn, _arg: _door(turn, CHANGE)),
        draft_press("more", lambda turn, _arg: _door(turn, MORE)),
        draft_press("preview", _with_form(_preview)),
        draft_press("further", _further),
        draft_press("split", _split),
        draft_press("change-category", _with_form(_want_category)),
        draft_press("groups", _all_shelves),
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
        draft_press("skip-behalf", _skip),
        draft_press("aware", _with_form(_aware)),
        draft_press("secrecy", _with_form(_want_secrecy)),
        draft_press("secrecy-is", _with_form(_secrecy)),
        draft_press("steward", _steward),
        draft_press("not-steward", _with_form(_not_steward)),
        draft_press("channel", _with_form(_channel)),
        Press(ANYWHERE, "agree", agree, AGREED, held=Restriction.LIMIT),
        Press(ANYWHERE, "disagree", disagree, NOT_AGREED, held=None),
    ),
    ticks=(
        Tick("drop_expired_drafts", timedelta(minutes=10), drop_expired_drafts),
        Tick("drop_kept_words", timedelta(minutes=10), drop_kept_words),
    ),
    shown=SHOWN,
)
