"""Numbers as text: digits, words, ordinals and percentages."""

import math
from collections.abc import Collection, Iterable

_WORDS = (
    *("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen"),
    *("eighteen", "nineteen", "twenty"),
)
_ORDINALS = (
    *("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"),
    *("tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth"),
    *("seventeenth", "eighteenth", "nineteenth", "twentieth"),
)
_ENDINGS = {1: "st", 2: "nd", 3: "rd"}


def spelled(value: float, wanted: Collection[str]) -> str:
    """A number as the words of a format want it: percent, ordinal, words, or else digits.

    Raises ValueError for a number that is missing or without end: there is nothing to print.
    """
    if not math.isfinite(value):
        raise ValueError(f"{value} is no number to print; leave the sentence out")
    if "percent" in wanted:
        return _percent(value)
    if "ordinal" in wanted:
        return _ordinal(value, in_digits="digits" in wanted)
    size = abs(value)
    if "words" in wanted and size in range(len(_WORDS)):
        return "minus " * (value < 0) + _WORDS[int(size)]
    digits = f"{size:,.0f}" if float(size).is_integer() else f"{size:,.1f}"
    return "−" * (value < 0 and digits != "0.0") + digits


def spelled_alike(values: Iterable[float], wanted: Collection[str]) -> list[str]:
    """Numbers that stand side by side: words where all of them have one, else all in digits."""
    numbers = list(values)
    texts = [spelled(number, wanted) for number in numbers]
    if "words" in wanted and any(mark.isdigit() for mark in "".join(texts)):
        texts = [spelled(number, {*wanted} - {"words"}) for number in numbers]
    return ["zero" if text == "none" else text for text in texts]


def _percent(value: float) -> str:
    """A share as a whole percentage; 0% and 100% are said of nothing and of everything alone."""
    rounded = round(value * 100)
    if rounded <= 0 < value:
        return "less than 1%"
    if value < 1 <= rounded / 100:
        return "more than 99%"
    return f"{'−' * (rounded < 0)}{abs(rounded)}%"


def _ordinal(value: float, *, in_digits: bool) -> str:
    """A place in an order: "first" to "twentieth", then "21st"; all in digits if so wished."""
    number = int(value)
    if number != value or number < 1:
        raise ValueError(f"{value} is no place in an order: the first is 1")
    if number <= len(_ORDINALS) and not in_digits:
        return _ORDINALS[number - 1]
    is_teen = number // 10 % 10 == 1
    return f"{number:,}{'th' if is_teen else _ENDINGS.get(number % 10, 'th')}"
