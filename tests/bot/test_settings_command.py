"""`louzhang settings` and `louzhang evaluate`: the office's own list, checked, versioned, never losing a category."""

import shutil
from collections.abc import Callable
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.cli.evaluate import evaluate_corrections
from bot.subjects import SUBJECTS
from domain.vocabulary import Action
from storage.engines.database import Database, open_database
from storage.models import CommunityVersion
from storage.settings.community import packaged_settings
from storage.settings.settings_file import read_yaml, write_yaml
from storage.settings.settings_shape import written_settings
from storage.settings.settings_versions import SettingsVersions, as_file, from_file
from storage.sql.errors import StorageError
from storage.unit_of_work import UnitOfWork
from tests.conftest import MovedClock
from tests.storage import rows


@cache
def packaged() -> str:
    """The file that an office gets to edit."""
    return as_file(packaged_settings())


@cache
def _as_read() -> dict[str, Any]:
    found: dict[str, Any] = read_yaml(packaged())
    return found


def setting(name: str) -> Any:
    """A copy of what stands there under that name."""
    return deepcopy(_as_read()[name])


def edited(**changes: object) -> str:
    return write_yaml({**_as_read(), **changes})


def categories() -> list[dict[str, object]]:
    found: list[dict[str, object]] = setting("categories")
    return found


@pytest.fixture
def run(tmp_path: Path, sqlite_template: Path, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    shutil.copy(sqlite_template, tmp_path / "settings.sqlite3")
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'settings.sqlite3'}")
    monkeypatch.setenv("BOT_TOKEN", "1:a-token-for-tests")
    return CliRunner()


def test_what_every_community_changes_comes_first_and_nothing_stands_twice() -> None:
    shown = as_file(packaged_settings())
    assert list(read_yaml(shown))[:2] == ["name", "office_phone"]
    assert shown.count("code: R101") == 1
    assert as_file(from_file(shown)) == shown


def test_what_is_shown_can_be_edited_and_loaded_again(run: CliRunner, tmp_path: Path) -> None:
    shown = run.invoke(app, ["settings", "show"])
    assert shown.exit_code == 0
    source = tmp_path / "settings.yaml"
    source.write_text(shown.output.replace("楼道灯、路灯不亮", "灯不亮"), "utf-8")
    loaded = run.invoke(app, ["settings", "load", str(source)])
    changed = "categories → R202 灯不亮 → name → zh: 楼道灯、路灯不亮 → 灯不亮\n"
    assert (loaded.exit_code, loaded.output) == (0, f"{changed}version 1 is in force\n")
    assert "灯不亮" in run.invoke(app, ["settings", "show"]).output
    again = run.invoke(app, ["settings", "load", str(source)])
    assert (again.exit_code, again.output) == (0, "nothing changes: version 1 is in force\n")


def test_what_was_only_printed_and_loaded_again_makes_no_version(run: CliRunner, tmp_path: Path) -> None:
    source = tmp_path / "settings.yaml"
    source.write_text(run.invoke(app, ["settings", "show"]).output, "utf-8")
    said = run.invoke(app, ["settings", "load", str(source)]).output
    assert said == "nothing changes: the packaged settings are in force\n"


def test_a_load_prints_what_was_and_what_is(run: CliRunner, tmp_path: Path) -> None:
    listed = categories()
    words = listed[0]["words"]
    assert isinstance(words, list)
    listed[0]["words"] = [*words[1:], "龙头不关"]
    ladder = setting("ladder")
    ladder["P1"][2]["percent"] = 160
    source = tmp_path / "settings.yaml"
    source.write_text(edited(categories=listed, ladder=ladder, reopen_days=20, office_phone="8123"), "utf-8")
    said = run.invoke(app, ["settings", "load", str(source)]).output.splitlines()
    assert said == [
        "categories → R101 家里漏水、楼上渗水 → words: new [龙头不关], gone [一直滴水]",
        "ladder → P1 → row 3 → percent: 150 → 160",
        "office_phone: - → 8123",
        "reopen_days: 15 → 20",
        "version 1 is in force",
    ]


def test_a_file_that_an_earlier_version_has_printed_is_still_read(run: CliRunner, tmp_path: Path) -> None:
    gone = {"gb_class": None, "urgent_when": {"zh": "水流不止", "en": "running"}}
    former = [{**one, **gone} for one in categories()]
    words = {**setting("meaning_words"), "commands": {"cancel": ["取消"]}}
    source = tmp_path / "settings.yaml"
    source.write_text(edited(categories=former, meaning_words=words), "utf-8")
    said = run.invoke(app, ["settings", "load", str(source)]).output.splitlines()
    assert said == [
        "left out, for nothing reads them: urgent_when, gb_class, commands",
        "nothing changes: the packaged settings are in force",
    ]


def test_times_need_no_quotes_and_no_is_a_word(run: CliRunner, tmp_path: Path) -> None:
    found = from_file(packaged().replace("'14:00'", "14:00").replace("'18:30'", "18:30"))
    assert found.hours == packaged_settings().hours


def replaced(before: str, after: str) -> str:
    shown = packaged()
    assert before in shown, before
    return shown.replace(before, after, 1)


