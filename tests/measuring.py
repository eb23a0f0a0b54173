"""What a reader of a picture would object to: words on words, words cut off, words too small."""

from collections.abc import Iterator
from itertools import combinations

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox


def texts(figure: Figure) -> list[Text]:
    """The texts that a reader sees."""
    hidden = {
        number
        for axes in figure.axes
        if not axes.axison
        for number in (*axes.get_xticklabels(), *axes.get_yticklabels())
    }
    found = [text for text in figure.findobj(Text) if text not in hidden]
    return [text for text in found if text.get_visible() and text.get_text().strip()]


def ink(text: Text, dpi: float) -> Bbox:
    """Nearly what the letters cover: the box of the line without the room above and below."""
    box, size = text.get_window_extent(), text.get_fontsize() * dpi / 72
    return Bbox.from_extents(
        box.x0 + 0.05 * size, box.y0 + 0.2 * size, box.x1 - 0.05 * size, box.y1 - 0.1 * size
    )


def objections(figure: Figure, least: float) -> Iterator[str]:
    """Sentences about words that overlap, leave the canvas, or are smaller than so many points."""
    FigureCanvasAgg(figure)
    figure.set_dpi(200)
    figure.draw_without_rendering()
    boxes = [(text.get_text(), ink(text, figure.dpi)) for text in texts(figure)]
    for (one, box), (other, beside) in combinations(boxes, 2):
        if box.overlaps(beside):
            yield f"{one!r} and {other!r} overlap"
    page = figure.bbox.padded(1)
    for words, box in boxes:
        if not (page.contains(box.x0, box.y0) and page.contains(box.x1, box.y1)):
            yield f"{words!r} leaves the canvas"
    small = min(text.get_fontsize() for text in texts(figure))
    if small < least - 0.01:
        yield f"type of {small:.1f} points, not {least}"
