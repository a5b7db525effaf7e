"""The two files of a digest: a picture and, on request, a table. They are drawn when they leave."""

from collections.abc import Sequence
from functools import partial

from domain.digest.digest import Figures, TableRow
from domain.notices.notices import DigestNames, DigestPicture, DigestTable
from domain.vocabulary import MediaKind
from messages.digest.charts import Bar, Chart, draw
from messages.digest.digest_screens import week_words
from messages.digest.digest_words import category_word
from messages.digest.workbook import workbook
from messages.drawing.buttons import ANYWHERE, Button
from messages.drawing.frame import Frame
from messages.drawing.screen import Screen, Upload


def picture(figures: Figures, _notice: DigestPicture, frame: Frame) -> Screen:
    """The figures as a PNG, without a name on it."""
    texts = frame.texts
    name, first, last = week_words(figures.week, texts)
    kinds = [Bar(category_word(kind.code, frame), kind.count, kind.last) for kind in figures.kinds]
    chart = Chart(figures, name, texts.label("chart-span", first=first, last=last), kinds)
    return Screen(
        name, upload=Upload(MediaKind.PHOTO, f"{figures.week}.png", partial(draw, chart, texts)), confidential=True
    )


def names(notice: DigestNames, frame: Frame) -> Screen:
    """What a look at the names means, before it is done."""
    texts = frame.texts
    arg = f"{notice.week}:{notice.version}:yes"
    return Screen(
        texts.say("table-names-ask"),
        [[(texts.label("button-table-names-yes"), Button(ANYWHERE, "digest-names", arg=arg))]],
    )


def table(view: tuple[Figures, Sequence[TableRow]], notice: DigestTable, frame: Frame) -> Screen:
    """The rows as an XLSX file, without rooms and words; names are masked unless the look was recorded."""
    texts = frame.texts
    figures, rows = view
    name, _, _ = week_words(figures.week, texts)
    make = partial(workbook, figures, rows, frame)
    upload = Upload(MediaKind.DOCUMENT, f"{figures.week}.xlsx", make)
    if notice.names:
        return Screen(texts.say("table-caption-names", week=name), upload=upload, confidential=True)
    ask = (texts.label("button-table-names"), Button(ANYWHERE, "digest-names", arg=f"{notice.week}:{notice.version}"))
    return Screen(texts.say("table-caption", week=name), [[ask]], upload=upload)
