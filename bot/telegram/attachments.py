"""The files of a message as Telegram describes them; they stay there, and only what it calls them is kept."""

from typing import Any

from telegram import Message

from domain.vocabulary import MediaKind
from handlers.said import SaidFile


def files_of(message: Message) -> tuple[SaidFile, ...]:
    """Photo, position, video, voice or document; of a photo's sizes the largest."""
    if message.photo:
        best = max(message.photo, key=lambda size: size.width * size.height)
        return (SaidFile(MediaKind.PHOTO, best.file_id, best.file_size or 0),)
    if message.location:
        place = message.location
        return (SaidFile(MediaKind.LOCATION, latitude=place.latitude, longitude=place.longitude),)
    kinds: dict[MediaKind, Any] = {  # PTB's file types share fields but no type: the one hop through Any
        MediaKind.VIDEO: message.video or message.video_note or message.animation,
        MediaKind.VOICE: message.voice or message.audio,
        MediaKind.DOCUMENT: message.document,
    }
    found = ((kind, file) for kind, file in kinds.items() if file is not None)
    return tuple(SaidFile(kind, file.file_id, file.file_size or 0) for kind, file in found)[:1]
