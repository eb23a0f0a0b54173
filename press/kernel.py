"""The process in which the cells of a notebook run."""

import subprocess
from typing import Any

from jupyter_client.manager import AsyncKernelManager


class Silent(AsyncKernelManager):
    """A kernel that speaks through its notebook alone.

    What goes to its own stderr is no cell's: complaints of its sockets, when it is stopped while
    the disk is full, which would stand between the cards of what really failed.
    """

    async def start_kernel(self, **how: Any) -> None:  # type: ignore[override]
        await super().start_kernel(stderr=subprocess.DEVNULL, **how)
