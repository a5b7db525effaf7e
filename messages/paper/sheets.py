"""Paper: the sheet for a stairwell, and the one-page guides. A4, large type, Chinese and English, fonts embedded.

The packaged font has the characters of GB 2312. A place name may hold others: `missing` names them, and whoever prints
can give a font that has them.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path

import segno
from fontTools.ttLib import TTFont
from fpdf import FPDF
from fpdf.enums import Align, TableBordersLayout, XPos, YPos
from fpdf.fonts import FontFace, TTFFont

from domain.community import Community
from messages.drawing.catalogs import Catalogs
from messages.drawing.texts import Texts

WIDTH, HEIGHT, EDGE = 210.0, 297.0, 15.0
INNER = WIDTH - 2 * EDGE
INK, SOFT, RED = (20, 28, 38), (80, 92, 104), (176, 32, 24)
QR_SIDE_MM = 104.0
QUIET_MODULES = 4
"""White around a QR code, as its standard asks."""
FIRST = ("fire", "medical", "police")
LATER = ("gas", "lift", "power")
LARGEST_GUIDE, SMALLEST_GUIDE = 13.0, 8.5
FONT = "sheet"
_BREAKS = re.compile(
    r"(?<= )|(?<=[一-鿿，。；：、！？」』）])(?=[一-鿿「『（A-Za-z0-9/])|(?<=[A-Za-z0-9])(?=[一-鿿「『（])"
)
"""Where a line may break: never before 。 or 」, never after 「, and never within a word or a number."""
_CHINESE = re.compile(r"[　-〿一-鿿＀-￯]")
_ITEM = re.compile(r"•  |\d+\. ")


@dataclass(frozen=True, slots=True)
class PosterSheet:
    """What stands on one: the place's name, and the link that fills it into a report."""

    name: str
    link: str


def packaged_font() -> Path:
    """Noto Sans SC, cut to GB 2312 (messages/fonts/OFL.txt)."""
    with resources.as_file(resources.files("messages.fonts") / "NotoSansSC-Regular-GB2312.otf") as path:
        return path


@cache
def _characters(font: Path) -> frozenset[int]:
    with TTFont(font, fontNumber=0, lazy=True) as opened:
        return frozenset(opened.getBestCmap())


def missing(text: str, font: Path) -> str:
    """The characters that the font cannot print, each once."""
    known = _characters(font)
    return "".join(dict.fromkeys(char for char in text if ord(char) not in known and not char.isspace()))


@contextmanager
def document(font: Path) -> Iterator[FPDF]:
    """An empty A4 document; its font's file is closed afterwards, which the library leaves to chance."""
    pdf = FPDF(format="A4")
    pdf.set_margin(EDGE)
    pdf.set_auto_page_break(False)
    pdf.add_font(FONT, fname=font)
    pdf.set_text_color(*INK)
    try:
        yield pdf
    finally:
        for one in pdf.fonts.values():
            if isinstance(one, TTFFont):
                one.ttfont.close()


def poster(sheet: PosterSheet, community: Community, font: Path, catalogs: Catalogs) -> bytes:
    """The sheet in the stairwell."""
    with document(font) as pdf:
        pdf.set_title(sheet.name)
        pdf.add_page()
        _draw(pdf, sheet, community, Texts(catalogs, "zh", "UTC"), Texts(catalogs, "en", "UTC"))
        return bytes(pdf.output())


