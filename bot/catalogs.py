"""The program's texts, the core's and those of its subjects, as one value that is handed down."""

from messages.drawing.catalogs import Catalogs

CATALOGS = Catalogs.merged("messages.locales")
