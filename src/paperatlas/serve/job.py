"""Job: a request on its way to a query process, and who waits for its reply."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from .problem import ProblemError, Reply
    from .process import QueryProcess


class Job:
    """A request, and its reply when that has come; one task waits for it."""

    __slots__ = ("_alarm", "_answer", "_waiter", "frame", "late", "process")

    def __init__(self, frame: bytes, late: Callable[[], None]) -> None:
        """``late`` is called when there is no reply soon."""
        self.frame, self.late = frame, late
        self.process: QueryProcess | None = None
        """The process that has been left to this request alone."""
        self._answer: Reply | ProblemError | None = None
        self._waiter: asyncio.Future[None] | None = None
        self._alarm: asyncio.TimerHandle | None = None

    async def wait(self, seconds: float | None = None) -> Reply | None:
        """Wait for the reply; None when it has not come in so many seconds, or before a `nudge`.

        Raises:
            ProblemError: there will be none.

        """
        if self._answer is None:
            loop = asyncio.get_running_loop()
            self._waiter = loop.create_future()
            if seconds is not None:
                self.nudge_after(seconds)
            try:
                await self._waiter
            finally:
                if self._alarm is not None:
                    self._alarm.cancel()
        if isinstance(self._answer, Exception):
            raise self._answer
        return self._answer

    @property
    def abandoned(self) -> bool:
        """Whether nobody waits for it any more."""
        return self._waiter is not None and self._waiter.cancelled()

    def tell(self, answer: Reply | ProblemError) -> None:
        """Hand over what came of it."""
        self._answer = answer
        self.nudge()

    def nudge(self) -> None:
        """Wake who waits."""
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    def nudge_after(self, seconds: float) -> None:
        """Wake who waits, unless there is a reply before."""
        if self._alarm is not None:
            self._alarm.cancel()
        self._alarm = asyncio.get_running_loop().call_later(seconds, self.nudge)
