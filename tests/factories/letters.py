"""One factory for each model of `letters`."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import factory
from django.contrib.contenttypes.models import ContentType
from factory.django import DjangoModelFactory

from gegenbesuch.letters import models as letters
from tests.factories.accounts import OfficeFactory


class OutboxMessageFactory(DjangoModelFactory[letters.OutboxMessage]):
    """A mail about `target`, which has to be given."""

    class Meta:
        model = letters.OutboxMessage
        exclude = ("target",)

    target: Any = None
    office = factory.SubFactory(OfficeFactory)
    kind = "invite_guest"
    target_type = factory.LazyAttribute(
        lambda o: ContentType.objects.get_for_model(o.target)
    )
    target_id = factory.LazyAttribute(lambda o: o.target.pk)
    to_name = "Mika Sato"
    to_email = "mika@company.example"
    language = "de"
    subject = "Einladung"
    body = "Guten Tag,\n\nkommen Sie?"
    due_at = datetime(2019, 6, 1, tzinfo=UTC)


class WordingFactory(DjangoModelFactory[letters.Wording]):
    class Meta:
        model = letters.Wording

    office = factory.SubFactory(OfficeFactory)
    kind = "invite_guest"
    language = "de"
    subject = "Bitte kommen Sie: {event}"
    body = "{salutation}\n\n{link}"
