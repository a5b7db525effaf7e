"""The table behind a digest: a row per ticket, with marks that add up to the digest's own figures."""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO

from domain.digest.digest import Figures, Section, TableRow
from messages.digest.digest_words import category_word
from messages.drawing.frame import Frame

MARKED = (Section.NEW, Section.DONE, Section.OPEN, Section.OVERDUE, Section.WAITING, Section.MISSED, Section.AGAIN)
TIMES = ("filed", "claimed", "resolved", "ended")
WORDS = ("number", "category", "place", "reporter", "grade", "state")
FORMULAS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
WIDTHS = (12, 22, 26, 12, 8, 14, 17, 17, 17, 17)


def guarded(text: str) -> str:
    """A cell that a spreadsheet might take for a formula, of full width too, gets a sign in front."""
    return f"'{text}" if text.lstrip().startswith(FORMULAS) or text[:1].isspace() else text


def workbook(figures: Figures, rows: Sequence[TableRow], frame: Frame) -> bytes:
    """An XLSX file, made in memory."""
    texts = frame.texts
    from xlsxwriter import Workbook  # 3 MB, for a button of the secretary's

    file = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(file, options) as book:
        sheet = book.add_worksheet(guarded(figures.week))
        bold = book.add_format({"bold": True, "bg_color": "#E8EEF4"})
        when = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        columns = (*WORDS, *TIMES)
        heads = [texts.label(f"table-{column}") for column in columns]
        heads += [texts.label(f"digest-word-{section}") for section in MARKED]
        sheet.write_row(0, 0, heads, bold)
        sheet.freeze_panes(1, 1)
        for column, width in enumerate(WIDTHS):
            sheet.set_column(column, column, width)
        for line, row in enumerate(rows, 1):
            words = (row.number, category_word(row.category, frame), row.place, row.reporter, row.grade)
            for column, word in enumerate((*words, texts.label(f"state-{row.state}"))):
                sheet.write_string(line, column, guarded(word))
            times: tuple[datetime | None, ...] = (row.filed_at, row.claimed_at, row.resolved_at, row.ended_at)
            for column, instant in enumerate(times, len(WORDS)):
                if instant is not None:
                    sheet.write_datetime(line, column, instant.astimezone(texts.zone).replace(tzinfo=None), when)
            for column, section in enumerate(MARKED, len(WORDS) + len(TIMES)):
                if row.ticket_id in figures.tickets(section):
                    sheet.write_number(line, column, 1)
        listed = {row.ticket_id for row in rows}
        rest, total = len(rows) + 1, len(rows) + 2
        sheet.write_string(rest, 0, texts.label("table-rest"))
        sheet.write_string(total, 0, texts.label("table-total"), bold)
        for column, section in enumerate(MARKED, len(WORDS) + len(TIMES)):
            sheet.write_number(rest, column, len(set(figures.tickets(section)) - listed))
            sheet.write_number(total, column, figures.count(section), bold)
    return file.getvalue()