def row(name: str, position: int, /, **changes: object) -> str:
    """The packaged settings with something else in one row."""
    rows = setting(name)
    rows[position] = {**rows[position], **changes}
    return edited(**{name: rows})


HOURS = {"mon": [["08:30", "12:00"], ["14:00", "18:30"]]}


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (lambda: "a: [", "no YAML, line"),
        (lambda: "just words", "not sound"),
        (lambda: replaced("percent: 150", "percent: 50"), "ladder → P0 → row 8: the ladder of P0 does not rise"),
        (lambda: replaced("zh: 本社区", "zhh: 本社区"), "line 1, name → zhh: there is no such language"),
        (lambda: replaced("zh: 本社区", "zhh: 本社区"), "name → zh: is missing"),
        (lambda: replaced("zh: 本社区", "zh: ''"), "name → zh: is empty"),
        (lambda: replaced("reopen_days:", "reopen_day:"), "reopen_day: there is no such setting"),
        (
            lambda: row("categories", 0, clam="4w"),
            "categories → R101 家里漏水、楼上渗水 → clam: there is no such setting",
        ),
        (
            lambda: row("categories", 0, claim="soon"),
            "categories → R101 家里漏水、楼上渗水 → claim: is a number above 0",
        ),
        (lambda: row("categories", 0, kind="fix"), "→ kind: is one of 'repair', 'dispute', 'both' or 'enquiry'"),
        (lambda: row("dangers", 1, kind="safe"), "dangers → gas → kind: is emergency or safeguarding"),
        (
            lambda: row("emergency_numbers", 0, number=119),
            "emergency_numbers → fire 火警 → number: is text; a number",
        ),
        (lambda: replaced("office_phone: null", "office_phone: [1]"), "line 2, office_phone: is text"),
        (lambda: edited(hours={}), "hours: working hours are empty"),
        (lambda: edited(hours={**HOURS, "mun": []}), "hours → mun: is no day"),
        (lambda: edited(hours={"mon": [["12:00", "08:30"]]}), "hours → mon → row 1: ends before it begins"),
        (
            lambda: edited(hours={"mon": [["08:30", "12:00"], ["11:00", "18:30"]]}),
            "hours → mon → row 2: begins before the one",
        ),
        (
            lambda: edited(hours={"mon": [["14:00", "18:30"], ["08:30", "12:00"]]}),
            "hours → mon → row 2: begins before the one",
        ),
        (lambda: edited(hours={"mon": [["25:00", "26:00"]]}), "hours → mon → row 1 → row 1: is a time of the day"),
        (lambda: edited(hours={"mon": [[830, 1200]]}), "hours → mon → row 1 → row 1: is a time of the day"),
        (lambda: edited(quiet=["06:00", "07:00"]), "quiet: the quiet time covers the day"),
        (lambda: edited(quiet=["21:30", "08:00"]), "quiet → row 2: is when P1 may be told again"),
        (lambda: edited(p1_claim_hours=["22:00", "07:00"]), "p1_claim_hours: the first time is earlier"),
        (lambda: edited(reopen_days="15"), "reopen_days: is a whole number"),
        (lambda: edited(reopen_days=15.5), "reopen_days: is a whole number"),
        (lambda: edited(draft_hours=0), "draft_hours: is at least 1"),
        (lambda: edited(invitation_days=61), "invitation_days: is at most 60"),
        (lambda: edited(hand_over_days=0), "hand_over_days: is at least 1"),
        (lambda: edited(keep_matters_days=0), "keep_matters_days: is at least 1"),
        (lambda: edited(keep_members_days=0), "keep_members_days: is at least 1"),
        (lambda: edited(keep_rounds_days=0), "keep_rounds_days: is at least 1"),
        (lambda: edited(keep_register_days=0), "keep_register_days: is at least 1"),
        (lambda: edited(term_reminders_days=[]), "term_reminders_days: is one number of days or more"),
        (lambda: edited(term_reminders_days=[91, 0]), "term_reminders_days: is one number of days or more"),
        (lambda: edited(term_reminders_days=["91"]), "term_reminders_days → row 1: is a whole number"),
        (lambda: edited(confirm_close_days=3), "confirm_close_days: is more than confirm_reminder_days"),
        (lambda: edited(limits_by_grade={"P0": {"claim": "10m", "resolve": "1n"}}), "limits_by_grade → P1: is missing"),
        (lambda: edited(ladder={"P9": []}), "ladder → P9: is one of"),
        (lambda: edited(zone="Middle/Earth"), "zone: is no zone that is known"),
        (lambda: edited(zone="Europe/Berlin"), "zone: TIMEZONE of this machine (.env) says Asia/Shanghai"),
        (lambda: edited(days_off=["2026-01-01"]), "days_off: days are declared by `louzhang calendar FILE`"),
        (lambda: packaged() + "zone: Asia/Shanghai\n", "zone: stands there twice"),
        (
            lambda: edited(categories=[{**categories()[0], "words": ["a…b…c"]}, *categories()[1:]]),
            "«a…b…c» is no phrase",
        ),
        (lambda: edited(categories=categories()[1:]), "categories are gone: R101; set `retired: true` instead"),
        (lambda: edited(groups=[]), "stands on shelf R1, which does not exist"),
        (lambda: edited(categories=[*categories(), categories()[0]]), "category R101 stands there twice"),
        (
            lambda: edited(categories=[{**one, "words": ["漏水"]} for one in categories()]),
            "«漏水» belongs to R101 and to",
        ),
        (
            lambda: edited(categories=[{**one, "retired": one["code"] == "X001"} for one in categories()]),
            "danger fire opens no",
        ),
    ],
)
def test_a_list_that_is_not_sound_is_refused_and_says_why(
    run: CliRunner, tmp_path: Path, written: Callable[[], str], said: str
) -> None:
    source = tmp_path / "settings.yaml"
    source.write_text(written(), "utf-8")
    refused = run.invoke(app, ["settings", "load", str(source)])
    assert refused.exit_code == 2
    assert said in refused.output
    assert refused.output.startswith("louzhang settings load: settings.yaml: ")
    assert "DATABASE_URL" not in refused.output


