"""Slips with the code of a door (户码): four on an A4 page with lines to cut along, in large type."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from fpdf import FPDF

from messages.drawing.texts import Texts
from messages.paper.sheets import EDGE, FONT, HEIGHT, INK, INNER, RED, SOFT, WIDTH, document, draw_qr, fitting

ON_A_PAGE = 4
SLIP_HEIGHT = HEIGHT / ON_A_PAGE
QR_SIDE = 54.0
WORDS = INNER - QR_SIDE - 4
"""How wide the words are beside the QR code, in millimetres."""


@dataclass(frozen=True, slots=True)
class DoorSlip:
    """One door: as it is printed, its code as it is typed, and the link that fills the code in."""

    door: str
    code: str
    link: str


def slips_paper(slips: Sequence[DoorSlip], community: str, until: str, texts: Texts, font: Path) -> bytes:
    """A PDF: who it is from, which door, the code, and in three sentences what it is for and until when."""
    with document(font) as pdf:
        pdf.set_title(texts.label("register-slip-title"))
        for position, slip in enumerate(slips):
            if position % ON_A_PAGE == 0:
                pdf.add_page()
            _draw(pdf, slip, (position % ON_A_PAGE) * SLIP_HEIGHT, community, until, texts)
        return bytes(pdf.output())


def _draw(pdf: FPDF, slip: DoorSlip, top: float, community: str, until: str, texts: Texts) -> None:
    if top:
        pdf.set_draw_color(*SOFT)
        pdf.set_line_width(0.2)
        pdf.set_dash_pattern(dash=2, gap=2)
        pdf.line(0, top, WIDTH, top)
        pdf.set_dash_pattern()
    draw_qr(pdf, slip.link, WIDTH - EDGE - QR_SIDE, top + (SLIP_HEIGHT - QR_SIDE) / 2, QR_SIDE)
    pdf.set_y(top + 6)
    _line(pdf, 12, SOFT, community)
    _line(pdf, 22, INK, slip.door)
    _line(pdf, 38, RED, slip.code)
    for key in ("register-slip-type", "register-slip-proves", "register-slip-until"):
        _line(pdf, 14, INK, texts.label(key, until=until))
    _line(pdf, 10, SOFT, slip.link.removeprefix("https://"))


def _line(pdf: FPDF, largest: float, colour: tuple[int, int, int], text: str) -> None:
    size = fitting(pdf, text, largest, WORDS)
    pdf.set_text_color(*colour)
    pdf.set_font(FONT, size=size)
    pdf.set_x(EDGE)
    pdf.cell(w=WORDS, h=largest * 0.48, text=text)
    pdf.set_y(pdf.get_y() + largest * 0.48)
