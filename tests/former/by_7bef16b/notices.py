"""A notice of every kind that 7bef16b knew, to somebody who may read it. Imports the rooms of 7bef16b; see write.py."""

from collections.abc import Iterator

from domain.announcement_notices import Announcement, AnnouncementApproval, AnnouncementScreen, DoorList
from domain.notice import Notice
from domain.post_notices import (
    AdministratorSure,
    AnswersNow,
    CorrectionSure,
    EndPostSure,
    EntrustedWork,
    InvitationLink,
    InvitationTaken,
    InviteSure,
    InviteWhom,
    LeaveDeputies,
    Leaves,
    LeaveSure,
    NotTakenUp,
    PeopleList,
    PersonDetail,
    PostDetail,
    PostsList,
    SetUpHistory,
    UnusedInvitations,
)
from domain.privacy_notices import DeleteMe, LooksAtMyName, MyData, PrivacyStatement
from domain.word_notices import (
    AlarmRaised,
    AlreadyReported,
    DangerAdvice,
    FollowerNews,
    HarmAdvice,
    SafeguardingNotice,
    SmallTalk,
    TopicProposed,
    WhichTicket,
)
from sqlalchemy import select
from town import Town

from domain.digest import BUTTONS
from domain.notices import (
    ApprovalCard,
    AskWords,
    CalendarMissing,
    CardRedraw,
    Choose,
    DigestList,
    DigestNames,
    DigestPicture,
    DigestReport,
    DigestTable,
    DraftScreen,
    Found,
    Help,
    LanguageChoice,
    MenuOfPosts,
    MergeSure,
    Morning,
    MyTickets,
    OfficeChoice,
    OtherSideUnreachable,
    PostTaken,
    Receipt,
    ReporterShown,
    RestrictedList,
    Say,
    Sorry,
    TicketCard,
    TicketHistory,
    TicketMedia,
    TicketNews,
    TicketWords,
    ToDo,
    Welcome,
    WhoAnswers,
)
from services.telling import TOLD
from storage.models import ChangeRow, HoldingRow, Media, Ticket, TicketText
from storage.unit_of_work import UnitOfWork

WEEK = "2026-W46"
Told = tuple[str, Notice]
"""To whom, and what."""


def every_kind(town: Town, work: UnitOfWork) -> Iterator[Told]:
    """The first of each kind is written waiting, held and leased, the others waiting."""
    yield from _answers(town)
    yield from _to_handlers(town, work)
    yield from _of_the_digest(town)
    yield from _of_the_set_up(town, work)
    yield from _of_words(town, work)
    yield from _of_announcements(town)
    yield from _news(town, work)


def _answers(town: Town) -> Iterator[Told]:
    t = town.tickets
    yield "居民1", Welcome()
    yield "居民1", Welcome(town.places["gh1"])
    yield "居民1", Help(("start", "my", "help", "language", "privacy", "notices", "cancel"))
    yield "居民1", Help(("start", "my", "help"), unknown="/foo")
    yield "居民1", Say("done-add", {}, t["b1"])
    yield "居民1", Say("nothing-to-cancel")
    yield "居民1", Sorry("0000ABCD")
    yield "居民1", LanguageChoice()
    yield "居民1", Receipt(t["b1"])
    for n in (1, 7, 9, 10, 26, 27, 29, 4):
        yield f"居民{n}", MyTickets()
        yield f"居民{n}", CardRedraw(t["alarm" if n == 29 else f"b{n}"])
    yield "居民1", TicketHistory(t["b1"])
    yield "居民3", Choose("withdraw", t["b3"])
    yield "居民1", AskWords("add", t["b1"])
    yield "居民9", AskWords("not_solved", t["b9"])
    yield "居民7", AskWords("reopen", t["b7"])
    yield "居民26", AskWords("appeal", t["b26"])
    yield "居民1", PrivacyStatement()
    yield "草稿26", PrivacyStatement(asking=True)
    yield "草稿27", PrivacyStatement(asking=True, again=True)
    yield "居民1", MyData()
    yield "居民1", LooksAtMyName()
    yield "居民1", DeleteMe()
    for draft in town.drafts:
        yield str(draft["who"]), DraftScreen()
    yield "草稿15", DraftScreen("draft-added")


