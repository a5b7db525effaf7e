"""Reading the tables from a folder or from one workbook, cell by cell, without judging what the cells mean."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from services.set_up.findings import Fault
from services.set_up.headings import (
    COLUMNS,
    DAYS,
    MAY_BE_MISSING,
    find_headings,
    heading_faults,
    table_of,
)
from services.set_up.sheets import At, TableSheet, name_of
from services.set_up.text_files import sheet_of_text
from services.set_up.workbooks import NoWorkbook, is_workbook, sheets_of_workbook

KINDS = (".csv", ".txt", ".tsv", ".xlsx", ".xls", ".ods", ".et", ".xlsm", ".xlsb")
"""Files of a folder that may hold a table; what is in one is seen from its content."""

_ERROR = re.compile(r"#(?:REF!|N/A|NAME\?|VALUE!|DIV/0!|NUM!|NULL!)|#{3,}")
_MADE_A_DATE = re.compile(
    r"\d{1,2}月\d{1,2}日|\d{4}[-/年.]\d{1,2}[-/月.]\d{1,2}日?(?: 00:00(?::00)?)?"
    r"|\d{1,2}-(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
    r"|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)-\d{2}"
)
"""What a spreadsheet makes of «1-1» and saves as text."""


@dataclass(frozen=True, slots=True)
class FilledRow:
    """One filled row: where it stands, every column's text ("" when the cell is empty), and what is wrong with cells
    before anybody asks what they mean."""

    file: str
    number: int
    values: dict[str, str]
    damaged: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Tables:
    """The rows of the tables by name, what is wrong with the files, and the tables that were not read whole."""

    rows: dict[str, list[FilledRow]]
    faults: list[Fault]
    incomplete: frozenset[str]


def read_tables(path: Path) -> Tables:
    """Read a folder with places, posts, coverage and people (a file each), or a workbook with such sheets."""
    faults: list[Fault] = []
    rows: dict[str, list[FilledRow]] = {name: [] for name in COLUMNS}
    try:
        sheets, others = _sheets(path, faults)
    except OSError as error:
        faults.append(Fault(path.name or str(path), None, f"cannot be read: {error.strerror}"))
        return Tables(rows, faults, frozenset(COLUMNS))
    if sheets is None:
        return Tables(rows, faults, frozenset(COLUMNS))
    incomplete = set()
    for name in COLUMNS:
        found: list[Fault] = []
        if name in sheets:
            sheet = sheets[name]
            found.extend(sheet.faults)
            if sheet.lines is not None:
                rows[name] = _rows(name, sheet, found)
            if name == "places" and not rows[name] and not found:
                found.append(Fault(sheet.file, None, "has no rows; it needs at least the community"))
        elif name not in MAY_BE_MISSING:
            missing = f"{name}.csv" if path.is_dir() else f"{path.name}/{name}"
            found.append(Fault(missing, None, f"is missing{others}"))
        if found or any("code" in row.damaged for row in rows[name]):
            incomplete.add(name)
        faults.extend(found)
    return Tables(rows, faults, frozenset(incomplete))


def _sheets(path: Path, faults: list[Fault]) -> tuple[dict[str, TableSheet] | None, str]:
    """By table; and what else there is, for whoever wonders why a table is missing."""
    if path.is_dir():
        return _of_folder(path, faults), ""
    if not path.exists():
        faults.append(Fault(path.name or str(path), None, "does not exist"))
        return None, ""
    raw = path.read_bytes()
    if not is_workbook(raw):
        faults.append(Fault(path.name, None, "is neither a folder nor a workbook (.xlsx, .xls, .ods, .et)"))
        return None, ""
    try:
        by_title = sheets_of_workbook(path.name, raw)
    except NoWorkbook as error:
        faults.append(Fault(path.name, None, str(error)))
        return None, ""
    found: dict[str, TableSheet] = {}
    for title, sheet in by_title.items():
        table = table_of(title)
        if table in found:
            faults.append(Fault(sheet.file, None, f"is a second sheet of {table}, after {found[table].file}"))
        elif table is not None:
            found[table] = sheet
    return found, f"; its sheets are {', '.join(by_title)}" if len(found) < len(COLUMNS) - len(MAY_BE_MISSING) else ""


def _of_folder(path: Path, faults: list[Fault]) -> dict[str, TableSheet]:
    found: dict[str, TableSheet] = {}
    for file in sorted(path.iterdir()):
        table = table_of(file.stem) if file.suffix.lower() in KINDS and file.is_file() else None
        if table in found:
            faults.append(Fault(file.name, None, f"is a second file of {table}, after {found[table].file}"))
        elif table is not None:
            found[table] = _of_file(file, table)
    return found


def _of_file(file: Path, table: str) -> TableSheet:
    """The one table that a file of a folder holds; of a workbook the sheet of its name, or the only filled one."""
    try:
        raw = file.read_bytes()
        if not is_workbook(raw):
            return sheet_of_text(file.name, raw)
        sheets = sheets_of_workbook(file.name, raw)
    except NoWorkbook as error:
        return TableSheet(file.name, None, (Fault(file.name, None, str(error)),))
    except OSError as error:
        return TableSheet(file.name, None, (Fault(file.name, None, f"cannot be read: {error.strerror}"),))
    filled = [sheet for sheet in sheets.values() if sheet.lines]
    named = [sheet for title, sheet in sheets.items() if table_of(title) == table]
    chosen = next(iter(named or filled), TableSheet(file.name, []))
    if not named and len(filled) > 1:
        return TableSheet(
            file.name, None, (Fault(file.name, None, f"has several sheets; name the one to read {table}"),)
        )
    return chosen


def _rows(table: str, sheet: TableSheet, faults: list[Fault]) -> list[FilledRow]:
    """The rows below the headings. With headings that cannot be used no row is read."""
    lines = sheet.lines or []
    top, header = find_headings(table, lines)
    if not header or not any(lines[top]):
        faults.append(Fault(sheet.file, 1, f"the header is missing: {','.join(COLUMNS[table])}"))
        return []
    wrong = heading_faults(table, header)
    if wrong:
        faults.extend(Fault(sheet.file, top + 1, reason) for reason in wrong)
        return []
    filled, torn = _filled(sheet, top)
    with_errors = {y for y, _ in sheet.errors}
    rows = []
    for y in range(top + 1, len(lines)):
        if not any(lines[y]) and y not in with_errors:
            continue
        cells = filled[y]
        if any(cells[len(header) :]):
            faults.append(Fault(sheet.file, y + 1, f"has more cells than the header has columns ({len(header)})"))
            continue
        texts = {column: text for column, text in zip(header, cells, strict=False) if column}
        damaged = dict(_damaged(sheet, y, header, cells, torn))
        values = {column: texts.get(column, "") for column in COLUMNS[table]}
        rows.append(FilledRow(sheet.file, y + 1, values, damaged))
    return rows


def _filled(sheet: TableSheet, top: int) -> tuple[list[list[str]], dict[At, str]]:
    """The cells with those merged downwards filled, and the cells of which nobody can tell what was meant: merged
    across columns, one value would stand for two things."""
    lines = [[*line] for line in sheet.lines or []]
    torn: dict[At, str] = {}
    for (y, x), (last_y, last_x) in sheet.merged:
        if last_y <= top or y >= len(lines) or x >= len(lines[y]):
            continue
        for line in range(max(y, top + 1), min(last_y + 1, len(lines))):
            if last_x > x:
                span = f"{name_of((y, x))}:{name_of((last_y, last_x))}"
                reason = f"cells {span} are merged across columns: part them"
                torn.update(((line, column), reason) for column in range(x, last_x + 1))
            elif y > top:
                lines[line][x] = lines[y][x]
    return lines, torn


def _damaged(
    sheet: TableSheet, y: int, header: list[str], cells: list[str], torn: Mapping[At, str]
) -> Iterator[tuple[str, str]]:
    """What is wrong with a row's cells whatever they mean, by column."""
    for x, (column, text) in enumerate(zip(header, cells, strict=False)):
        here = name_of((y, x))
        error = sheet.errors.get((y, x), text if _ERROR.fullmatch(text) else None)
        if not column:
            continue
        if error is not None:
            yield column, f"cell {here} holds an error ({error or 'without a word'}): write the value itself"
        elif (y, x) in torn:
            yield column, torn[y, x]
        elif column not in DAYS and ((y, x) in sheet.dates or any(map(_MADE_A_DATE.fullmatch, _items(text)))):
            yield column, f"cell {here} is a date (now «{text}»): format the column as text and write it again"


def _items(text: str) -> list[str]:
    return [item.strip() for item in re.split("[;；,，、|]", text)]
