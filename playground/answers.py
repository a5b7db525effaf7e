"""What Telegram answers: a result, or an error with its number and its sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as HTTP would carry it; `raw` replaces the body where something that is no JSON is sent."""

    status: int
    body: Json
    raw: str | None = None

    @property
    def ok(self) -> bool:
        return self.body.get("ok") is True

    @property
    def result(self) -> Any:
        return self.body.get("result")

    @property
    def description(self) -> str:
        return str(self.body.get("description", ""))


class ApiError(Exception):
    """A call that Telegram refuses."""

    def __init__(self, status: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.parameters = parameters

    def answer(self) -> Answer:
        body: Json = {"ok": False, "error_code": self.status, "description": self.description}
        if self.parameters:
            body["parameters"] = dict(self.parameters)
        return Answer(self.status, body)


def bad_request(reason: str) -> ApiError:
    return ApiError(400, f"Bad Request: {reason}")


def forbidden(reason: str) -> ApiError:
    return ApiError(403, f"Forbidden: {reason}")


def too_many_requests(retry_after: int) -> ApiError:
    return ApiError(429, f"Too Many Requests: retry after {retry_after}", retry_after=retry_after)
