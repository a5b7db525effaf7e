"""A made-up neighbourhood as 7bef16b would have kept it: people, tickets in every state, drafts, questions, updates.

Imports the rooms of 7bef16b; see write.py.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from domain.approvals import Asked, RejectReason
from domain.directory import Address
from domain.report_form import Attachment, Form, Part, Question
from domain.restrictions import Restriction
from services.absences import Leave, take_leave
from services.alarms import raise_alarm
from services.announcement_rounds import queue_copies
from services.approvals import Request, ask_approval
from services.closing import confirm_ticket, not_solved, nudge_ticket, rate_ticket, reopen_ticket, withdraw_ticket
from services.digests import digest_for
from services.invitations import Invited, invite, invite_administrator
from services.merging import merge_ticket
from services.moderation import restrict
from services.neighbours import join
from services.rejecting import reject_ticket
from services.reports import file_report, keep_form
from services.safeguarding import raise_alert
from services.talking import add_words, look_at_reporter
from storage.inbox import Arrived

from domain.announcements import Stage, Urgency
from domain.words import Action, Channel, Grade, HeldAs, Level, MediaKind, Rating, Result, Role, Secrecy, WaitingReason
from playground.files import Upload
from playground.telegram import Telegram
from services import announcing
from services.tickets import claim_ticket, put_on_hold, resolve_ticket
from storage.models import CoverageRow, Person, PlaceRow, PostRow
from storage.unit_of_work import UnitOfWork
from tests.conftest import MovedClock
from tests.stories.neighbourhood import Neighbourhood, Phone

WEEK_BEFORE = datetime(2026, 11, 11, 1, 0, tzinfo=UTC)
NOW = datetime(2026, 11, 18, 2, 0, tzinfo=UTC)
BUILDINGS = range(3, 34)
PHONE = "13800000000"


@dataclass
class Town:
    """Who is who, and the ids of what notices speak of."""

    neighbourhood: Neighbourhood
    people: dict[str, int] = field(default_factory=dict)
    tickets: dict[str, int] = field(default_factory=dict)
    ids: dict[str, int] = field(default_factory=dict)
    places: dict[str, int] = field(default_factory=dict)
    asked: list[dict[str, object]] = field(default_factory=list)
    drafts: list[dict[str, object]] = field(default_factory=list)
    files: list[Attachment] = field(default_factory=list)

    @property
    def clock(self) -> MovedClock:
        return self.neighbourhood.clock

    def person(self, work: UnitOfWork, name: str) -> Person:
        return work.people.get(self.people[name])

    async def know(self, phone: Phone) -> None:
        account = phone.person.id
        found = await self.neighbourhood.database.run(lambda work: work.people.by_account(account))
        self.people[phone.person.first_name] = found.id


def known_files(telegram: Telegram, bot_id: int) -> list[Attachment]:
    """Two photos and a voice; a playground gives the first files it sees the same ids."""
    files = telegram.world.files
    voice = files.keep("voice", Upload(b"OggS" + bytes(1500), "voice.oga", "audio/ogg"), {"duration": 3})
    kept = [files.draw_photo(), files.draw_photo(), voice]
    for one in kept:
        files.show(one, bot_id)
    kinds = (MediaKind.PHOTO, MediaKind.PHOTO, MediaKind.VOICE)
    return [Attachment(kind, f.file_id(bot_id), f.unique_id(), 1500) for kind, f in zip(kinds, kept, strict=True)]


async def settle_people(town: Town) -> None:
    """Stewards of many buildings, those above them, residents."""
    story = town.neighbourhood

    def build(work: UnitOfWork) -> None:
        compound, community = work.directory.by_code("gh"), work.directory.by_code("sl")
        for n in BUILDINGS:
            place = PlaceRow(code=f"gh{n}", parent_id=compound.id, level=Level.BUILDING, name=f"{n}号楼", aliases=[])
            work.session.add(place)
            work.session.flush()
            post = PostRow(code=f"p-gh{n}", place_id=place.id, role=Role.STEWARD, title=f"{n}号楼楼栋长")
            work.session.add(post)
            work.session.flush()
            work.session.add(CoverageRow(post_id=post.id, place_id=place.id, side="all", households=24))
        guards = PostRow(code="p-safe", place_id=community.id, role=Role.SAFEGUARDING, title="保护专员")
        work.session.add(guards)
        work.places.touch()

    await story.database.run(build)
    above = {
        "p-secretary": ["席明川"],
        "p-office": ["单晓棠", *(f"办公{n}" for n in range(1, 17))],
        "p-gh": ["葛文清", *(f"组长{n}" for n in range(1, 9))],
        "p-g1": ["支书安"],
        "p-safe": ["护宁", "护平"],
    }
    for post, names in above.items():
        for n, name in enumerate(names):
            await town.know(await story.holder(post, name, held_as=HeldAs.DEPUTY if n else HeldAs.MAIN))
    for n in (1, *BUILDINGS):
        await town.know(await story.holder(f"p-gh{n}", f"楼长{n}"))
    for n in (1, *BUILDINGS):
        await town.know(await story.resident(f"居民{n}"))
    for name in ("邻居甲", "邻居乙", "邻居丙", "伤心人", "多言人", *(f"草稿{n}" for n in range(1, 28))):
        await town.know(await story.resident(name))

    def last(work: UnitOfWork) -> None:
        town.places |= {place.code: place.id for place in work.directory.places.values()}
        town.person(work, "席明川").is_administrator = True
        town.person(work, "办公16").is_administrator = True
        for n in (1, *BUILDINGS):
            resident = town.person(work, f"居民{n}")
            resident.home_place_id, resident.home_room = town.places[f"gh{n}"], "502"

    await story.database.run(last)


def _report(
    town: Town, work: UnitOfWork, key: str, who: str, code: str, words: str, place: Address, **form: object
) -> None:
    made = Form([Part(1, words)], [], [], category=code, guess=code, address=place, anyway=True)
    for name, value in form.items():
        setattr(made, name, value)
    person = town.person(work, who)
    keep_form(work, person, made)
    town.tickets[key] = file_report(work, person).id


def file_tickets(town: Town, work: UnitOfWork) -> None:
    """A report of every building, a week old."""
    words = {
        1: "厨房漏水了，地上都是水。",
        2: "",
        3: "楼道灯坏了三天，老人晚上上楼看不见。" * 40,
    }
    for n in (1, *BUILDINGS):
        media = {"media": town.files} if n == 1 else {}
        said = words.get(n, f"{n}号楼的水管漏水，请来看看。")
        room = None if n in (30, 31) else "502"
        _report(town, work, f"b{n}", f"居民{n}", "R101", said, Address(town.places[f"gh{n}"], room=room), **media)
    for who, key in (("邻居甲", "topic1"), ("邻居乙", "topic2"), ("居民30", "topic3")):
        _report(town, work, key, who, "R203", "楼道灯不亮。", Address(town.places["gh30"]))
    recorded = {"recorded": True, "channel": Channel.PHONE, "on_behalf": True}
    recorded |= {"behalf_name": "王奶奶", "behalf_phone": PHONE}
    _report(town, work, "recorded", "楼长1", "R201", "没电了。", Address(town.places["gh1"], room="101"), **recorded)


def move_tickets(town: Town, work: UnitOfWork) -> None:
    """Each as far as its notice or question needs it. b1 claimed; b3 new; b4 resolved; …"""
    t = town.tickets

    def who(name: str) -> Person:
        return town.person(work, name)

    for n in (1, *range(4, 26), 28):
        claim_ticket(work, t[f"b{n}"], by=who(f"楼长{n}"))
    for n in (4, 5, 6, 7, 8, 9, 28):
        resolve_ticket(work, t[f"b{n}"], by=who(f"楼长{n}"), result=Result.REPAIRED)
    for n in (5, 6, 7, 28):
        confirm_ticket(work, t[f"b{n}"], by=who(f"居民{n}"))
    rate_ticket(work, t["b5"], by=who("居民5"), rating=Rating.GOOD)
    work.tickets.lock(t["b6"], seen_by=who("席明川")).checking = True
    work.tickets.lock(t["b28"], seen_by=who("席明川")).checking = True
    reopen_ticket(work, t["b5"], by=who("居民5"), words="又漏了。")
    not_solved(work, t["b8"], by=who("居民8"), words="还在漏。")
    put_on_hold(
        work, t["b10"], by=who("楼长10"), reason=WaitingReason.PARTS, until=work.now + timedelta(days=1, hours=6)
    )
    for n, asked, reason in (
        (11, Asked.EXTEND, WaitingReason.PARTS),
        (12, Asked.PARK, None),
        (13, Asked.REJECT, RejectReason.NOT_OURS),
    ):
        until = work.now + timedelta(days=20) if asked is not Asked.REJECT else None
        ask_approval(work, t[f"b{n}"], Request(asked, "请批准。", reason, until), by=who(f"楼长{n}"))
        town.ids[asked] = work.approvals.waiting(work.tickets.get(t[f"b{n}"], seen_by=who("席明川"))).id
    reject_ticket(work, t["b26"], by=who("葛文清"), reason=RejectReason.NOT_OURS, words="请找物业。")
    withdraw_ticket(work, t["b27"], by=who("居民27"))
    merge_ticket(work, t["topic2"], t["topic1"], by=who("楼长30"))
    add_words(work, t["b1"], Action.COMMENT, "水更大了。", by=who("居民1"))
    add_words(work, t["b1"], Action.REPLY, "下午来修。", by=who("楼长1"))
    add_words(work, t["b1"], Action.NOTE, "要带工具。", by=who("楼长1"))
    nudge_ticket(work, t["b3"], by=who("居民3"))
    look_at_reporter(work, t["b1"], by=who("席明川"))
    until = work.now + timedelta(days=3)
    restrict(work, t["b25"], by=who("单晓棠"), kind=Restriction.LIMIT, until=until, words="连续骂人")
    town.ids["alert"] = 0
    raise_alert(work, who("伤心人"), work.community.danger("family_violence"), "他又打我了。")
    town.ids["alert"] = work.alerts.of_person(who("伤心人").id)[0].id
    form = Form([Part(1, "楼道灯坏了")], [], [], category="R203", address=Address(town.places["gh30"]))
    keep_form(work, who("邻居丙"), form)
    join(work, who("邻居丙"), form, t["topic1"])
    work.conversation.drop_draft(who("邻居丙").id)


def set_up_things(town: Town, work: UnitOfWork) -> None:
    """Digest, announcements, invitations, a leave."""

    def who(name: str) -> Person:
        return town.person(work, name)

    town.ids["digest"] = digest_for(work, "2026-W46")[1]
    posts = {post.code: post.id for post in work.directory.posts.values()}
    town.ids |= {code.replace("-", "_"): post_id for code, post_id in posts.items()}
    invite(work, Invited("新楼长", posts["p-gh2"], HeldAs.MAIN, False, 14), by=who("席明川"))
    invite_administrator(work, 3, by=who("席明川"))
    row = take_leave(
        work, Leave(who("楼长24").id, NOW.date() + timedelta(days=1), NOW.date() + timedelta(days=3)), by=who("楼长24")
    )
    town.ids["absence"] = row.id

    def announcement(author: str, key: str, *, urgency: Urgency = Urgency.ORDINARY, sent: bool = False) -> int:
        draft = announcing.begin(work, who(author))
        announcing.add_place(work, draft, town.places["gh1"])
        announcing.set_words(work, draft, f"明天停水\n请提前存水（{key}）。", None)
        announcing.set_urgency(draft, urgency)
        if sent:
            announcing.send(work, draft, who(author))
        town.ids[key] = draft.id
        return draft.id

    announcement("单晓棠", "sent", sent=True)
    announcement("办公12", "copied", sent=True)
    announcement("办公1", "awaiting", urgency=Urgency.URGENT, sent=True)
    announcement("办公2", "draft")
    while queue_copies(work, 100):
        work.session.flush()
    assert work.announcements.get(town.ids["sent"]).stage is Stage.SENDING
    town.ids["task"] = work.announcements.ask_at_doors(
        work.announcements.get(town.ids["copied"]), who("楼长1").id, [town.places["gh1"]]
    ).id
    for n in range(3, 7):  # who is asked for something of an announcement has a draft of one
        announcing.begin(work, who(f"办公{n}"))


def raise_the_alarm(town: Town, work: UnitOfWork) -> None:
    """A moment ago: everybody who is called is still to be told."""
    fire = work.community.danger("fire")
    alarm = raise_alarm(work, town.person(work, "居民29"), fire, "桂花苑29号楼着火了", message_id=7)
    town.tickets["alarm"] = alarm.ticket.id


def await_words(town: Town, work: UnitOfWork) -> None:
    """One person for each question that 7bef16b asks, and for each that goes on with what was said before."""
    posts = town.ids

    def ask(name: str, what: str, says: str, ticket: str | None = None, /, **detail: object) -> None:
        work.conversation.await_words(
            town.people[name], what, town.tickets[ticket] if ticket is not None else None, detail
        )
        town.asked.append({"who": name, "what": what, "says": says})

    def residents() -> None:
        ask("居民1", "add", "水还在流。", "b1")
        ask("居民9", "not_solved", "还是漏。", "b9")
        ask("居民7", "reopen", "又坏了。", "b7")
        ask("居民26", "appeal", "物业说不归他们管。", "b26")
        ask("邻居甲", "kept", "楼下的狗又叫了", None, words="今天天气真好", message_id=3)

    def stewards() -> None:
        ask("楼长1", "reply", "马上来。", "b1")
        ask("楼长4", "result", "换了新管子。", "b4")
        ask("楼长14", "note", "找过物业了。", "b14")
        ask("楼长15", "return:not_my_place", "这不是我的楼。", "b15")
        ask("楼长16", "wait_date:parts", "明天", "b16")
        ask("楼长17", "relocate", "桂花苑18号楼", "b17")
        ask("楼长18", "extend_date", "12月5日", "b18", reason="parts")
        ask("楼长19", "extend_why", "配件要等。", "b19", reason="parts", until="2026-12-05")
        ask("楼长20", "park_date", "12月30日", "b20")
        ask("楼长21", "park_why", "没有经费。", "b21", until="2026-12-30")
        ask("楼长22", "reject_where", "请找物业公司。", "b22", reason="not_ours")
        ask("楼长23", "leave", "明天到后天", None, person=town.people["楼长23"])
        detail = {"person": town.people["楼长25"], "first": "2026-11-20", "last": "2026-11-21"}
        ask("楼长25", "leave", "11月20日到22日", None, **detail)

    def superiors() -> None:
        ask("葛文清", "check", "没修好。", "b28")
        ask("组长1", "approve", "同意。", "b11", approval=str(posts[Asked.EXTEND]))
        ask("组长2", "decline", "再想想办法。", "b12", approval=str(posts[Asked.PARK]))
        number = work.tickets.get(town.tickets["topic1"], seen_by=town.person(work, "席明川")).number
        ask("组长3", "merge", number, "topic3")
        ask("组长4", "reassign", "他离得近。", "b14", to=str(town.people["楼长16"]))
        ask("组长5", "regrade", "水太大。", "b16", grade=Grade.P1)
        ask("办公7", "restrict_date", "12月1日", "b24", kind="mute")
        ask("办公8", "restrict_why", "反复刷屏。", "b23", kind="mute", until="2026-12-01")

    def office() -> None:
        ask("办公9", "invite_place:steward", "桂花苑2号楼")
        ask("办公10", f"invite:{posts['p_gh2']}", "钱进")
        ask("办公11", f"invite:{posts['p_gh2']}", "钱来", None, name="钱进")
        ask("办公3", "announce_place", "桂花苑1号楼")
        ask("办公4", "announce_words", "明天停电\n请早点做饭。")
        ask("办公5", "announce_time", "明天 18:30")
        ask("办公6", "announce_expiry", "周五")

    residents()
    stewards()
    superiors()
    office()


def begin_drafts(town: Town, work: UnitOfWork) -> None:
    """One person in each step of a report."""
    home, compound = Address(town.places["gh1"]), Address(town.places["gh"])
    street, elsewhere = Address(town.places["sg"]), Address(town.places["gh31"])
    said: dict[str, object] = {"parts": [Part(1, "厨房漏水了")], "proposals": ["R101", "R102"], "guess": "R101"}
    known = {**said, "category": "R101"}
    whole = {**known, "address": elsewhere}
    steps: dict[str, dict[str, object]] = {
        "words": {},
        "category": {"parts": [Part(1, "请来看看这件事")]},
        "group": {"parts": [Part(1, "请来看看这件事")], "group": "R1", "wants": Question.CATEGORY},
        "change category": {**whole, "wants": Question.CATEGORY},
        "place": known,
        "place missed": {**known, "missed": True},
        "browsing": {**known, "browsing": compound.place_id},
        "candidates": {**known, "candidates": [home, elsewhere]},
        "change place": {**whole, "wants": Question.PLACE},
        "number": {**known, "address": street},
        "behalf": {**whole, "on_behalf": True},
        "behalf named": {**whole, "on_behalf": True, "behalf_name": "王奶奶", "behalf_phone": PHONE},
        "secrecy": {**whole, "wants": Question.SECRECY},
        "secret": {**whole, "secrecy": Secrecy.FROM_HANDLERS},
        "preview": whole,
        "preview with files": {**whole, "media": town.files},
        "concerns the steward": {**whole, "concerns_steward": True},
        "anyway": {**whole, "anyway": True},
        "asked back": {**whole, "address": Address(town.places["gh30"]), "category": "R203"},
        "repeats": {**whole, "address": Address(town.places["gh30"]), "category": "R203"},
        "recurs": {**whole, "address": Address(town.places["gh6"], room="502")},
        "follows": {**whole, "follows": town.tickets["b27"]},
        "recorded words": {"recorded": True, "channel": Channel.PHONE},
        "recorded": {**whole, "recorded": True, "channel": Channel.DOOR, "behalf_name": "李爷爷"},
        "recorded for whom": {**whole, "recorded": True, "on_behalf": True, "channel": Channel.PHONE},
        "not agreed": whole,
        "agreed to an older statement": whole,
    }
    others = {"recorded words": "楼长31", "recorded": "楼长32", "follows": "居民27"}
    others |= {"repeats": "居民30", "recurs": "居民6", "recorded for whom": "楼长33"}
    for n, (step, facts) in enumerate(steps.items(), 1):
        name = others.get(step, f"草稿{n}")
        person = town.person(work, name)
        if step == "place":
            person.home_place_id = town.places["gh31"]
        if step == "not agreed":
            person.consent_version = person.consented_at = None
        if step == "agreed to an older statement":
            person.consent_version = 1
        form = Form.empty()
        for field_name, value in facts.items():
            setattr(form, field_name, value)
        keep_form(work, person, form)
        town.drafts.append({"who": name, "step": step})


def set_aside(town: Town, work: UnitOfWork, account: int) -> None:
    """Two updates that ended in a bug."""
    sender = f'{{"id":{account},"is_bot":false,"first_name":"甲","language_code":"zh"}}'
    message = f'"message":{{"message_id":5,"date":1794967200,"chat":{{"id":{account},"type":"private"}},"from":{sender}'
    query = f'"callback_query":{{"id":"9","from":{sender},"chat_instance":"1","data":"m:my:0",{message}}}}}'
    work.inbox.keep(
        [
            Arrived(900_001, account, f'{{"update_id":900001,{message},"text":"/my"}}}}'),
            Arrived(900_002, account, f'{{"update_id":900002,{query}}}'),
        ]
    )
    for one in work.inbox.waiting(10):
        work.inbox.set_aside(one, f"{one.update_id:08X}")
