"""A figure is what is behind it: the core's and those that subjects give, counted, frozen, said and listed."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import select

from domain.digest.digest import Figures, Given, Rate, Section
from domain.digest.ticket_lives import ASKED_ANEW
from domain.digest.views import DigestView
from domain.vocabulary import ENDED_STATES, Action, Channel, Kind, Result, State, WaitingReason
from messages.digest.digest_screens import NUMBERS, digest_text
from messages.drawing.catalogs import Catalogs, SubjectTexts
from messages.drawing.texts import Texts
from services.digest.digests import correct_digest, digest_for, digest_to_read, send_due_digests
from services.digest.figures import numbers_behind
from services.parts import DigestPart, Figure
from storage.digest.digests import Digests
from storage.engines.database import Database
from storage.models import ChangeRow, DigestRow, Person, Ticket
from storage.unit_of_work import UnitOfWork
from tests.conftest import MovedClock
from tests.domain.lives_for_tests import MEANS
from tests.messages.test_digest_picture import frame_in
from tests.services.test_digests import MONDAY, TUESDAY, a_week, secretary
from tests.storage.rows import lay_out, person, ticket

WEEK = "2026-W46"
STEPS: Mapping[str, tuple[Action, State | None, State]] = {
    **MEANS,
    "file": (Action.FILE, None, State.NEW),
    "reject": (Action.REJECT, State.NEW, State.REJECTED),
    "pass_on": MEANS["resolve"],
}
SAID: Mapping[str, Mapping[str, object]] = {
    "good": {"rating": "good"},
    "bad": {"rating": "bad"},
    "agrees": {"agrees": True},
    "disagrees": {"agrees": False},
    "park": {"reason": WaitingReason.PARKED},
    "resolve": {"result": Result.REPAIRED},
    "pass_on": {"result": Result.PASSED_ON},
}


def came(work: UnitOfWork, since: datetime, until: datetime) -> Sequence[int]:
    """Whom the bot met in that time."""
    met = select(Person.id).where(Person.created_at >= since, Person.created_at < until)
    return list(work.session.scalars(met.order_by(Person.id.desc())))


def moved(work: UnitOfWork, since: datetime, until: datetime) -> Sequence[int]:
    """Which tickets moved in that time; one that moved twice comes twice."""
    return list(work.session.scalars(select(ChangeRow.ticket_id).where(ChangeRow.at >= since, ChangeRow.at < until)))


def nothing(_work: UnitOfWork, _since: datetime, _until: datetime) -> Sequence[int]:
    return ()


PARTS = {
    "newcomers": DigestPart((Figure("those_who_came", came), Figure("left", nothing))),
    "b": DigestPart((Figure("moved", moved),)),
    "idle": DigestPart((Figure("done", nothing),)),
    "without": DigestPart(),
}
"""Three subjects, and one that gives no figures; their order and their names' lengths are no order of a database."""
WORDS = {
    "newcomers-figure-those_who_came": "新来的{n}人",
    "newcomers-figure-left": "走了{n}人",
    "b-figure-moved": "有动静的{n}件",
    "idle-figure-done": "闲着{n}件",
    "helping-together": "请帮忙{asked}，按时{in_time}，没声音{silent}",
    "helping-together-name": "帮忙",
    "whistles-together": "吹{blown}",
    "whistles-together-name": "哨子",
}


def meet(work: UnitOfWork, account: int) -> int:
    return person(work, account).id


