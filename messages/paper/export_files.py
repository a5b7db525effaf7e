"""The files of an export: JSON lines with GeoReport's names, CSV, XLSX. No cell is ever taken for a formula."""

import csv
import json
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Protocol

from domain.tickets.service_request import GEOREPORT, OWN, ServiceRequest
from messages.digest.workbook import guarded
from messages.drawing.texts import Texts

CellValue = str | int | float | datetime | list[str] | None


class ExportFile(Protocol):
    """A file that is written row by row."""

    def add(self, request: ServiceRequest) -> None: ...

    def close(self) -> None: ...


def fields(request: ServiceRequest, texts: Texts) -> dict[str, CellValue]:
    """Every column of a request; times in the community's zone, as GeoReport wants them (W3C)."""
    made: dict[str, CellValue] = {}
    for name in (*GEOREPORT, *OWN):
        if name == "status_notes":
            made[name] = texts.label(f"state-{request.state}")
        elif name == "media_url":
            made[name] = request.media[0] if request.media else None
        elif name == "media":
            made[name] = list(request.media)
        elif name in ("service_notice", "zipcode"):
            made[name] = None
        else:
            value = getattr(request, name)
            made[name] = value.astimezone(texts.zone) if isinstance(value, datetime) else value
    return made


def _in_a_cell(value: CellValue) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, list):
        return guarded(" ".join(value))
    return guarded(str(value)) if value is not None else ""


class JsonLines:
    """One object a line; what GeoReport has no name for under `extended_attributes`."""

    def __init__(self, path: Path, texts: Texts) -> None:
        self._texts = texts
        self._out = path.open("w", encoding="utf-8")

    def add(self, request: ServiceRequest) -> None:
        made = fields(request, self._texts)
        line: dict[str, CellValue | Mapping[str, CellValue]] = {name: made[name] for name in GEOREPORT}
        line["extended_attributes"] = {name: made[name] for name in OWN}
        self._out.write(json.dumps(line, ensure_ascii=False, default=datetime.isoformat) + "\n")

    def close(self) -> None:
        self._out.close()


class Csv:
    """With the mark that makes spreadsheets read it as UTF-8."""

    def __init__(self, path: Path, texts: Texts) -> None:
        self._texts = texts
        self._out = path.open("w", encoding="utf-8-sig", newline="")
        self._rows = csv.writer(self._out)
        self._rows.writerow([*GEOREPORT, *OWN])

    def add(self, request: ServiceRequest) -> None:
        self._rows.writerow([_in_a_cell(value) for value in fields(request, self._texts).values()])

    def close(self) -> None:
        self._out.close()


class Xlsx:
    """Row by row to the disk, so that years of tickets need no memory. Everything but counts is text."""

    def __init__(self, path: Path, texts: Texts) -> None:
        from xlsxwriter import Workbook  # only where it is written

        self._texts = texts
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self._book = Workbook(str(path), options)
        self._sheet = self._book.add_worksheet("requests")
        self._sheet.freeze_panes(1, 1)
        self._sheet.write_row(0, 0, [*GEOREPORT, *OWN], self._book.add_format({"bold": True}))
        self._line = 0

    def add(self, request: ServiceRequest) -> None:
        self._line += 1
        for column, value in enumerate(fields(request, self._texts).values()):
            if isinstance(value, (int, float)):
                self._sheet.write_number(self._line, column, value)
            elif value not in (None, "", []):
                self._sheet.write_string(self._line, column, _in_a_cell(value))

    def close(self) -> None:
        self._book.close()


KINDS: Mapping[str, Callable[[Path, Texts], ExportFile]] = {".jsonl": JsonLines, ".csv": Csv, ".xlsx": Xlsx}
"""By the ending of the file's name."""


def open_export(path: Path, ending: str, texts: Texts) -> ExportFile:
    """A file of that kind, ready for its first row; an empty export has its headings."""
    return KINDS[ending.lower()](path, texts)
