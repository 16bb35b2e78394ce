"""Login: who asks, from the environment, and how it is told to the store.

``PAPERATLAS_USER`` with ``PAPERATLAS_PASSWORD``, or ``PAPERATLAS_TOKEN``. A token goes as Bearer
(RFC 6750), a password as Basic (RFC 7617) or, where the store asks for it, as Digest (RFC 7616),
which Virtuoso does. Over plain http to another machine only Digest is used: the other two would
show the secret to whoever listens.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from requests.auth import HTTPBasicAuth, HTTPDigestAuth

from ..errors import GraphError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from requests import PreparedRequest, Response

_USER, _PASSWORD, _TOKEN = "PAPERATLAS_USER", "PAPERATLAS_PASSWORD", "PAPERATLAS_TOKEN"


@dataclass(slots=True)
class Login:
    """A user with a password, a token, or nobody. Its `repr` shows no secret."""

    user: str = ""
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)
    _digest: HTTPDigestAuth | None = field(default=None, repr=False)
    _bare: bool = field(default=False, repr=False)

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> Login:
        """Read the three variables.

        >>> Login.of({"PAPERATLAS_USER": "ada", "PAPERATLAS_PASSWORD": "secret"})
        Login(user='ada')
        >>> Login.of({"PAPERATLAS_USER": "ada"})
        Traceback (most recent call last):
        paperatlas.errors.GraphError: PAPERATLAS_PASSWORD: a user needs a password (set both, or
        neither)

        Raises:
            GraphError: a user without a password, a password without a user, or both ways at once.

        """
        user, password, token = (environment.get(name, "") for name in (_USER, _PASSWORD, _TOKEN))
        if bool(user) != bool(password):
            missing = _PASSWORD if user else _USER
            other = "a user needs a password" if user else "a password needs a user"
            raise GraphError(other, where=missing, cure="set both, or neither")
        if user and token:
            what = "a token and a password are two ways to say who you are"
            raise GraphError(what, where=_TOKEN, cure=f"unset it, or {_USER} and {_PASSWORD}")
        if not (token + user).isprintable() or not token.isascii():
            raise GraphError("it holds a character that no header can", where=_TOKEN)
        return cls(user, password, token)

    @property
    def cure(self) -> str:
        """What to do where the store says no."""
        if self.token or self.user:
            return f"is {_TOKEN if self.token else f'{_USER} with {_PASSWORD}'} right for it?"
        return f"set {_USER} and {_PASSWORD}, or {_TOKEN}"

    def sign(self, request: PreparedRequest) -> PreparedRequest:
        """Say in the request's head who asks; raises GraphError where that would tell everybody."""
        if self._digest is not None:
            return self._digest(request)
        if self.token and _private(request.url or ""):
            request.headers["Authorization"] = f"Bearer {self.token}"
        elif self.token:
            what = f"{_TOKEN} would cross the network for everybody to read"
            raise GraphError(what, where=request.url or "", cure="use https://")
        elif self.user and not self._bare and _private(request.url or ""):
            return HTTPBasicAuth(self.user.encode(), self.password.encode())(request)
        return request

    def challenged(self, answer: Response) -> bool:
        """Take up the store's challenge; whether asking again makes sense."""
        schemes = answer.headers.get("WWW-Authenticate", "").lower()
        if self.user and self._digest is None and "digest" in schemes:
            self._digest = HTTPDigestAuth(self.user, self.password)
            return True
        if self.user and not schemes and not self._bare:
            self._bare = True  # Virtuoso states its challenge only to those who say nothing
            return True
        if self.user and "basic" in schemes and not _private(answer.url):
            what = f"the store wants {_PASSWORD} in a form that everybody could read"
            raise GraphError(what, where=answer.url, cure="use https://")
        return False


def _private(url: str) -> bool:
    """Whether nobody in between can read: https, or this very machine."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    try:
        local = ip_address(host).is_loopback
    except ValueError:
        local = host == "localhost"
    return parts.scheme == "https" or local