def _draw(pdf: FPDF, sheet: PosterSheet, community: Community, chinese: Texts, english: Texts) -> None:
    _line(pdf, 14, SOFT, chinese.pick(community.name), english.pick(community.name))
    _line(pdf, 60, INK, sheet.name)
    _line(pdf, 28, INK, chinese.label("poster-scan"))
    _line(pdf, 17, SOFT, english.label("poster-scan"))
    draw_qr(pdf, sheet.link, (WIDTH - QR_SIDE_MM) / 2, pdf.get_y(), QR_SIDE_MM)
    pdf.set_y(pdf.get_y() + QR_SIDE_MM)
    for number in ("1", "2", "3"):
        _step(pdf, number, chinese.label(f"poster-step-{number}"), english.label(f"poster-step-{number}"))
    pdf.ln(2)
    pdf.set_draw_color(*RED)
    pdf.set_line_width(0.8)
    pdf.line(EDGE, pdf.get_y(), WIDTH - EDGE, pdf.get_y())
    pdf.ln(2)
    _line(pdf, 28, RED, _numbers(community, FIRST, chinese))
    _line(pdf, 15, RED, chinese.label("poster-danger"), english.label("poster-danger"))
    _line(pdf, 20, INK, _numbers(community, LATER, chinese))
    office = community.office_phone or "＿＿＿＿＿＿＿＿＿"
    _line(pdf, 28, INK, f"{chinese.label('poster-office')} {english.label('poster-office')} {office}")
    _line(pdf, 12, SOFT, _numbers(community, (*FIRST, *LATER), english))
    _line(pdf, 10, SOFT, sheet.link.removeprefix("https://"))


def _numbers(community: Community, codes: Iterable[str], texts: Texts) -> str:
    by_code = {number.code: number for number in community.emergency_numbers}
    known = [by_code[code] for code in codes if code in by_code and by_code[code].number]
    return "   ".join(f"{texts.pick(one.name)} {one.number}" for one in known)


def fitting(pdf: FPDF, text: str, largest: float, width: float = INNER) -> float:
    """The largest size in points at which the text fits on one line of so many millimetres."""
    pdf.set_font(FONT, size=largest)
    return min(largest, largest * width / max(pdf.get_string_width(text), 1) * 0.98)


def _line(pdf: FPDF, size: float, colour: tuple[int, int, int], *parts: str) -> None:
    text = "  ".join(part for part in parts if part)
    if not text:
        return
    pdf.set_text_color(*colour)
    pdf.set_font(FONT, size=fitting(pdf, text, size))
    pdf.cell(w=INNER, h=size * 0.46, text=text, align=Align.C, new_x=XPos.LMARGIN, new_y=YPos.NEXT)


