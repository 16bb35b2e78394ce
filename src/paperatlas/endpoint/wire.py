"""Wire: one request to a store, tried again where that is safe, and every failure in our words.

A request that may be repeated (a read, or a write that says the same twice) is tried five times:
when the store is busy (429, 502, 503, 504), when the line breaks, when a body stops short. Between
tries it waits 0.5, 1, 2, 4 seconds, each made shorter by chance, so that many clients do not come
back at once (https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/),
or as long as the store's Retry-After says. The first contact is tried once: a mistyped address
should say so at once.

Redirects are not followed. So neither a question nor a password reaches a host nobody named.
"""

from __future__ import annotations

import os
import random
import re
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

import requests
from requests.exceptions import ChunkedEncodingError, SSLError

from ..errors import GraphError
from .login import Login

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_TRIES = 5
_FIRST_WAIT = 0.5
_LONGEST_WAIT = 60.0
_CONNECT = 10.0
_BUSY = {429, 502, 503, 504}
_TIMEOUT = "PAPERATLAS_TIMEOUT"


class RefusedError(GraphError):
    """The store answered, and the answer is no; ``status`` is the code of RFC 9110."""

    def __init__(self, what: str, status: int, *, where: str, cure: str = "") -> None:
        """Keep the status beside the message."""
        super().__init__(what, where=where, cure=cure)
        self.status = status


class LateError(GraphError):
    """The store gave no answer in time."""


@dataclass(frozen=True, slots=True)
class Reply:
    """The body of an answer, and its media type without parameters."""

    body: bytes
    kind: str
    headers: Mapping[str, str]


