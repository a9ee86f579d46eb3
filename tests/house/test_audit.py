"""Every verb in use is registered, every registered verb is used and can be read."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

import pytest
from django.apps import apps
from django.conf import settings
from django.utils import translation

from gegenbesuch.core import audit
from gegenbesuch.core.models import AuditEntry
from tests.house.repository import PACKAGE, python_files

if TYPE_CHECKING:
    from collections.abc import Iterator

VERB = re.compile(r"^(?P<app>[a-z]+)(\.[a-z]+(-[a-z]+)*){2}$")
SECRET = re.compile(r"password|token|secret", re.IGNORECASE)


class _ConstantsInPlace(ast.NodeTransformer):
    """Put the value where a constant of the module is named."""

    def __init__(self, module: ast.Module) -> None:
        self.values = {
            target.id: statement.value
            for statement in module.body
            if isinstance(statement, ast.Assign)
            and isinstance(statement.value, ast.Constant)
            for target in statement.targets
            if isinstance(target, ast.Name)
        }

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return self.values.get(node.id, node)


def _record_calls() -> Iterator[ast.Call]:
    for path in python_files(PACKAGE):
        module = ast.parse(path.read_text(encoding="utf-8"))
        in_place = _ConstantsInPlace(module)
        for node in ast.walk(module):
            if (
                isinstance(node, ast.Call)
                and getattr(node.func, "attr", getattr(node.func, "id", "")) == "record"
                and node.args
            ):
                node.args[0] = in_place.visit(node.args[0])
                yield node


def _used() -> set[str]:
    """Return the verbs in `record` calls, as patterns where one is put together."""
    patterns = set()
    for call in _record_calls():
        inside = set()
        for part in ast.walk(call.args[0]):
            if isinstance(part, ast.JoinedStr):
                inside |= set(part.values)
                patterns.add(
                    "".join(
                        re.escape(p.value) if isinstance(p, ast.Constant) else "[a-z-]+"
                        for p in part.values
                    )
                )
            elif isinstance(part, ast.Constant) and part not in inside:
                patterns.add(re.escape(str(part.value)))
    return patterns


def test_every_verb_in_use_is_registered() -> None:
    unknown = [
        pattern
        for pattern in _used()
        if not any(re.fullmatch(pattern, verb) for verb in audit.VERBS)
    ]

    assert unknown == []


def test_every_registered_verb_is_used() -> None:
    used = _used()
    unused = [
        verb for verb in audit.VERBS if not any(re.fullmatch(p, verb) for p in used)
    ]

    assert unused == []


def test_verbs_are_app_noun_and_past_tense() -> None:
    labels = {config.label for config in apps.get_app_configs()}

    strange = [
        verb
        for verb in audit.VERBS
        if not (match := VERB.match(verb)) or match["app"] not in labels
    ]

    assert strange == []


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_every_verb_reads_as_a_sentence(language: str) -> None:
    entry = AuditEntry(actor_label="Alba", target_label="Kobe")

    with translation.override(language):
        for verb in audit.VERBS:
            entry.verb = verb
            sentence = audit.sentence(entry)

            assert "Alba" in sentence, verb
            assert "%" not in sentence, verb


def test_no_key_named_like_a_secret_is_stored() -> None:
    keys = [k.arg for call in _record_calls() for k in call.keywords if k.arg]

    assert [key for key in keys if SECRET.search(key)] == []
