"""The files that people sent, as their channels name them. Rows of subjects name one of these."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from domain.views import FileView
from domain.vocabulary import MediaKind
from storage.models.base import Base, Key


class FileRow(Base):
    """A photo or other file; bytes are never kept. `ref`: what its channel gives it out for again. `size` in bytes, 0
    where nobody said. `sha256`: of its content, in hex, once it was sent on in another channel: rows with the same one
    are the same file. `created_at`: when it came last.

    It stays as long as a row names it by a foreign key, or a draft or a question that waits does in its JSON
    (storage/files/files.py).
    """

    __tablename__ = "file"
    __table_args__ = (
        UniqueConstraint("channel", "ref"),
        Index(
            "ix_file_sha256",
            "sha256",
            postgresql_where=text("sha256 IS NOT NULL"),
            sqlite_where=text("sha256 IS NOT NULL"),
        ),
    )

    id: Mapped[Key]
    channel: Mapped[str]
    ref: Mapped[str]
    sha256: Mapped[str | None]
    kind: Mapped[MediaKind]
    size: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(index=True)

    @property
    def view(self) -> FileView:
        """Where its content is."""
        return FileView(self.id, self.channel, self.ref)
