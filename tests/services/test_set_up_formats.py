"""The tables as offices send them: any encoding, any make of workbook, Chinese headings, damaged cells."""

import io
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from domain.vocabulary import HeldAs, Level, Role, StreetSide
from services.set_up import Fault, Prepared, prepare
from services.set_up.report import lines_of
from tests.services.odd_files import Merged, Sheets, ods, table, xls

SOUND = {
    "places": "code,parent,level,name,aliases,households\nsl,,community,示例社区,,\ngh,sl,compound,桂花苑,,\n"
    "gh1,gh,building,1号楼,1栋,24\ngh2,gh,building,2号楼,2栋,30\nsg,sl,street,三公街,,\n",
    "posts": "code,place,role,title\np1,gh1,steward,1号楼楼栋长\np2,gh2,steward,2号楼楼栋长\nodd,sg,steward,街巷长\n",
    "coverage": "post,place,from_no,to_no,side\np1,gh1,,,\np2,gh2,,,\nodd,sg,9,43,odd\n",
    "people": "name,post,as,telegram_id,phone,from,to\n罗桂芬,p1,main,,,2026-01-31,\n谢秋棠,p2,deputy,,,,\n",
}
CHINESE = {
    "地点": "示例社区地点登记表,,,,,\n填表：办公室,,,,,\n编号,上级编号,层级,名称（必填）,别名,户数,备注\n"
    "ｓｌ,,社区,示例社区,,,\ngh,sl,小区,桂花苑,,,\ngh1,gh,楼栋,1号楼,1栋,24.0,\ngh2,gh,楼栋,2号楼,2栋,３０户,老楼\n"
    "sg,sl,街,三公街,,,",
    "2.岗位表": "编号,地点,职务,名称\np1,gh1,楼栋长,1号楼楼栋长\np2,gh2,楼栋长,2号楼楼栋长\nodd,sg,街巷长,街巷长",
    "负责范围": "岗位,地点,起号,止号,单双\np1,gh1,,,\np2,gh2,,,\nodd,sg,9.0,４３号,单号",
    "人员名单": "姓名,岗位编号,身份,账号,联系电话,开始日期,结束日期\n"
    "罗桂芬,p1,正职,,,2026年1月31日,\n谢秋棠,p2,副职,,,,",
}
REAL_NAMES = dict(zip(CHINESE, SOUND, strict=True))


def folder_of(path: Path, **files: bytes) -> Path:
    path.mkdir(exist_ok=True)
    for name, text in SOUND.items():
        (path / f"{name}.csv").write_bytes(files.get(name, text.encode()))
    return path


def meaning(prepared: Prepared) -> list[object]:
    assert prepared.faults == ()
    lines = prepared.lines
    return [
        line.model_dump(exclude={"file", "row"})
        for line in (*lines.places, *lines.posts, *lines.coverage, *lines.people)
    ]


@pytest.fixture
def plainly(tmp_path: Path) -> list[object]:
    return meaning(prepare(folder_of(tmp_path / "plain")))


def test_the_plain_tables_say_what_they_say(tmp_path: Path) -> None:
    lines = prepare(folder_of(tmp_path / "plain")).lines
    assert [place.level for place in lines.places[1:3]] == [Level.COMPOUND, Level.BUILDING]
    assert (lines.posts[0].role, lines.coverage[2].side, lines.coverage[2].to_no) == (Role.STEWARD, StreetSide.ODD, 43)
    assert [one.held_as for one in lines.people] == [HeldAs.MAIN, HeldAs.DEPUTY]
    assert lines.people[0].first_day == date(2026, 1, 31)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_any_encoding_of_an_office_is_read(tmp_path: Path, plainly: list[object], encoding: str) -> None:
    files = {name: text.encode(encoding) for name, text in SOUND.items()}
    assert meaning(prepare(folder_of(tmp_path / "odd", **files))) == plainly


def test_a_utf_16_table_with_nothing_but_chinese_headings_is_read(tmp_path: Path, plainly: list[object]) -> None:
    path = tmp_path / "odd"
    path.mkdir()
    for title, text in CHINESE.items():
        (path / f"{title}.csv").write_bytes(text.encode("utf-16-be"))
    assert meaning(prepare(path)) == plainly


def test_damaged_text_is_named_and_never_read_as_another_encoding(tmp_path: Path) -> None:
    raw = SOUND["places"].encode()
    damaged = raw.replace("桂".encode(), "桂".encode()[:2], 1)
    assert prepare(folder_of(tmp_path / "a", places=damaged)).faults == (
        Fault("places.csv", 3, "is damaged UTF-8 text"),
    )
    odd = b"\xff\xfe" + SOUND["places"].encode("utf-16-le")[:-1]
    assert "is damaged UTF-16 text" in prepare(folder_of(tmp_path / "b", places=odd)).faults[0].reason
    neither = b"code,parent,level,name\nsl,,community,\xff\xff\n"
    assert "is neither UTF-8, UTF-16 nor GBK" in prepare(folder_of(tmp_path / "c", places=neither)).faults[0].reason


