"""How the program can end."""

from enum import IntEnum


class Exit(IntEnum):
    """How the program ends; the README explains each code."""

    OK = 0
    BAD_PARAMETERS = 2
    BAD_DATA = 3
    FAILED_CELL = 4
    DEAD_KERNEL = 5
    TIME_OUT = 6
    STALE_SENTENCE = 7
    RENDERING = 8
    NOTHING_TO_DO = 9
    BUSY = 10
    UNWRITABLE = 11
    VANISHED_ROWS = 12
    SUPERSEDED = 20
    ALTERED = 21
    FOREIGN = 22
    UNREADABLE = 23
    INTERRUPTED = 130
