"""What this never becomes (collective.md 6): a file about people. Held over the tables, the questions that rooms ask,
what leaves as lists and exports, and /find."""

import ast
import re
from pathlib import Path

import pytest

from bot.subjects import SUBJECTS, WINGS
from domain.tickets.service_request import GEOREPORT, OWN
from storage.models import HouseholdChange, HouseholdRow, RollLine
from storage.models.base import Base
from storage.sql.store import table_of

ROOT = Path(__file__).parents[1]
OF_A_DOOR = {"membership", "door_code", "household_change", "roll_line", "round_point"}
"""The register's own tables, rolls, and rounds that walk from door to door: nothing else knows a household's id."""
ASKS_FOR_DOORS = {
    "services/tickets/households.py": "whether two reports come from one flat, as a count",
    "services/set_up/households.py": "the table of households",
    "subjects/announcements/views.py": "the doors that a round goes to, for whoever walks it",
}
"""Rooms outside the register that ask its stores, and what for."""
OF_PEOPLE = re.compile(
    r"name|phone|mobile|birth|age$|sex|gender|health|disab|relig|nation|ethnic|origin|job|work$|income"
)
OF_ONESELF = {"household-members"}


def test_no_table_of_another_subject_knows_a_household() -> None:
    knowing = {
        table.name
        for table in Base.metadata.tables.values()
        for key in table.foreign_keys
        if key.column.table.name == "household"
    }
    assert knowing == OF_A_DOOR


@pytest.mark.parametrize("kind", [HouseholdRow, RollLine, HouseholdChange])
def test_the_register_has_no_field_for_anything_about_people(kind: type[Base]) -> None:
    columns = {column.name for column in table_of(kind).columns}
    assert {name for name in columns if OF_PEOPLE.search(name)} == set()


def test_nothing_outside_the_register_asks_for_doors_or_members_but_what_is_listed() -> None:
    asking = set()
    for room in ("services", "subjects", "handlers", "bot"):
        for path in (ROOT / room).rglob("*.py"):
            where = str(path.relative_to(ROOT))
            if where.startswith(("services/register/", "subjects/register/")):
                continue
            imported = {
                alias.name
                for node in ast.walk(ast.parse(path.read_text("utf-8")))
                if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("storage.register.")
                for alias in node.names
            }
            if imported & {"Households", "Members", "DoorCodes"}:
                asking.add(where)
    assert asking == set(ASKS_FOR_DOORS)


def test_no_export_names_a_household_or_a_member() -> None:
    assert not {name for name in (*GEOREPORT, *OWN) if re.search(r"household|member|owner|door", name)}


def test_no_figure_of_the_digest_is_by_door_or_by_resident() -> None:
    for name, part in SUBJECTS.digest.items():
        for figure in part.figures:
            assert not re.search(r"door|household|resident|member|person", figure.key), (name, figure.key)


def test_only_ones_own_data_puts_a_door_and_a_person_together() -> None:
    kept = {one.name for wing in WINGS for one in wing.keeps}
    assert kept >= OF_ONESELF