Make = Callable[[Sheets], bytes]


def xlsx(sheets: Sheets) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        for title, rows in sheets.items():
            sheet = book.add_worksheet(title)
            for y, row in enumerate(rows):
                sheet.write_row(y, 0, row)
    return file.getvalue()


@pytest.mark.parametrize("make", [xlsx, xls, ods])
@pytest.mark.parametrize("name", ["表.et", "表.xls", "表.xlsx", "表.ods", "表"])
@pytest.mark.parametrize("words", [SOUND, CHINESE], ids=["english", "chinese"])
def test_a_workbook_is_read_by_what_is_in_it_whatever_its_name_and_headings(
    tmp_path: Path, plainly: list[object], make: Make, name: str, words: dict[str, str]
) -> None:
    (tmp_path / name).write_bytes(make({title: table(text) for title, text in words.items()}))
    assert meaning(prepare(tmp_path / name)) == plainly


def test_a_folder_may_mix_workbooks_and_text(tmp_path: Path, plainly: list[object]) -> None:
    path = tmp_path / "mixed"
    path.mkdir()
    (path / "地点.et").write_bytes(xls({"Sheet1": table(CHINESE["地点"])}))
    (path / "posts.ods").write_bytes(ods({"Sheet1": table(SOUND["posts"])}))
    (path / "coverage.xlsx").write_bytes(SOUND["coverage"].encode("gbk"))
    (path / "people.csv").write_text(SOUND["people"], "utf-8")
    (path / "~$people.xlsx").write_bytes(b"a lock of Excel")
    (path / "people.bak").write_text("something else")
    assert meaning(prepare(path)) == plainly


def test_rows_are_counted_as_they_stand_below_a_title(tmp_path: Path) -> None:
    (tmp_path / "表.xlsx").write_bytes(
        xlsx({title: table(text.replace("gh2,gh,", "gh2,nowhere,")) for title, text in CHINESE.items()})
    )
    assert prepare(tmp_path / "表.xlsx").faults == (Fault("表.xlsx/地点", 7, "parent: there is no place «nowhere»"),)


def test_two_files_or_sheets_of_one_table_are_a_fault(tmp_path: Path) -> None:
    path = folder_of(tmp_path / "twice")
    (path / "地点.csv").write_text(CHINESE["地点"], "utf-8")
    assert prepare(path).faults == (Fault("地点.csv", None, "is a second file of places, after places.csv"),)
    (tmp_path / "表.xlsx").write_bytes(xlsx({t: table(x) for t, x in {**SOUND, "地点": CHINESE["地点"]}.items()}))
    assert prepare(tmp_path / "表.xlsx").faults == (
        Fault("表.xlsx/地点", None, "is a second sheet of places, after 表.xlsx/places"),
    )


def test_a_workbook_without_the_sheets_says_which_it_has(tmp_path: Path) -> None:
    (tmp_path / "表.xlsx").write_bytes(xlsx({"Sheet1": table(SOUND["places"])}))
    assert prepare(tmp_path / "表.xlsx").faults[0].reason == "is missing; its sheets are Sheet1"


