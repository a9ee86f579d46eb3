"""Every named address has a row in the access table and answers as it says."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.house.access import MEMBERS, SIGN_IN, Answer, Row, World, rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpResponse

ROWS = rows()
FORGED = "forged.1:x"
#: What a verb answers to GET: never a page.
REFUSED = {405, 403, 404, SIGN_IN}


def _names(resolver: URLResolver, space: str = "") -> Iterator[str]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            inner = ":".join(filter(None, [space, entry.namespace]))
            yield from _names(entry, inner)
        elif isinstance(entry, URLPattern):
            yield f"{space}:{entry.name}" if space else str(entry.name)


def _answer(response: HttpResponse) -> Answer:
    if response.status_code == 302 and response["Location"].startswith(
        reverse("accounts:sign-in")
    ):
        return SIGN_IN
    return response.status_code


class _Undo(Exception):  # noqa: N818 -- it is no error
    pass


def _ask(row: Row, method: str, who: str, client: Client, world: World) -> Answer:
    """Ask as one member and take back what the answer changed."""
    own = world.token
    try:
        with transaction.atomic():
            world.token = own if who == "company" else FORGED
            address = reverse(row.name, args=row.args(world)) + row.query
            data = row.data(world) if method == "post" else {}
            response = getattr(client, method)(address, data)
            if response.streaming:
                b"".join(response.streaming_content)
            raise _Undo  # noqa: TRY301 -- the way to roll back
    except _Undo:
        return _answer(response)
    finally:
        world.token = own


def test_every_address_has_a_row() -> None:
    names = list(_names(get_resolver()))

    assert "None" not in {name.rpartition(":")[2] for name in names}
    assert sorted(set(names) - {row.name for row in ROWS}) == []


def test_every_row_has_an_address() -> None:
    assert sorted({row.name for row in ROWS} - set(_names(get_resolver()))) == []


def test_no_address_has_two_rows() -> None:
    counted = Counter((row.name, row.query) for row in ROWS)

    assert [name for name, count in counted.items() if count > 1] == []


@pytest.mark.parametrize("row", [r for r in ROWS if r.get], ids=str)
def test_get_answers_each_member_as_the_table_says(
    row: Row, world: World, clients: dict[str, Client]
) -> None:
    row.args(world)

    got = {who: _ask(row, "get", who, clients[who], world) for who in MEMBERS}

    assert got == row.get


@pytest.mark.parametrize("row", [r for r in ROWS if not r.get], ids=str)
def test_get_on_a_verb_shows_nothing(
    row: Row, world: World, clients: dict[str, Client]
) -> None:
    row.args(world)

    got = {_ask(row, "get", who, clients[who], world) for who in MEMBERS}

    assert got <= REFUSED


@pytest.mark.parametrize("row", [r for r in ROWS if r.post], ids=str)
def test_post_answers_each_member_as_the_table_says(
    row: Row, world: World, clients: dict[str, Client]
) -> None:
    row.args(world)
    row.data(world)

    got = {who: _ask(row, "post", who, clients[who], world) for who in MEMBERS}

    assert got == row.post


@pytest.mark.parametrize(
    "row", [r for r in ROWS if r.post and not r.is_without_account], ids=str
)
def test_post_without_the_token_of_the_form_is_refused(row: Row, world: World) -> None:
    address = reverse(row.name, args=row.args(world))
    client = Client(enforce_csrf_checks=True)

    response = client.post(address, row.data(world))

    assert response.status_code == 403
