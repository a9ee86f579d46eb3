"""Whoever is erased is not remembered by an import, a merge or a pair either."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from django.apps import apps
from django.core.files.storage import default_storage

from gegenbesuch.core import audit
from gegenbesuch.core.errors import ActionError
from gegenbesuch.core.values.name import Name
from gegenbesuch.directory import services as directory
from gegenbesuch.directory.models import ContactPoint, Merge, Person
from gegenbesuch.exchange.images import image_of
from tests.gegenbesuch.exchange.files import csv_file

if TYPE_CHECKING:
    from collections.abc import Callable

    from gegenbesuch.accounts.models import Office
    from gegenbesuch.exchange.models import ImportRun

    Import = Callable[..., ImportRun]

#: Records themselves and what is found of them; not logs of what happened.
RECORDS = {"directory.person", "directory.contactpoint", "core.searchentry"}
RECORDS |= {"core.searchword", "directory.organisation"}


def _remembered(word: str) -> set[str]:
    """Return the logs in which a word stands."""
    return {
        model._meta.label_lower
        for model in apps.get_models(include_auto_created=True)
        for row in model._default_manager.all()
        if word in json.dumps(image_of(row), ensure_ascii=False, default=str)
    } - RECORDS


@pytest.mark.django_db
def test_shred_reaches_merges_pairs_and_imports(
    import_bytes: Import, office: Office, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        run = import_bytes(
            csv_file(
                ["Name", "E-Mail", "Notiz"],
                ["Anna Zwiebelturm", "a@zwiebelturm.example", ""],
                ["Zwiebelturm Anna", "b@other.example", "vielleicht dieselbe"],
                ["Bernd Groß", "gross@other.example", "jemand anders"],
            )
        )
        person = Person.objects.get(name__family="Zwiebelturm")
        other = directory.create_person(
            office, name=Name(family="Zwiebelturm", given="Ana"), actor=None
        )
        directory.add_detail(
            other, ContactPoint, actor=None, kind="email", value="c@zwiebelturm.example"
        )
        directory.look_for_duplicates(office, actor=None)
        merge = directory.merge_people(person, other, actor=None)
    assert default_storage.exists(run.file.name)
    assert len(_remembered("wiebelturm")) >= 4

    with django_capture_on_commit_callbacks(execute=True):
        audit.shred(person, actor=None)

    assert _remembered("wiebelturm") == set()
    assert not default_storage.exists(run.file.name)
    assert run.rows.get(number=2).cells == []
    assert run.rows.get(number=3).cells == []
    assert run.rows.get(number=4).cells[2] == "jemand anders"
    assert Merge.objects.get(pk=merge.pk).dropped_code == other.code
    merge.refresh_from_db()
    with pytest.raises(ActionError, match="erased"):
        directory.undo_merge(merge, actor=None)
