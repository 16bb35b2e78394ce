"""Work for the processes of a crew, which import it by this name."""

from __future__ import annotations

import os
import signal
import time


def fatal_once(mark, done, batch):
    """Be killed over one batch, the first time; note what is done."""
    if batch == 3 and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    with done.open("a") as file:
        file.write(f"{batch} ")
    return batch * batch


def fatal_always(mark, batch):
    if batch == 3:
        with mark.open("a") as file:
            file.write("x")
        os.kill(os.getpid(), signal.SIGKILL)
    return batch


def slow_first(batch):
    time.sleep(0.3 if batch == 0 else 0)
    return batch


def wrong(batch):
    raise ValueError(batch)


def left(folder, batch):
    """Say who works, and work long."""
    (folder / str(os.getpid())).touch()
    time.sleep(0.2)
    return batch


def signed(file):
    """Say by whom it is done."""
    file.touch()
    return os.getpid()


def fatal_elsewhere(home):
    """Be killed in every process but that one."""
    if os.getpid() != home:
        os.kill(os.getpid(), signal.SIGKILL)
    return "done"
