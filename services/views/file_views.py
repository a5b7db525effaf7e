"""Files as screens and exports need them: by what their channels call them."""

from domain.views import FileView, MediaView
from storage.models import FileRow, Media


def file_view(row: FileRow | None) -> FileView | None:
    """Where the content is; None where there is no file."""
    return FileView(row.id, row.channel, row.ref) if row is not None else None


def media_view(media: Media) -> MediaView:
    """A file of a ticket, or a position, to send on."""
    return MediaView(media.kind, file_view(media.file), media.latitude, media.longitude)
