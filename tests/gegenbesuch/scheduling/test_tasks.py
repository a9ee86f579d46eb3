from __future__ import annotations

import os
import subprocess
import sys

LOADED = """
import django, sys
django.setup()
import gegenbesuch.config.urls
print(sorted({"convene", "highspy", "pysat", "numpy"} & set(sys.modules)))
"""


def test_web_processes_load_no_solver() -> None:
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "gegenbesuch.config.settings_test",
    }

    answer = subprocess.run(
        [sys.executable, "-c", LOADED],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )

    assert answer.stdout == "[]\n"