def _step(pdf: FPDF, number: str, chinese: str, english: str) -> None:
    pdf.set_text_color(*INK)
    pdf.set_font(FONT, size=23)
    pdf.cell(w=10, h=11, text=number)
    pdf.set_font(FONT, size=min(23, fitting(pdf, chinese, 23) * (INNER - 10) / INNER))
    pdf.cell(w=INNER - 10, h=11, text=chinese, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    pdf.set_text_color(*SOFT)
    pdf.set_x(EDGE + 10)
    pdf.set_font(FONT, size=min(14, fitting(pdf, english, 14) * (INNER - 10) / INNER))
    pdf.cell(w=INNER - 10, h=7, text=english, new_x=XPos.LMARGIN, new_y=YPos.NEXT)


def draw_qr(pdf: FPDF, link: str, left: float, top: float, side: float) -> None:
    """Drawn as rectangles, sharp at any size; `side` with the white around it, all in millimetres."""
    code = segno.make(link, error="q", micro=False)
    rows = [tuple(row) for row in code.matrix]
    module = side / (len(rows) + 2 * QUIET_MODULES)
    left, top = left + QUIET_MODULES * module, top + QUIET_MODULES * module
    pdf.set_fill_color(0, 0, 0)
    for y, row in enumerate(rows):
        for begin, length in _runs(row):
            pdf.rect(left + begin * module, top + y * module, length * module, module, style="F")


def _runs(row: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Dark modules that stand side by side: where they begin, and how many."""
    begin: int | None = None
    for x, dark in enumerate((*row, 0)):
        if dark and begin is None:
            begin = x
        elif not dark and begin is not None:
            yield begin, x - begin
            begin = None


def guide(markdown: str, font: Path) -> bytes:
    """A guide of docs/, each language on a page of its own, as large as that page allows."""
    with document(font) as pdf:
        for half in re.split(r"\n---\n", markdown):
            size = LARGEST_GUIDE
            while size > SMALLEST_GUIDE and not _fits(half, font, size):
                size -= 0.5
            pdf.set_auto_page_break(True, margin=EDGE)  # a guide that has grown too long goes on overleaf
            pdf.add_page()
            _write(pdf, half, size)
        return bytes(pdf.output())


def _fits(half: str, font: Path, size: float) -> bool:
    with document(font) as trial:
        trial.add_page()
        _write(trial, half, size)
        return trial.get_y() <= HEIGHT - EDGE and trial.page == 1


def _write(pdf: FPDF, markdown: str, size: float) -> None:
    """Headings, paragraphs, lists and tables; bold and links lose their marks."""
    for block in re.split(r"\n\s*\n", re.sub(r"(?m)^!\[.*$", "", markdown).strip()):
        lines = [_plain(line) for line in block.splitlines()]
        if lines[0].startswith("|"):
            _table(pdf, [line for line in lines if not re.fullmatch(r"[|\s:-]+", line)], size)
            continue
        for joined in _joined(lines):
            heading = len(joined) - len(joined.lstrip("#"))
            text = joined.lstrip("# ")
            points = size * {0: 1.0, 1: 1.7, 2: 1.3}.get(heading, 1.1)
            points = fitting(pdf, text, points) if heading else points
            pdf.set_font(FONT, size=points)
            item = _ITEM.match(text)
            mark = item[0] if item else ""
            hang = pdf.get_string_width(mark)
            for number, part in enumerate(_wrapped(pdf, text[len(mark) :], INNER - hang)):
                pdf.set_x(EDGE + (hang if number else 0))
                line = part if number else mark + part
                pdf.cell(w=INNER, h=points * 0.5, text=line, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        pdf.ln(size * 0.12)


def _plain(line: str) -> str:
    line = re.sub(r"\[([^\]]+)\]\([^)]*\)", r"\1", line.strip())
    return re.sub(r"\*(\w[^*]*)\*", r"\1", line.replace("**", "")).replace("`", "").replace("&lt;", "<")


def _joined(lines: Sequence[str]) -> list[str]:
    """Lines of one paragraph or list item as one."""
    joined: list[str] = []
    for line in lines:
        starts = re.match(r"#|- |\d+\. ", line)
        if starts or not joined:
            joined.append(re.sub(r"^- ", "•  ", line))
        else:
            space = "" if _CHINESE.match(joined[-1][-1:]) and _CHINESE.match(line) else " "
            joined[-1] += space + line
    return joined


def _wrapped(pdf: FPDF, text: str, width: float) -> list[str]:
    """The lines of a text; the library itself breaks Chinese before a full stop, or within a word."""
    lines = [""]
    for piece in _BREAKS.split(text):
        if lines[-1] and pdf.get_string_width(lines[-1] + piece.rstrip()) > width - 2 * pdf.c_margin:
            lines.append("")
        lines[-1] += piece
    return lines


def _table(pdf: FPDF, lines: Sequence[str], size: float) -> None:
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    pdf.set_font(FONT, size=size)
    pdf.set_draw_color(*SOFT)
    pdf.set_line_width(0.2)
    shares = [1] * (len(rows[0]) - 1) + [4]
    widths = [INNER * share / sum(shares) - 2 for share in shares]
    with pdf.table(
        [["\n".join(_wrapped(pdf, cell, width)) for cell, width in zip(row, widths, strict=False)] for row in rows],
        col_widths=tuple(shares),
        line_height=size * 0.52,
        borders_layout=TableBordersLayout.HORIZONTAL_LINES,
        headings_style=FontFace(color=SOFT),
        padding=0.6,
        text_align=Align.L,
    ):
        pass
    pdf.ln(size * 0.12)