def test_a_file_that_cannot_be_read_is_said(run: CliRunner, tmp_path: Path) -> None:
    assert "cannot be read" in run.invoke(app, ["settings", "load", str(tmp_path / "none.yaml")]).output


async def test_settings_that_an_earlier_version_has_stored_are_read_and_go_on(database: Database) -> None:
    """As commit 7bef16b kept them: keys that nothing reads, days of the calendar, and terms that had no key yet."""
    young = (
        "reopen_days",
        "steward_wait_working_days",
        "invitation_days",
        "inbox_hours",
        "set_aside_days",
        "keep_matters_days",
        "keep_members_days",
        "keep_rounds_days",
        "keep_register_days",
        "term_reminders_days",
        "hand_over_days",
    )
    stored = {name: value for name, value in written_settings(packaged_settings()).items() if name not in young}
    old = [{**one, "urgent_when": None, "urgent_grade": "P1", "gb_class": "x"} for one in categories()]
    numbers = [{**one, "local": True} for one in stored["emergency_numbers"]]  # type: ignore[attr-defined]
    stored |= {"categories": old, "emergency_numbers": numbers, "days_off": ["2026-01-01"], "working_weekends": []}
    stored["meaning_words"] = {**stored["meaning_words"], "commands": {"help": ["菜单"]}}  # type: ignore[dict-item]
    stored["office_phone"] = "8123"

    def store(work: UnitOfWork) -> None:
        work.session.add(CommunityVersion(version=1, since=work.now, settings=stored))

    await database.run(store)

    def look(work: UnitOfWork) -> tuple[str | None, int, int]:
        community = work.community
        return (
            community.office_phone,
            community.reopen_days,
            work.store(SettingsVersions).keep(community, before=community),
        )

    assert await database.run(look) == ("8123", 15, 1)


async def test_a_retired_category_is_no_longer_offered_and_its_tickets_keep_it(database: Database) -> None:
    listed = [{**one, "retired": one["code"] == "R202"} for one in categories()]
    retired = from_file(edited(categories=listed))

    def keep(work: UnitOfWork) -> int:
        return work.store(SettingsVersions).keep(retired, before=work.community)

    assert await database.run(keep) == 1

    def look(work: UnitOfWork) -> tuple[bool, bool, list[str], list[str], int]:
        community = work.community
        shelf = [category.code for category in community.in_group("R2")]
        proposed = [category.code for category in community.propose("楼道灯不亮")]
        return (
            community.has_category("R202"),
            community.offers("R202"),
            shelf,
            proposed,
            work.session.query(CommunityVersion).count(),
        )

    known, offered, shelf, proposed, versions = await database.run(look)
    assert known
    assert not offered
    assert "R202" not in (*shelf, *proposed)
    assert versions == 1

    def drop(work: UnitOfWork) -> None:
        gone = from_file(edited(categories=[one for one in listed if one["code"] != "R202"]))
        work.store(SettingsVersions).keep(gone, before=work.community)

    with pytest.raises(StorageError, match="R202"):
        await database.run(drop)


async def test_corrections_are_counted_by_code_and_never_printed_in_words(database_url: str, clock: MovedClock) -> None:
    database = open_database(database_url, clock.now, SUBJECTS)

    def corrected(work: UnitOfWork) -> None:
        person = rows.person(work, 5)
        ticket = rows.ticket(work, rows.lay_out(work)["gh1"], reporter=person)
        for words in ("楼道灯不亮", "电梯坏了"):
            text = work.contents.add_text(ticket, Action.FILE, words)
            work.neighbours.correct(ticket.id, text.id, proposed="R201", chosen="R202", by=person.id)
        work.neighbours.correct(ticket.id, None, proposed=None, chosen="R402", by=person.id)

    await database.run(corrected)
    lines = await evaluate_corrections(database)
    assert lines[0] == "corrections: 3, of which the words are still kept: 2"
    assert lines[1].endswith("comes first in 1, among the first 3 in 1")
    assert lines[2:] == ["R201 -> R202: 2", "- -> R402: 1"]
    assert "楼道" not in "".join(lines)
