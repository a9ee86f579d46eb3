"""How seldom a web process looks for garbage."""

import gc

#: Objects made since the last look. A page makes some ten thousand that live for the
#: request only, and Python's 700 would have it look dozens of times meanwhile.
YOUNG = 50_000


def settle() -> None:
    """
    Leave alone what is loaded by now, and look for cycles once in a few requests.

    For a process that has loaded all it needs and will answer requests for long.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG)
