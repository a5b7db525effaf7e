"""`louzhang settings` and `louzhang evaluate`: the office's own list, checked, versioned, never losing a category."""

from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from bot.cli import app
from bot.cli.evaluate import evaluate_corrections
from domain.words import Action
from storage.community import packaged_settings
from storage.database import Database, open_database
from storage.errors import StorageError
from storage.models import CommunityVersion
from storage.settings_versions import as_file, from_file
from storage.unit_of_work import UnitOfWork
from tests.conftest import MovedClock
from tests.storage import rows


def edited(**changes: object) -> str:
    return yaml.safe_dump({**yaml.safe_load(as_file(packaged_settings())), **changes}, allow_unicode=True)


def categories() -> list[dict[str, object]]:
    found = yaml.safe_load(as_file(packaged_settings()))["categories"]
    assert isinstance(found, list)
    return found


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'settings.sqlite3'}")
    monkeypatch.setenv("BOT_TOKEN", "1:a-token-for-tests")
    return CliRunner()


def test_what_every_community_changes_comes_first_and_nothing_stands_twice() -> None:
    shown = as_file(packaged_settings())
    assert list(yaml.safe_load(shown))[:2] == ["name", "office_phone"]
    assert shown.count("code: R101") == 1
    assert as_file(from_file(shown)) == shown


def test_what_is_shown_can_be_edited_and_loaded_again(run: CliRunner, tmp_path: Path) -> None:
    shown = run.invoke(app, ["settings", "show"])
    assert shown.exit_code == 0
    source = tmp_path / "settings.yaml"
    source.write_text(shown.output.replace("楼道灯、路灯不亮", "灯不亮"), "utf-8")
    loaded = run.invoke(app, ["settings", "load", str(source)])
    assert (loaded.exit_code, loaded.output) == (0, "version 1 is in force\n")
    assert "灯不亮" in run.invoke(app, ["settings", "show"]).output
    assert "version 2" in run.invoke(app, ["settings", "load", str(source)]).output


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: [", "no YAML, line"),
        ("just words", "not sound"),
        (edited(categories=[{**categories()[0], "words": ["a…b…c"]}, *categories()[1:]]), "«a…b…c» is no phrase"),
        (edited(categories=categories()[1:]), "categories are gone: R101; set `retired: true` instead"),
        (edited(groups=[]), "stands on shelf R1, which does not exist"),
        (edited(categories=[*categories(), categories()[0]]), "category R101 stands there twice"),
        (edited(categories=[{**one, "words": ["漏水"]} for one in categories()]), "«漏水» belongs to R101 and to"),
        (
            edited(categories=[{**one, "retired": one["code"] == "X001"} for one in categories()]),
            "danger fire opens no",
        ),
    ],
)
def test_a_list_that_is_not_sound_is_refused_and_says_why(run: CliRunner, tmp_path: Path, text: str, said: str) -> None:
    source = tmp_path / "settings.yaml"
    source.write_text(text, "utf-8")
    refused = run.invoke(app, ["settings", "load", str(source)])
    assert refused.exit_code == 2
    assert said in refused.output


def test_a_file_that_cannot_be_read_is_said(run: CliRunner, tmp_path: Path) -> None:
    assert "cannot be read" in run.invoke(app, ["settings", "load", str(tmp_path / "none.yaml")]).output


async def test_a_retired_category_is_no_longer_offered_and_its_tickets_keep_it(database: Database) -> None:
    listed = [{**one, "retired": one["code"] == "R202"} for one in categories()]
    retired = from_file(edited(categories=listed))

    def keep(work: UnitOfWork) -> int:
        return work.settings.keep(retired, before=work.community)

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
        work.settings.keep(gone, before=work.community)

    with pytest.raises(StorageError, match="R202"):
        await database.run(drop)


async def test_corrections_are_counted_by_code_and_never_printed_in_words(database_url: str, clock: MovedClock) -> None:
    database = open_database(database_url, clock.now)

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
