from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.test import RequestFactory
from gunicorn.config import Config

from gegenbesuch.config.access_log import AccessLog


@pytest.mark.parametrize(
    ("asked", "written"),
    [
        ("/my/agenda/aB3:x_-9/agenda.pdf?lang=de", "/my/agenda/*/agenda.pdf"),
        ("/people/?q=Suzuki+Hana", "/people/"),
        ("/nowhere/%E9%88%B4/", "/nowhere/%E9%88%B4/"),
    ],
)
def test_a_line_names_nobody_and_opens_nothing(
    capsys: pytest.CaptureFixture[str], asked: str, written: str
) -> None:
    config = Config()
    config.set("accesslog", "-")
    environ = RequestFactory().get(
        asked,
        REMOTE_ADDR="203.0.113.9",
        headers={"user-agent": "Firefox", "referer": "https://elsewhere.example/"},
    )

    AccessLog(config).access(
        SimpleNamespace(status="200 OK", sent=12, headers=[]),
        SimpleNamespace(headers=[]),
        environ.environ | {"RAW_URI": asked},
        timedelta(milliseconds=3),
    )

    line = capsys.readouterr().out
    assert f'"GET {written} HTTP/1.1" 200 12 "-" "-"' in line
    assert line.startswith("- - - [")
