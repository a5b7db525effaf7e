"""Tables as text: CSV in whatever encoding an office's machine saves it, comma, semicolon or tab between the cells."""

import csv
import io

from services.set_up.findings import Fault
from services.set_up.sheets import TableSheet, clean

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


class NotReadable(ValueError):
    """The bytes are no text in any encoding that is known here; `row` is where that shows, if it shows in one."""

    def __init__(self, reason: str, row: int | None = None) -> None:
        super().__init__(reason)
        self.row = row


def decode(raw: bytes) -> str:
    """UTF-8 or UTF-16 with or without a mark, else GBK in its widest form (GB 18030). Raises `NotReadable`."""
    encoding = next((name for mark, name in _MARKS if raw.startswith(mark)), None) or _utf_16_without_mark(raw)
    try:
        return raw.decode(encoding or "utf-8")
    except UnicodeDecodeError as error:
        row = raw[: error.start].count(b"\n") + 1
        if encoding is not None or _is_damaged_utf_8(raw):
            raise NotReadable(f"is damaged {(encoding or 'utf-8').upper().removesuffix('-SIG')} text", row) from None
    try:
        return raw.decode("gb18030")
    except UnicodeDecodeError as error:
        row = raw[: error.start].count(b"\n") + 1
        raise NotReadable("is neither UTF-8, UTF-16 nor GBK text: save it as CSV UTF-8", row) from None


def _utf_16_without_mark(raw: bytes) -> str | None:
    """Commas and line ends are ASCII in every table: in UTF-16 each has a zero byte beside it, always on one side."""
    if raw.count(0) < 2 or len(raw) % 2:
        return None
    return "utf-16-le" if raw[1::2].count(0) > raw[::2].count(0) else "utf-16-be"


def _is_damaged_utf_8(raw: bytes) -> bool:
    """A few bad bytes among sound characters; read as GBK it would be nonsense without a fault."""
    text = raw.decode("utf-8", "replace")
    return text.count("\ufffd") < sum(character > "\x7f" and character != "\ufffd" for character in text)


def sheet_of_text(name: str, raw: bytes) -> TableSheet:
    """One table from a CSV file; what is wrong with the file stands in the sheet's faults."""
    try:
        text = decode(raw)
    except NotReadable as error:
        return TableSheet(name, None, (Fault(name, error.row, str(error)),))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    lines: list[list[str]] = []
    try:
        lines.extend([clean(cell) for cell in cells] for cells in reader)
    except csv.Error as error:
        reason = f"is not sound CSV ({error}); nothing from this row on was read"
        return TableSheet(name, lines or None, (Fault(name, len(lines) + 1, reason),))
    return TableSheet(name, lines)


def _delimiter(text: str) -> str:
    """Comma, semicolon or tab, whichever the first lines have most of; a full-width comma when they have none."""
    head = "\n".join(text.split("\n", 3)[:3])
    best = max(",;\t", key=head.count)
    return best if head.count(best) or "，" not in head else "，"
