"""What a call brings with it, read with its types: numbers, texts, switches, structures and files.

JSON brings values, a form brings texts; both are read the same way, and a value of a wrong type is refused.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from playground.answers import ApiError, bad_request
from playground.files import Upload

TRUE = ("true", "yes", "1")
FALSE = ("false", "no", "0", "")


class Arguments:
    def __init__(self, values: Mapping[str, Any], files: Mapping[str, Upload] | None = None) -> None:
        self._values = values
        self._files = files or {}

    def with_values(self, values: Mapping[str, Any]) -> Arguments:
        """Other values, with the same files at hand."""
        return Arguments(values, self._files)

    def __contains__(self, name: str) -> bool:
        return self._values.get(name) is not None

    def text(self, name: str) -> str | None:
        value = self._values.get(name)
        if value is None or isinstance(value, str):
            return value
        if isinstance(value, int | float) and not isinstance(value, bool):
            return str(value)
        raise wrong_type(name, "String")

    def integer(self, name: str) -> int | None:
        value = self._values.get(name)
        if value is None or value == "":
            return None
        if isinstance(value, bool):
            raise wrong_type(name, "Number")
        if isinstance(value, int):
            return value
        if isinstance(value, str | float):
            try:
                return int(value)
            except ValueError:
                pass
        raise wrong_type(name, "Number")

    def number(self, name: str) -> float | None:
        value = self._values.get(name)
        if value is None or value == "":
            return None
        try:
            return float(value)
        except (TypeError, ValueError):
            raise wrong_type(name, "Number") from None

    def flag(self, name: str) -> bool:
        value = self._values.get(name)
        if value is None or isinstance(value, bool):
            return bool(value)
        word = str(value).strip().lower()
        if word in TRUE:
            return True
        if word in FALSE:
            return False
        raise wrong_type(name, "Boolean")

    def structure(self, name: str) -> Any:
        """A list or an object: as it is, or as JSON in a text."""
        value = self._values.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise bad_request(f"can't parse {name.replace('_', ' ')} JSON object") from None

    def list(self, name: str) -> list[Any] | None:
        value = self.structure(name)
        if value is not None and not isinstance(value, list):
            raise wrong_type(name, "Array")
        return value

    def chat_id(self, name: str = "chat_id") -> int:
        value = self._values.get(name)
        if value is None or value == "":
            raise bad_request(f"{name} is empty")
        if isinstance(value, bool) or not isinstance(value, int | str):
            raise wrong_type(name, "Integer")
        try:
            return int(value)
        except ValueError:
            raise bad_request("chat not found") from None

    def message_id(self, name: str = "message_id") -> int:
        found = self.integer(name)
        if not found:
            raise bad_request("message identifier is not specified")
        return found

    def upload(self, name: str, value: str | None) -> Upload | None:
        """The file sent with the call, under the argument's own name or as attach://another."""
        if value is not None and value.startswith("attach://"):
            found = self._files.get(value.removeprefix("attach://"))
            if found is None:
                raise bad_request(f'file "{value}" is not attached')
            return found
        return self._files.get(name)


def wrong_type(name: str, expected: str) -> ApiError:
    return bad_request(f'Field "{name}" must be of type {expected}')
