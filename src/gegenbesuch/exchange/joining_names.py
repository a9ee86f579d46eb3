"""What the name in a row adds to the name that a record has."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from gegenbesuch.directory.models import Person
from gegenbesuch.exchange.problems import Problem

if TYPE_CHECKING:
    from gegenbesuch.core.values.name import Name

_PARTS: Final = ("kanji", "kana", "title")


def joined_name(
    old: Name, new: Name, problems: list[Problem], *, is_replaced: bool
) -> Name:
    """
    Return a name with the scripts and titles that the other one adds.

    Args:
        problems: Where it is noted that both have another title.
        is_replaced: Whether what differs is taken from the new one.
    """
    changes: dict[str, Any] = {}
    if new.latin and (not old.latin or (old.full and new.family and not old.family)):
        changes |= {"family": new.family, "given": new.given, "full": new.full}
    for part in _PARTS:
        was, now = getattr(old, part), getattr(new, part)
        is_finer = part != "title" and was and was.full and now.family
        same = part == "title" or (was and was.joined("") == now.joined(""))
        if (now and (not was or (is_finer and same))) or (
            now and was != now and is_replaced
        ):
            changes[part] = now
        elif now and was != now and part == "title":
            label = str(Person._meta.get_field("name").verbose_name)
            problems.append(Problem("conflict", label, now, was))
    aliases = [a for a in new.aliases if a not in (*old.spellings, *old.aliases)]
    if is_replaced and new.latin and new.latin != old.latin:
        changes |= {"family": new.family, "given": new.given, "full": new.full}
    if aliases:
        changes["aliases"] = (*old.aliases, *aliases)
    return replace(old, **changes) if changes else old
