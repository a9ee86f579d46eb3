"""Run the command line: `python -m convene`."""

from __future__ import annotations

import sys

from convene.cli import main

if __name__ == "__main__":
    sys.exit(main())
