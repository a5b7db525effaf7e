"""Drafts, what words are answered with, alerts, what is kept of oneself, and digests: drawn for whoever may see it at
the moment it is sent, and for nobody else."""

from zoneinfo import ZoneInfo

from domain.digest.digest import Section
from domain.notices.notice import Notice
from domain.notices.notices import DigestList, DigestNames, DigestPicture, DigestReport, DigestTable, DraftScreen
from domain.notices.privacy_notices import DeleteMe, LooksAtMyName, MyData, PrivacyStatement
from domain.notices.word_notices import (
    AlarmRaised,
    AlreadyReported,
    DangerAdvice,
    EmergencySure,
    FollowerNews,
    HarmAdvice,
    LateWords,
    SafeguardingNotice,
    SmallTalk,
    TopicProposed,
    WhichTicket,
)
from domain.privacy import PAGE_OF_LOOKS
from domain.tickets.already import Known
from domain.time.weeks import Week
from domain.vocabulary import Kind, State
from messages.drawing.buttons import ON_TICKET
from messages.drawing.screen import Screen
from services.digest.digests import digest_for
from services.filing.reports import keep_form, open_form
from services.tickets.talking import look_at_reporter
from storage.engines.database import Database
from storage.models import Person
from storage.tickets.alerts import Alerts
from storage.unit_of_work import UnitOfWork
from tests.conftest import MovedClock
from tests.services.drawing import drawn
from tests.services.test_digests import CLOSED
from tests.services.test_digests import filed as lived
from tests.services.test_who_may_what import TELEGRAM, cast, filed
from tests.storage.rows import person


def tickets_on(screen: Screen | None) -> list[int]:
    """Which tickets its buttons lead to."""
    assert screen is not None
    return [button.subject_id for row in screen.rows for _, button in row if button.kind == ON_TICKET]


async def test_a_draft_is_shown_to_whoever_makes_it_while_there_is_one(database: Database) -> None:
    def look(work: UnitOfWork) -> None:
        people = cast(work)
        maker = people["reporter"]
        known = AlreadyReported(Known.DUPLICATE, "R101", ((1, "", work.now.isoformat()),))
        for notice in (DraftScreen(), known):
            assert drawn(work, notice, maker) is None, "there is none yet"
        form = open_form(work, maker)
        form.address = maker.home
        keep_form(work, maker, form)
        for notice in (DraftScreen(), known):
            assert drawn(work, notice, maker) is not None
            for other in (people["secretary"], people["assignee"], None):
                assert drawn(work, notice, other) is None
        work.conversation.drop_draft(maker.id)
        assert drawn(work, DraftScreen(), maker) is None

    await database.run(look)


async def test_an_alarm_and_late_words_are_about_a_ticket_their_reader_may_see(database: Database) -> None:
    def look(work: UnitOfWork) -> None:
        people = cast(work)
        made = filed(work, people, State.CLOSED)
        for notice in (AlarmRaised(made.id, 3), LateWords(made.id)):
            for name in ("reporter", "assignee", "secretary"):
                screen = drawn(work, notice, people[name])
                assert screen is not None
                assert made.number in screen.text
            for other in (people["stranger"], people["far"], None):
                assert drawn(work, notice, other) is None

    await database.run(look)


async def test_words_may_mean_ones_own_open_reports_alone(database: Database) -> None:
    def look(work: UnitOfWork) -> None:
        people = cast(work)
        made, _ended = filed(work, people, State.NEW), filed(work, people, State.CLOSED)
        assert tickets_on(drawn(work, WhichTicket(), people["reporter"])) == [made.id]
        assert tickets_on(drawn(work, WhichTicket(), people["assignee"])) == []
        assert drawn(work, WhichTicket(), None) is None

    await database.run(look)


async def test_of_reports_that_are_alike_everybody_reads_those_they_may_see(database: Database) -> None:
    def look(work: UnitOfWork) -> None:
        people = cast(work)
        some = [filed(work, people, State.NEW).id for _ in range(2)]
        topic = TopicProposed("R101", work.tickets.get(some[0], seen_by=people["office"]).place_id, tuple(some), 2)
        assert sorted(tickets_on(drawn(work, topic, people["office"]))) == some
        assert tickets_on(drawn(work, topic, people["far"])) == []
        assert drawn(work, topic, None) is None

    await database.run(look)


