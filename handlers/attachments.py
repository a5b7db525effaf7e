"""The files of a message as Telegram describes them; they stay there, and only their ids are kept."""

from typing import Any

from telegram import Message

from domain.tickets.report_form import Attachment
from domain.vocabulary import MediaKind

MAX_MEGABYTES = 20
"""The most a bot may be given; what is bigger could not be shown to anybody."""


def is_too_big(file: Attachment) -> bool:
    return file.size > MAX_MEGABYTES * 1024 * 1024


def files_of(message: Message) -> list[Attachment]:
    """Photo, position, video, voice or document; of a photo's sizes the largest."""
    if message.photo:
        best = max(message.photo, key=lambda size: size.width * size.height)
        return [Attachment(MediaKind.PHOTO, best.file_id, best.file_unique_id, best.file_size or 0)]
    if message.location:
        place = message.location
        return [Attachment(MediaKind.LOCATION, "", "", 0, place.latitude, place.longitude)]
    kinds: dict[MediaKind, Any] = {  # PTB's file types share fields but no type: the one hop through Any
        MediaKind.VIDEO: message.video or message.video_note or message.animation,
        MediaKind.VOICE: message.voice or message.audio,
        MediaKind.DOCUMENT: message.document,
    }
    found = ((kind, file) for kind, file in kinds.items() if file is not None)
    return [Attachment(kind, file.file_id, file.file_unique_id, file.file_size or 0) for kind, file in found][:1]
