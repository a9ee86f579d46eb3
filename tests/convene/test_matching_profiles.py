from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from convene.matching import Event, InstanceError, Profile, Text, read_event
from tests.convene.companies import events, forum


def entry(**changed: Any) -> dict[str, Any]:
    return {"id": "a", "side": 0, "texts": [], **changed}


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"side": 2}, "profiles[1].side: expected 0 or 1, not 2"),
        ({"side": True}, "profiles[1].side: expected 0 or 1, not True"),
        ({"id": ""}, "profiles[1].id: expected a word, not ''"),
        ({"id": "a\ud800"}, "profiles[1].id: expected a word, not 'a\\ud800'"),
        ({"texts": "text"}, "profiles[1].texts: expected a list of texts, not 'text'"),
        ({"texts": [{"kind": "need"}]}, "profiles[1].texts.language: expected a value"),
        (
            {"texts": [{"language": "de", "kind": "want", "text": ""}]},
            "profiles[1].texts.kind: expected one of offer, need, about, not 'want'",
        ),
        (
            {"texts": [{"language": "Deutsch!", "kind": "need", "text": ""}]},
            "profiles[1].texts.language: expected a language such as \"de\", not 'Deutsch!'",
        ),
        (
            {"fields": ["astrology"]},
            "profiles[1].fields: expected a field of `convene.matching.FIELDS`, not 'astrology'",
        ),
        (
            {"sought_nace": ["x"]},
            'profiles[1].sought_nace: expected NACE codes such as "26" or "72.1", not \'x\'',
        ),
        (
            {"country": "Japan"},
            "profiles[1].country: expected a country such as \"JP\", not 'Japan'",
        ),
        (
            {"size": "huge"},
            "profiles[1].size: expected one of micro, small, medium, large, not 'huge'",
        ),
        (
            {"languages": "de"},
            "profiles[1].languages: expected a list of words, not 'de'",
        ),
    ],
)
def test_from_json_names_the_field_and_the_entry(
    changed: dict[str, Any], message: str
) -> None:
    data = {"profiles": [entry(id="first"), entry(**changed)]}

    with pytest.raises(InstanceError) as raised:
        Event.from_json(data)

    assert str(raised.value) == message


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"profiles": {}}, "profiles: expected a list of profiles, not {}"),
        ({"profiles": [3]}, "profiles[0]: expected an object, not 3"),
        (
            {"profiles": [entry(), entry()]},
            "profiles[1].id: expected each id only once",
        ),
        ({"met": [["a", "x"]]}, "met[0]: expected two ids of profiles"),
        ({"excluded": [["a"]]}, "excluded[0]: expected two ids of profiles"),
        ({"repeat": "never"}, "repeat: expected one of any, first, again"),
        (
            {"interpreters": ["german"]},
            'interpreters[0]: expected pairs such as "de-ja"',
        ),
        (
            {"interests": [{"by": "x", "of": "a"}]},
            "interests[0].by: expected the id of a profile",
        ),
        (
            {"interests": [{"by": "a", "of": ["food"]}]},
            "interests[0].of: expected a profile or a field",
        ),
        (
            {"format": "convene.matching/9"},
            "format: expected convene.matching/1, not 'convene.matching/9'",
        ),
    ],
)
def test_event_names_what_cannot_be_used(changed: dict[str, Any], message: str) -> None:
    with pytest.raises(InstanceError) as raised:
        Event.from_json({"profiles": [entry()], **changed})

    assert str(raised.value) == message


def test_text_loses_what_no_file_and_no_model_can_hold() -> None:
    text = Text("DE-at", "need", "Pum\0pen\ud800 \x07und\nVentile")

    assert text == Text("de", "need", "Pum pen\N{REPLACEMENT CHARACTER}  und\nVentile")


@given(events())
def test_event_survives_its_file(event: Event) -> None:
    assert Event.from_json(json.loads(json.dumps(event.to_json()))) == event


def test_read_event_reads_what_the_command_line_promises(tmp_path: Path) -> None:
    path = tmp_path / "profiles.json"
    path.write_text(json.dumps({"profiles": [entry(unknown=1, nace=None)]}))

    assert read_event(path).profiles == (Profile("a", 0),)


def test_event_knows_both_spellings_of_an_interpreter() -> None:
    assert forum(interpreters=("ja-de",)).interpreters == ("de-ja",)
