"""A made-up ticket and everything a screen may be drawn from, in its longest likely form."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.catalogs import CATALOGS
from domain.posts.directory import Address, Directory, Place, Post
from domain.tickets.approvals import ApprovalView, Asked, Decision
from domain.tickets.report_form import DraftQuestion, Form, Part
from domain.tickets.restrictions import Restriction, RestrictionView
from domain.views import Colleague, DraftView, LineView, Reader, TicketView
from domain.vocabulary import (
    Action,
    Channel,
    Grade,
    Level,
    Result,
    Role,
    Secrecy,
    State,
    WaitingReason,
)
from messages.drawing.frame import Frame, no_link
from messages.drawing.texts import Texts
from storage.settings.community import packaged_settings

NOW = datetime(2026, 11, 18, 1, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=5, hours=3)
COMMUNITY = replace(packaged_settings(), office_phone="021-5555 0101")
PLACES = {
    1: Place(1, "sl", None, Level.COMMUNITY, "示例社区"),
    2: Place(2, "gh", 1, Level.COMPOUND, "桂花苑"),
    3: Place(3, "gh12", 2, Level.BUILDING, "12号楼"),
    4: Place(4, "gh12-3", 3, Level.UNIT, "3单元"),
}
POST = Post(1, "p-gh12", 3, Role.STEWARD, "12号楼楼栋长")
DIRECTORY = Directory(1, PLACES, {1: POST}, (), ())
ADDRESS = Address(4, None, None, "502室")
PLACE = DIRECTORY.name(ADDRESS)
NUMBER, NAME = "2611-0042", "欧阳桂芳"
COLLEAGUE = Colleague(7, NAME, "桂花苑组长")
APPROVAL = ApprovalView(5, Asked.PARK, None, LATER, "没有经费", NAME, Decision.WAITING, True)
RESTRICTION = RestrictionView(1, Restriction.MUTE, NUMBER, "连续骂人", NAME, NOW, LATER)
WORDS = "楼道灯坏了三天，老人晚上上楼看不见，请尽快来看。" * 4


def view(**changes: object) -> TicketView:
    """The ticket; a steward's look at it unless told otherwise."""
    whole = TicketView(
        id=42,
        number=NUMBER,
        state=State.NEW,
        grade=Grade.P2,
        category=next(c for c in COMMUNITY.categories if c.advice is not None),
        place=PLACE,
        room_hidden=False,
        words=WORDS,
        words_apart=False,
        media=2,
        filed_at=NOW,
        claim_due=NOW + timedelta(hours=4),
        resolve_due=LATER,
        waiting_reason=None,
        waiting_until=LATER,
        result=Result.BY_TRADE,
        closing=None,
        rating=None,
        secrecy=Secrecy.NORMAL,
        concerns=None,
        channel=Channel.CHAT,
        recorded=False,
        on_behalf=False,
        has_assignee=True,
        helper=None,
        closes_at=LATER,
        answers=NAME,
        post=POST.title,
        role=Role.STEWARD,
        next_post="桂花苑组长",
        reader_reports=False,
        reader_handles=True,
        reader_is_assignee=True,
        reporter_unreachable=False,
        name_askable=True,
        reopened=0,
        address_to_check=False,
        near=False,
        households=0,
        checked=False,
        follows=None,
        merged_into=None,
        approval=None,
        may_restrict=True,
        confirmed=False,
        moves=3,
        rung=0,
        next_step_at=LATER,
        actions=frozenset(Action),
        nudge_again_at=None,
    )
    return replace(whole, **changes)  # type: ignore[arg-type]  # the caller names fields of a view


def line(action: Action, **detail: object) -> LineView:
    """A line of its history, with all that any line may carry."""
    facts: dict[str, object] = {
        "reason": WaitingReason.MONEY,
        "result": Result.BY_TRADE,
        "rating": "good",
        "to": 7,
        "to_name": NAME,
        "was": LATER.isoformat(),
        "asked": Asked.EXTEND,
        "into": "2611-0007",
        "to_grade": Grade.P1,
        "does": "tell_superior",
        "from": "x",
    }
    if action is Action.REJECT:
        facts["reason"] = "not_ours"
    if action is Action.FOLLOWED:
        facts["state"] = State.RESOLVED
    if action is Action.UNDO:
        facts["what"] = Action.RESOLVE
    return LineView(
        seq=1,
        action=action,
        before=State.NEW,
        after=State.CLAIMED,
        at=NOW,
        by=NAME,
        by_reader=False,
        by_reporter=False,
        channel=Channel.CHAT,
        words="请去区法院诉讼服务中心问一下，电话12368。",
        detail={**facts, **detail},
    )


def draft(question: DraftQuestion, **form: object) -> DraftView:
    """A draft that asks this."""
    made = Form([Part(1, WORDS)], [], [], address=ADDRESS, category=COMMUNITY.categories[0].code)
    for name, value in form.items():
        setattr(made, name, value)
    return DraftView(
        form=made,
        question=question,
        version=3,
        category=COMMUNITY.categories[0],
        proposals=COMMUNITY.categories[:3],
        place=PLACE,
        choices=(Address(3), Address(4)),
        secrecy=Secrecy.NORMAL,
        claim_due=NOW + timedelta(hours=4),
        resolve_due=LATER,
        consented=True,
        home=ADDRESS,
        home_is_here=False,
    )


def frame(language: str) -> Frame:
    """Somebody in the office reads."""
    reader = Reader(1, language, True, frozenset({Role.OFFICE}), False)
    return Frame(reader, Texts(CATALOGS, language, COMMUNITY.zone), NOW, COMMUNITY, DIRECTORY, no_link)
