"""Where words and names of people may stand. A new column that can hold text says here what it holds."""

import pytest
from sqlalchemy import JSON, Enum, String

from bot.subjects import WINGS
from handlers.subject import Subject
from storage.models.base import Base

EMPTIED = {
    "person": {"home_sub_number", "home_room", "language", "device_language"},
    "account": {"address"},
    "person_contact": {"name", "phone"},
    "holding": {"entered_as"},
    "ticket": {"room"},
    "ticket_contact": {"name", "phone", "door"},
    "ticket_text": {"body"},
    "file": {"ref", "sha256"},
    "draft": {"form"},
    "awaited": {"detail"},
    "put_aside": {"body"},
    "safeguarding_alert": {"words"},
    "inbox": {"address", "body"},
    "outbox": {"facts"},
    "restriction": {"reason"},
    "lane": {"asked"},
    "table_line": {"said", "stood"},
}
"""What somebody typed, is called, or lives in: emptied when he is deleted or when its days are over."""

OF_THE_PROGRAM = {
    "account": {"channel"},
    "approval": {"reason"},
    "awaited": {"what"},
    "put_aside": {"what"},
    "change": {"detail", "was"},
    "community_version": {"settings"},
    "correction": {"proposed", "chosen"},
    "counter": {"name"},
    "coverage": {"sub_numbers"},
    "digest": {"week", "figures"},
    "file": {"channel"},
    "forgotten": {"what"},
    "former_name": {"name"},
    "inbox": {"channel", "incident"},
    "invitation": {"code_hash"},
    "outbox": {"kind", "dedupe", "error"},
    "periodic_run": {"job", "period"},
    "place": {"code", "name", "aliases"},
    "place_move": {"code", "into", "name"},
    "post": {"code", "title"},
    "safeguarding_alert": {"danger"},
    "set_up_line": {"subject", "before", "after"},
    "table_line": {"sheet", "subject"},
    "ticket": {"number", "category", "sub_number", "claim_limit", "resolve_limit"},
}
"""Ids, codes, numbers, and names of places and posts."""


def test_every_column_that_can_hold_text_is_emptied_or_holds_none_of_people() -> None:
    """Those of the core by these lists, those of wings by the type they have (storage/models/base.py)."""
    columns = [column for table in Base.metadata.sorted_tables for column in table.columns]
    textual = [c for c in columns if isinstance(c.type, String | JSON) and not isinstance(c.type, Enum)]
    found = {(c.table.name, c.name) for c in textual if "personal" not in c.info}
    known = [(table, column) for group in (EMPTIED, OF_THE_PROGRAM) for table in group for column in group[table]]
    assert len(known) == len(set(known)), "each says one thing"
    assert found == set(known)


@pytest.mark.parametrize("wing", WINGS, ids=lambda wing: wing.name)
def test_a_wing_that_holds_words_of_people_says_how_they_are_read_and_forgotten(wing: Subject) -> None:
    tables = {
        str(mapper.class_.__tablename__)
        for mapper in Base.registry.mappers
        if mapper.class_.__module__.startswith(f"subjects.{wing.name}.")
    }
    personal = [c for name in tables for c in Base.metadata.tables[name].columns if c.info.get("personal")]
    assert not personal or bool(wing.keeps)
