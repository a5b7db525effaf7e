"""The settings of the machine, from the environment or .env; those of the community are in the database."""

import re
from enum import StrEnum
from typing import Annotated, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import (
    AfterValidator,
    AnyHttpUrl,
    Field,
    SecretStr,
    TypeAdapter,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

_URL = TypeAdapter(AnyHttpUrl)
_SECRET = r"[A-Za-z0-9_-]{16,256}"  # noqa: S105 - the shape of one


class LogFormat(StrEnum):
    """How a line of the log is written: for people, or for programs."""

    PLAIN = "plain"
    JSON = "json"


def _host_and_port(where: str) -> str:
    host, colon, port = where.rpartition(":")
    if where and not (host and colon and port.isdigit() and int(port) < 2**16):
        raise ValueError("is host:port, for example 127.0.0.1:8080")
    return where


Listen = Annotated[str, AfterValidator(_host_and_port)]


class Settings(BaseSettings):
    """Every name an operator may set; .env.example says the same, and a test compares them."""

    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8", extra="ignore", hide_input_in_errors=True
    )

    bot_token: SecretStr = Field(description="The bot's token, from @BotFather.")
    telegram_api_url: str = Field("https://api.telegram.org", description="Root of the Bot API.")
    database_url: str = Field(
        "sqlite:///louzhang.sqlite3", repr=False, description="SQLite file, or postgresql://user:password@host/name."
    )
    timezone: str = Field("Asia/Shanghai", description="The community's zone.")
    admin_ids: Annotated[list[int], NoDecode] = Field(
        default_factory=list, description="Telegram ids of administrators, separated by commas."
    )
    webhook_url: str = Field("", description="Public address for updates; empty: the bot fetches them itself.")
    webhook_secret: SecretStr = Field(SecretStr(""), description="Shared with Telegram, 16-256 of A-Z a-z 0-9 _ -.")
    listen: Listen = Field("127.0.0.1:8080", description="Where the webhook listens, at /telegram: host:port.")
    status_listen: Listen = Field(
        "127.0.0.1:8081", description="Where /healthz, /readyz and /metrics answer: host:port; empty: nowhere."
    )
    log_format: LogFormat = Field(LogFormat.PLAIN, description="A line of the log: plain or json.")
    send_per_second: float = Field(30, ge=0, description="Most messages in any second; 0: no limit.")
    send_per_chat: float = Field(1, ge=0, description="Messages a second to one private chat; 0: no limit.")
    send_per_group_minute: float = Field(20, ge=0, description="Messages a minute to one group; 0: no limit.")

    @field_validator("bot_token")
    @classmethod
    def _token(cls, token: SecretStr) -> SecretStr:
        number, colon, secret = token.get_secret_value().strip().partition(":")
        if not (number.isdigit() and colon and len(secret) >= 8):
            raise ValueError("does not look like a token of @BotFather (digits, a colon, letters)")
        return SecretStr(token.get_secret_value().strip())

    @field_validator("telegram_api_url")
    @classmethod
    def _api(cls, url: str) -> str:
        try:
            _URL.validate_python(url)
        except ValidationError:
            raise ValueError("is not an address; write for example https://api.telegram.org") from None
        return url.rstrip("/")

    @field_validator("timezone")
    @classmethod
    def _zone(cls, zone: str) -> str:
        try:
            ZoneInfo(zone)
        except (ZoneInfoNotFoundError, ValueError, OSError):  # OSError: it is a folder of zones
            raise ValueError("is not a known zone; write for example Asia/Shanghai") from None
        return zone

    @field_validator("database_url")
    @classmethod
    def _database(cls, url: str) -> str:
        if not url.startswith(("sqlite:///", "postgresql://", "postgresql+asyncpg://", "postgres://")):
            raise ValueError("begins with sqlite:/// or postgresql://")
        return url.replace("postgres://", "postgresql://", 1) if url.startswith("postgres://") else url

    @field_validator("admin_ids", mode="before")
    @classmethod
    def _ids(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        parts = [part.strip() for part in value.split(",") if part.strip()]
        if not all(part.isdigit() for part in parts):
            raise ValueError("is a list of Telegram ids (digits), separated by commas")
        return [int(part) for part in parts]

    @field_validator("webhook_url")
    @classmethod
    def _webhook(cls, url: str) -> str:
        if url:
            address = _URL.validate_python(url)
            if address.scheme != "https" and address.host not in ("127.0.0.1", "localhost"):
                raise ValueError("begins with https://, or Telegram does not deliver there")
        return url

    @model_validator(mode="after")
    def _secret(self) -> Self:
        """Without a secret whoever finds the address could speak in anybody's name."""
        if self.webhook_url and not re.fullmatch(_SECRET, self.webhook_secret.get_secret_value()):
            raise PydanticCustomError(
                "webhook_secret", "WEBHOOK_SECRET: is needed with WEBHOOK_URL: 16-256 of A-Z a-z 0-9 _ -"
            )
        return self


def faults_of(error: ValidationError) -> list[str]:
    """One line per fault: the name as one sets it, and what is wrong. Never a value."""
    lines = []
    for fault in error.errors(include_input=False, include_url=False, include_context=False):
        name = ".".join(str(part) for part in fault["loc"]).upper()
        if not name:
            lines.append(fault["msg"])
            continue
        missing = fault["type"] == "missing"
        message = "is missing" if missing else fault["msg"].removeprefix("Value error, ")
        lines.append(f"{name}: {message}")
    return lines
