"""The digest's picture: an SVG put together here and drawn with a font of our own, so that it looks the same on a
machine without any. Large type and few colours: it is read on a telephone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from html import escape
from importlib import resources

from domain.digest.digest import Figures, Section
from domain.time.weeks import Week
from messages.drawing.texts import Texts

WIDTH, HEIGHT, EDGE = 1000, 1340, 48
INK, SOFT, LINE, PAPER = "#1F2A37", "#5B6875", "#E3E8EE", "#FFFFFF"
BLUE, GREEN, RED, GREY = "#2F6DB5", "#4FA36C", "#C8452F", "#C3CCD6"
MAX_BARS = 5
NUMBERS = (Section.NEW, Section.DONE, Section.OPEN, Section.OVERDUE, Section.WAITING)


@dataclass(frozen=True, slots=True)
class Bar:
    """A named length; `before` is last week's."""

    label: str
    n: int
    before: int | None = None


@dataclass(frozen=True, slots=True)
class Chart:
    """What is drawn."""

    figures: Figures
    name: str
    span: str
    kinds: Sequence[Bar]


def draw(chart: Chart, texts: Texts) -> bytes:
    """A PNG. No font of the machine is looked at."""
    from resvg_py import svg_to_bytes  # once a week

    with resources.as_file(resources.files("messages.fonts") / "NotoSansSC-Regular-GB2312.otf") as font:
        return svg_to_bytes(
            svg_string=svg(chart, texts),
            skip_system_fonts=True,
            font_files=[str(font)],
            font_family="Noto Sans SC",
            sans_serif_family="Noto Sans SC",
        )


def svg(chart: Chart, texts: Texts) -> str:
    """The picture as text."""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" font-family="Noto Sans SC">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{PAPER}"/>',
        _text(EDGE, 78, chart.name, 50, heavy=True),
        _text(EDGE, 126, chart.span, 32, SOFT),
        *_tiles(chart.figures, texts),
        *_days(chart.figures, texts, 388),
        *_kinds(chart, texts, 770),
        *_ages(chart.figures, texts, 1118),
        "</svg>",
    ]
    return "".join(parts)


def _text(
    x: float, y: float, words: str, size: int, colour: str = INK, anchor: str = "start", *, heavy: bool = False
) -> str:
    """`heavy` thickens the strokes: there is one weight of the font."""
    bold = f' stroke="{colour}" stroke-width="{size / 40:.1f}"' if heavy else ""
    place = f'x="{x:.0f}" y="{y:.0f}" font-size="{size}"'
    return f'<text {place} fill="{colour}" text-anchor="{anchor}"{bold}>{escape(words)}</text>'


def _box(x: float, y: float, width: float, height: float, colour: str, corner: int = 6) -> str:
    size = f'width="{max(width, 0):.1f}" height="{max(height, 0):.1f}"'
    return f'<rect x="{x:.1f}" y="{y:.1f}" {size} rx="{corner}" fill="{colour}"/>'


def _fitted(words: str, width: float, size: int) -> str:
    """What fits; a full-width character is as wide as it is high."""
    room, kept = width, ""
    for char in words:
        room -= size if ord(char) > 0x2E7F else size * 0.52
        if room < 0:
            return kept.rstrip() + "…"
        kept += char
    return kept


def _title(y: float, words: str) -> str:
    line = (
        f'<line x1="{EDGE}" x2="{WIDTH - EDGE}" y1="{y - 50:.0f}" y2="{y - 50:.0f}" stroke="{LINE}" stroke-width="2"/>'
    )
    return line + _text(EDGE, y, words, 36, heavy=True)


def _tiles(figures: Figures, texts: Texts) -> list[str]:
    """Five numbers, with last week's under them."""
    step = (WIDTH - 2 * EDGE) / len(NUMBERS)
    last = figures.last
    before = {} if last is None else {
        Section.NEW: last.new, Section.DONE: last.done, Section.OPEN: last.open, Section.OVERDUE: last.overdue
    }  # fmt: skip
    parts = []
    for index, section in enumerate(NUMBERS):
        middle, n = EDGE + step * (index + 0.5), figures.count(section)
        colour = {Section.NEW: BLUE, Section.DONE: GREEN}.get(section, INK)
        colour = RED if section is Section.OVERDUE and n else colour
        parts.append(_text(middle, 226, str(n), 76, colour, "middle", heavy=True))
        parts.append(_text(middle, 272, texts.label(f"digest-word-{section}"), 34, INK, "middle"))
        if section in before:
            parts.append(_text(middle, 312, texts.label("chart-last", n=before[section]), 28, SOFT, "middle"))
    return parts


