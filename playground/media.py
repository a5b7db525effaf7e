"""What a message carries besides words: a photo, voice, video, document, sticker, location or contact."""

from __future__ import annotations

from dataclasses import dataclass, field

from playground.answers import Json
from playground.files import FileStore, StoredFile


@dataclass(frozen=True, slots=True)
class Media:
    kind: str
    file: StoredFile | None = None
    details: Json = field(default_factory=dict)

    def to_json(self, files: FileStore, bot_id: int) -> Json | list[Json]:
        if self.file is None:
            return dict(self.details)
        if self.kind == "photo":
            return [
                {**files.show(self.file, bot_id, number), "width": size.width, "height": size.height}
                for number, size in enumerate(self.file.sizes)
            ]
        return {**files.show(self.file, bot_id), **self.file.details}