def _to_handlers(town: Town, work: UnitOfWork) -> Iterator[Told]:
    t, secretary = town.tickets, town.person(work, "席明川")
    number = work.tickets.get(t["b1"], seen_by=secretary).number
    yield "楼长1", ToDo()
    yield "楼长1", Morning((t["b1"],))
    yield "单晓棠", CalendarMissing(2027)
    for what in ("hand_over", "return", "wait", "blocked", "resolve", "category", "category:R1"):
        yield "楼长14", Choose(what, t["b14"])
    yield "楼长16", Choose("wait-until", t["b16"])
    for n, what in ((1, "reply"), (4, "result"), (14, "note"), (15, "return:not_my_place"), (17, "relocate")):
        yield f"楼长{n}", AskWords(what, t[f"b{n}"])
    for n, what in ((18, "extend_date"), (19, "extend_why"), (20, "park_date"), (21, "park_why"), (22, "reject_where")):
        yield f"楼长{n}", AskWords(what, t[f"b{n}"])
    yield "葛文清", AskWords("check", t["b28"])
    yield "组长1", AskWords("approve", t["b11"])
    yield "组长2", AskWords("decline", t["b12"])
    yield "组长4", AskWords("reassign", t["b14"])
    yield "组长5", AskWords("regrade", t["b16"])
    yield "办公7", AskWords("restrict_date", t["b24"])
    yield "办公8", AskWords("restrict_why", t["b23"])
    for what in ("more", "extend", "reject", "step_in", "reassign", "regrade"):
        yield "葛文清", OfficeChoice(what, t["b14"])
    yield "单晓棠", OfficeChoice("step_in", t["b14"])
    yield "单晓棠", OfficeChoice("restrict", t["b14"])
    yield "楼长14", OfficeChoice("more", t["b14"])
    yield "楼长30", MergeSure(t["topic3"])
    yield "楼长30", MergeSure(t["topic3"], t["topic1"])
    yield "楼长1", Found("||open")
    yield "席明川", Found("||open")
    yield "席明川", Found("||open", page=1)
    yield "楼长1", Found("||", number)
    yield "单晓棠", RestrictedList()
    yield "楼长1", ReporterShown(t["b1"])
    yield "席明川", WhoAnswers("桂花苑1号楼")
    yield "楼长1", MenuOfPosts(("start", "my", "help", "todo", "record"))
    yield "楼长1", PostTaken(town.ids["p_gh1"])
    yield "楼长3", TicketCard(t["b3"])
    for n in (1, 4, 9, 10, 14):
        yield f"楼长{n}", TicketCard(t[f"b{n}"], "card-now")
    yield "葛文清", TicketCard(t["b28"], "card-check")
    yield "葛文清", TicketCard(t["b6"], "card-check")
    yield "葛文清", TicketCard(t["b9"], "card-verify")
    yield "楼长29", TicketCard(t["alarm"])
    yield "席明川", TicketCard(t["b14"], "card-now")
    yield "葛文清", TicketCard(t["topic2"], "card-now")
    yield "葛文清", ApprovalCard(t["b11"], town.ids["extend"])
    yield "葛文清", ApprovalCard(t["b12"], town.ids["park"])
    yield "葛文清", ApprovalCard(t["b13"], town.ids["reject"])
    yield "楼长1", CardRedraw(t["b1"])
    long = work.session.scalars(select(TicketText.id).where(TicketText.ticket_id == t["b3"])).first()
    yield "楼长3", TicketWords(t["b3"], long)
    files = work.session.scalars(select(Media.id).where(Media.ticket_id == t["b1"]).order_by(Media.id)).all()
    yield "楼长1", TicketMedia(t["b1"], tuple(files[:2]))
    yield "楼长1", TicketMedia(t["b1"], tuple(files[2:]))
    yield "楼长1", OtherSideUnreachable(t["b1"], "reporter")
    where = f"{town.places['gh18']}"
    yield "楼长17", CorrectionSure(t["b17"], "category", "R102")
    yield "楼长17", CorrectionSure(t["b17"], "place", where)


def _of_the_digest(town: Town) -> Iterator[Told]:
    version = town.ids["digest"]
    yield "席明川", DigestReport(WEEK, version)
    yield "席明川", DigestPicture(WEEK, version)
    yield from (("席明川", DigestList(WEEK, version, section)) for section in BUTTONS)
    yield "席明川", DigestTable(WEEK, version)
    yield "席明川", DigestTable(WEEK, version, names=True)
    yield "席明川", DigestNames(WEEK, version)