def lived(work: UnitOfWork, place: int, at: datetime, happened: str = "", **more: object) -> Ticket:
    """A ticket filed then, and what happened to it: «claim 1, resolve 20» in hours after that."""
    more.setdefault("resolve_due", at + timedelta(hours=72))
    row = ticket(work, place, reporter=None, filed_at=at, **more)
    for seq, one in enumerate(["file 0", *(one for one in happened.split(",") if one)], 1):
        word, hours = one.split()
        action, before, after = STEPS[word]
        then = at + timedelta(hours=float(hours))
        line = ChangeRow(ticket_id=row.id, seq=seq, action=action, before=before, after=after, by_id=None)
        line.channel, line.at, line.text_id, line.detail = Channel.CHAT, then, None, dict(SAID.get(word, {}))
        work.session.add(line)
        row.state, row.changes = after, seq
        row.claim_due = row.claim_due if action in ASKED_ANEW else None
        row.resolved_at = then if action is Action.RESOLVE else row.resolved_at
        row.ended_at = then if after in ENDED_STATES and before not in ENDED_STATES else row.ended_at
        if after not in ENDED_STATES:
            row.ended_at = None
    work.session.flush()
    return row


def a_bit_of_everything(work: UnitOfWork) -> None:
    """A week in which no figure of the core is nought."""
    ids = lay_out(work)
    secretary(work, ids)
    one, two = ids["gh1"], ids["gh2"]
    last_week, long_ago = TUESDAY - timedelta(days=5), TUESDAY - timedelta(days=20)
    ended = lived(work, one, last_week, "claim 1, resolve 130, confirm 131, good 132")
    lived(work, one, TUESDAY, "claim 1, resolve 2, confirm 3, bad 4", on_behalf=True)
    lived(work, one, TUESDAY, "claim 1")
    lived(work, one, TUESDAY, "claim 1, wait 2")
    lived(work, one, TUESDAY, "claim 1, park 2")
    lived(work, one, TUESDAY, "claim 1, resolve 2, not_solved 3")
    lived(work, one, TUESDAY, "claim 1, resolve 2")
    lived(work, one, TUESDAY, "claim 1, resolve 2, verify 3", follows_id=ended.id)
    lived(work, one, TUESDAY, kind=Kind.ENQUIRY)
    lived(work, one, TUESDAY, "claim 1, merge 2")
    lived(work, one, TUESDAY, "withdraw 1")
    lived(work, one, TUESDAY, "reject 1")
    lived(work, one, TUESDAY, "claim 1, pass_on 2, confirm 3")
    lived(work, one, TUESDAY, "claim 1", resolve_due=MONDAY + timedelta(days=2))
    lived(work, one, last_week, "withdraw 125")
    lived(work, one, long_ago, "claim 1, resolve 2, confirm 3, reopen 480")
    lived(work, one, long_ago, "claim 1, resolve 2, confirm 3, asked_again 490")
    lived(work, one, last_week, "claim 1, resolve 2, confirm 3, disagrees 121")
    for n in range(2):
        lived(work, two, TUESDAY + timedelta(hours=n), kind=Kind.DISPUTE, category="D101")


@pytest.fixture
def texts(tmp_path: Path) -> Texts:
    """Chinese, with the words of this file's subjects."""
    subjects = []
    for name in ("newcomers", "b", "idle", "helping", "whistles"):
        folder = tmp_path / name
        folder.mkdir()
        own = (f'msgid "{key}"\nmsgstr "{text}"\n' for key, text in WORDS.items() if key.startswith(f"{name}-"))
        (folder / "zh.po").write_text("\n".join(own), "utf-8")
        subjects.append(SubjectTexts(name, folder))
    return Texts(Catalogs.merged("messages.locales", *subjects), "zh", "Asia/Shanghai")


def page(figures: Figures, texts: Texts) -> str:
    return digest_text(DigestView(figures, ()), replace(frame_in("zh"), texts=texts))


