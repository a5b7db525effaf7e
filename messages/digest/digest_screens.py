"""The weekly digest as a message: one screen first, the details folded below it, the lists behind buttons."""

from collections.abc import Iterable, Sequence
from html import unescape
from re import sub

from domain.digest.digest import BUTTONS, ComparedWeek, Figures, Rate, Section
from domain.digest.views import DigestView
from domain.notices.notices import DigestButtons, DigestReport
from domain.time.weeks import Week
from messages.digest.digest_words import change_words, details, judgements, rate_words, rates_of, requests, signed
from messages.digest.together import together
from messages.drawing.buttons import ANYWHERE, Button, ButtonRow
from messages.drawing.frame import Frame
from messages.drawing.paging import MOST, a_page
from messages.drawing.screen import Screen
from messages.drawing.texts import Html, Texts

MAX_UNITS = 4000
"""Characters; Telegram takes 4,096 once the tags are out."""

NUMBERS = (Section.NEW, Section.DONE, Section.OPEN, Section.OVERDUE, Section.WAITING)


def report(view: DigestView, notice: DigestReport, frame: Frame) -> Screen:
    """The digest, with a button for the list behind each figure."""
    return Screen(digest_text(view, frame), _buttons(view.figures, notice.version, frame.texts), confidential=True)


def other_buttons(view: DigestView, notice: DigestButtons, frame: Frame) -> Screen:
    """The same digest with the next of its lists."""
    rows = _buttons(view.figures, notice.version, frame.texts, notice.page)
    return Screen(digest_text(view, frame), rows, confidential=True, keeps_words=True)


def digest_text(view: DigestView, frame: Frame) -> Html:
    """The whole text; what does not fit is cut from the end of the details."""
    texts, figures = frame.texts, view.figures
    top = [
        *_head(view, frame),
        Html(""),
        *_numbers(figures, texts),
        *_balance(figures, texts),
        Html(""),
        *_rates(figures, texts),
        Html(""),
        texts.say("digest-judgements"),
        *_numbered(judgements(figures, frame) or [texts.say("digest-calm")]),
        Html(""),
        texts.say("digest-requests"),
        *_numbered(requests(figures, texts) or [texts.say("digest-nothing-asked")]),
        Html(""),
    ]
    folded = details(figures, frame, together(figures, texts))
    while folded and _size([*top, *folded]) > MAX_UNITS:
        folded.pop()
    text = "\n".join(top)
    inside = "\n".join(folded)
    return Html(f"{text}<blockquote expandable>{inside}</blockquote>" if folded else text)


def _size(lines: Iterable[str]) -> int:
    bare = unescape(sub(r"<[^>]+>", "", "\n".join(lines)))
    return len(bare.encode("utf-16-le")) // 2


def _numbered(lines: Sequence[Html]) -> list[Html]:
    return [Html(f"{n}. {line}") for n, line in enumerate(lines, 1)] if len(lines) > 1 else list(lines)


def week_words(code: str, texts: Texts) -> tuple[Html, str, str]:
    """«2026年第46周», and its first and last day."""
    week = Week.read(code)
    if week is None:
        raise LookupError("a digest was kept under no week")
    name = texts.say("digest-week", year=week.year, number=week.number)
    return name, texts.date(week.monday), texts.date(week.sunday)


def _head(view: DigestView, frame: Frame) -> list[Html]:
    texts, figures = frame.texts, view.figures
    name, first, last = week_words(figures.week, texts)
    lines = []
    if view.older:
        lines.append(texts.say("digest-made-up", n=len(view.older) + 1))
        for older in view.older:
            values = {section.value: older.count(section) for section in NUMBERS}
            _, since, until = week_words(older.week, texts)
            lines.append(texts.say("digest-older", week=older.week, first=since, last=until, **values))
        lines.append(Html(""))
    lines.append(texts.say("digest-head", community=texts.pick(frame.community.name), week=name))
    lines.append(texts.say("digest-span", first=first, last=last))
    if not figures.complete:
        lines.append(texts.say("digest-so-far", until=texts.when(figures.until, frame.now)))
    if figures.corrects:
        lines.append(texts.say("digest-corrects"))
    return lines


def _numbers(figures: Figures, texts: Texts) -> list[Html]:
    """Five of them, each with the week before."""
    lines = []
    for section in NUMBERS:
        word, before = texts.say(f"digest-word-{section}"), _than(figures, section, texts)
        lines.append(texts.say("digest-number", word=word, n=figures.count(section), before=before))
    return lines


def _than(figures: Figures, section: Section, texts: Texts) -> Html:
    now = figures.count(section)
    last = _earlier(figures.last, section)
    return (
        Html("") if last is None else texts.say("digest-last", n=last, change=change_words(now, last, figures, texts))
    )


def _earlier(before: ComparedWeek | None, section: Section) -> int | None:
    counts = {} if before is None else {
        Section.NEW: before.new, Section.DONE: before.done, Section.OPEN: before.open, Section.OVERDUE: before.overdue
    }  # fmt: skip
    return counts.get(section)


def _balance(figures: Figures, texts: Texts) -> list[Html]:
    """Both sums, printed so that anybody can add them up; parts that are nought go unsaid."""

    def part(key: str, section: Section) -> Html:
        return texts.say(key, n=figures.count(section)) if figures.count(section) else Html("")

    values = {section.value: figures.count(section) for section in Section}
    back, dropped = part("digest-plus-back", Section.BACK), part("digest-minus-dropped", Section.DROPPED)
    confirming, parked = part("digest-plus-confirming", Section.CONFIRMING), part("digest-parked", Section.PARKED)
    return [
        texts.say("digest-balance", **{**values, "back": back, "dropped": dropped}),
        texts.say("digest-split", **{**values, "confirming": confirming, "parked": parked}),
    ]


def _rates(figures: Figures, texts: Texts) -> list[Html]:
    """The three rates, numerator and denominator always; who said nothing is counted nowhere."""
    lines = [
        texts.say(f"digest-rate-{name}", rate=rate_words(now, texts), points=_points(now, last, figures, texts))
        for name, now, last in rates_of(figures)
    ]
    if silent := figures.count(Section.UNANSWERED):
        lines.append(texts.say("digest-silent", n=silent, asked=silent + figures.solved.base))
    return lines


def _points(now: Rate, last: Rate | None, figures: Figures, texts: Texts) -> Html:
    if now.permille is None or last is None or last.permille is None or not figures.complete:
        return Html("")
    return texts.say("digest-points", points=signed(now.permille - last.permille))


def _buttons(figures: Figures, version: int, texts: Texts, page: int = 0) -> list[ButtonRow]:
    at = f"{figures.week}:{version}"
    buttons: list[tuple[str, Button]] = [
        (
            texts.label("digest-button", word=texts.label(f"digest-word-{section}"), n=figures.count(section)),
            Button(ANYWHERE, "digest", arg=f"{at}:{section}:0"),
        )
        for section in BUTTONS
        if figures.count(section)
    ]
    buttons.append((texts.label("button-table"), Button(ANYWHERE, "digest-table", arg=at)))

    def to(number: int) -> Button:
        return Button(ANYWHERE, "digest-more", arg=f"{at}:{number}")

    if page > 0:
        return a_page(buttons, page, to, texts, (texts.label("button-back"), to(0)))
    return a_page(buttons, page, to, texts, most=MOST if len(buttons) <= MOST else MOST - 1)
