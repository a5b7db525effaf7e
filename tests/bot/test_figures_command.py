"""`louzhang figures`: every figure with its number, the numbers behind one; a sentence and exit code 2 where not."""

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.cli.figures import print_figures
from bot.subjects import SUBJECTS
from domain.digest.digest import Section
from services.digest.digests import digest_for
from storage.digest.digests import Digests
from storage.engines.database import open_database
from tests.conftest import MovedClock
from tests.services.test_digests import MONDAY, TUESDAY
from tests.services.test_figures import PARTS, WEEK, a_bit_of_everything


async def printed(url: str, clock: MovedClock, name: str = "", week: str = WEEK) -> list[str]:
    lines, found = await print_figures(open_database(url, clock.now, SUBJECTS), name, week, PARTS)
    assert found
    return lines


async def test_every_figure_is_printed_with_its_number_and_the_numbers_behind_it(
    database_url: str, clock: MovedClock
) -> None:
    database = open_database(database_url, clock.now, SUBJECTS)
    clock.set(TUESDAY)
    await database.run(a_bit_of_everything)
    clock.set(MONDAY)
    head, *lines = await printed(database_url, clock)
    assert head == "2026-W46, until 2026-11-16 00:00"
    assert [line.split()[0] for line in lines][: len(Section)] == [*Section]
    for name in ("satisfied", "claim_due", "hidden", "b-moved", "idle-done"):
        (line,) = (line for line in lines if line.startswith(f"{name} "))
        _, n = line.split()
        first, *behind = await printed(database_url, clock, name)
        assert first == line
        assert len(behind) == int(n)
        assert all(re.fullmatch(r"\d+" if name in ("b-moved", "idle-done") else r"2611-\d{4}", one) for one in behind)
    assert not re.search(r"[^\x00-\x7f]", "\n".join((head, *lines)))
    before = await printed(database_url, clock, "new")
    await database.run(lambda work: digest_for(work, WEEK, PARTS))
    assert await printed(database_url, clock, "new") == before
    await database.close()


async def test_this_week_is_counted_so_far_and_nothing_is_kept_of_it(database_url: str, clock: MovedClock) -> None:
    database = open_database(database_url, clock.now, SUBJECTS)
    clock.set(TUESDAY)
    await database.run(a_bit_of_everything)
    head, *_ = await printed(database_url, clock, week="")
    assert head == "2026-W46, until 2026-11-10 10:00"
    assert await database.read(lambda work: work.store(Digests).newest(WEEK)) is None
    await database.close()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["--week", "2026-W60"], "没有「2026-W60」这一周"),
        (["solvd"], "there is no figure «solvd»; there are new, done, open,"),
        (["--weak", "2026-W46"], "No such option"),
    ],
)
def test_what_there_is_not_is_said_and_the_command_leaves_with_2(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: list[str], said: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'empty.sqlite3'}")
    result = CliRunner().invoke(app, ["figures", *given])
    assert result.exit_code == 2
    assert said in result.output


def test_the_command_prints_and_leaves_with_0(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'empty.sqlite3'}")
    result = CliRunner().invoke(app, ["figures"])
    assert (result.exit_code, "\nsolved 0\n" in result.output) == (0, True)
    assert CliRunner().invoke(app, ["figures", "new"]).output == "new 0\n"
    assert "is behind one of them" in CliRunner().invoke(app, ["figures", "--help"]).output
