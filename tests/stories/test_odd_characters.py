"""Characters that nobody sees, that turn the line round, or that are no characters at all: one door for all of them."""

import pytest

from bot.telegram.api import read_json
from bot.telegram.parsed import parsed_updates
from domain.words.characters import readable
from storage.models import InboxRow, TicketText
from storage.models.delivery import InboxState
from storage.unit_of_work import UnitOfWork
from tests.stories.neighbourhood import Neighbourhood, Phone

pytestmark = pytest.mark.both_databases

NASTY = '<b>Eve & "_*[x'
FAMILY = "👨‍👩‍👧"
RARE = "𠮷"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("着\u200b火\u2060了\ufeff", "着火了"),
        ("1号楼\u202e元单1\u202c", "1号楼元单1"),
        ("a\0b\x07c\x1b[31m", "abc[31m"),
        ("一行\r\n两行\u2028三行\x85四行", "一行\n两行\n三行\n四行"),
        (f"{FAMILY} {RARE} {NASTY} \t缩进", f"{FAMILY} {RARE} {NASTY} \t缩进"),
        ("half \ud83d of one", "half  of one"),
        ("\u200b\u200d\u2066\ufeff", ""),
        ("\u3164\u00a0 \n", ""),
        ("  留白  ", "留白"),
    ],
)
def test_what_is_kept_of_what_is_typed(typed: str, kept: str) -> None:
    assert readable(typed) == kept


def test_one_broken_character_costs_that_character_and_not_the_batch() -> None:
    raw = b'{"ok":true,"result":[{"update_id":1,"text":"a\\ud83d"},{"update_id":2,"text":"\xe6\xa5\xbc\xff"}]}'
    with_escapes = read_json(raw)
    assert with_escapes == {
        "ok": True,
        "result": [{"update_id": 1, "text": "a?"}, {"update_id": 2, "text": "楼\ufffd"}],
    }
    assert read_json(b'{"text":"\\ud83d\\ude00 \\\\ud83d"}') == {"text": "😀 \\ud83d"}
    with pytest.raises(ValueError, match="Expecting value"):
        read_json(b"<html>502 Bad Gateway</html>")


async def test_hidden_characters_hide_no_danger_and_no_place(town: Neighbourhood, chen: Phone, steward: Phone) -> None:
    await chen.says("1号\u200b楼1单\u2060元着\ufeff火\u200b了")
    assert "119" in chen.everything


async def test_a_report_in_odd_characters_arrives_as_it_can_be_read(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    await chen.says(f"1号楼1单元楼道灯不亮 {FAMILY}{RARE}\u202e{NASTY}\0")
    await chen.presses("提交")
    assert f"楼道灯不亮 {FAMILY}{RARE}{NASTY}" in steward.screen

    def kept(work: UnitOfWork) -> list[str | None]:
        return [text.body for text in work.session.query(TicketText)]

    assert await town.database.run(kept) == [f"1号楼1单元楼道灯不亮 {FAMILY}{RARE}{NASTY}"]


async def test_words_that_nobody_can_see_are_no_report(town: Neighbourhood, chen: Phone) -> None:
    await chen.says("1号楼1单元楼道灯不亮")
    await chen.says("\u200b\u200d\u2066")
    assert "看不懂" in chen.everything
    await chen.presses("提交")
    assert chen.screen.startswith("已收到")


@pytest.mark.parametrize("name", [NASTY, f"{FAMILY}{RARE}", "\u202e玲", "=cmd|' /C calc'!A0", "{number}", "%s%n"])
async def test_a_name_of_any_characters_stands_where_names_stand(
    town: Neighbourhood, chen: Phone, steward: Phone, name: str
) -> None:
    await chen.says("1号楼1单元楼道灯不亮")
    await chen.presses("替别人报")
    await chen.says(name)
    await chen.presses("提交")
    await steward.presses("谁报的")
    assert readable(name) in steward.screen


async def test_a_broken_update_beside_good_ones_stops_no_chat(town: Neighbourhood, chen: Phone, steward: Phone) -> None:
    """NULs and halves of characters wherever Telegram's JSON has a string, straight into the tables."""
    eve = {"id": 66, "is_bot": False, "first_name": "\0Eve", "username": "\0", "language_code": "\0"}
    chat = {"id": 66, "type": "private", "first_name": "\0"}
    texts = ("/start i_\0", "/\0", "/unknown\0 \0", "\0", "着\0火", "/who \0", "/digest \0", "/calendar \0 \0")
    updates: list[dict[str, object]] = [
        {"update_id": n, "message": {"message_id": n, "date": 1, "chat": chat, "from": eve, "text": text}}
        for n, text in enumerate(texts, 100)
    ]
    pressed = {"message_id": 1, "date": 1, "chat": chat, "text": "x"}
    for n, data in enumerate(("m:my:\0", "d:group:1:\0", "t:category_in:1:1:\0", "m:digest-table:\0:1"), 200):
        query = {"id": "1", "from": eve, "chat_instance": "1", "message": pressed, "data": data}
        updates.append({"update_id": n, "callback_query": query})
    await town.app.intake.keep(parsed_updates(updates))
    await town.settle()

    def left(work: UnitOfWork) -> list[tuple[int, int]]:
        return [(row.number, row.state) for row in work.session.query(InboxRow) if row.state != InboxState.DONE]

    assert await town.database.run(left) == []
    await chen.says("1号楼1单元楼道灯不亮")
    assert "提交" in chen.buttons


async def test_a_unit_that_breaks_off_outside_the_door_ends_no_chat(
    town: Neighbourhood, chen: Phone, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_given: object) -> None:
        raise ZeroDivisionError("words of 陈桂芳")

    with monkeypatch.context() as patch:
        patch.setattr("handlers.door.UpdateDoor.answer_alone", broken)
        patch.setattr("handlers.door.UpdateDoor.answer_together", broken)
        patch.setattr("handlers.door.UpdateDoor.answer_update", broken)
        await chen.says("/help")
    assert "是我这边的错" in chen.screen
    assert "陈桂芳" not in caplog.text
    assert "ZeroDivisionError" in caplog.text
    await chen.says("1号楼1单元楼道灯不亮")
    assert "提交" in chen.buttons
