"""Make an account from the terminal: the first administrator of an office."""

from __future__ import annotations

import sys
from getpass import getpass
from typing import TYPE_CHECKING, Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, no_translations
from django.core.validators import validate_email
from django.db import transaction

from gegenbesuch.accounts import services
from gegenbesuch.accounts.models import Language, Membership, Office, User

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    """Make an account with a role in an office; its password is asked for."""

    help = "Make an account with a role in an office."
    stealth_options = ("stdin",)

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Ask who, where and what for."""
        parser.add_argument("email", metavar="MAIL")
        parser.add_argument("--name", required=True)
        parser.add_argument("--office", required=True, help="the code of the office")
        parser.add_argument("--role", required=True, choices=Membership.Role.values)
        parser.add_argument(
            "--language", choices=Language.values, help="by default the office's"
        )

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        """Make the account, or say in a sentence why not."""
        email, name = options["email"].strip().lower(), options["name"].strip()
        office = Office.objects.filter(code=options["office"]).first()
        if office is None:
            known = ", ".join(
                Office.objects.order_by("code").values_list("code", flat=True)
            )
            raise CommandError(
                f"There is no office {options['office']!r}; there is: {known or 'none'}."
            )
        if not name:
            raise CommandError("Please give the person's name.")
        try:
            validate_email(email)
        except ValidationError as error:
            raise CommandError(f"{email!r} is no mail address.") from error
        if User.objects.filter(email=email).exists():
            raise CommandError(
                f"There is an account {email} already; an administrator of the office "
                "can add it on the page “Staff”."
            )
        password = _read_password(options.get("stdin") or sys.stdin)
        try:
            validate_password(password, User(email=email, name=name))
        except ValidationError as error:
            raise CommandError(
                f"Please choose another password: {' '.join(error.messages)}"
            ) from error
        with transaction.atomic():
            user = services.create_user(
                email,
                name=name,
                password=password,
                actor=None,
                language=options["language"] or office.language,
            )
            services.grant_membership(user, office, role=options["role"], actor=None)
        self.stdout.write(f"{email} can sign in now.")


def _read_password(source: Any) -> str:
    """Ask twice on a terminal, without showing it; else read a line."""
    if not source.isatty():
        return str(source.readline()).rstrip("\r\n")
    password = getpass("Password: ")
    if getpass("Once more: ") != password:
        raise CommandError("The two passwords are not the same.")
    return password