def _days(figures: Figures, texts: Texts, y: float) -> list[str]:
    """New and closed, day by day."""
    week = Week.read(figures.week)
    legend = texts.label("digest-word-new"), texts.label("digest-word-done")
    right, base, high = float(WIDTH - EDGE), y + 262, 190
    parts = [_title(y, texts.label("chart-days"))]
    for words, colour in zip(reversed(legend), (GREEN, BLUE), strict=True):
        right -= 34 * sum(1 if ord(char) > 0x2E7F else 0.52 for char in words)
        parts.append(_text(right, y, words, 34, SOFT))
        parts.append(_box(right - 38, y - 26, 28, 28, colour))
        right -= 78
    most = max([1, *(day.new for day in figures.days), *(day.done for day in figures.days)])
    step = (WIDTH - 2 * EDGE) / 7
    for index, day in enumerate(figures.days):
        left = EDGE + step * index + (step - 88) / 2
        for n, at, colour in ((day.new, left, BLUE), (day.done, left + 46, GREEN)):
            tall = high * n / most
            parts.append(_box(at, base - tall, 42, tall, colour, 5))
            if n:
                parts.append(_text(at + 21, base - tall - 9, str(n), 28, INK, "middle"))
        if week is not None:
            name = texts.weekday(week.monday + timedelta(days=index))
            parts.append(_text(EDGE + step * (index + 0.5), base + 42, name, 32, INK, "middle"))
    parts.append(f'<line x1="{EDGE}" x2="{WIDTH - EDGE}" y1="{base}" y2="{base}" stroke="{GREY}" stroke-width="2"/>')
    return parts


def _kinds(chart: Chart, texts: Texts, y: float) -> list[str]:
    """The commonest matters; a grey line under each is last week's."""
    bars = [bar for bar in chart.kinds if bar.n][:MAX_BARS]
    parts = [_title(y, texts.label("chart-kinds"))]
    if not bars:
        return [*parts, _text(EDGE, y + 64, texts.label("chart-nothing"), 34, SOFT)]
    if any(bar.before is not None for bar in bars):
        parts.append(_text(WIDTH - EDGE, y, texts.label("chart-grey"), 28, SOFT, "end"))
    most = max([*(bar.n for bar in bars), *(bar.before or 0 for bar in bars)])
    for index, bar in enumerate(bars):
        parts += _row(y + 30 + index * 54, bar, most, BLUE)
    return parts


def _row(top: float, bar: Bar, most: int, colour: str) -> list[str]:
    left, room = EDGE + 390, WIDTH - 2 * EDGE - 390 - 150
    change = "" if bar.before is None else f" ({bar.n - bar.before:+d})" if bar.n != bar.before else " (=)"
    parts = [
        _text(EDGE, top + 34, _fitted(bar.label, 375, 34), 34),
        _box(left, top + 4, room * bar.n / most, 28, colour),
    ]
    if bar.before is not None:
        parts.append(_box(left, top + 34, room * bar.before / most, 8, GREY, 3))
    end = left + room * max(bar.n, bar.before or 0) / most
    return [*parts, _text(end + 14, top + 32, f"{bar.n}{change}", 34, INK, heavy=True)]


def _ages(figures: Figures, texts: Texts, y: float) -> list[str]:
    """How long the open ones have been open; the oldest in red."""
    parts = [_title(y, texts.label("chart-ages", n=figures.count(Section.OPEN)))]
    labels = ("chart-age-3", "chart-age-7", "chart-age-30", "chart-age-more")
    most = max([1, *figures.ages])
    step = (WIDTH - 2 * EDGE) / len(labels)
    base, high = y + 158, 84
    for index, (key, n) in enumerate(zip(labels, figures.ages, strict=False)):
        tall, middle = max(high * n / most, 4), EDGE + step * (index + 0.5)
        colour = RED if key == "chart-age-more" and n else BLUE if n else GREY
        parts.append(_box(middle - 60, base - tall, 120, tall, colour, 5))
        parts.append(_text(middle, base - tall - 10, str(n), 34, INK, "middle", heavy=True))
        parts.append(_text(middle, base + 42, texts.label(key), 32, INK, "middle"))
    return parts
