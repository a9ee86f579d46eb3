"""
Numbers and addresses of the outside world, checked and in one form.

Forms, services and imports read them here, so that one number is stored in one
way whoever typed it.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _
from email_validator import EmailNotValidError, validate_email
from stdnum import isni, lei
from stdnum.de import handelsregisternummer
from stdnum.eu import vat
from stdnum.exceptions import ValidationError as WrongNumber
from stdnum.jp import cn

from gegenbesuch.core.errors import ActionError
from gegenbesuch.directory.models import ContactPoint, Identifier

if TYPE_CHECKING:
    from collections.abc import Callable

_PHONES = {ContactPoint.Kind.PHONE, ContactPoint.Kind.MOBILE, ContactPoint.Kind.FAX}
_EXTENSION = ";ext="
_COURT_BEHIND = re.compile(
    r"(?P<number>(HR[AB]|PR|GnR|VR)\s*\d+\s*[A-Z]{0,3})[,;/\s]+"
    r"(?:Amtsgericht|AG)?\s*(?P<court>[^\d]+)",
    re.IGNORECASE,
)


def contact_value(kind: str, text: str, country: str = "") -> str:
    """
    Return a telephone number, mail address or page in the form that is stored.

    Telephone numbers come out as E.164 (`+4934112340`), with `;ext=12` behind
    if there is an extension.

    Args:
        kind: Of `ContactPoint`.
        country: Where a number without +49 or the like is dialled.

    Raises:
        ActionError: It is none, with what to do about it.
    """
    text = unicodedata.normalize("NFKC", text).strip()
    if kind in _PHONES:
        return _phone(text, country)
    if kind == ContactPoint.Kind.EMAIL:
        return _email(text)
    return _website(text)


def shown_contact(kind: str, value: str) -> str:
    """Return a stored value as people write it: +49 341 12340."""
    if kind not in _PHONES:
        return value.removeprefix("https://").removeprefix("http://").rstrip("/")
    try:
        number = phonenumbers.parse(value, None)
    except phonenumbers.NumberParseException:
        return value
    return str(
        phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    )


def contact_link(kind: str, value: str) -> str:
    """Return the address that dials, writes or opens; empty for a fax."""
    if kind == ContactPoint.Kind.EMAIL:
        return f"mailto:{value}"
    if kind == ContactPoint.Kind.WEBSITE:
        return value
    return "" if kind == ContactPoint.Kind.FAX else f"tel:{value}"


def identifier_value(scheme: str, text: str) -> str:
    """
    Return a number of a register in the form that is stored.

    Raises:
        ActionError: Its check digits are wrong, or it has another form.
    """
    text = " ".join(unicodedata.normalize("NFKC", text).split())
    if scheme == Identifier.Scheme.JP_CORPORATE:
        text = text.removeprefix("T").removeprefix("t")  # as invoices have it
    if scheme == Identifier.Scheme.DE_REGISTER and (
        found := _COURT_BEHIND.fullmatch(text)
    ):
        text = f"{found['court'].strip()} {found['number']}"
    check = _CHECKS.get(scheme)
    if check is None:
        if not text:
            raise ActionError(_("Please give the number."))
        return text
    try:
        return str(check(text))
    except WrongNumber as error:
        raise ActionError(
            _("“%(text)s” is no %(scheme)s: %(example)s would be one.")
            % {
                "text": text,
                "scheme": Identifier.Scheme(scheme).label,
                "example": _EXAMPLES[scheme],
            }
        ) from error


_CHECKS: dict[str, Callable[[str], Any]] = {
    Identifier.Scheme.LEI: lei.validate,
    Identifier.Scheme.EU_VAT: vat.validate,
    Identifier.Scheme.DE_REGISTER: handelsregisternummer.validate,
    Identifier.Scheme.JP_CORPORATE: cn.validate,
    Identifier.Scheme.ORCID: isni.validate,  # one algorithm, one form
    Identifier.Scheme.ISNI: isni.validate,
}
_EXAMPLES: dict[str, str] = {
    Identifier.Scheme.LEI: "213800KUD8LAJWSQ9D15",
    Identifier.Scheme.EU_VAT: "DE136695976",
    Identifier.Scheme.DE_REGISTER: "Leipzig HRB 44",
    Identifier.Scheme.JP_CORPORATE: "5-8356-7825-6246",
    Identifier.Scheme.ORCID: "0000-0002-1825-0097",
    Identifier.Scheme.ISNI: "0000 0002 1825 0097",
}


def shown_identifier(scheme: str, value: str) -> str:
    """Return a stored number as its register groups it."""
    if scheme == Identifier.Scheme.JP_CORPORATE:
        return str(cn.format(value))
    if scheme == Identifier.Scheme.ORCID:
        return "-".join(value[n : n + 4] for n in range(0, len(value), 4))
    return str(isni.format(value)) if scheme == Identifier.Scheme.ISNI else value


def _phone(text: str, country: str) -> str:
    try:
        number = phonenumbers.parse(text, country.upper() or None)
    except phonenumbers.NumberParseException as error:
        raise ActionError(_no_phone(text)) from error
    if not phonenumbers.is_possible_number(number):
        raise ActionError(_no_phone(text))
    plain = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return plain + (f"{_EXTENSION}{number.extension}" if number.extension else "")


def _no_phone(text: str) -> str:
    return _(
        "“%(text)s” is no telephone number. Please write it with the country, "
        "such as +49 341 12340 or +81 78 123 4567."
    ) % {"text": text}


def _email(text: str) -> str:
    try:
        return validate_email(text, check_deliverability=False).normalized
    except EmailNotValidError as error:
        raise ActionError(
            _("“%(text)s” is no mail address; one looks like name@company.example.")
            % {"text": text}
        ) from error


def _website(text: str) -> str:
    url = text if "://" in text else f"https://{text}"
    try:
        URLValidator(schemes=["http", "https"])(url)
    except ValidationError as error:
        raise ActionError(
            _("“%(text)s” is no address of a page; one looks like www.company.example.")
            % {"text": text}
        ) from error
    return url
