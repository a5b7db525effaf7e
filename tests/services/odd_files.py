"""Workbooks as older programs write them, made byte by byte: .xls (and .et, which is the same inside) and .ods."""

import io
import struct
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape

Cell = str | float
Sheets = dict[str, Sequence[Sequence[Cell]]]
Merged = Sequence[tuple[str, int, int, int, int]]
"""Title, first line, last line, first column, last column."""
FREE, END = 0xFFFFFFFF, 0xFFFFFFFE


def table(text: str) -> list[list[Cell]]:
    """A table from lines of comma separated cells."""
    return [[*line.split(",")] for line in text.splitlines()]


def xls(sheets: Sheets, merged: Merged = ()) -> bytes:
    """BIFF8 records within an OLE2 file (MS-XLS, MS-CFB)."""
    head = _record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0)) + _record(0x42, struct.pack("<H", 1200))
    parts = [_sheet(title, rows, merged) for title, rows in sheets.items()]
    size = len(head) + sum(len(_bound(title, 0)) for title in sheets) + len(_record(0xA))
    bounds = b""
    for title, part in zip(sheets, parts, strict=True):
        bounds += _bound(title, size)
        size += len(part)
    return _ole2(head + bounds + _record(0xA) + b"".join(parts))


def _record(kind: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _bound(title: str, offset: int) -> bytes:
    return _record(0x85, struct.pack("<IBBBB", offset, 0, 0, len(title), 1) + title.encode("utf-16-le"))


def _sheet(title: str, rows: Sequence[Sequence[Cell]], merged: Merged) -> bytes:
    made = _record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0))
    made += _record(0x200, struct.pack("<IIHHH", 0, len(rows), 0, max(map(len, rows)), 0))
    for y, row in enumerate(rows):
        for x, cell in enumerate(row):
            if isinstance(cell, str):
                words = struct.pack("<HHHHB", y, x, 15, len(cell), 1) + cell.encode("utf-16-le")
                made += _record(0x204, words) if cell else b""
            else:
                made += _record(0x203, struct.pack("<HHHd", y, x, 15, cell))
    for where, *lines_and_columns in merged:
        made += _record(0xE5, struct.pack("<HHHHH", 1, *lines_and_columns)) if where == title else b""
    return made + _record(0xA)


def _ole2(stream: bytes) -> bytes:
    """One stream in sectors of 512 bytes, long enough to need no small ones."""
    stream += bytes(max(4096, -(-len(stream) // 512) * 512) - len(stream))
    sectors = len(stream) // 512
    chain = [0xFFFFFFFD, END, *range(3, sectors + 2), END]
    chain += [FREE] * (128 - len(chain))
    header = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16)
    header += struct.pack("<HHHHH6x9I", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, END, 0, END, 0)
    header += struct.pack("<109I", 0, *[FREE] * 108)
    entries = _entry("Root Entry", 5, 1, END, 0) + _entry("Workbook", 2, FREE, 2, len(stream))
    return header + struct.pack("<128I", *chain) + entries + _entry("", 0, FREE, 0, 0) * 2 + stream


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    raw = f"{name}\0".encode("utf-16-le") if name else b""
    return raw.ljust(64, b"\0") + struct.pack("<HBBIII16xI8x8xIQ", len(raw), kind, 1, FREE, FREE, child, 0, start, size)


def ods(sheets: Sheets, merged: Merged = ()) -> bytes:
    """An OpenDocument spreadsheet. «#REF!» becomes an error cell, as LibreOffice writes it."""
    tables = ""
    for title, rows in sheets.items():
        tables += f'<table:table table:name="{escape(title)}">'
        spans = {(y, x): (last_y - y + 1, last_x - x + 1) for t, y, last_y, x, last_x in merged if t == title}
        for y, row in enumerate(rows):
            cells = (_ods_cell(str(cell), spans.get((y, x))) for x, cell in enumerate(row))
            tables += f"<table:table-row>{''.join(cells)}</table:table-row>"
        tables += "</table:table>"
    names = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"' for short in ("office", "table", "text")
    )
    names += ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
    body = f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
    manifest = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr("content.xml", f"<office:document-content {names}>{body}</office:document-content>")
    return file.getvalue()


def _ods_cell(cell: str, span: tuple[int, int] | None) -> str:
    if not cell:
        return "<table:table-cell/>"
    if cell.startswith("#"):
        kind = 'office:value-type="string" office:string-value="" calcext:value-type="error"'
    else:
        kind = 'office:value-type="string"'
    if span:
        kind += f' table:number-rows-spanned="{span[0]}" table:number-columns-spanned="{span[1]}"'
    return f"<table:table-cell {kind}><text:p>{escape(cell)}</text:p></table:table-cell>"
