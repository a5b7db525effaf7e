"""Trouble made on purpose: errors, lost connections and silence, for tests of what happens then."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from playground.answers import Answer, ApiError, too_many_requests

Kind = Literal["429", "500", "401", "reset_before", "reset_after", "hang", "hang_after", "garbage"]


class Hang(TimeoutError):
    """No answer came. In process the caller's patience is over at once; over HTTP so many seconds pass."""

    def __init__(self, seconds: float) -> None:
        super().__init__("Telegram did not answer")
        self.seconds = seconds


@dataclass(slots=True)
class Fault:
    """What happens to the next calls that it fits.

    `reset_before` and `hang` come instead of the action; `reset_after` and `hang_after` come after it,
    so that the thing was done and only its answer is lost. `times=None` means always.
    """

    method: str | None = None
    kind: Kind = "500"
    times: int | None = 1
    chat_id: int | None = None
    retry_after: int = 2
    seconds: float = 60.0
    skip: int = 0

    def fits(self, method: str, params: Mapping[str, Any]) -> bool:
        if self.method is not None and self.method.lower() != method:
            return False
        return self.chat_id is None or str(params.get("chat_id")) == str(self.chat_id)

    def before(self) -> Answer | None:
        """Strike in place of the action; None where the action comes first."""
        if self.kind == "429":
            raise too_many_requests(self.retry_after)
        if self.kind == "500":
            raise ApiError(500, "Internal Server Error")
        if self.kind == "401":
            raise ApiError(401, "Unauthorized")
        if self.kind == "garbage":
            return Answer(200, {}, raw="<html><body><h1>502 Bad Gateway</h1></body></html>")
        if self.kind == "reset_before":
            raise ConnectionResetError("the connection was lost before Telegram read the call")
        if self.kind == "hang":
            raise Hang(self.seconds)
        return None

    def after(self) -> None:
        if self.kind == "reset_after":
            raise ConnectionResetError("the connection was lost after Telegram did as it was asked")
        if self.kind == "hang_after":
            raise Hang(self.seconds)


class Faults:
    def __init__(self) -> None:
        self.waiting: list[Fault] = []
        self.struck: list[tuple[str, str]] = []

    def add(self, fault: Fault) -> Fault:
        self.waiting.append(fault)
        return fault

    def clear(self) -> None:
        self.waiting.clear()

    def take(self, method: str, params: Mapping[str, Any]) -> Fault | None:
        """The fault that strikes this call, if any; counted as used."""
        for fault in self.waiting:
            if not fault.fits(method, params):
                continue
            if fault.skip > 0:
                fault.skip -= 1
                continue
            if fault.times is not None:
                fault.times -= 1
                if fault.times <= 0:
                    self.waiting.remove(fault)
            self.struck.append((method, fault.kind))
            return fault
        return None
