"""Vectors from a server that speaks the embeddings protocol of OpenAI."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Sequence
from typing import Any

import numpy as np

from convene.matching.embed import EmbeddingError, Vectors, unit

BATCH = 64


class Server:
    """
    An embeddings server, one's own or hired.

    What companies write leaves the machine for that server.

    Args:
        url: Base address, such as `http://localhost:8080/v1`.
        model: Name of the model, which must know all languages of the texts.
        key: Sent as bearer token, if the server asks for one.
        prefix: Put before each sentence, where the model wants that.

    Raises:
        EmbeddingError: The address is not http or https.

    """

    meaning = 1.0

    def __init__(
        self,
        url: str,
        model: str,
        *,
        key: str = "",
        prefix: str = "",
        seconds: float = 60.0,
    ) -> None:
        if not url.startswith(("http://", "https://")):
            raise EmbeddingError(f"{url} is no http or https address")
        self.name = f"{model}@{url}"
        self._url = url.rstrip("/") + "/embeddings"
        self._model = model
        self._key = key
        self._prefix = prefix
        self._seconds = seconds

    def embed(self, sentences: Sequence[str]) -> Vectors:
        """Ask the server, some sentences at a time."""
        rows: list[Any] = []
        for start in range(0, len(sentences), BATCH):
            rows += self._ask(sentences[start : start + BATCH])
        if not rows:
            return np.zeros((0, 0), np.float32)
        try:
            vectors = np.array(rows, dtype=np.float32)
        except ValueError:
            raise EmbeddingError(f"{self._url}: vectors of different lengths") from None
        if vectors.ndim != 2 or not vectors.size or not np.isfinite(vectors).all():
            raise EmbeddingError(f"{self._url}: not vectors of numbers")
        return unit(vectors)

    def _ask(self, sentences: Sequence[str]) -> list[Any]:
        body = {
            "model": self._model,
            "input": [self._prefix + sentence for sentence in sentences],
            "encoding_format": "float",
        }
        headers = {"Content-Type": "application/json"}
        if self._key:
            headers["Authorization"] = f"Bearer {self._key}"
        request = urllib.request.Request(  # noqa: S310 -- http or https, see __init__
            self._url, json.dumps(body).encode(), headers
        )
        try:
            with urllib.request.urlopen(request, timeout=self._seconds) as answer:  # noqa: S310
                data = json.load(answer)
            found = {row["index"]: row["embedding"] for row in data["data"]}
            return [found[index] for index in range(len(sentences))]
        except urllib.error.HTTPError as error:
            with error:
                raise EmbeddingError(
                    f"{self._url}: answered {error.code} {error.reason}"
                ) from None
        except OSError as error:
            raise EmbeddingError(f"{self._url}: {error}") from None
        except (ValueError, KeyError, TypeError, AttributeError):
            raise EmbeddingError(f"{self._url}: no list of embeddings") from None
