"""Users, offices, memberships and personal links."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from gegenbesuch.core.models import BaseModel
from gegenbesuch.core.rows import values_of
from gegenbesuch.core.values.fields import I18nCharField

if TYPE_CHECKING:
    from datetime import datetime
    from typing import Self


class Language(models.TextChoices):
    """The languages of the interface."""

    GERMAN = "de", _("German")
    ENGLISH = "en", _("English")
    JAPANESE = "ja", _("Japanese")


class OfficeQuerySet(models.QuerySet[Any]):
    """Offices."""

    def visible_to(self, user: User | list[int]) -> Self:
        """Keep those in which the user has a role; `user` may be their keys."""
        return self.filter(pk__in=_office_ids(user))


class Office(BaseModel):
    """The organisation that runs the platform: a tenant."""

    name = I18nCharField(_("name"), max_length=300)
    language = models.CharField(
        _("language"), max_length=2, choices=Language.choices, default=Language.GERMAN
    )
    time_zone = models.CharField(_("time zone"), max_length=50, default="Europe/Berlin")

    objects = OfficeQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.name)


class UserManager(BaseUserManager["User"]):
    """Users are told apart by their mail address, whatever its case."""

    def create_user(
        self, email: str, password: str | None = None, **fields: Any
    ) -> User:
        """Make a user who signs in with mail address and password."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        """Find a user by mail address, whatever its case."""
        return self.get(email=(username or "").lower())


class User(AbstractBaseUser):
    """A member of an office's staff who signs in."""

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=200)
    language = models.CharField(
        _("language"), max_length=2, choices=Language.choices, default=Language.GERMAN
    )
    is_active = models.BooleanField(_("may sign in"), default=True)
    #: When a link to choose a password was mailed last: not too often.
    password_mailed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    offices = models.ManyToManyField(
        Office, through="Membership", related_name="users", verbose_name=_("offices")
    )

    objects = UserManager()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    def __str__(self) -> str:
        return self.name or self.email

    @cached_property
    def roles(self) -> dict[int, str]:
        """The role in each office, by its key; asked from the database once."""
        return dict(values_of(Membership, "office", "role", user=[self.pk]))

    @property
    def office_ids(self) -> list[int]:
        """The offices whose records the user may see."""
        return sorted(self.roles)


def _office_ids(user: User | list[int]) -> list[int]:
    return user if isinstance(user, list) else user.office_ids


class MembershipQuerySet(models.QuerySet[Any]):
    """Roles of users in offices."""

    def visible_to(self, user: User | list[int]) -> Self:
        """Keep those in the user's own offices; `user` may be their keys."""
        return self.filter(office__in=_office_ids(user))

    def administrators(self) -> Self:
        """Keep administrators who can sign in: they have chosen a password."""
        return self.filter(role=Membership.Role.ADMIN, user__is_active=True).exclude(
            user__password__startswith=UNUSABLE_PASSWORD_PREFIX
        )


class Membership(BaseModel):
    """What a user may do in an office."""

    class Role(models.TextChoices):
        VIEWER = "viewer", _("Viewer")
        EDITOR = "editor", _("Editor")
        COORDINATOR = "coordinator", _("Coordinator")
        ADMIN = "admin", _("Administrator")

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    office = models.ForeignKey(
        Office, on_delete=models.CASCADE, related_name="memberships"
    )
    role = models.CharField(
        _("role"), max_length=20, choices=Role.choices, default=Role.VIEWER
    )

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "office"], name="one_membership_per_office"
            )
        ]

    def __str__(self) -> str:
        return str(self.user)

    def get_absolute_url(self) -> str:
        """Return the page where the role is changed."""
        return reverse("accounts:membership", args=[self.code])


class PersonalLink(BaseModel):
    """
    The key of a person without an account to one thing: an agenda, a profile.

    The address carries the code and a signature over code and `generation`;
    renewing raises the generation, so that older addresses no longer open.
    """

    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="+")
    target_type = models.ForeignKey(ContentType, on_delete=models.CASCADE)
    target_id = models.BigIntegerField()
    target = GenericForeignKey("target_type", "target_id")
    holder_name = models.CharField(_("holder"), max_length=200)
    holder_email = models.EmailField(_("e-mail address of the holder"))
    language = models.CharField(
        _("language"), max_length=2, choices=Language.choices, default=Language.GERMAN
    )
    generation = models.PositiveIntegerField(default=1)
    expires_at = models.DateTimeField(_("valid until"))
    revoked_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)

    is_one_after_merge = True
    after_erasure = None  #: A key goes with its holder.

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["target_type", "target_id", "holder_email"],
                name="one_link_per_target_and_holder",
            )
        ]

    def __str__(self) -> str:
        return self.holder_name

    def is_open(self, at: datetime) -> bool:
        """Tell whether the link opens its target at this time."""
        return self.revoked_at is None and at < self.expires_at
