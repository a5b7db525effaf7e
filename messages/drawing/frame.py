"""What every screen is drawn with, whatever it shows."""

from dataclasses import dataclass
from datetime import datetime

from domain.community import Community
from domain.posts.directory import Directory
from domain.views import Reader
from messages.drawing.texts import Texts


@dataclass(frozen=True, slots=True)
class Frame:
    """Who reads, in which language, and the community as it is now. `bot_username`: without the @, for links."""

    reader: Reader
    texts: Texts
    now: datetime
    community: Community
    directory: Directory
    bot_username: str

    def link(self, code: str = "") -> str:
        """The address that opens the program where the reader is; with a code, at what the code stands for."""
        return f"https://t.me/{self.bot_username}" + (f"?start={code}" if code else "")