async def test_an_alert_is_for_the_safeguarding_staff_and_never_to_be_passed_on(database: Database) -> None:
    def look(work: UnitOfWork) -> None:
        people = cast(work)
        alert = work.store(Alerts).add(people["reporter"].id, "violence", "他打人")
        for name, someone in people.items():
            screen = drawn(work, SafeguardingNotice(alert.id), someone)
            assert (screen is not None) is (name == "safeguarding"), name
            assert screen is None or (screen.confidential and "他打人" in screen.text)
        assert drawn(work, SafeguardingNotice(alert.id), None) is None
        assert drawn(work, SafeguardingNotice(alert.id + 1), people["safeguarding"]) is None

    await database.run(look)


async def test_what_needs_no_look_at_anything_is_said_to_people_nobody_knows(database: Database) -> None:
    def look(work: UnitOfWork) -> None:
        people = cast(work)
        said: list[Notice] = [
            DangerAdvice("fire"),
            DangerAdvice("no such danger"),
            EmergencySure(),
            HarmAdvice("violence", 0),
            SmallTalk(),
            FollowerNews("claim", "R101", max(work.directory.places) + 1),
            PrivacyStatement(),
            DigestNames("2026-W46", 1),
        ]
        for notice in said:
            for someone in (None, people["stranger"], people["secretary"]):
                screen = drawn(work, notice, someone)
                assert screen is not None, notice
                assert screen.text

    await database.run(look)


async def test_what_is_kept_of_somebody_is_drawn_for_that_person(database: Database) -> None:
    def ask(work: UnitOfWork) -> None:
        people = cast(work)
        for _ in range(PAGE_OF_LOOKS + 1):
            look_at_reporter(work, filed(work, people, State.CLAIMED).id, by=people["assignee"])

    def look(work: UnitOfWork) -> None:
        reporter, stranger = person(work, TELEGRAM["reporter"]), person(work, TELEGRAM["stranger"])
        first, second = drawn(work, LooksAtMyName(), reporter), drawn(work, LooksAtMyName(1), reporter)
        none, past = drawn(work, LooksAtMyName(), stranger), drawn(work, LooksAtMyName(2), reporter)
        assert first is not None
        assert second is not None
        assert none is not None
        assert (first.text.count("assignee"), second.text.count("assignee")) == (PAGE_OF_LOOKS, 1)
        assert [len(first.rows), len(second.rows)] == [1, 0], "«next» where there is more"
        assert past == none, "past the last page is said what is said where there is nothing"
        for notice in (MyData(), LooksAtMyName(), DeleteMe()):
            assert drawn(work, notice, None) is None
        mine, his = drawn(work, MyData(), reporter), drawn(work, MyData(), stranger)
        assert mine is not None
        assert his is not None
        assert mine.upload is not None
        assert his.upload is not None
        assert b'"address": "1",' in mine.upload.draw()
        assert b'"address": "14",' in his.upload.draw()

    await database.run(ask)
    await database.run(look)


async def test_a_digest_and_all_behind_it_is_for_whoever_reads_digests_now(
    database: Database, clock: MovedClock
) -> None:
    def begin(work: UnitOfWork) -> str:
        cast(work)
        gh1 = next(place for place in work.directory.places.values() if place.code == "gh1")
        for kind, category in ((Kind.REPAIR, "R101"), (Kind.DISPUTE, "D101")):
            lived(work, gh1.id, work.now, *CLOSED, kind=kind, category=category)
        return str(Week.of(work.now, ZoneInfo(work.community.zone)))

    def look(work: UnitOfWork) -> None:
        names = ("secretary", "office", "assignee", "leader", "stranger")
        secretary, office, *others = (person(work, TELEGRAM[name]) for name in names)
        _, version = digest_for(work, week, {})
        behind: list[Notice] = [
            DigestReport(week, version),
            DigestPicture(week, version),
            DigestTable(week, version),
            DigestList(week, version, Section.NEW),
        ]
        for notice in behind:
            for reader in (secretary, office):
                assert drawn(work, notice, reader) is not None, notice
            for other in (*others, None):
                assert drawn(work, notice, other) is None, notice
        assert drawn(work, DigestReport(week, version + 1), secretary) is None
        _the_list_hides_what_is_only_counted(work, week, version, secretary)

    week = await database.run(begin)
    clock.move(days=7)
    await database.run(look)


def _the_list_hides_what_is_only_counted(work: UnitOfWork, week: str, version: int, secretary: Person) -> None:
    new = drawn(work, DigestList(week, version, Section.NEW), secretary)
    assert len(tickets_on(new)) == 1, "of two; the dispute is only counted"
    assert new is not None
    assert new.confidential
    missed = drawn(work, DigestReport(week, version, missed=((week, version), ("2020-W01", 1))), secretary)
    assert missed is not None
    assert "共 2 周" in missed.text, "this one and one before; a week that was never frozen is left out"
