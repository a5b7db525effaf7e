"""A photo that leaves the program says what is on it, and not where, when and with what it was taken."""

from io import BytesIO

import pytest
from PIL import Image
from PIL.ExifTags import GPS, IFD, Base
from PIL.PngImagePlugin import PngInfo

from messages.paper.photos import NotAPhoto, without_location

SECRET = "Maker-of-Secrets"


def photo(kind: str, *, turned: bool = False) -> bytes:
    """A picture with its left half red, with notes of place and maker."""
    picture = Image.new("RGB", (64, 32), "white")
    picture.paste("red", (0, 0, 32, 32))
    exif = Image.Exif()
    exif[Base.Make] = SECRET
    if turned:
        exif[Base.Orientation] = 6
    exif.get_ifd(IFD.GPSInfo)[GPS.GPSLatitude] = (31.0, 14.0, 1.5)
    file, notes = BytesIO(), PngInfo()
    notes.add_text("Comment", SECRET)
    extra = {"PNG": {"pnginfo": notes}, "JPEG": {"comment": SECRET}}.get(kind, {})
    picture.save(file, kind, exif=exif, **extra)  # type: ignore[arg-type]
    return file.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_place_and_maker_are_gone_and_the_picture_is_there(kind: str) -> None:
    before = photo(kind)
    assert SECRET.encode() in before
    after = without_location(before)
    with Image.open(BytesIO(after)) as opened:
        assert opened.format == kind
        assert dict(opened.getexif()) == {}
        assert opened.getexif().get_ifd(IFD.GPSInfo) == {}
        assert opened.size == (64, 32)
        red, green, _ = opened.convert("RGB").getpixel((8, 16))  # type: ignore[misc]
    assert red > 200 > 60 > green
    assert SECRET.encode() not in after


def test_a_photo_that_lay_on_its_side_stands_upright() -> None:
    with Image.open(BytesIO(without_location(photo("JPEG", turned=True)))) as opened:
        assert opened.size == (32, 64)
        red, green, _ = opened.convert("RGB").getpixel((16, 8))  # type: ignore[misc]
    assert red > 200 > 60 > green


@pytest.mark.parametrize("data", [b"", b"no picture", b"\xff\xd8\xff\xe0 broken", photo("PNG")[:60]])
def test_what_is_no_photo_is_never_passed_on(data: bytes) -> None:
    with pytest.raises(NotAPhoto):
        without_location(data)
