"""Sample pictures for trying things out, drawn here and written as PNG with what Python brings along."""

from __future__ import annotations

import struct
import zlib
from functools import cache

Colour = tuple[int, int, int]

WALLS: tuple[Colour, ...] = ((214, 193, 163), (168, 187, 196), (190, 201, 170), (207, 176, 178))


@cache
def sample_picture(number: int, width: int = 240, height: int = 180) -> bytes:
    """A wall with a damp stain; each number has another wall and another stain."""
    wall = WALLS[number % len(WALLS)]
    middle_x = width * (0.35 + 0.3 * (number * 7 % 10) / 10)
    middle_y = height * (0.3 + 0.2 * (number * 3 % 10) / 10)
    rows = bytearray()
    for y in range(height):
        rows.append(0)
        for x in range(width):
            across, down = (x - middle_x) / width, (y - middle_y) / height
            damp = across * across * 9 + down * down * 5
            drop = abs(across) < 0.02 + 0.01 * (number % 3) and 0 < down < 0.5
            if y > height * 0.9:
                rows += bytes((120, 96, 74))
            elif damp < 0.35 or drop:
                shade = 0.62 + damp * 0.6 if damp < 0.35 else 0.78
                rows += bytes(int(channel * shade) for channel in wall)
            else:
                rows += bytes(wall)
    return png(width, height, bytes(rows))


def png(width: int, height: int, rows: bytes) -> bytes:
    """Rows of 8-bit RGB, each after its filter byte, as a PNG file."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = [(b"IHDR", header), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_part(name, content) for name, content in parts)


def _part(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
