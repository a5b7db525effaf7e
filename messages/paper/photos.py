"""Photos that leave the program: without the place, time and device that a telephone writes into them."""

from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

WRITTEN = {"JPEG": {"quality": 95}, "PNG": {}, "WEBP": {"quality": 95}}
"""The kinds of photos people send, and how each is written again."""


class NotAPhoto(Exception):
    """The bytes are no picture of a kind that can be written again without its notes."""


def without_location(photo: bytes) -> bytes:
    """The same picture, of the same kind and the right way up, with nothing but its pixels and colour profile.

    Raises NotAPhoto; such a file must not be passed on as it is.
    """
    try:
        with Image.open(BytesIO(photo)) as opened:
            kind, profile = opened.format or "", opened.info.get("icc_profile")
            if kind == "MPO":  # what some telephones call a JPEG with a second picture behind it
                kind = "JPEG"
            if kind not in WRITTEN:
                raise NotAPhoto(kind or "unknown")
            upright = ImageOps.exif_transpose(opened)
            bare = Image.new(upright.mode, upright.size)
            bare.paste(upright)
            if upright.mode == "P" and (palette := upright.getpalette()) is not None:
                bare.putpalette(palette)
            file = BytesIO()
            bare.save(file, kind, icc_profile=profile, **WRITTEN[kind])
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError) as error:
        raise NotAPhoto("cannot be read") from error
    return file.getvalue()
