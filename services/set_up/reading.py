"""Reading the four tables from a folder of CSV files or from one XLSX file, cell by cell, without judging them."""

import csv
import io
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from services.set_up.findings import Fault

COLUMNS = {
    "places": ("code", "parent", "level", "name", "aliases", "households"),
    "posts": ("code", "place", "role", "title"),
    "coverage": ("post", "place", "from_no", "to_no", "side", "sub_numbers", "households"),
    "people": ("name", "post", "as", "telegram_id", "phone", "from", "to"),
}
NEEDED = {
    "places": ("code", "parent", "level", "name"),
    "posts": COLUMNS["posts"],
    "coverage": ("post", "place"),
    "people": ("name", "post", "as"),
}
MAY_BE_MISSING = frozenset({"people"})

Cells = list[str]
Cell = int | float | str | bool | time | date | datetime | timedelta | None


@dataclass(frozen=True, slots=True)
class Row:
    """One filled row: where it stands, and every column's text ("" when the cell is empty)."""

    file: str
    number: int
    values: dict[str, str]


@dataclass(frozen=True, slots=True)
class Tables:
    """The rows of the four tables by name, what is wrong with the files, and the tables that were not read whole."""

    rows: dict[str, list[Row]]
    faults: list[Fault]
    incomplete: frozenset[str]


def read_tables(path: Path) -> Tables:
    """Read a folder with places.csv, posts.csv, coverage.csv and people.csv, or an XLSX file with such sheets."""
    is_workbook = path.suffix.lower() == ".xlsx"
    faults: list[Fault] = []
    rows: dict[str, list[Row]] = {name: [] for name in COLUMNS}
    sheets = _workbook(path, faults) if is_workbook else _folder(path, faults)
    if sheets is None:
        return Tables(rows, faults, frozenset(COLUMNS))
    incomplete = set()
    for name in COLUMNS:
        found: list[Fault] = []
        if name in sheets:
            sheet = sheets[name]
            found.extend(sheet.faults)
            if sheet.lines is not None:
                rows[name] = _rows(name, sheet.file, sheet.lines, found)
            if name == "places" and not rows[name] and not found:
                found.append(Fault(sheet.file, None, "has no rows; it needs at least the community"))
        elif name not in MAY_BE_MISSING:
            found.append(Fault(f"{path.name}/{name}" if is_workbook else f"{name}.csv", None, "is missing"))
        if found:
            incomplete.add(name)
        faults.extend(found)
    return Tables(rows, faults, frozenset(incomplete))


def _rows(name: str, file: str, lines: list[Cells], faults: list[Fault]) -> list[Row]:
    """The rows below the header. With a header that cannot be used no row is read."""
    if not lines or not any(lines[0]):
        faults.append(Fault(file, 1, f"the header is missing: {','.join(COLUMNS[name])}"))
        return []
    header = [cell.lower() for cell in lines[0]]
    while header and not header[-1]:
        header.pop()
    wrong = _header_faults(name, header)
    if wrong:
        faults.extend(Fault(file, 1, reason) for reason in wrong)
        return []
    rows = []
    for number, cells in enumerate(lines[1:], start=2):
        if not any(cells):
            continue
        if any(cells[len(header) :]):
            faults.append(Fault(file, number, f"has more cells than the header has columns ({len(header)})"))
            continue
        texts = dict(zip(header, cells, strict=False))
        rows.append(Row(file, number, {column: texts.get(column, "") for column in COLUMNS[name]}))
    return rows


def _header_faults(name: str, header: list[str]) -> list[str]:
    unknown = [column or "(no name)" for column in header if column not in COLUMNS[name]]
    twice = sorted({column for column in header if column and header.count(column) > 1})
    missing = [column for column in NEEDED[name] if column not in header]
    reasons = []
    if unknown:
        reasons.append(f"unknown columns: {', '.join(unknown)} (known: {', '.join(COLUMNS[name])})")
    if twice:
        reasons.append(f"columns named twice: {', '.join(twice)}")
    if missing:
        reasons.append(f"missing columns: {', '.join(missing)}")
    return reasons


def _clean(text: str) -> str:
    """Without the spaces around it, and with line breaks and runs of spaces inside as one space."""
    return " ".join(text.split())


@dataclass(frozen=True, slots=True)
class _Sheet:
    """One table as it stands in its file; `lines` None when nothing of it could be read."""

    file: str
    lines: list[Cells] | None
    faults: tuple[Fault, ...] = ()


def _folder(path: Path, faults: list[Fault]) -> dict[str, _Sheet] | None:
    if not path.is_dir():
        reason = "is neither a folder nor an .xlsx file" if path.exists() else "does not exist"
        faults.append(Fault(path.name or str(path), None, reason))
        return None
    files = {file.name.lower(): file for file in sorted(path.iterdir()) if file.is_file()}
    return {name: _csv_sheet(files[f"{name}.csv"]) for name in COLUMNS if f"{name}.csv" in files}


def _csv_sheet(file: Path) -> _Sheet:
    try:
        raw = file.read_bytes()
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = raw[: error.start].count(b"\n") + 1
        return _Sheet(file.name, None, (Fault(file.name, row, "is not UTF-8 (perhaps GBK): save as UTF-8"),))
    except OSError as error:
        return _Sheet(file.name, None, (Fault(file.name, None, f"cannot be read: {error.strerror}"),))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    lines: list[Cells] = []
    try:
        lines.extend([_clean(cell) for cell in cells] for cells in reader)
    except csv.Error as error:
        reason = f"is not sound CSV ({error}); nothing from this row on was read"
        return _Sheet(file.name, lines or None, (Fault(file.name, len(lines) + 1, reason),))
    return _Sheet(file.name, lines)


def _delimiter(text: str) -> str:
    """Comma, semicolon or tab, whichever the header has most of; a full-width comma when it has none of them."""
    header = text.split("\n", 1)[0]
    best = max(",;\t", key=header.count)
    return best if header.count(best) or "，" not in header else "，"


def _workbook(path: Path, faults: list[Fault]) -> dict[str, _Sheet] | None:
    from python_calamine import CalamineError, CalamineWorkbook  # only where one is read

    sheets: dict[str, _Sheet] = {}
    try:
        with CalamineWorkbook.from_path(path) as book:
            for title in book.sheet_names:
                name = title.strip().lower()
                if name in COLUMNS:
                    cells = book.get_sheet_by_name(title).to_python(skip_empty_area=False)
                    sheets[name] = _Sheet(f"{path.name}/{name}", [[_text(cell) for cell in line] for line in cells])
    except (CalamineError, OSError):
        reason = "cannot be read as an XLSX file" if path.exists() else "does not exist"
        faults.append(Fault(path.name, None, reason))
        return None
    return sheets


def _text(cell: Cell) -> str:
    """A spreadsheet's cell as somebody would have typed it: 9.0 is 9, a date is written 2026-01-31."""
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else str(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ")
    return "" if cell is None else _clean(str(cell))


def plain_width(text: str) -> str:
    """Full-width digits, letters and punctuation as half-width ones: «１２；３» is «12;3»."""
    return unicodedata.normalize("NFKC", text).strip()
