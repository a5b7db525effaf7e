"""`louzhang calendar FILE`: next year's moved days before the library has them."""

from datetime import date
from pathlib import Path

from typer.testing import CliRunner

from bot.cli import app
from bot.cli.calendar import read_days


def test_days_are_read_in_both_languages_and_faults_are_listed_by_row(tmp_path: Path) -> None:
    source = tmp_path / "days.csv"
    source.write_text("﻿day,what\n2027-02-06,班\n2027-02-08,off\n2027-02-30,off\n2027-02-09,maybe\n", "utf-8")
    days, faults = read_days(source)
    assert days == {date(2027, 2, 6): True, date(2027, 2, 8): False}
    assert [fault.split(":")[0] for fault in faults] == ["days.csv, row 4", "days.csv, row 5"]


def test_a_faulty_file_writes_nothing_and_leaves_with_2(tmp_path: Path) -> None:
    source = tmp_path / "days.csv"
    source.write_text("day,what\n2027-13-01,off\n", "utf-8")
    result = CliRunner().invoke(app, ["calendar", str(source)])
    assert result.exit_code == 2
    assert "row 2" in result.output


def test_a_good_file_is_written(tmp_path: Path) -> None:
    source = tmp_path / "days.csv"
    source.write_text("day,what\n2027-02-06,works\n", "utf-8")
    environment = {"DATABASE_URL": f"sqlite:///{tmp_path / 'l.sqlite3'}", "BOT_TOKEN": "1:playground-calendar"}
    result = CliRunner().invoke(app, ["calendar", str(source)], env=environment)
    assert result.exit_code == 0, result.output
    assert "1 days declared" in result.output
