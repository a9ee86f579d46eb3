"""What the directory has done in the background."""

from __future__ import annotations

from gegenbesuch.accounts.models import Office, User
from gegenbesuch.core.tasks import task


@task()
def look_for_duplicates(*, office_id: int, actor_id: int | None) -> None:
    """Fill the list of likely duplicates of an office anew; safe to run twice."""
    from gegenbesuch.directory import services  # noqa: PLC0415 -- slow import: numpy

    office = Office.objects.get(pk=office_id)
    actor = User.objects.filter(pk=actor_id).first() if actor_id else None
    services.look_for_duplicates(office, actor=actor)
