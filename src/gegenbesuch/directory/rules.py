"""Who may change the directory, and who may see how it was changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gegenbesuch.accounts.models import Membership
from gegenbesuch.accounts.rules import RANK, has_role, roles_of

if TYPE_CHECKING:
    from gegenbesuch.directory.models import (
        DuplicatePair,
        OfficeModel,
        Organisation,
        Person,
        SavedFilter,
    )

Role = Membership.Role


def offices_to_edit(user: Any) -> list[int]:
    """Return the offices for which the user may write records."""
    least = RANK[Role.EDITOR]
    return sorted(o for o, role in roles_of(user).items() if RANK[Role(role)] >= least)


def can_edit_places(user: Any) -> bool:
    """Editors of any office may: all offices share them."""
    return bool(offices_to_edit(user))


def can_create_organisation(user: Any) -> bool:
    """Editors of any office may."""
    return bool(offices_to_edit(user))


def can_edit_organisation(user: Any, organisation: Organisation) -> bool:
    """Editors of its office may."""
    return has_role(user, organisation.office_id, Role.EDITOR)


def can_create_person(user: Any) -> bool:
    """Editors of any office may."""
    return bool(offices_to_edit(user))


def can_edit_person(user: Any, person: Person) -> bool:
    """Editors of their office may; that includes the roles they held."""
    return has_role(user, person.office_id, Role.EDITOR) and not person.is_erased


def can_erase_person(user: Any, person: Person) -> bool:
    """Administrators of their office may: nothing brings a person back."""
    return has_role(user, person.office_id, Role.ADMIN) and not person.is_erased


def can_dismiss_duplicate(user: Any, pair: DuplicatePair) -> bool:
    """Editors of the office may say that two records are not one."""
    return has_role(user, pair.office_id, Role.EDITOR)


def can_edit_record(user: Any, record: OfficeModel) -> bool:
    """Editors of its office may change whatever hangs on a record."""
    is_erased = getattr(record, "is_erased", False)
    return has_role(user, record.office_id, Role.EDITOR) and not is_erased


def can_see_history(user: Any, record: OfficeModel) -> bool:
    """Coordinators of its office may see who changed what."""
    return has_role(user, record.office_id, Role.COORDINATOR)


def offices_to_see(user: Any) -> list[int]:
    """Return the offices whose records the user may see, where they may most first."""
    roles = roles_of(user)
    return sorted(roles, key=lambda office: (-RANK[Role(roles[office])], office))


def can_remove_filter(user: Any, saved: SavedFilter) -> bool:
    """Whoever kept it may, and editors if all of the office have it."""
    is_own = saved.author_id is not None and saved.author_id == user.pk
    return is_own or (saved.is_shared and has_role(user, saved.office_id, Role.EDITOR))
