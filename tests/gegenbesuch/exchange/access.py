"""Who gets what answer from the pages of import and export."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import now

from gegenbesuch.exchange import running, services
from tests import factories as make
from tests.gegenbesuch.exchange.files import csv_file
from tests.house.access import OFFICE_LIST, OFFICE_PAGE, Row, action, page

if TYPE_CHECKING:
    from gegenbesuch.exchange.models import ImportRun
    from tests.house.access import World

LIST = csv_file(["Betrieb", "Ansprechpartner"], ["Klein GmbH", "Anna Klein"], ["", ""])
FORM = page(other_office=404, least="editor")
NEW = page(other_office=200, least="editor")


def uploaded(w: World) -> ImportRun:
    """Return an upload whose columns are to be checked."""
    return services.upload_import(
        w.office, data=LIST, name="liste.csv", actor=None, at=now()
    )


def imported(w: World, *, preview: bool = False) -> ImportRun:
    """Return an import that is done, or its preview."""
    run = services.prepare_import(uploaded(w), actor=None, at=now(), preview=preview)
    running.take(run, holder := running.new_holder(), at=now())
    running.process(run, holder)
    run.refresh_from_db()
    return run


def kept(make: Any, **options: Any) -> Any:
    """Return arguments with the code of one run, the same for all who ask."""

    def args(w: World) -> list[Any]:
        runs = w.__dict__.setdefault("runs", {})
        key = (make, *options)
        if key not in runs:
            runs[key] = make(w, **options).code
        return [runs[key]]

    return args


def cancelled(w: World) -> ImportRun:
    """Return an import that was stopped before it began."""
    run = services.prepare_import(uploaded(w), actor=None, at=now())
    return services.cancel_import(run, actor=None, at=now())


def waiting(w: World) -> ImportRun:
    """Return an import that waits for a worker."""
    return services.prepare_import(uploaded(w), actor=None, at=now())


def released(w: World) -> list[Any]:
    """Return a draft for the press that somebody has released."""
    w.mission.status = "done"
    w.mission.save()
    make.ProgrammeItemFactory(mission=w.mission, status="held")
    draft = make.PressDraftFactory(
        mission=w.mission, released_by=make.UserFactory(), released_at=now()
    )
    return [draft.code]


ROWS = [
    Row("exchange:imports", get=OFFICE_LIST),
    Row(
        "exchange:upload-import",
        get=NEW,
        post=page(other_office=302, least="editor")
        | {"editor": 302, "coordinator": 302},
        data=lambda _w: {"file": SimpleUploadedFile("liste.csv", LIST)},
    ),
    Row("exchange:import", kept(imported), get=OFFICE_PAGE),
    Row("exchange:choose-columns", kept(uploaded), get=FORM, post=FORM),
    Row("exchange:choose-sheet", kept(uploaded), post=action("editor")),
    Row("exchange:start-import", kept(imported, preview=True), post=action("editor")),
    Row("exchange:cancel-import", kept(waiting), post=action("editor")),
    Row("exchange:continue-import", kept(cancelled), post=action("editor")),
    Row("exchange:undo-import", kept(imported), post=action("editor")),
    Row("exchange:decide-rows", kept(imported), post=action("editor")),
    Row("exchange:delete-upload", kept(imported), post=action("editor")),
    Row(
        "exchange:import-report",
        lambda w: [*kept(imported)(w), "csv"],
        get=FORM,
    ),
    Row("exchange:exports", get=page(other_office=200, least="coordinator")),
    Row("exchange:hand-to-newsroom", released, post=action("editor")),
    Row("exchange:export-list", lambda _w: ["people"], get=NEW, post=NEW),
]
