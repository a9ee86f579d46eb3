"""`manage.py update_translations`: collect what is to be translated."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polib
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.template.base import Lexer, TokenType
from django.utils.text import smart_split
from django.utils.translation import trim_whitespace

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Where in the arguments context, singular and plural stand.
PYTHON_CALLS = {
    "_": (None, 0, None),
    "gettext": (None, 0, None),
    "gettext_lazy": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "ngettext": (None, 0, 1),
    "ngettext_lazy": (None, 0, 1),
    "pgettext": (0, 1, None),
    "pgettext_lazy": (0, 1, None),
    "npgettext": (0, 1, 2),
    "npgettext_lazy": (0, 1, 2),
}
INLINE = re.compile(r"""_\(("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')\)""")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")
HEADER = {
    "Project-Id-Version": "Gegenbesuch",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
}
PLURALS = {
    "de": "nplurals=2; plural=(n != 1);",
    "ja": "nplurals=1; plural=0;",
}


@dataclass
class Message:
    """Something to translate, and the files it stands in."""

    singular: str
    plural: str = ""
    context: str | None = None
    files: set[str] = field(default_factory=set)

    @property
    def key(self) -> tuple[str | None, str]:
        """Return what tells it from others."""
        return self.context, self.singular


class Command(BaseCommand):
    """Bring the catalogues in line with the sources; needs no gettext tools."""

    help = "Collect all texts to translate into the catalogues."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Let CI ask without writing."""
        parser.add_argument(
            "--check",
            action="store_true",
            help="write nothing; fail if a catalogue is behind or not complete",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Update or check every language but the one the texts are written in."""
        messages = collect(settings.PACKAGE)
        problems = []
        for language in translated_languages():
            path = catalogue_path(language)
            if not options["check"]:
                update(path, language, messages)
            problems += problems_of(path, messages)
        for problem in problems[: 20 if options["check"] else 0]:
            self.stderr.write(problem)
        if options["check"] and problems:
            msg = (
                f"{len(problems)} texts are not translated or not collected; "
                "run manage.py update_translations and translate them."
            )
            raise CommandError(msg)
        if not options["check"]:
            self.stdout.write(
                f"{len(messages)} texts, {len(problems)} still to be translated"
            )


def translated_languages() -> list[str]:
    """Return the languages that need a catalogue: all but English."""
    return [code for code, _name in settings.LANGUAGES if code != "en"]


def catalogue_path(language: str) -> Path:
    """Return where the catalogue of a language lies."""
    return Path(settings.LOCALE_PATHS[0]) / language / "LC_MESSAGES" / "django.po"


def collect(root: Path) -> list[Message]:
    """Return all texts to translate below this folder, in a stable order."""
    found: dict[tuple[str | None, str], Message] = {}
    for path in sorted(root.rglob("*")):
        if path.suffix == ".py" and "migrations" not in path.parts:
            messages = from_python(path.read_text(encoding="utf-8"))
        elif "templates" in path.parts and path.suffix in {".html", ".txt"}:
            messages = from_template(path.read_text(encoding="utf-8"))
        else:
            continue
        for message in messages:
            kept = found.setdefault(message.key, message)
            kept.plural = kept.plural or message.plural
            kept.files.add(str(path.relative_to(root.parent)))
    return sorted(
        found.values(), key=lambda m: (min(m.files), m.key[1], m.key[0] or "")
    )


def from_python(source: str) -> Iterator[Message]:
    """Yield the literal arguments of the gettext functions."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        if name not in PYTHON_CALLS:
            continue
        context, singular, plural = (
            None if place is None else _literal(node.args, place)
            for place in PYTHON_CALLS[name]
        )
        if singular:
            yield Message(singular, plural or "", context)


def _literal(arguments: list[ast.expr], place: int) -> str | None:
    if place < len(arguments):
        argument = arguments[place]
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
            return argument.value
    return None


def from_template(source: str) -> Iterator[Message]:
    """Yield what `translate`, `blocktranslate` and `_("…")` hold."""
    tokens = iter(Lexer(source).tokenize())
    for token in tokens:
        if token.token_type is TokenType.TEXT:
            continue
        for literal in INLINE.findall(token.contents):
            yield Message(ast.literal_eval(literal))
        if token.token_type is not TokenType.BLOCK:
            continue
        words = list(smart_split(token.contents))
        if words[0] in {"translate", "trans"}:
            if words[1][0] in "\"'":
                yield Message(_unquoted(words[1]), context=_context(words))
        elif words[0] in {"blocktranslate", "blocktrans"}:
            yield _block(tokens, words)


def _block(tokens: Iterator[Any], words: list[str]) -> Message:
    parts = [""]
    for token in tokens:
        if token.token_type is TokenType.BLOCK:
            if token.contents.strip() == "plural":
                parts.append("")
                continue
            break
        if token.token_type is TokenType.VAR:
            parts[-1] += f"%({token.contents})s"
        elif token.token_type is TokenType.TEXT:
            parts[-1] += token.contents.replace("%", "%%")
    if "trimmed" in words:
        parts = [trim_whitespace(part) for part in parts]
    return Message(parts[0], parts[1] if len(parts) > 1 else "", _context(words))


def _context(words: list[str]) -> str | None:
    if "context" in words:
        return _unquoted(words[words.index("context") + 1])
    return None


def _unquoted(word: str) -> str:
    return str(ast.literal_eval(word)).replace("%", "%%")


def update(path: Path, language: str, messages: list[Message]) -> None:
    """Write the catalogue anew: same translations, new texts, nothing unused."""
    old = polib.pofile(str(path)) if path.exists() else polib.POFile()
    known = {(entry.msgctxt, entry.msgid): entry for entry in old}
    new = polib.POFile(wrapwidth=78)
    new.metadata = {
        **HEADER,
        "Language": language,
        "Plural-Forms": PLURALS[language],
    }
    for message in messages:
        before = known.get(message.key)
        entry = polib.POEntry(
            msgid=message.singular,
            msgctxt=message.context,
            occurrences=[(name, "") for name in sorted(message.files)],
            tcomment=before.tcomment if before else "",
        )
        if PLACEHOLDER.search(message.singular + message.plural):
            entry.flags = ["python-format"]
        if message.plural:
            forms = range(2 if "nplurals=2" in PLURALS[language] else 1)
            kept = before.msgstr_plural if before else {}
            entry.msgid_plural = message.plural
            entry.msgstr_plural = {form: kept.get(form, "") for form in forms}
        elif before:
            entry.msgstr = before.msgstr
        if before and before.fuzzy:
            entry.flags.append("fuzzy")
        new.append(entry)
    path.parent.mkdir(parents=True, exist_ok=True)
    new.save(str(path))


def problems_of(path: Path, messages: list[Message]) -> list[str]:
    """Return a sentence for each text that this catalogue does not translate well."""
    if not path.exists():
        return [f"{path.parent.parent.name}: there is no catalogue"]
    language = path.parent.parent.name
    catalogue = polib.pofile(str(path))
    known = {(entry.msgctxt, entry.msgid): entry for entry in catalogue}
    problems = []
    for message in messages:
        entry = known.pop(message.key, None)
        if entry is None:
            problems.append(f"{language}: not collected: {message.singular!r}")
        elif entry.obsolete or not entry.translated():
            problems.append(f"{language}: not translated: {message.singular!r}")
        else:
            problems += [f"{language}: {p}" for p in _placeholder_problems(entry)]
    problems += [
        f"{language}: no longer used: {key[1]!r}"
        for key, entry in known.items()
        if not entry.obsolete
    ]
    return problems


def _placeholder_problems(entry: polib.POEntry) -> Iterator[str]:
    allowed = set(PLACEHOLDER.findall(entry.msgid + (entry.msgid_plural or "")))
    for text in [entry.msgstr, *entry.msgstr_plural.values()]:
        strange = set(PLACEHOLDER.findall(text)) - allowed
        missing = set(PLACEHOLDER.findall(entry.msgid)) - set(PLACEHOLDER.findall(text))
        if strange:
            yield f"strange placeholder {min(strange)} for {entry.msgid!r}"
        elif text and missing and not entry.msgid_plural:
            yield f"the placeholder {min(missing)} is lost for {entry.msgid!r}"
