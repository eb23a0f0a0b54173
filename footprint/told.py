"""Errors that are told in sentences, the same on the command line and in the cell of a notebook."""

from __future__ import annotations


class ToldError(Exception):
    """What somebody asked for, or gave as data, cannot be used. The message is for them.

    In a notebook it stands alone: none of the frames between the cell and the rule is theirs. No
    ValueError, which pydantic would take for one of its own.
    """

    @property
    def told(self) -> str:
        """What the command line prints of it."""
        return str(self)

    def _render_traceback_(self) -> list[str]:
        """The hook by which IPython asks an error how to show it."""
        return self.told.splitlines()
