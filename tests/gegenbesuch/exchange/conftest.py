"""How the tests import a file, from bytes to the states of its rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.utils import translation
from django.utils.timezone import now

from gegenbesuch.exchange import mapping, running, services

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from gegenbesuch.accounts.models import Office
    from gegenbesuch.exchange.models import ImportRun


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def import_bytes(office: Office) -> Callable[..., ImportRun]:
    """Import some bytes into the office, at once and in this process."""
    office.language = "en"
    office.save()

    def do(data: bytes, *, preview: bool = False, **given: Any) -> ImportRun:
        at = now()
        policy, tag = given.pop("policy", "fill"), given.pop("tag", "")
        run = services.upload_import(
            office, data=data, name="list.csv", actor=None, at=at
        )
        mapping.apply(run, given, policy=policy, tag=tag)
        run = services.prepare_import(run, actor=None, at=at, preview=preview)
        holder = running.new_holder()
        assert running.take(run, holder, at=at)
        running.process(run, holder)
        run.refresh_from_db()
        return run

    return do


def statuses(run: ImportRun) -> dict[int, str]:
    """Return what became of each row, by its number."""
    return dict(run.rows.order_by("number").values_list("number", "status"))


def problems(run: ImportRun, number: int) -> list[str]:
    """Return the codes of what was wrong with a row."""
    return [each["code"] for each in run.rows.get(number=number).problems]
