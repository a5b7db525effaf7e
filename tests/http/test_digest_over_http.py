"""The digest's files go through a real form over a real network."""

from tests.crash.process import Process, until
from tests.http.conftest import PATIENCE, Street


async def test_the_picture_and_the_table_arrive_whole(street: Street, running: Process) -> None:
    secretary = await street.person("周书记", post="p-secretary")
    secretary.says("/digest")
    await secretary.sees("周报", "新增　0 件")
    await secretary.presses("表格")
    kinds = ("photo", "document")
    await until(
        lambda: {m.kind for m in secretary.messages} >= {*kinds}, seconds=PATIENCE, what="a picture and a table"
    )
    files = {m.kind: m.file for m in secretary.messages if m.kind in kinds}
    picture, table = files["photo"], files["document"]
    assert picture is not None
    assert picture.content.startswith(b"\x89PNG")
    assert picture.content.rstrip().endswith(b"IEND\xaeB`\x82")
    assert table is not None
    assert table.content.startswith(b"PK")
    assert table.name.endswith(".xlsx")
