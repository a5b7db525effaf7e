"""Sample pictures for trying things out, drawn here and written as PNG with what Python brings along."""

from __future__ import annotations

import struct
import zlib
from functools import cache
from math import sin

Colour = tuple[int, int, int]

WALLS: tuple[Colour, ...] = ((214, 193, 163), (168, 187, 196), (190, 201, 170), (207, 176, 178))


@cache
def sample_picture(number: int, width: int = 240, height: int = 180) -> bytes:
    """A wall with a damp patch that runs down; each number has another wall and another patch."""
    wall = WALLS[number % len(WALLS)]
    dark, floor, skirting = _shaded(wall, 0.72), bytes((120, 96, 74)), bytes((232, 228, 220))
    edge, plain = _shaded(wall, 0.86), bytes(wall)
    middle = 0.35 + 0.3 * (number * 7 % 10) / 10
    runs = [(middle + 0.07 * run, 0.45 + 0.13 * ((number + run * 5) % 4)) for run in (-2, -1, 0, 1, 2)]
    rows = bytearray()
    for y in range(height):
        down = y / height
        rows.append(0)
        if down > 0.86:
            rows += (skirting if down < 0.91 else floor) * width
            continue
        for x in range(width):
            across = x / width - middle
            reach = 0.26 + 0.03 * sin(x / width * 31 + number) + 0.02 * sin(x / width * 67)
            depth = down + across * across * 3 - reach
            running = any(abs(x / width - at) < 0.012 and down < end for at, end in runs)
            rows += dark if depth < -0.02 or running else edge if depth < 0.02 else plain
    return png(width, height, bytes(rows))


def _shaded(colour: Colour, share: float) -> bytes:
    return bytes(int(channel * share) for channel in colour)


def png(width: int, height: int, rows: bytes) -> bytes:
    """Rows of 8-bit RGB, each after its filter byte, as a PNG file."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = [(b"IHDR", header), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_part(name, content) for name, content in parts)


def _part(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
