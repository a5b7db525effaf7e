"""The program's texts, the core's and those of its subjects, as one value that is handed down."""

from bot.subjects import SUBJECTS
from messages.drawing.catalogs import Catalogs, SubjectTexts

CATALOGS = Catalogs.merged(
    "messages.locales",
    *(
        SubjectTexts(one.name, one.texts, [command.name for command in one.commands])
        for one in SUBJECTS.every
        if one.texts
    ),
)
