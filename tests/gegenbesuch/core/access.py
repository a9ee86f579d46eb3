"""Who may see what of core."""

from tests.house.access import PUBLIC, Row, everybody

ROWS = [
    Row("core:health", get=PUBLIC),
    # A number that says nothing but that a page has changed.
    Row("core:pulse", lambda _w: ["some-page"], get=PUBLIC),
    Row("core:accessibility", get=PUBLIC),
    # Staff of any office; strangers only in development.
    Row(
        "core:styleguide",
        get=everybody(200) | {"stranger": 404, "company": 404},
    ),
]