async def test_every_number_is_how_many_are_behind_it_the_cores_and_those_of_subjects(
    database: Database, clock: MovedClock, texts: Texts
) -> None:
    clock.set(TUESDAY)
    await database.run(a_bit_of_everything)
    clock.set(MONDAY)
    week, version = await database.run(lambda work: digest_for(work, WEEK, PARTS))

    def looked(work: UnitOfWork) -> Figures:
        figures = work.store(Digests).get(week, version)
        assert figures is not None
        for name, ids in figures.behind.items():
            listed = numbers_behind(work, figures, name)
            assert len(listed) == len(set(listed)) == len(ids) == len(set(ids)), name
        return figures

    figures = await database.read(looked)
    numbers = {name: len(ids) for name, ids in figures.behind.items()}
    of_subjects = ["newcomers-those_who_came", "newcomers-left", "b-moved", "idle-done"]
    assert list(numbers) == [*Section, "hidden", *of_subjects]
    assert {name for name, n in numbers.items() if n == 0} == {"newcomers-left", "idle-done"}
    assert (figures.response, figures.on_time, figures.solved, figures.satisfied) == (
        Rate(numbers["claimed_in_time"], numbers["claim_due"]),
        Rate(numbers["resolved_in_time"], numbers["resolve_due"]),
        Rate(numbers["solved"], numbers["answered"]),
        Rate(numbers["satisfied"], numbers["rated"]),
    )
    text = page(figures, texts)
    for section in NUMBERS:
        assert f"{texts.say(f'digest-word-{section}')}　<b>{numbers[section]}</b> 件" in text
    rates = {"按时接单": figures.response, "居民说解决了": figures.solved, "居民满意": figures.satisfied}
    for name, rate in rates.items():
        assert 0 < rate.hits < rate.base, name
        assert f"{name}　<b>{rate.hits}/{rate.base}</b>" in text
    assert f"新来的{numbers['newcomers-those_who_came']}人\n走了0人\n有动静的{numbers['b-moved']}件\n" in text
    assert "闲着" not in text


async def test_a_figure_is_of_the_week_and_of_no_moment_before_or_after(database: Database, clock: MovedClock) -> None:
    """Monday midnight belongs to the new week; of a week that still runs what there is so far."""
    begin = datetime(2026, 11, 8, 16, tzinfo=UTC)
    met: dict[str, int] = {}
    moments = {
        "before": begin - timedelta(seconds=1),
        "first": begin,
        "last": begin + timedelta(days=7, seconds=-1),
        "after": begin + timedelta(days=7),
    }
    for account, (name, at) in enumerate(moments.items(), 100):
        clock.set(at)
        met[name] = await database.run(partial(meet, account=account))
        if name == "first":
            await database.run(lambda work: ticket(work, lay_out(work)["gh1"]).id)
    newcomers = {"newcomers": PARTS["newcomers"]}
    week = await database.read(lambda work: digest_to_read(work, WEEK, newcomers))
    assert week.given[0].ids == tuple(sorted(week.given[0].ids))
    assert {met["first"], met["last"]} <= {*week.given[0].ids}
    assert not {met["before"], met["after"]} & {*week.given[0].ids}
    running = await database.read(lambda work: digest_to_read(work, "", newcomers))
    assert running.given == (Given("newcomers", "those_who_came", ()), Given("newcomers", "left", ()))


async def test_what_subjects_gave_is_frozen_with_the_digest_of_monday(database: Database, clock: MovedClock) -> None:
    clock.set(TUESDAY)
    await database.run(a_week)
    clock.set(MONDAY)
    assert await database.run(partial(send_due_digests, parts=PARTS)) == 1

    def given(work: UnitOfWork) -> Sequence[Given]:
        return digest_to_read(work, WEEK, {}).given

    frozen = await database.read(given)
    assert [(one.subject, one.key) for one in frozen] == [
        ("newcomers", "those_who_came"),
        ("newcomers", "left"),
        ("b", "moved"),
        ("idle", "done"),
    ]
    await database.run(lambda work: person(work, 500).id)
    assert await database.read(given) == frozen
    assert await database.run(lambda work: correct_digest(work, WEEK, PARTS)) == (WEEK, 1)
    assert await database.run(lambda work: correct_digest(work, WEEK, {})) == (WEEK, 2)


