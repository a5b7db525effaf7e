"""The import's files: which are read, how cells are understood, and how every fault is named."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from domain.vocabulary import HeldAs, Level, Role, StreetSide
from services.set_up import Fault, prepare
from services.set_up.report import lines_of

ROOT = Path(__file__).parents[2]
SOUND = {
    "places": "code,parent,level,name,aliases\n"
    "sl,,community,示例社区,\ngh,sl,compound,桂花苑,\nb1,gh,building,1号楼,1栋;一号楼\nu1,b1,unit,1单元,\nsg,sl,street,三公街,\n",
    "posts": "code,place,role,title\nb1,b1,steward,楼栋长\nodd,sg,steward,街巷长\noffice,sl,office,办公室\n",
    "coverage": "post,place,from_no,to_no,side,sub_numbers\nb1,b1,,,,\nodd,sg,9,43,odd,all\n",
    "people": "name,post,as,telegram_id,phone,from,to\n罗桂芬,b1,main,,,,\n梅仲达,odd,main,,00000000,2026-01-01,\n",
}
Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def writing(**tables: str | bytes) -> Path:
        for name, content in {**SOUND, **tables}.items():
            raw = content if isinstance(content, bytes) else content.encode()
            (tmp_path / f"{name}.csv").write_bytes(raw)
        return tmp_path

    return writing


def more(table: str, *rows: str) -> str:
    return SOUND[table] + "".join(f"{row}\n" for row in rows)


def test_sound_files_have_no_faults(write: Write) -> None:
    prepared = prepare(write())
    assert prepared.faults == ()
    assert [place.level for place in prepared.lines.places] == [
        Level.COMMUNITY,
        Level.COMPOUND,
        Level.BUILDING,
        Level.UNIT,
        Level.STREET,
    ]
    assert prepared.lines.places[2].aliases == ("1栋", "一号楼")
    assert prepared.lines.people[1].first_day == date(2026, 1, 1)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_bom_delimiter_and_line_ends_do_not_matter(
    write: Write, tmp_path: Path, delimiter: str, bom: str, line_end: str
) -> None:
    plain = prepare(write()).lines
    dressed = {
        name: bom + text.replace(";", "|").replace(",", delimiter).replace("\n", line_end)
        for name, text in SOUND.items()
    }
    assert prepare(write(**dressed)).lines == plain


def test_an_xlsx_file_is_read_like_the_folder(write: Write, tmp_path: Path) -> None:
    folder = prepare(write())
    path = tmp_path / "set-up.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        for name, text in SOUND.items():
            sheet = book.add_worksheet(name.capitalize())
            for y, line in enumerate(text.splitlines()):
                for x, cell in enumerate(line.split(",")):
                    if name == "coverage" and cell.isdigit():
                        sheet.write_number(y, x, float(cell))
                    elif cell == "2026-01-01":
                        sheet.write_datetime(y, x, date(2026, 1, 1), book.add_format({"num_format": "yyyy-mm-dd"}))
                    else:
                        sheet.write_string(y, x, cell)
    book = prepare(path)
    assert book.faults == ()
    without_file = {"places", "posts", "coverage", "people"}
    for table in without_file:
        assert [line.model_dump(exclude={"file"}) for line in getattr(book.lines, table)] == [
            line.model_dump(exclude={"file"}) for line in getattr(folder.lines, table)
        ]
    assert book.lines.places[0].file == "set-up.xlsx/places"


def test_chinese_words_and_full_width_digits_are_understood(write: Write) -> None:
    folder = write(
        places="code,parent,level,name,aliases\nsl,,社区,示例社区,\ng1,sl,网格,一网格,\ngh,g1,小区,桂花苑,\n"
        "b1,gh,楼栋,１号楼,1栋、1幢；一号楼\nu1,b1,单元,1单元,\nsg,g1,街,三公街,\n",
        posts="code,place,role,title\nb1,b1,楼栋长,楼栋长\nodd,sg,steward,街巷长\noffice,sl,办公室,办公室\n",
        coverage="post,place,from_no,to_no,side,sub_numbers\nb1,b1,,,全部,\nodd,sg,９,４３号,单,附1，附２、3\n",
        people="name,post,as,telegram_id,phone,from,to\n梅仲达,odd,负责人,１２３,０2-33 44,2026/3/1,２０２６-12-31\n",
    )
    prepared = prepare(folder)
    assert prepared.faults == ()
    building, street = prepared.lines.places[3], prepared.lines.coverage[1]
    assert (building.level, building.name, building.aliases) == (Level.BUILDING, "1号楼", ("1栋", "1幢", "一号楼"))
    assert (street.from_no, street.to_no, street.side, street.sub_numbers) == (9, 43, StreetSide.ODD, ("1", "2", "3"))
    assert [post.role for post in prepared.lines.posts] == [Role.STEWARD, Role.STEWARD, Role.OFFICE]
    person = prepared.lines.people[0]
    assert (person.held_as, person.account, person.phone) == (HeldAs.MAIN, "123", "023344")
    assert (person.first_day, person.last_day) == (date(2026, 3, 1), date(2026, 12, 31))


def test_empty_lines_are_skipped_and_still_counted(write: Write) -> None:
    text = SOUND["posts"].replace("odd,sg", "\n , , ,\nodd,nowhere")
    assert prepare(write(posts=text)).faults == (Fault("posts.csv", 5, "place: there is no place «nowhere»"),)


def test_people_may_be_missing_and_the_other_tables_may_not(write: Write) -> None:
    folder = write()
    (folder / "people.csv").unlink()
    assert prepare(folder).faults == ()
    for name in ("places", "posts", "coverage"):
        (folder / f"{name}.csv").unlink()
    assert prepare(folder).faults == tuple(
        Fault(f"{name}.csv", None, "is missing") for name in ("places", "posts", "coverage")
    )


@pytest.mark.parametrize("name", ["nowhere", "nowhere.xlsx"])
def test_a_path_that_leads_nowhere_is_a_fault(tmp_path: Path, name: str) -> None:
    assert prepare(tmp_path / name).faults == (Fault(name, None, "does not exist"),)


def test_what_is_neither_folder_nor_workbook_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "set-up.xlsx").write_bytes(b"no zip file")
    (tmp_path / "set-up.txt").write_text("code")
    for name in ("set-up.xlsx", "set-up.txt"):
        reason = "is neither a folder nor a workbook (.xlsx, .xls, .ods, .et)"
        assert prepare(tmp_path / name).faults == (Fault(name, None, reason),)


@pytest.mark.parametrize(
    ("table", "text", "row", "reason"),
    [
        ("places", "", 1, "the header is missing: code,parent,level,name,aliases"),
        ("places", "code,parent,level,name,colour,\n", 1, "unknown columns: colour (known: code, parent, level"),
        ("places", "code,level,name\n", 1, "missing columns: parent"),
        ("posts", "code,code,place,role,title\n", 1, "columns named twice: code"),
        ("posts", more("posts", "x,sl,office,办公室,too,much"), 5, "has more cells than the header has columns (4)"),
        ("places", more("places", 'x,sl,street,"一街,'), 7, "is not sound CSV"),
        ("places", more("places", "x y,sl,street,一街,"), 7, "code: «x y» must be 1 to 32"),
        ("places", more("places", f"{'x' * 33},sl,street,一街,"), 7, "must be 1 to 32"),
        ("places", more("places", "桂,sl,street,一街,"), 7, "code: «桂» must be"),
        ("places", more("places", ",sl,street,一街,"), 7, "code: is empty"),
        ("places", more("places", "x,sl,,一街,"), 7, "level: is empty; it must be one of community"),
        ("places", more("places", "x,sl,lane,一街,"), 7, "level: «lane» is not one of community"),
        ("places", more("places", "x,sl,street,,"), 7, "name: is empty"),
        ("places", more("places", f"x,sl,street,{'长' * 61},"), 7, "name: is longer than 60 characters"),
        ("places", more("places", "x,sl,street,一\u200b街,"), 7, "name: has characters that cannot be seen"),
        ("places", more("places", "gh,sl,street,一街,"), 7, "code: «gh» stands in row 3 already"),
        ("places", more("places", "x,nowhere,street,一街,"), 7, "parent: there is no place «nowhere»"),
        ("places", more("places", "x,,community,二社区,"), 7, "the community stands in row 2 already"),
        ("places", more("places", "x,,street,一街,"), 7, "parent: is empty; only the community has none"),
        ("places", more("places", "x,sg,unit,1单元,"), 7, "level: a unit cannot stand under a street («sg»)"),
        ("places", more("places", "x,x,grid,一网格,"), 7, "parent: «x» stands below itself"),
        ("places", "code,parent,level,name\n", None, "has no rows; it needs at least the community"),
        ("posts", more("posts", "b1,b1,steward,楼栋长"), 5, "code: «b1» stands in row 2 already"),
        ("posts", more("posts", "x,nowhere,steward,楼栋长"), 5, "place: there is no place «nowhere»"),
        ("posts", more("posts", "x,b1,king,楼栋长"), 5, "role: «king» is not one of steward"),
        ("posts", more("posts", "x,b1,steward,"), 5, "title: is empty"),
        ("coverage", more("coverage", "nobody,b1,,,,"), 4, "post: there is no post «nobody»"),
        ("coverage", more("coverage", "b1,nowhere,,,,"), 4, "place: there is no place «nowhere»"),
        ("coverage", more("coverage", "b1,sg,43,9,,"), 4, "from_no: 43 is greater than to_no: 9"),
        ("coverage", more("coverage", "b1,sg,0,9,,"), 4, "from_no: «0» is not a house number from 1 to 9999"),
        ("coverage", more("coverage", "b1,sg,9,10000,,"), 4, "to_no: «10000» is not a house number"),
        ("coverage", more("coverage", "b1,sg,nine,,,"), 4, "from_no: «nine» is not a house number"),
        ("coverage", more("coverage", "b1,sg,,9,,"), 4, "to_no: is given without from_no"),
        ("coverage", more("coverage", "b1,sg,9,9,even,"), 4, "side: there is no even number from 9 to 9"),
        ("coverage", more("coverage", "b1,sg,9,,left,"), 4, "side: «left» is not one of odd, even, all"),
        ("coverage", more("coverage", "b1,sg,9,,,1;x"), 4, "sub_numbers: «x» is not a sub-number"),
        ("coverage", more("coverage", "b1,sg,9,,,;"), 4, "sub_numbers: «;» names no sub-number"),
        ("coverage", more("coverage", "b1,sg,,,,1;2"), 4, "sub_numbers: a list needs the house number"),
        ("coverage", more("coverage", "b1,b1,9,11,,"), 4, "from_no: «1号楼» is a building; only a street"),
        ("coverage", more("coverage", "b1,b1,,,odd,"), 4, "side: «1号楼» is a building; only a street"),
        ("coverage", more("coverage", "b1,b1,,,,none"), 4, "sub_numbers: «1号楼» is a building"),
        ("coverage", more("coverage", "b1,b1,,,all,all"), 4, "is the same as row 2"),
        ("places", more("places", "x,gh,building,1号楼,"), 7, "name: «1号楼» stands under «桂花苑» in row 4"),
        (
            "places",
            more("places", "x,gh,building,１ 号楼,"),
            7,
            "name: «1 号楼» stands under «桂花苑» in row 4",
        ),
        (
            "places",
            more("places", "x,gh,building,2号楼,1号楼"),
            7,
            "aliases: «1号楼» is the name of the place in row",
        ),
        ("places", more("places", "x,gh,building,1栋,"), 4, "aliases: «1栋» is the name of the place in row 7"),
        ("places", more("places", "x,gh,building,1月1日,"), 7, "name: cell D7 is a date (now «1月1日»)"),
        ("places", more("places", "x,gh,building,2号楼,2栋;2-Jan"), 7, "aliases: cell E7 is a date (now «2栋;2-Jan»)"),
        ("places", more("places", "x,gh,building,#REF!,"), 7, "name: cell D7 holds an error (#REF!)"),
        ("people", more("people", "甲,office,main,,1.39E+10,,"), 4, "phone: has lost digits"),
        ("people", more("people", ",office,main,,,,"), 4, "name: is empty"),
        ("people", more("people", "甲,nobody,main,,,,"), 4, "post: there is no post «nobody»"),
        ("people", more("people", "甲,office,boss,,,,"), 4, "as: «boss» is not one of main, deputy"),
        ("people", more("people", "甲,office,main,-5,,,"), 4, "telegram_id: «-5» is not a Telegram account"),
        ("people", more("people", "甲,office,main,0,,,"), 4, "telegram_id: «0» is not a Telegram account"),
        ("people", more("people", "甲,office,main,,abc,,"), 4, "phone: is not a telephone number"),
        ("people", more("people", "甲,office,main,,,31.1.2026,"), 4, "from: «31.1.2026» is not a date"),
        ("people", more("people", "甲,office,main,,,,2026-02-30"), 4, "to: «2026-02-30» is not a date"),
        ("people", more("people", "甲,office,main,,,2026-02-02,2026-02-01"), 4, "to: 2026-02-01 is before from"),
        ("people", more("people", "罗桂芬,b1,main,,,2026-02-02,"), 4, "«罗桂芬» holds «b1» as main in row 2 already"),
        ("people", more("people", "甲,b1,main,,,2026-02-02,"), 4, "as: «b1» already has a main holder then: «罗桂芬»"),
        (
            "people",
            more("people", "甲,b1,deputy,7,,,", "乙,office,main,7,,,"),
            5,
            "telegram_id: row 4 gives it to «甲»",
        ),
        ("people", more("people", "甲,b1,deputy,7,111,,", "甲,office,main,7,222,,"), 5, "phone: row 4 has another"),
    ],
)
def test_every_fault_is_named_with_its_file_row_and_reason(
    write: Write, table: str, text: str, row: int | None, reason: str
) -> None:
    prepared = prepare(write(**{table: text}))
    assert [(fault.file, fault.row) for fault in prepared.faults] == [(f"{table}.csv", row)]
    assert reason in prepared.faults[0].reason


def test_a_tree_without_a_community_is_a_fault(write: Write) -> None:
    faults = prepare(write(places=SOUND["places"].replace("sl,,community", "sl,gh,grid"))).faults
    assert Fault("places.csv", None, "there is no community (a row of level community without a parent)") in faults


def test_rows_of_an_xlsx_are_counted_with_its_empty_ones(tmp_path: Path) -> None:
    path = tmp_path / "set-up.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        for name, text in SOUND.items():
            sheet = book.add_worksheet(name)
            for y, line in enumerate(text.splitlines()):
                sheet.write_row(y + (2 if y else 0), 0, line.split(","))
        sheet.write_row(8, 0, ["甲", "nobody", "main", 7.0])
    assert prepare(path).faults == (Fault("set-up.xlsx/people", 9, "post: there is no post «nobody»"),)


def test_a_circle_is_named_at_each_of_its_places(write: Write) -> None:
    rows = more("places", "x,y,building,2号楼,", "y,x,unit,1单元,")
    assert [(f.row, f.reason) for f in prepare(write(places=rows)).faults if "below itself" in f.reason] == [
        (7, "parent: «x» stands below itself"),
        (8, "parent: «y» stands below itself"),
    ]


def test_all_faulty_cells_of_a_row_are_named(write: Write) -> None:
    faults = prepare(write(places=more("places", "x y,sl,lane,,"))).faults
    assert [fault.reason.split(":")[0] for fault in faults] == ["code", "level", "name"]


def test_a_faulty_row_does_not_make_its_followers_faulty(write: Write) -> None:
    folder = write(places=SOUND["places"].replace("gh,sl,compound", "gh,sl,mansion"))
    assert [(fault.file, fault.row) for fault in prepare(folder).faults] == [("places.csv", 3)]


def test_one_holder_may_follow_another(write: Write) -> None:
    rows = SOUND["people"] + "甲,office,main,,,,2026-03-31\n乙,office,main,,,2026-04-01,\n"
    assert prepare(write(people=rows)).faults == ()


def test_three_hundred_faults_are_all_listed_and_equal_ones_in_one_line_with_their_rows(write: Write) -> None:
    rows = [f"x{number},nowhere,street,{number}街," for number in range(150)]
    rows += [f"y{number},sl,lane,{number}街," for number in range(150)]
    prepared = prepare(write(places=more("places", *rows)))
    assert [fault.row for fault in prepared.faults] == list(range(7, 307))
    printed = lines_of(prepared)
    assert printed[1:3] == [
        "FAULT places.csv, rows 7–156: parent: there is no place «nowhere»",
        "FAULT places.csv, rows 157–306: level: «lane» is not one of community, grid, compound, street, building, unit",
    ]
    assert printed[-1] == "300 faults; nothing is written until all rows are good"


def test_vacant_posts_and_idle_stewards_are_reported(write: Write) -> None:
    folder = write(
        posts=more("posts", "lazy,gh,steward,闲职"),
        people=SOUND["people"] + "甲,lazy,main,,,2027-01-01,\n",
    )
    assert prepare(folder).vacancies == ("办公室 (office)",)
    assert prepare(folder, date(2026, 10, 1)).vacancies == ("办公室 (office)", "闲职 (lazy)")
    assert prepare(folder).idle == ("闲职 (lazy)",)


def test_the_templates_can_be_imported_as_they_are() -> None:
    assert lines_of(prepare(ROOT / "docs" / "templates"))[1:] == ["no faults, gaps, overlaps or vacancies"]


def test_the_demonstrations_community_has_one_vacancy_and_nothing_else() -> None:
    assert lines_of(prepare(ROOT / "bot" / "demo" / "community"))[1:] == [
        "vacancy: nobody holds 5号楼3单元长 (gh5-3); its matters go one level up"
    ]


def test_three_hundred_faults_are_all_named_and_nothing_is_left_to_write(tmp_path: Path) -> None:
    """An import with 300 faults: every one of them is named with its row."""
    (tmp_path / "places.csv").write_text("code,parent,level,name\nsl,,community,示例社区\n", "utf-8")
    (tmp_path / "posts.csv").write_text("code,place,role,title\noffice,sl,office,社区办公室\n", "utf-8")
    rows = [f"甲{n},office,deputy,,not-a-phone,," for n in range(150)]
    rows += [f"乙{n},office,deputy,,,2026-13-0{n % 9 + 1}," for n in range(150)]
    people = "\n".join(["name,post,as,telegram_id,phone,from,to", *rows])
    (tmp_path / "people.csv").write_text(people, "utf-8")
    (tmp_path / "coverage.csv").write_text("post,place\n", "utf-8")
    prepared = prepare(tmp_path)
    assert len(prepared.faults) == 300
    assert {fault.row for fault in prepared.faults} == set(range(2, 302))
    said = lines_of(prepared)
    assert said[1] == "FAULT people.csv, rows 2–151: phone: is not a telephone number (digits only)"
    of_days = [f"FAULT people.csv, rows {', '.join(map(str, range(152 + n, 302, 9)))}: from: " for n in range(9)]
    assert [line.partition("«")[0] for line in said[2:-1]] == of_days
    assert said[-1] == "300 faults; nothing is written until all rows are good"
