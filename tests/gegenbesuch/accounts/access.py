"""Who may do what with accounts."""

from tests.house.access import SIGN_IN, Row, everybody

NOT_SIGNED_IN = ("stranger", "company")

ROWS = [
    Row(
        "accounts:sign-in",
        # Who is signed in already is sent on.
        get=everybody(302) | dict.fromkeys(NOT_SIGNED_IN, 200),
        post=everybody(302) | dict.fromkeys(NOT_SIGNED_IN, 200),
    ),
    Row("accounts:sign-out", post=everybody(302)),
    Row(
        "accounts:account",
        get=everybody(200) | dict.fromkeys(NOT_SIGNED_IN, SIGN_IN),
    ),
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
