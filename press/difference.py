"""Where two pictures differ."""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageChops

_SEEN = 24  # of 255: less is the edge of a letter that fell on another fraction of a pixel
_GROUND, _MARK = (255, 255, 255), (194, 52, 26)


def draw(old: Path, new: Path, target: Path) -> float:
    """Write the newer picture, faint, with what differs marked. Returns the share that differs.

    Of pictures of two sizes the smaller is laid on white, its upper left corner in place.
    """
    pictures = [Image.open(path).convert("RGB") for path in (old, new)]
    size = max(each.width for each in pictures), max(each.height for each in pictures)
    sheets = []
    for picture in pictures:
        sheet = Image.new("RGB", size, _GROUND)
        sheet.paste(picture)
        sheets.append(sheet)
    differs = ImageChops.difference(*sheets).convert("L").point(lambda v: 255 * (v > _SEEN))
    faint = Image.blend(
        sheets[1].convert("L").convert("RGB"), Image.new("RGB", size, _GROUND), 0.75
    )
    faint.paste(Image.new("RGB", size, _MARK), mask=differs)
    faint.save(target, optimize=True)
    return differs.histogram()[255] / (size[0] * size[1])