def _of_the_set_up(town: Town, work: UnitOfWork) -> Iterator[Told]:
    t, people = town.tickets, town.people
    holding = work.posts.holdings_of(town.ids["p_gh1"])[0].id
    unused = work.session.scalars(select(HoldingRow.id).where(HoldingRow.post_id == town.ids["p_gh2"])).all()
    yield "席明川", PostsList()
    yield "席明川", PostsList(1)
    yield "席明川", PostDetail(town.ids["p_gh1"])
    yield "席明川", PeopleList()
    yield "席明川", PersonDetail(people["楼长1"])
    yield "席明川", PersonDetail(people["办公16"])
    yield "席明川", SetUpHistory()
    yield "席明川", InviteWhom()
    yield "办公9", InviteWhom("steward")
    yield "办公11", InviteSure(town.ids["p_gh2"], "钱来")
    yield "席明川", InvitationLink("abcdefgh", 14, "钱来", "2号楼楼栋长")
    yield "席明川", UnusedInvitations()
    yield "席明川", EndPostSure(holding)
    yield "席明川", AdministratorSure(people["办公1"], True)
    yield "席明川", AdministratorSure(people["办公16"], False)
    yield "楼长24", Leaves(people["楼长24"])
    yield "楼长25", LeaveDeputies(people["楼长25"], "2026-11-20", "2026-11-21")
    yield "楼长25", LeaveSure(people["楼长25"], "2026-11-20", "2026-11-21", people["葛文清"])
    yield "楼长25", LeaveSure(people["楼长25"], "2026-11-20", "2026-11-21", None)
    yield "席明川", InvitationTaken(holding, "Sunny")
    yield "席明川", NotTakenUp(tuple(unused))
    for why in ("leave", "post_ended", "place"):
        until = "2026-11-21T15:59:00+00:00" if why == "leave" else None
        left = people["楼长24"] if why != "place" else None
        yield "楼长1", EntrustedWork(why, (t["b1"],), left, until)
        yield "居民1", AnswersNow(why, (t["b1"],), people["楼长1"], left, until)


def _of_words(town: Town, work: UnitOfWork) -> Iterator[Told]:
    t, place = town.tickets, town.places["gh30"]
    yield "居民1", DangerAdvice("fire")
    yield "居民1", DangerAdvice("gas", now=False)
    yield "居民29", AlarmRaised(t["alarm"], 3)
    yield "居民29", AlarmRaised(t["alarm"], 3, again=True)
    yield "伤心人", HarmAdvice("family_violence", 2)
    yield "伤心人", HarmAdvice("self_harm", 0, other=True)
    yield "居民1", SmallTalk()
    yield "邻居甲", SmallTalk(kept=True)
    yield "居民1", WhichTicket()
    yield "邻居甲", WhichTicket()
    reports = {key: work.session.get(Ticket, t[key]) for key in ("topic1", "topic3", "b6")}
    for name, key, how in (
        ("草稿19", "topic1", "duplicate"),
        ("居民30", "topic3", "repeat"),
        ("居民6", "b6", "recurrence"),
    ):
        one = reports[key]
        yield name, AlreadyReported(how, one.category, ((one.id, one.number, one.filed_at.isoformat()),))
    for action in ("claim", "wait", "resolve", "reopen", "not_solved"):
        yield "邻居丙", FollowerNews(action, "R203", place)
    yield "单晓棠", TopicProposed("R203", place, (t["topic1"], t["topic2"], t["topic3"]), 3)
    yield "护宁", SafeguardingNotice(town.ids["alert"])


def _of_announcements(town: Town) -> Iterator[Told]:
    sent, copied, draft, awaiting = (town.ids[key] for key in ("sent", "copied", "draft", "awaiting"))
    yield "办公2", AnnouncementScreen(draft)
    yield "办公2", AnnouncementScreen(draft, ask="place", browsing=town.places["gh"])
    yield "办公2", AnnouncementScreen(draft, ask="place", candidates=(town.places["gh1"], town.places["gh3"]))
    yield from (("办公2", AnnouncementScreen(draft, ask=ask)) for ask in ("place", "words", "time", "expiry"))
    yield "单晓棠", AnnouncementScreen(sent)
    yield "办公1", AnnouncementScreen(awaiting)
    yield "席明川", AnnouncementApproval(awaiting)
    yield "居民1", Announcement(copied)
    yield "楼长1", DoorList(copied, town.ids["task"])


def _news(town: Town, work: UnitOfWork) -> Iterator[Told]:
    """Every line of a history that somebody is told of, to both sides."""
    names = {person: name for name, person in town.people.items()}
    for line in work.session.scalars(select(ChangeRow).order_by(ChangeRow.ticket_id, ChangeRow.seq)):
        ticket = work.session.get(Ticket, line.ticket_id)
        sides = {ticket.reporter_id or ticket.recorded_by_id, ticket.assignee_id} - {None, line.by_id}
        if line.action in TOLD:
            yield from ((names[side], TicketNews(line.ticket_id, line.seq)) for side in sorted(sides))
