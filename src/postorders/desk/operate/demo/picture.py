"""A drawing of a bicycle, for the demonstration has no photograph of anything: circles and lines, written as a PNG."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from itertools import pairwise
from math import ceil, floor, hypot

WIDTH, HEIGHT = 640, 400
COLORS = ((0xDF, 0xE8, 0xD8), (0x33, 0x33, 0x33), (0x24, 0x59, 0xA8), (0xC0, 0xC0, 0xC0))  # ground, dark, blue, gray
DARK, BLUE, GRAY = 1, 2, 3
THICK = 6.0  # pixels on either side of a line
FRAME = ((190, 270), (280, 150), (420, 150), (320, 270), (190, 270))
Point = tuple[float, float]


def bicycle() -> bytes:
    """The drawing, 640 by 400 pixels."""
    rows = [bytearray(WIDTH) for _row in range(HEIGHT)]
    for middle in ((190, 270), (450, 270)):
        _paint(rows, DARK, _ring(middle, 80), (*middle, *middle), 80)
    for start, end in pairwise(FRAME):
        _line(rows, BLUE, start, end)
    _line(rows, BLUE, (280, 150), (320, 270))
    _line(rows, BLUE, (450, 270), (410, 110))
    _line(rows, BLUE, (410, 110), (460, 100))
    _line(rows, DARK, (245, 140), (305, 140))
    _paint(rows, GRAY, lambda x, y: hypot(x - 430, y - 95) <= 15, (430, 95, 430, 95), 15)
    return _png(rows)


def _ring(middle: Point, radius: float) -> Callable[[float, float], bool]:
    return lambda x, y: abs(hypot(x - middle[0], y - middle[1]) - radius + THICK) <= THICK


def _line(rows: list[bytearray], color: int, start: Point, end: Point) -> None:
    (ax, ay), (bx, by) = start, end
    length = (bx - ax) ** 2 + (by - ay) ** 2

    def near(x: float, y: float) -> bool:
        along = min(max(((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length, 0), 1)
        return hypot(x - ax - along * (bx - ax), y - ay - along * (by - ay)) <= THICK

    _paint(rows, color, near, (min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)), THICK)


def _paint(
    rows: list[bytearray],
    color: int,
    inside: Callable[[float, float], bool],
    box: tuple[float, float, float, float],
    more: float,
) -> None:
    """Colors every pixel inside a shape; the `box` around it, left, top, right and bottom, is wider by `more`."""
    left, top, right, bottom = box
    for y in range(max(floor(top - more), 0), min(ceil(bottom + more) + 1, HEIGHT)):
        for x in range(max(floor(left - more), 0), min(ceil(right + more) + 1, WIDTH)):
            if inside(x, y):
                rows[y][x] = color


def _png(rows: list[bytearray]) -> bytes:
    """The pixels as a PNG of few colors. Source: PNG, third edition, W3C, sections 5 and 11."""
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 3, 0, 0, 0)
    pixels = b"".join(b"\0" + bytes(row) for row in rows)
    parts = ((b"IHDR", header), (b"PLTE", bytes(sum(COLORS, ()))), (b"IDAT", zlib.compress(pixels, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, body) for name, body in parts)


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