async def test_a_digest_frozen_before_subjects_gave_anything_reads_as_empty_and_needs_no_correction(
    database: Database, clock: MovedClock, texts: Texts
) -> None:
    clock.set(TUESDAY)
    await database.run(a_bit_of_everything)
    clock.set(MONDAY)
    await database.run(lambda work: digest_for(work, WEEK, {}))
    later = [
        Section.CLAIM_DUE, Section.CLAIMED_IN_TIME, Section.RESOLVE_DUE, Section.RESOLVED_IN_TIME,
        Section.ANSWERED, Section.RATED, Section.SATISFIED,
    ]  # fmt: skip

    def as_it_was_written(work: UnitOfWork) -> None:
        row = work.session.get_one(DigestRow, (WEEK, 1))
        facts = dict(row.figures)
        assert facts.pop("given") == []
        ids = facts["ids"]
        assert isinstance(ids, dict)
        row.figures = {**facts, "ids": {name: some for name, some in ids.items() if name not in later}}

    now = await database.read(lambda work: digest_to_read(work, WEEK, {}))
    await database.run(as_it_was_written)
    before = await database.read(lambda work: digest_to_read(work, WEEK, PARTS))
    assert before.given == ()
    assert not {*later} & {*before.behind}
    assert page(before, texts) == page(now, texts)
    assert await database.run(lambda work: correct_digest(work, WEEK, {})) == (WEEK, 1)
    assert await database.run(lambda work: correct_digest(work, WEEK, PARTS)) == (WEEK, 2)


def test_a_subject_that_had_nothing_gives_no_line_nor_one_whose_words_are_gone(texts: Texts) -> None:
    figures = Figures(WEEK, MONDAY, complete=True, ids={}, hidden=())
    nought = (Given("newcomers", "those_who_came", ()), Given("newcomers", "left", ()), Given("lost", "of_old", (1,)))
    bare = page(figures, texts)
    assert "其他工作" not in bare

    def said(*given: Given) -> str:
        return page(Figures(WEEK, MONDAY, complete=True, ids={}, hidden=(), given=given), texts)

    assert said(*nought) == bare
    spoken = said(*nought, Given("b", "moved", (3, 4)))
    assert "<b>其他工作</b>\n有动静的2件\n" in spoken
    assert "新来" not in spoken


async def test_what_is_done_together_is_one_line_frozen_with_rates_and_names(
    database: Database, clock: MovedClock, texts: Texts
) -> None:
    clock.set(TUESDAY)
    await database.run(a_week)
    clock.set(MONDAY)
    part = DigestPart(
        (
            Figure("asked", came),
            Figure("in_time", nothing, base=came),
            Figure("silent", came, names=lambda _work, _since, _until: ("市政", "体育馆", "市政")),
        ),
        together=True,
    )
    await database.run(lambda work: digest_for(work, WEEK, {"helping": part, "whistles": DigestPart(together=True)}))
    frozen = await database.read(lambda work: digest_to_read(work, WEEK, {}))
    asked, in_time, silent = frozen.given
    assert (in_time.ids, in_time.base, silent.names, silent.together) == ([], asked.ids, ["市政", "体育馆"], True)
    assert frozen.behind["helping-in_time-base"] == asked.ids
    n = len(asked.ids)
    assert n > 0
    said = page(frozen, texts)
    assert f"<b>一起办的事</b>\n请帮忙{n}，按时<b>0/{n}</b>，没声音{n}（市政、体育馆）\n" in said
    assert "还没有数进来：吹哨、巡查、走访、值班" in said
    assert "其他工作" not in said, "once, and not again among the other work"


def test_what_was_not_done_together_is_said_and_what_gives_its_line_is_no_longer_missing(texts: Texts) -> None:
    nought = (Given("helping", "asked", (), together=True), Given("whistles", "blown", (), together=True))
    said = page(Figures(WEEK, MONDAY, complete=True, ids={}, hidden=(), given=nought), texts)
    assert "<b>一起办的事</b>\n帮忙　无\n哨子　无\n" in said
    assert "还没有数进来：巡查、走访、值班。" in said
    every = [Given(name, "done", (), together=True) for name in ("whistles", "patrols", "visits", "rosters")]
    whole = page(Figures(WEEK, MONDAY, complete=True, ids={}, hidden=(), given=every), texts)
    assert "还没有数进来" not in whole
