"""What the web server writes down about a request."""

from typing import Any
from urllib.parse import quote, unquote

from django.urls import Resolver404, resolve
from gunicorn.glogging import Logger


class AccessLog(Logger):
    """
    The access log without what points at a person or opens a page.

    A line keeps time, method, path, status and size. It leaves out the visitor's
    address, browser and the page he came from, what he searched for, and the secret in
    a personal link, which would let whoever reads the log answer in another's name.
    """

    def atoms(
        self, resp: Any, req: Any, environ: dict[str, Any], request_time: Any
    ) -> dict[str, Any]:
        """Gunicorn's values of a line, the personal ones as "-"."""
        path = without_secret(environ["RAW_URI"].partition("?")[0])
        atoms: dict[str, Any] = super().atoms(resp, req, environ, request_time)
        request = f"{environ['REQUEST_METHOD']} {path} {environ['SERVER_PROTOCOL']}"
        return atoms | {"h": "-", "u": "-", "a": "-", "f": "-", "r": request}


def without_secret(path: str) -> str:
    """A quoted path with "*" for the secret of a personal link."""
    plain = unquote(path)
    try:
        token = resolve(plain).kwargs.get("token")
    except Resolver404:
        token = None
    return quote(plain.replace(token, "*") if token else plain, safe="/:*")
