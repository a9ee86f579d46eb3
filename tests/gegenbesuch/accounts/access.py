"""Who may do what with accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests import factories as make
from tests.house.access import PUBLIC, SIGN_IN, Row, answers, everybody

if TYPE_CHECKING:
    from tests.house.access import World

NOT_SIGNED_IN = ("stranger", "company")
OWN = everybody(200) | dict.fromkeys(NOT_SIGNED_IN, SIGN_IN)

#: For administrators, of whom the cast has none.
ADMIN = answers(
    stranger=SIGN_IN, company=SIGN_IN, other_office=404,
    viewer=403, editor=403, coordinator=403,
)  # fmt: skip


def membership(w: World) -> list[str]:
    someone = w.office.memberships.first() or make.MembershipFactory(office=w.office)
    return [someone.code]


ROWS = [
    Row(
        "accounts:sign-in",
        # Who is signed in already is sent on.
        get=everybody(302) | dict.fromkeys(NOT_SIGNED_IN, 200),
        post=everybody(302) | dict.fromkeys(NOT_SIGNED_IN, 200),
    ),
    Row("accounts:sign-out", post=everybody(302)),
    Row("accounts:account", get=OWN, post=OWN),
    Row("accounts:change-password", get=OWN, post=OWN),
    Row(
        "accounts:ask-password-link",
        get=PUBLIC,
        post=PUBLIC,
        data=lambda _w: {"email": "alba@home.example"},
    ),
    # The token is the key: without one, the page only says that it is not valid.
    Row("accounts:choose-password", lambda _w: ["MQ", "forged-1"], get=PUBLIC),
    Row("accounts:staff", lambda w: [w.office.code], get=ADMIN),
    Row("accounts:add-colleague", lambda w: [w.office.code], get=ADMIN, post=ADMIN),
    Row("accounts:membership", membership, get=ADMIN, post=ADMIN),
    Row("accounts:welcome-again", membership, post=ADMIN),
    Row("accounts:close-account", membership, post=ADMIN),
    Row("accounts:reopen-account", membership, post=ADMIN),
    Row("accounts:end-membership", membership, post=ADMIN),
    Row(
        "accounts:choose-language",
        post=everybody(302),
        data=lambda _world: {"language": "ja", "next": "/"},
    ),
    # The token is the key, whoever holds it.
    Row(
        "accounts:open-link",
        lambda w: [w.token],
        get=everybody(404) | {"company": 302},
    ),
    Row(
        "accounts:renew-link",
        lambda w: [w.token],
        post=everybody(404) | {"company": 200},
    ),
]
