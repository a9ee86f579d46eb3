"""Run the command line: `python -m convene`."""

from __future__ import annotations

import gc
import os
import sys

from convene.cli import main

if __name__ == "__main__":
    # Clauses are many small lists and none of them garbage: neither looking for
    # garbage among them nor taking them apart at the end is worth the time.
    gc.set_threshold(200_000)
    status = main()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)
