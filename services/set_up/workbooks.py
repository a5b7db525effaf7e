"""Tables in workbooks of any make (.xlsx, .xls, .ods, .et), recognised by what is in them and not by their name."""

import io
import posixpath
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from xml.etree.ElementTree import Element
from zipfile import BadZipFile, ZipFile

from services.set_up.sheets import At, Span, TableSheet, clean

_BEGINNINGS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
"""A zip archive, and the older files of Excel and WPS."""

Cell = int | float | str | bool | time | date | datetime | timedelta | None


_BROKEN = (BadZipFile, KeyError, ValueError, SyntaxError, EOFError, RuntimeError, zlib.error)
"""What a damaged archive raises: a part that is missing, XML that breaks off, a password, bytes that do not unfold."""


_UNREADABLE = "cannot be read as a workbook: save it again as .xlsx"


class NoWorkbook(ValueError):
    """The file cannot be read as a workbook; the sentence says why."""


def is_workbook(raw: bytes) -> bool:
    return raw.startswith(_BEGINNINGS)


def sheets_of_workbook(file: str, raw: bytes) -> dict[str, TableSheet]:
    """Every sheet by its title. Raises `NoWorkbook`."""
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError  # only where one is read

    found: dict[str, TableSheet] = {}
    try:
        damaged = _damaged(raw)
        with CalamineWorkbook.from_filelike(io.BytesIO(raw)) as book:
            for title in book.sheet_names:
                sheet = book.get_sheet_by_name(title)
                cells = sheet.to_python(skip_empty_area=False)
                errors, spans = damaged.get(title, ({}, ()))
                dates = frozenset(
                    (y, x) for y, line in enumerate(cells) for x, cell in enumerate(line) if isinstance(cell, _TIMES)
                )
                found[title] = TableSheet(
                    f"{file}/{title.strip().lower()}",
                    [[_text(cell) for cell in line] for line in cells],
                    dates=dates,
                    errors=errors,
                    merged=tuple(sheet.merged_cell_ranges or spans),
                )
    except PasswordError:
        raise NoWorkbook("is locked with a password: save it without one") from None
    except (*_BROKEN, CalamineError):
        raise NoWorkbook(_UNREADABLE) from None
    except BaseException as error:  # calamine's own bugs come as a panic, which is no Exception
        if type(error).__name__ != "PanicException":
            raise
        raise NoWorkbook(_UNREADABLE) from None
    return found


_TIMES = (date, time, timedelta)


def _text(cell: Cell) -> str:
    """A spreadsheet's cell as somebody would have typed it: 9.0 is 9, a date is written 2026-01-31."""
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else str(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ")
    return "" if cell is None else clean(str(cell))


Damage = tuple[dict[At, str], tuple[Span, ...]]
"""Error cells with what they show, and merged cells as far as the reader does not tell them."""


def _damaged(raw: bytes) -> dict[str, Damage]:
    """By sheet. The reader gives an empty cell for an error, so they are looked for in the file's own XML."""
    if not raw.startswith(b"PK"):
        return {}
    with ZipFile(io.BytesIO(raw)) as archive:
        names = set(archive.namelist())
        if "xl/workbook.xml" in names:
            return {title: (dict(_errors(archive.read(part))), ()) for title, part in _parts(archive) if part in names}
        if "content.xml" in names:
            return dict(_of_open_document(archive.read("content.xml")))
    return {}


def _tree(xml: bytes) -> Element:
    from defusedxml.ElementTree import fromstring  # only where a workbook is read

    root: Element = fromstring(xml)
    return root


def _every(root: Element, name: str) -> Iterator[Element]:
    """Every element of that name, whichever name space the program that wrote it used."""
    return (one for one in root.iter() if one.tag.rpartition("}")[2] == name)


def _parts(archive: ZipFile) -> Iterator[tuple[str, str]]:
    """Every sheet's title, and the part of the archive that holds it."""
    targets = {one.get("Id"): one.get("Target") or "" for one in _tree(archive.read("xl/_rels/workbook.xml.rels"))}
    for sheet in _every(_tree(archive.read("xl/workbook.xml")), "sheet"):
        reference = next((value for key, value in sheet.attrib.items() if key.endswith("}id")), None)
        part = posixpath.normpath(posixpath.join("/xl", targets.get(reference, "")))
        yield sheet.get("name") or "", part.lstrip("/")


def _errors(part: bytes) -> Iterator[tuple[At, str]]:
    if b'"e"' not in part and b"'e'" not in part:
        return  # hardly any sheet has one, and reading the tree takes longer than all the rest
    for cell in _every(_tree(part), "c"):
        if cell.get("t") == "e":
            yield _at(cell.get("r") or "A1"), "".join(value.text or "" for value in _every(cell, "v"))


def _at(reference: str) -> At:
    """D3 is line 2, column 3."""
    letters = reference.rstrip("0123456789")
    column = 0
    for letter in letters.upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(reference[len(letters) :]) - 1, column - 1


def _of_open_document(content: bytes) -> Iterator[tuple[str, Damage]]:
    for table in _every(_tree(content), "table"):
        errors: dict[At, str] = {}
        spans: list[Span] = []
        y = 0
        for row in _every(table, "table-row"):
            x = 0
            for cell in row:
                said = {(key.rpartition("}")[2], value) for key, value in cell.attrib.items()}
                numbers = {key: int(value) for key, value in said if value.isdecimal()}
                if ("value-type", "error") in said:
                    errors[y, x] = clean("".join(cell.itertext()))
                down, across = numbers.get("number-rows-spanned", 1), numbers.get("number-columns-spanned", 1)
                if down > 1 or across > 1:
                    spans.append(((y, x), (y + down - 1, x + across - 1)))
                x += numbers.get("number-columns-repeated", 1)
            rows = {key.rpartition("}")[2]: value for key, value in row.attrib.items()}
            y += int(rows.get("number-rows-repeated", "1"))
        yield next((v for k, v in table.attrib.items() if k.endswith("}name")), ""), (errors, tuple(spans))
