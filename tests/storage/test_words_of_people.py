"""Where words and names of people may stand. A new column that can hold text says here what it holds."""

from sqlalchemy import JSON, Enum, String

from storage.models.base import Base

EMPTIED = {
    "person": {"home_sub_number", "home_room", "language", "telegram_language"},
    "person_contact": {"name", "phone"},
    "holding": {"entered_as"},
    "ticket": {"room"},
    "ticket_contact": {"name", "phone"},
    "ticket_text": {"body"},
    "media": {"file_id", "unique_id"},
    "draft": {"form"},
    "awaited": {"detail"},
    "safeguarding_alert": {"words"},
    "announcement_words": {"body", "photo"},
    "inbox": {"body"},
    "outbox": {"facts"},
    "restriction": {"reason"},
    "lane": {"asked"},
    "table_line": {"said", "stood"},
}
"""What somebody typed, is called, or lives in: emptied when he is deleted or when its days are over."""

OF_THE_PROGRAM = {
    "announcement": {"posts", "places", "result"},
    "approval": {"reason"},
    "awaited": {"what"},
    "change": {"detail"},
    "community_version": {"settings"},
    "correction": {"proposed", "chosen"},
    "counter": {"name"},
    "coverage": {"sub_numbers"},
    "digest": {"week", "figures"},
    "door_task": {"places"},
    "forgotten": {"what"},
    "former_name": {"name"},
    "inbox": {"incident"},
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
    found = {
        (table.name, column.name)
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, String | JSON) and not isinstance(column.type, Enum)
    }
    known = [(table, column) for group in (EMPTIED, OF_THE_PROGRAM) for table in group for column in group[table]]
    assert len(known) == len(set(known)), "each says one thing"
    assert found == set(known)
