"""The number by which open pages learn that something has changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from gegenbesuch.core import pulse
from gegenbesuch.core.models import Pulse

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the process begin without having read anything."""
    monkeypatch.setattr(pulse, "known", pulse._Known())


def test_number_rises_when_the_transaction_is_done(
    django_capture_on_commit_callbacks: Any,
) -> None:
    with django_capture_on_commit_callbacks() as waiting:
        pulse.beat("b", "a", "b")
        assert pulse.version_of("a") == 0

    for callback in waiting:
        callback()
        callback()

    assert dict(Pulse.objects.values_list("key", "version")) == {"a": 2, "b": 2}


def ask(path: str, method: str = "GET") -> tuple[str, bytes]:
    """Ask the site as a web server does."""
    told: list[Any] = []
    environ = {"PATH_INFO": path, "REQUEST_METHOD": method}
    site = pulse.answering(lambda _environ, start: start("404 NOT FOUND", []) or [b""])
    body = b"".join(site(environ, lambda *said: told.extend(said)))
    return told[0], body


def test_everything_else_goes_on_to_the_site() -> None:
    pulse._beat(["page"])

    assert ask("/pulse/page/") == ("200 OK", b"1")
    assert ask("/pulse/page/", "POST") == ("404 NOT FOUND", b"")
    assert ask("/pulses/") == ("404 NOT FOUND", b"")


def test_open_pages_cost_one_query_at_a_time(
    client: Client, django_assert_num_queries: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    pulse._beat(["page"])

    with django_assert_num_queries(1):
        answers = [client.get(f"/pulse/{key}/") for key in ("page", "other", "page")]

    assert [answer.content for answer in answers] == [b"1", b"0", b"1"]
    assert answers[0].headers["Cache-Control"] == "no-store"
    pulse._beat(["page"])
    monkeypatch.setattr(pulse, "KEPT_FOR", -1)
    assert client.get("/pulse/page/").content == b"2"