@dataclass(slots=True)
class Wire:
    """A session with one store. ``sleep`` waits between tries, in seconds."""

    login: Login
    timeout: float = 120.0
    sleep: Callable[[float], None] = time.sleep
    _session: requests.Session = field(default_factory=requests.Session)
    _answered: bool = False

    @classmethod
    def of(cls, environment: Mapping[str, str] = os.environ) -> Wire:
        """Make a wire from the variables ``PAPERATLAS_*``; docs/stores.md lists them.

        Raises:
            GraphError: one of them cannot be used.

        """
        seconds = environment.get(_TIMEOUT, "") or "120"
        if not re.fullmatch(r"[0-9]{1,6}", seconds) or int(seconds) == 0:
            cure = "write whole seconds, such as 120"
            raise GraphError(f"{seconds!r} is no time", where=_TIMEOUT, cure=cure)
        return cls(Login.of(environment), float(seconds))

    def send(  # noqa: PLR0913  (the parts of a request)
        self,
        method: str,
        url: str,
        *,
        params: list[tuple[str, str]] | None = None,
        data: bytes | list[tuple[str, str]] | None = None,
        headers: Mapping[str, str] | None = None,
        again: bool = True,
    ) -> Reply:
        """Send one request and return the answer; ``again`` says that it may be repeated.

        Raises:
            RefusedError: the store says no.
            LateError: no answer came in time.
            GraphError: no store answers, it sends elsewhere, or breaks off.

        """
        for left in reversed(range(_TRIES)):
            spread = random.uniform(0.5, 1)  # noqa: S311  (spreads clients; no secret)
            wait = _FIRST_WAIT * 2 ** (_TRIES - 1 - left) * spread
            try:
                answer = self._request(method, url, params, data, headers)
            except requests.RequestException as error:
                lost = isinstance(error, requests.ConnectionError | ChunkedEncodingError)
                late = isinstance(error, requests.Timeout)
                if not (again and lost and not late and self._answered and left):
                    raise self._no_answer(url, error) from error
            else:
                self._answered = True
                asked = _retry_after(answer.headers.get("Retry-After", ""))
                wait = wait if asked is None else asked
                busy = answer.status_code in _BUSY
                if not (again and busy and left and wait <= _LONGEST_WAIT):
                    return self._checked(url, answer)
            self.sleep(wait)
        raise AssertionError  # the last round returns or raises

    def _request(
        self,
        method: str,
        url: str,
        params: list[tuple[str, str]] | None,
        data: bytes | list[tuple[str, str]] | None,
        headers: Mapping[str, str] | None,
    ) -> requests.Response:
        def ask() -> requests.Response:
            return self._session.request(
                method,
                url,
                params=params,
                data=data,
                headers=dict(headers or {}),
                auth=self.login.sign,
                timeout=(_CONNECT, self.timeout),
                allow_redirects=False,
            )

        answer = ask()
        while answer.status_code == requests.codes.unauthorized and self.login.challenged(answer):
            answer = ask()
        return answer

    def _no_answer(self, url: str, error: requests.RequestException) -> GraphError:
        """Say what broke; the library's own words hold addresses of memory, so they stay out."""
        kind = GraphError
        if isinstance(error, SSLError):
            what, cure = "the store's certificate is not to be trusted", "see REQUESTS_CA_BUNDLE"
        elif isinstance(error, requests.ConnectTimeout):
            kind = LateError
            what, cure = f"no store answers within {_CONNECT:.0f} seconds", "is the address right?"
        elif isinstance(error, requests.Timeout) or "Read timed out" in str(error):
            kind = LateError
            what = f"the store gave no answer within {self.timeout:.0f} seconds"
            cure = f"ask for less, or set {_TIMEOUT} to more seconds"
        elif isinstance(error, requests.ConnectionError | ChunkedEncodingError):
            what = "the store broke off" if self._answered else "no store answers here"
            cure = "is it running, and is the address right?"
        else:
            what, cure = "no request can be sent to this address", "write it as https://…"
        return kind(what, where=url, cure=cure)

    def _checked(self, url: str, answer: requests.Response) -> Reply:
        status = answer.status_code
        if answer.is_redirect or status // 100 == 3:  # noqa: PLR2004  (RFC 9110, 15.4)
            to = plain(answer.headers.get("Location", ""))
            cure = f"if you trust it, name that address: {to}" if to else ""
            raise RefusedError(
                "the store sends on to another address", status, where=url, cure=cure
            )
        if status == requests.codes.partial_content:
            what, cure = "the store gave only a part of the answer", "ask for less"
            raise RefusedError(what, status, where=url, cure=cure)
        if status in {401, 403}:
            unknown = status == requests.codes.unauthorized
            what = "the store asks who you are" if unknown else "you may not do that here"
            raise RefusedError(what, status, where=url, cure=self.login.cure)
        if status in _BUSY:
            wait = plain(answer.headers.get("Retry-After", ""))
            cure = f"try again in {wait} seconds" if wait.isdigit() else "try again later"
            raise RefusedError("the store is too busy", status, where=url, cure=cure)
        if status // 100 != 2:  # noqa: PLR2004  (RFC 9110, 15.3)
            said = plain(answer.text)
            what = f"the store answers {status}" + (f": {said}" if said else "")
            raise RefusedError(what, status, where=url)
        kind = answer.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        return Reply(answer.content, kind, answer.headers)


def plain(text: str) -> str:
    r"""Return what a store says as one harmless line of at most 200 characters.

    >>> plain("Error\x1b[31m 37000:\n  line 1")
    'Error[31m 37000: line 1'
    >>> plain("<html><body>No</body></html>")
    ''
    """
    if text.lstrip().startswith("<"):
        return ""
    shown = "".join(letter if letter.isprintable() else " " * letter.isspace() for letter in text)
    return " ".join(shown.split())[:200]


def _retry_after(text: str) -> float | None:
    """Read seconds or a date (RFC 9110, 10.2.3); anything else is as if it were not there."""
    if text.strip().isdecimal():
        return float(text)
    try:
        return max(0.0, (parsedate_to_datetime(text) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return None