@pytest.mark.parametrize("make", [xlsx, xls, ods])
def test_a_workbook_that_breaks_off_is_a_fault_in_a_sentence(tmp_path: Path, make: Make) -> None:
    whole = make({title: table(text) for title, text in SOUND.items()})
    for length in (len(whole) // 2, len(whole) * 3 // 4, 600, 20):
        (tmp_path / "表.xlsx").write_bytes(whole[:length])
        found = prepare(tmp_path / "表.xlsx").faults
        assert found, length
        assert all(fault.file.startswith("表.xlsx") for fault in found)


# Damaged cells

DATES = ['m"月"d"日"', '[$-804]yyyy"年"m"月"d"日"', "yyyy-mm-dd", "d-mmm"]
Change = Callable[[xlsxwriter.worksheet.Worksheet, xlsxwriter.Workbook], object]


def changed(path: Path, at: str, change: Change) -> Prepared:
    file = path / "表.xlsx"
    with xlsxwriter.Workbook(str(file)) as book:
        for title, text in SOUND.items():
            sheet = book.add_worksheet(title)
            for y, row in enumerate(table(text)):
                sheet.write_row(y, 0, row)
            if title == at:
                change(sheet, book)
    return prepare(file)


def only(prepared: Prepared) -> tuple[str, int | None, str]:
    (fault,) = prepared.faults
    return fault.file, fault.row, fault.reason


@pytest.mark.parametrize("form", DATES)
@pytest.mark.parametrize(("table_", "cell"), [("places", "D4"), ("places", "E4"), ("posts", "D2"), ("people", "A2")])
def test_a_date_in_a_column_of_text_is_named_with_its_cell(tmp_path: Path, form: str, table_: str, cell: str) -> None:
    made = date(2026, 1, 1)
    found = only(
        changed(tmp_path, table_, lambda s, b: s.write_datetime(cell, made, b.add_format({"num_format": form})))
    )
    assert found[:2] == (f"表.xlsx/{table_}", int(cell[1:]))
    assert f"cell {cell} is a date (now «2026-01-01»)" in found[2]


def test_a_date_where_a_date_belongs_is_read(tmp_path: Path) -> None:
    form = {"num_format": DATES[1]}
    prepared = changed(tmp_path, "people", lambda s, b: s.write_datetime("G3", date(2026, 12, 31), b.add_format(form)))
    assert prepared.lines.people[1].last_day == date(2026, 12, 31)


@pytest.mark.parametrize("shown", ["#REF!", "#N/A", "#VALUE!"])
@pytest.mark.parametrize(
    ("table_", "cell", "column"),
    [("places", "D4", "name"), ("places", "E5", "aliases"), ("people", "G2", "to"), ("coverage", "C4", "from_no")],
)
def test_an_error_cell_is_named_even_where_a_cell_may_be_empty(
    tmp_path: Path, shown: str, table_: str, cell: str, column: str
) -> None:
    prepared = changed(tmp_path, table_, lambda s, b: s.write_formula(cell, "=B99", None, shown))
    assert only(prepared) == (
        f"表.xlsx/{table_}",
        int(cell[1:]),
        f"{column}: cell {cell} holds an error ({shown}): write the value itself",
    )


def test_an_error_in_a_code_blames_nobody_who_refers_to_it(tmp_path: Path) -> None:
    found = only(changed(tmp_path, "places", lambda s, b: s.write_formula("A4", "=B99", None, "#REF!")))
    assert found == ("表.xlsx/places", 4, "code: cell A4 holds an error (#REF!): write the value itself")


@pytest.mark.parametrize("make", [ods, xls])
def test_an_error_cell_of_an_older_workbook_is_a_fault(tmp_path: Path, make: Make) -> None:
    sheets: Sheets = {t: table(text.replace("谢秋棠", "#REF!")) for t, text in SOUND.items()}
    (tmp_path / "表").write_bytes(make(sheets))
    file, row, reason = only(prepare(tmp_path / "表"))
    assert (file, row, reason.partition(":")[0]) == ("表/people", 3, "name")


def merging(make: Callable[[Sheets, Merged], bytes]) -> Iterable[Callable[[Path, str, Merged], Prepared]]:
    def prepared(path: Path, where: str, merged: Merged) -> Prepared:
        sheets: Sheets = {title: table(text) for title, text in SOUND.items()}
        for title, y, last_y, x, last_x in merged:
            rows = [[*row] for row in sheets[title]]
            for line in range(y, last_y + 1):
                for column in range(x, last_x + 1):
                    rows[line][column] = "" if (line, column) != (y, x) else where
            sheets[title] = rows
        (path / "表").write_bytes(make(sheets, merged))
        return prepare(path / "表")

    yield prepared


def xlsx_merged(sheets: Sheets, merged: Merged) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        for title, rows in sheets.items():
            sheet = book.add_worksheet(title)
            for y, row in enumerate(rows):
                sheet.write_row(y, 0, row)
            for where, y, last_y, x, last_x in merged:
                if where == title:
                    sheet.merge_range(y, x, last_y, last_x, rows[y][x])
    return file.getvalue()


@pytest.mark.parametrize("make", [xlsx_merged, xls, ods])
def test_cells_merged_downwards_hold_for_every_row(tmp_path: Path, make: Callable[[Sheets, Merged], bytes]) -> None:
    for prepared in merging(make):
        lines = prepared(tmp_path, "2026-12-31", [("people", 1, 2, 6, 6)]).lines.people
        assert [line.last_day for line in lines] == [date(2026, 12, 31)] * 2
        lines_of_places = prepared(tmp_path, "gh", [("places", 3, 4, 1, 1)]).lines.places
        assert [line.parent for line in lines_of_places[2:4]] == ["gh", "gh"]


@pytest.mark.parametrize("make", [xlsx_merged, xls, ods])
def test_cells_merged_across_columns_are_named(tmp_path: Path, make: Callable[[Sheets, Merged], bytes]) -> None:
    for prepared in merging(make):
        found = prepared(tmp_path, "2026-12-31", [("people", 1, 1, 5, 6)])
        assert lines_of(found)[1:3] == [
            "FAULT 表/people, row 2: from: cells F2:G2 are merged across columns: part them",
            "FAULT 表/people, row 2: to: cells F2:G2 are merged across columns: part them",
        ]


def test_a_title_merged_across_the_whole_table_is_a_title(tmp_path: Path, plainly: list[object]) -> None:
    sheets: Sheets = {title: table(f"{title},,,,,,\n{text}") for title, text in SOUND.items()}
    (tmp_path / "表").write_bytes(xlsx_merged(sheets, [(title, 0, 0, 0, 6) for title in SOUND]))
    assert meaning(prepare(tmp_path / "表")) == plainly
