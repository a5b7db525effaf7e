"""Photos, voices and papers: kept in memory, each known to every bot by a name of its own."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from hashlib import sha256

from playground.answers import Json, bad_request
from playground.drawing import sample_picture

LARGEST_PHOTO = 10 * 1024 * 1024
LARGEST_UPLOAD = 50 * 1024 * 1024
LARGEST_DOWNLOAD = 20 * 1024 * 1024

FOLDERS = {"photo": "photos", "voice": "voice", "video": "videos", "document": "documents", "sticker": "stickers"}
PREFIXES = {"photo": "AgAC", "voice": "AwAC", "video": "BAAC", "document": "BQAC", "sticker": "CAAC"}
KIND_NAMES = {"photo": "Photo", "voice": "VoiceNote", "video": "Video", "document": "Document"}


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as somebody hands it in."""

    content: bytes
    name: str = "file"
    content_type: str = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Size:
    """One of the sizes in which a photo is kept; everything else has only one."""

    content: bytes
    width: int = 0
    height: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class StoredFile:
    number: int
    kind: str
    name: str
    content_type: str
    sizes: tuple[Size, ...]
    details: Json = field(default_factory=dict)

    @property
    def content(self) -> bytes:
        return self.sizes[-1].content

    def unique_id(self, size: int = -1) -> str:
        return "AQAD" + sha256(f"{self.number}:{size % len(self.sizes)}".encode()).hexdigest()[:12]

    def file_id(self, bot_id: int, size: int = -1) -> str:
        size %= len(self.sizes)
        return PREFIXES[self.kind] + sha256(f"{bot_id}:{self.number}:{size}".encode()).hexdigest() + "AE"

    def path(self, size: int = -1) -> str:
        size %= len(self.sizes)
        ending = self.name.rpartition(".")[2] if "." in self.name else "bin"
        return f"{FOLDERS[self.kind]}/file_{self.number * 4 + size}.{ending}"


class FileStore:
    def __init__(self) -> None:
        self._files: list[StoredFile] = []
        self._by_id: dict[str, tuple[StoredFile, int, int]] = {}
        self._by_path: dict[str, tuple[StoredFile, int]] = {}

    def keep(self, kind: str, upload: Upload, details: Json | None = None) -> StoredFile:
        if not upload.content:
            raise bad_request("file must be non-empty")
        sizes = _photo_sizes(upload.content) if kind == "photo" else (Size(upload.content),)
        stored = StoredFile(len(self._files), kind, upload.name, upload.content_type, sizes, details or {})
        self._files.append(stored)
        for size in range(len(sizes)):
            self._by_path[stored.path(size)] = (stored, size)
        return stored

    def draw_photo(self, number: int | None = None) -> StoredFile:
        picture = sample_picture((len(self._files) if number is None else number) % 12)
        return self.keep("photo", Upload(picture, "sample.png", "image/png"))

    def show(self, stored: StoredFile, bot_id: int, size: int = -1) -> Json:
        """The file as a bot reads of it; from then on the bot may use its file_id."""
        size %= len(stored.sizes)
        file_id = stored.file_id(bot_id, size)
        self._by_id[file_id] = (stored, size, bot_id)
        return {
            "file_id": file_id,
            "file_unique_id": stored.unique_id(size),
            "file_size": len(stored.sizes[size].content),
        }

    def find(self, file_id: str, bot_id: int) -> tuple[StoredFile, int]:
        found = self._by_id.get(file_id)
        if found is None or found[2] != bot_id:
            raise bad_request("wrong file identifier/HTTP URL specified")
        return found[0], found[1]

    def describe(self, file_id: str, bot_id: int) -> Json:
        """What getFile answers."""
        stored, size = self.find(file_id, bot_id)
        if len(stored.sizes[size].content) > LARGEST_DOWNLOAD:
            raise bad_request("file is too big")
        return {**self.show(stored, bot_id, size), "file_path": stored.path(size)}

    def at_path(self, path: str) -> tuple[bytes, str] | None:
        """The content and the content type."""
        found = self._by_path.get(path)
        return None if found is None else (found[0].sizes[found[1]].content, found[0].content_type)


def _photo_sizes(content: bytes) -> tuple[Size, ...]:
    small = Size(sample_picture(0, 90, 68), 90, 68)
    width, height = _dimensions(content)
    return (small, Size(content, width, height))


def _dimensions(content: bytes) -> tuple[int, int]:
    if content.startswith(b"\x89PNG\r\n\x1a\n") and len(content) >= 24:
        width, height = struct.unpack(">II", content[16:24])
        return int(width), int(height)
    return 800, 600
