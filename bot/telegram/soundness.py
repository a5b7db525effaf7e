"""Is an update what Telegram says it is? Everything of it that is read here, with its type; the library takes anything.

What is malformed is set aside before anything of it is kept: a draft with half a file in it would answer nobody ever.
"""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter

from domain.ids import LARGEST

Id = Annotated[int, Field(ge=-LARGEST, le=LARGEST)]
UserId = Annotated[int, Field(ge=1, le=LARGEST)]
Size = Annotated[int, Field(ge=0, le=LARGEST)]
Word = Annotated[str, StringConstraints(pattern=r"^[^\x00]*$")]
"""Text that every database keeps."""


class _Read(BaseModel):
    """True is no number, and half a character no text; what is not read may be anything."""

    model_config = ConfigDict(strict=True, extra="ignore")


class _User(_Read):
    id: UserId
    language_code: str | None = None


class _Chat(_Read):
    id: Id
    type: str


class _File(_Read):
    file_id: Word
    file_unique_id: Word
    file_size: Size | None = None


class _Photo(_File):
    width: Size
    height: Size


class _Location(_Read):
    latitude: Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)]
    longitude: Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]


class _Contact(_Read):
    phone_number: Word
    user_id: UserId | None = None


class _Entity(_Read):
    type: str
    offset: Size
    length: Size


class _Message(_Read):
    message_id: Id
    date: int
    edit_date: int | None = None
    chat: _Chat
    sender: _User | None = Field(None, alias="from")
    text: str | None = None
    caption: str | None = None
    entities: list[_Entity] = []
    media_group_id: Word | None = None
    photo: list[_Photo] = []
    video: _File | None = None
    video_note: _File | None = None
    animation: _File | None = None
    voice: _File | None = None
    audio: _File | None = None
    document: _File | None = None
    location: _Location | None = None
    contact: _Contact | None = None
    reply_to_message: "_Message | None" = None


class _Query(_Read):
    id: str
    sender: _User = Field(alias="from")
    message: _Message | None = None
    data: str | None = None


class _Change(_Read):
    chat: _Chat
    sender: _User = Field(alias="from")
    date: int


class _Update(_Read):
    update_id: Id
    message: _Message | None = None
    edited_message: _Message | None = None
    callback_query: _Query | None = None
    my_chat_member: _Change | None = None


_SOUND = TypeAdapter(_Update)
READ = tuple(name for name in _Update.model_fields if name != "update_id")
"""The kinds of updates that mean something here."""


def check(update: object) -> None:
    """Raises pydantic's ValidationError (a ValueError) for an update that is none."""
    _SOUND.validate_python(update)
