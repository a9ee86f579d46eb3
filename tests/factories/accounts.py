"""One factory for each model of `accounts`."""

from __future__ import annotations

from typing import Any

import factory
from django.contrib.contenttypes.models import ContentType
from factory.django import DjangoModelFactory

from gegenbesuch.accounts.models import Membership, Office, PersonalLink, User
from tests.factories.common import FAR_FUTURE, PASSWORD, numbered


class OfficeFactory(DjangoModelFactory[Office]):
    class Meta:
        model = Office

    name = numbered("Dienststelle %d")


class UserFactory(DjangoModelFactory[User]):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"user{n}@office.example")
    name = factory.Sequence(lambda n: f"User {n}")

    @classmethod
    def _create(cls, model_class: type[User], *_args: Any, **kwargs: Any) -> User:
        password = kwargs.pop("password", PASSWORD)
        return model_class.objects.create_user(password=password, **kwargs)


class MembershipFactory(DjangoModelFactory[Membership]):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    office = factory.SubFactory(OfficeFactory)
    role = Membership.Role.EDITOR


class PersonalLinkFactory(DjangoModelFactory[PersonalLink]):
    """A link to `target`, which has to be given."""

    class Meta:
        model = PersonalLink
        exclude = ("target",)

    target: Any = None
    office = factory.SubFactory(OfficeFactory)
    target_type = factory.LazyAttribute(
        lambda o: ContentType.objects.get_for_model(o.target)
    )
    target_id = factory.LazyAttribute(lambda o: o.target.pk)
    holder_name = factory.Sequence(lambda n: f"Holder {n}")
    holder_email = factory.Sequence(lambda n: f"holder{n}@company.example")
    expires_at = FAR_FUTURE
