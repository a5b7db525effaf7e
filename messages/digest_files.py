"""The two files of a digest: a picture and, on request, a table. They are drawn when they leave."""

from functools import partial

from domain.views import Scene
from messages.charts import Bar, Chart, draw
from messages.digest_screens import figures_of, week_words
from messages.digest_words import category_word
from messages.screen import Screen, Upload
from messages.texts import Texts
from messages.workbook import workbook


def picture(scene: Scene, texts: Texts) -> Screen:
    """The figures as a PNG, without a name on it."""
    figures = figures_of(scene)
    name, first, last = week_words(figures.week, texts)
    kinds = [Bar(category_word(kind.code, scene, texts), kind.count, kind.last) for kind in figures.kinds]
    chart = Chart(figures, name, texts.label("chart-span", first=first, last=last), kinds)
    return Screen(name, upload=Upload("photo", f"{figures.week}.png", partial(draw, chart, texts)), confidential=True)


def table(scene: Scene, texts: Texts) -> Screen:
    """The rows as an XLSX file, without names, rooms and words."""
    figures = figures_of(scene)
    name, _, _ = week_words(figures.week, texts)
    make = partial(workbook, figures, list(scene.rows), scene, texts)
    return Screen(texts.say("table-caption", week=name), upload=Upload("document", f"{figures.week}.xlsx", make))
