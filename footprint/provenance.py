"""Which code drew the figures."""

import hashlib
from functools import cache
from pathlib import Path

_HOUSE = Path(__file__).parent
_ROOMS = ("drawing", "charts", "maps")


@cache
def of_drawing() -> str:
    """SHA-256 over the rooms that draw: their code and their style, whatever the ends of lines.

    What is drawn is not part of it: measures and data show in the table that was plotted.
    """
    made = hashlib.sha256()
    for room in _ROOMS:
        for file in sorted((_HOUSE / room).glob("*")):
            if file.suffix in (".py", ".mplstyle"):
                name = file.relative_to(_HOUSE).as_posix()
                made.update(f"{name}\n{file.read_text('utf-8')}\n".encode())
    return made.hexdigest()
