"""What a text was meant to be: numbers in words, dates in other forms, garbled letters."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Collection
from datetime import date, timedelta

_ONES = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen"),
    *("eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_WORDS = {
    **{word: value for value, word in enumerate(_ONES)},
    **{word: 10 * value for value, word in enumerate(_TENS, start=2)},
    **{"no": 0, "a": 1, "an": 1},
}
_TIMES = {"dozen": 12, "hundred": 100, "thousand": 1_000, "million": 1_000_000}
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_GROUPED = re.compile(r"-?\d{1,3}(?:[ ,'’]\d{3})+(?:\.\d+)?")
_CODE, _WORD = 0.6, 0.7  # how alike spellings are; of three letters two must be the same
_EPOCH = date(1899, 12, 30)  # the day from which spreadsheets count
_SERIALS = range(15_000, 60_000)  # 1941 to 2064
# Letters that UTF-8 read as Windows-1252 leaves behind.
_GARBLED = re.compile("[\u0080-\u00ffŒœŠšŸŽžƒˆ˜–—‘’‚“”„†‡•…‰‹›€™]{2,}")


def number(text: str) -> tuple[str, bool] | None:
    """The digits that a text means, and whether it can mean nothing else; None if no number."""
    plain = text.strip().replace("\u00a0", " ").replace("\u202f", " ").replace("−", "-")
    if re.fullmatch(r"-?\d+\.0+", plain):
        return plain.partition(".")[0], True
    if _GROUPED.fullmatch(plain):
        return re.sub(r"[ ,'’]", "", plain), True
    if re.fullmatch(r"-?\d+,\d+", plain):
        return plain.replace(",", "."), True
    if (value := _from_words(plain)) is not None:
        return str(value), True
    found = re.findall(r"-?\d[\d,]*(?:\.\d+)?", plain)
    is_short = re.search(r"\d[eE][+-]?\d", plain)  # 2.4E+06 has lost its digits
    return (
        (found[0].replace(",", ""), plain == found[0]) if len(found) == 1 and not is_short else None
    )


def _from_words(text: str) -> int | None:
    words = [word for word in re.split(r"[\s-]+", text.lower()) if word != "and"]
    if not words or not all(word in _WORDS or word in _TIMES for word in words):
        return None
    whole, part = 0, 0
    for word in words:
        if word in _WORDS:
            part += _WORDS[word]
        elif _TIMES[word] < 1_000:
            part = max(part, 1) * _TIMES[word]
        else:
            whole, part = whole + max(part, 1) * _TIMES[word], 0
    return whole + part


def days(text: str) -> tuple[list[str], bool]:
    """The ISO dates a text can mean, as precise as it is, and whether the first is certain."""
    plain = re.sub(r"[T ]\d{1,2}:\d\d(:\d\d)?(\.\d+)?Z?$", "", text.strip())
    if match := re.fullmatch(r"(\d{4})[-/. ](\d{1,2})(?:[-/. ](\d{1,2}))?", plain):
        year, month, day = match.groups()
        straight = _iso(year, month, day)
        return (straight, True) if straight else (_iso(year, day, month) if day else [], False)
    if match := re.fullmatch(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})", plain):
        first, second, year = match.groups()
        both = list(dict.fromkeys(_iso(year, second, first) + _iso(year, first, second)))
        return both, len(both) == 1
    if match := re.fullmatch(r"(\d{1,2})[-/.](\d{4})", plain):
        return _iso(match[2], match[1], None), True
    if match := re.fullmatch(r"(\d{4})(\d\d)(\d\d)", plain):
        return _iso(*match.groups()), True
    if re.fullmatch(r"\d{4}\.0", plain):
        return [plain[:4]], True
    if re.fullmatch(r"\d{5}", plain) and int(plain) in _SERIALS:
        return [(_EPOCH + timedelta(days=int(plain))).isoformat()], False
    return _with_month_in_words(plain)


def _with_month_in_words(text: str) -> tuple[list[str], bool]:
    parts = re.findall(r"[A-Za-z]+|\d+", re.sub(r"(?<=\d)(?:st|nd|rd|th)\b|\bof\b", "", text))
    months = [part for part in parts if part[:3].lower() in _MONTHS and not part.isdigit()]
    numbers = [part for part in parts if part.isdigit()]
    if len(months) == 1 and 1 <= len(numbers) <= 2 and len(parts) == len(numbers) + 1:
        month = str(_MONTHS.index(months[0][:3].lower()) + 1)
        *day, year = numbers if len(numbers[-1]) in (2, 4) else numbers[::-1]
        if len(year) == 4:
            return _iso(year, month, *(day or [None])), True
        century = "19" if int(year) > 50 else "20"  # a guess, as is which of the numbers it is
        return _iso(century + year, month, *(day or [None])), False
    years = re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", text)
    return (years, False) if len(years) == 1 else ([], False)


def _iso(year: str | None, month: str | None, day: str | None) -> list[str]:
    try:
        made = date(int(year or 0), int(month or 0), int(day or 1)).isoformat()
    except ValueError:
        return []
    return [made if day else made[:7]]


def is_day(partial: str) -> bool:
    """Whether a partial date of the right form is in the calendar: 2023-02-29 is not."""
    parts = [*partial.split("-"), "01", "01"][:3]
    return bool(_iso(*parts)) if len(partial) > 4 else True


def is_before(first: str, second: str) -> bool:
    """Whether a partial date ends before another begins, as far as both are precise."""
    digits = min(len(first), len(second))
    return first[:digits] < second[:digits]


def ungarbled(text: str) -> str:
    """A text with the letters put right that were written as UTF-8 and read as Windows-1252."""
    for _ in range(2):  # twice where it was opened and saved twice
        text = _GARBLED.sub(_as_utf8, text)
    return text


def _as_utf8(match: re.Match[str]) -> str:
    """The letters of a garbled run; the run itself where it is none."""
    coded = b""
    for letter in match[0]:
        try:
            coded += letter.encode("cp1252")
        except UnicodeEncodeError:
            coded += letter.encode("latin-1", "replace")
    try:
        return coded.decode("utf-8")
    except UnicodeDecodeError:
        return match[0]


def folded(text: str) -> str:
    """A name without accents, case and marks, so that spellings of one name are the same."""
    letters = unicodedata.normalize("NFKD", text)
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(re.findall(r"[a-z0-9]+", plain.lower()))


def slug(text: str) -> str:
    return folded(text).replace(" ", "-")


def nearest(text: str, known: Collection[str]) -> str | None:
    """What was probably meant: alike but for case and accents, or of the closest spelling."""
    wanted, items = folded(text), {folded(item): item for item in known}
    if wanted in items:
        return items[wanted]
    near = difflib.get_close_matches(wanted, items, n=1, cutoff=_CODE if len(wanted) < 5 else _WORD)
    return items[near[0]] if near else None
