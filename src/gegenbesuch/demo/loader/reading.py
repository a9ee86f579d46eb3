"""The files of a data folder, read and told apart by name."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import Any, NoReturn

import yaml

try:
    from yaml import CSafeLoader as _SafeLoader  # ten times as fast
except ImportError:
    from yaml import SafeLoader as _SafeLoader  # type: ignore[assignment]

from gegenbesuch.demo.loader.record import DemoDataError, Record

#: The data that comes with the product.
FOLDER = Path(__file__).resolve().parent.parent / "data"

#: Every file a data folder may hold; without the first one it is none.
PATTERNS = (
    "office.yaml",
    "places.yaml",
    "sources.yaml",
    "organisations.yaml",
    "people.yaml",
    "relation.yaml",
    "settlement.yaml",
    "missions/*.yaml",
    "articles/*.yaml",
    "pictures/*.png",
    "forum/organisations.yaml",
    "forum/people.yaml",
    "forum/mission.yaml",
    "forum/session.yaml",
    "forum/profiles.yaml",
    "forum/requests.yaml",
    "forum/links.yaml",
    "forum/journey.yaml",
    "forum/money.yaml",
    "forum/notes.yaml",
    "forum/tasks.yaml",
    "forum/talks.yaml",
    "forum/surveys.yaml",
)


@dataclass(frozen=True)
class DataSet:
    """
    What the files of a folder say.

    Attributes:
        pictures: What the files of pictures hold, by name.
        digest: Differs whenever a file does.
    """

    files: dict[str, dict[str, Any]]
    pictures: dict[str, bytes]
    digest: str

    def records(self, pattern: str, fields: str) -> list[Record]:
        """
        Return the records of the files whose name fits a pattern.

        Args:
            fields: The names that a record's fields may have, parted by blanks.

        Raises:
            DemoDataError: A record has a field of another name.
        """
        return [
            Record(name, (str(code),), data, fields)
            for name, records in self.files.items()
            if fnmatch(name, pattern)
            for code, data in records.items()
        ]


def read_folder(folder: Path) -> DataSet:
    """
    Read all files of a data folder.

    Raises:
        DemoDataError: It is no folder of demo data, or a file is not YAML.
    """
    if not (folder / PATTERNS[0]).is_file():
        raise DemoDataError(
            f"{folder} is no folder of demo data: there is no {PATTERNS[0]}."
        )
    files: dict[str, dict[str, Any]] = {}
    pictures: dict[str, bytes] = {}
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_dir() or name.startswith("."):
            continue
        if not any(fnmatch(name, pattern) for pattern in PATTERNS):
            raise DemoDataError(f"{name}: no file of this name belongs to demo data.")
        content = path.read_bytes()
        digest.update(name.encode() + b"\0" + content + b"\0")
        if path.suffix == ".png":
            pictures[name] = content
        else:
            files[name] = _parse(name, content)
    return DataSet(files, pictures, digest.hexdigest())


def _parse(name: str, content: bytes) -> dict[str, Any]:
    try:
        records = yaml.load(content.decode("utf-8"), Loader=_Loader)  # noqa: S506 -- a safe loader's child
    except UnicodeDecodeError as error:
        raise DemoDataError(f"{name}: the file is not UTF-8.") from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise DemoDataError(f"{name}, line {line}: {error.problem}.") from error
    except yaml.YAMLError as error:
        raise DemoDataError(f"{name}: {' '.join(str(error).split())}.") from error
    if not isinstance(records, dict):
        raise DemoDataError(f"{name}: the file must list records under their codes.")
    return records


class _Loader(_SafeLoader):
    """YAML in which dates, times and `on` stay texts and no key comes twice."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}

    def construct_mapping(
        self,
        node: yaml.MappingNode,
        deep: bool = False,  # noqa: FBT001, FBT002 -- the parent's signature
    ) -> dict[Any, Any]:
        seen: set[Any] = set()
        for key_node, _value in node.value:
            key = self.construct_object(key_node, deep=True)
            if key in seen:
                self._refuse(f"{key!r} stands here twice", key_node)
            seen.add(key)
        return super().construct_mapping(node, deep=deep)

    def _refuse(self, problem: str, node: yaml.Node) -> NoReturn:
        raise yaml.constructor.ConstructorError(None, None, problem, node.start_mark)


for _tag, _form, _first in (
    ("bool", r"true|false", "tf"),
    ("int", r"-?(?:0|[1-9][0-9]*)", "-0123456789"),
    ("float", r"-?[0-9]+\.[0-9]+", "-0123456789"),
    ("null", r"~|null|", "~n\0"),
):
    _Loader.add_implicit_resolver(
        f"tag:yaml.org,2002:{_tag}", re.compile(rf"^(?:{_form})$"), list(_first)
    )
