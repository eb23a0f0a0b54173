"""The process in which the cells of a notebook run."""

import subprocess
from pathlib import Path
from typing import Any

from jupyter_client.manager import AsyncKernelManager


def speaking_to(path: Path) -> type[AsyncKernelManager]:
    """Kernels that speak through their notebooks; what goes to their own stderr goes to a file.

    It is no cell's: complaints of sockets, when a kernel is stopped while the disk is full, which
    would stand between the cards of what really failed, or why one could not start.
    """

    class Kernel(AsyncKernelManager):
        async def start_kernel(self, **how: Any) -> None:  # type: ignore[override]
            try:
                stream = path.open("wb")
            except OSError:  # where nothing can be written, the notebook will say so
                await super().start_kernel(stderr=subprocess.DEVNULL, **how)
                return
            with stream:
                await super().start_kernel(stderr=stream, **how)

    return Kernel
