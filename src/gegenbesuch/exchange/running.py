"""
Working off an import, batch by batch, so that nothing is lost or doubled.

A batch of rows, what it writes, the states of its rows and the note of its
changes are one transaction, and each begins with the proof that the run is
still in our hands. A worker that is killed leaves whole batches behind it; the
next one goes on with the rows that are still pending.
"""

from __future__ import annotations

import os
import secrets
import socket
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from django.db import DatabaseError, transaction
from django.db.models import F
from django.utils import translation
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from gegenbesuch.core.values.search_text import normalise_for_search
from gegenbesuch.directory.models import Organisation, Person, Sector
from gegenbesuch.directory.services.field_values import texts_of
from gegenbesuch.exchange import matching
from gegenbesuch.exchange.interpretation import Interpreter
from gegenbesuch.exchange.known import Known
from gegenbesuch.exchange.matching import Match
from gegenbesuch.exchange.models import ImportRow, ImportRun
from gegenbesuch.exchange.problems import Problem, Weight, told
from gegenbesuch.exchange.reading import Row
from gegenbesuch.exchange.recognition import Layout
from gegenbesuch.exchange.storing import Stored, Storing
from gegenbesuch.exchange.trail import Trail

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from gegenbesuch.accounts.models import Office

Decision = ImportRow.Decision
Status = ImportRun.Status
RowStatus = ImportRow.Status
BATCH: Final = 100
_RESULT: Final = (
    *("status", "problems", "label", "person", "organisation", "candidates"),
)
_REFUSED: Final = (DatabaseError, ValueError)
SILENT_AFTER: Final = timedelta(seconds=20)
"""A worker stores a batch every second or so; after this long it is gone."""


class TakenOver(Exception):  # noqa: N818 -- not an error: another worker goes on
    """Somebody else has the run now."""


def new_holder() -> str:
    """Return a name for this worker and this attempt."""
    return f"{socket.gethostname()[:30]}:{os.getpid()}:{secrets.token_hex(4)}"


def take(run: ImportRun, holder: str, *, at: datetime, force: bool = False) -> bool:
    """
    Take a run into one's hands; returns whether it is.

    A run that another worker has is taken only when that one is silent, or by
    force: then the other one finds out at its next batch and stops.
    """
    rows = ImportRun.objects.filter(pk=run.pk)
    free = rows.filter(status=Status.WAITING) | rows.filter(
        status=Status.RUNNING, held_at__lt=at - SILENT_AFTER
    )
    if force:
        free = rows.filter(status__in=[Status.WAITING, Status.RUNNING])
    taken = free.update(status=Status.RUNNING, holder=holder, held_at=at, updated_at=at)
    if taken:
        rows.filter(started_at__isnull=True).update(started_at=at)
        run.refresh_from_db()
    return bool(taken)


def process(
    run: ImportRun,
    holder: str,
    *,
    on_progress: Callable[[int, int], None] = lambda _done, _all: None,
) -> None:
    """
    Work off all pending rows of a run that was taken.

    Ends without a word when somebody else has taken the run, or when it is to
    be stopped; whoever holds it when the last row is done ends it.
    """
    if run.purpose == ImportRun.Purpose.PREVIEW:
        # What a preview only thought of went with the worker that began it.
        run.rows.update(status=RowStatus.PENDING)
        ImportRun.objects.filter(pk=run.pk).update(done_count=0)
        run.done_count = 0
    with translation.override(run.office.language):
        try:
            _Work(run, holder, on_progress).run_all()
        except TakenOver:
            return


class _Work:
    """One attempt of one worker at a run."""

    def __init__(
        self, run: ImportRun, holder: str, on_progress: Callable[[int, int], None]
    ) -> None:
        self.run = run
        self.holder = holder
        self.on_progress = on_progress
        self.is_preview = run.purpose == ImportRun.Purpose.PREVIEW
        self.interpreter = Interpreter(
            Layout.from_json(run.layout),
            home=home_country(run.office),
            sectors=sectors_by_name(),
        )
        self.known = self._know()

    def run_all(self) -> None:
        self.on_progress(self.run.done_count, self.run.row_count)
        while self._next_batch():
            self.on_progress(self.run.done_count, self.run.row_count)
        self.run.refresh_from_db()

    @transaction.atomic
    def _next_batch(self) -> bool:
        """Store some rows; returns whether there may be more."""
        self._hold()
        if ImportRun.objects.filter(pk=self.run.pk, cancel_requested=True).exists():
            self._end(Status.CANCELLED)
            return False
        pending = self.run.rows.filter(status=RowStatus.PENDING).order_by("number")
        batch = list(pending[:BATCH])
        if not batch:
            self._end(Status.DONE)
            return False
        self._store(batch)
        return True

    def _hold(self) -> None:
        """Prove that the run is still ours, and lock it for this transaction."""
        mine = ImportRun.objects.filter(
            pk=self.run.pk, holder=self.holder, status=Status.RUNNING
        )
        if not mine.update(held_at=now(), updated_at=now()):
            raise TakenOver

    def _end(self, status: str) -> None:
        at = now()
        preview = status == Status.DONE and self.is_preview
        ImportRun.objects.filter(pk=self.run.pk).update(
            status=Status.CHECKED if preview else status,
            finished_at=at,
            updated_at=at,
            holder="",
            held_at=None,
        )

    def _know(self) -> Known:
        known = Known(self.run.office)
        made = self.run.changes.filter(before__isnull=True)
        for records, model in (
            (known.people, Person),
            (known.organisations, Organisation),
        ):
            of_model = made.filter(model=model._meta.label_lower)
            for pk, number in of_model.values_list("target_id", "row_number"):
                if pk in records:
                    known.name_row(records[pk], number)
        return known

    def _store(self, batch: list[ImportRow]) -> None:
        self.known.expire()
        try:
            self._store_together(batch)
        except _REFUSED:
            # Row by row: what the database refuses is one of them, or a few.
            self.known = self._know()
            for row in batch:
                self._store_alone(row)
        # Written over by their number: an update of so many fields costs more.
        ImportRow.objects.bulk_create(
            batch,
            update_conflicts=True,
            unique_fields=["run", "number"],
            update_fields=_RESULT,
        )
        self.run.done_count += len(batch)
        ImportRun.objects.filter(pk=self.run.pk).update(
            done_count=F("done_count") + len(batch)
        )

    @transaction.atomic
    def _store_together(self, rows: list[ImportRow]) -> None:
        trail = None if self.is_preview else Trail(self.run)
        storing = Storing(self.run, self.known, trail)
        works = [_RowWork(row, self.interpreter, self.known, storing) for row in rows]
        for work in works:
            work.do()
        storing.flush()
        for work in works:
            work.note_records()

    def _store_alone(self, row: ImportRow) -> None:
        try:
            self._store_together([row])
        except _REFUSED as error:
            self.known = self._know()
            _refuse(row, Problem("failed", detail=str(error)))


class _RowWork:
    """One row: read it, find whom it is about, store it, say what became of it."""

    def __init__(
        self, row: ImportRow, interpreter: Interpreter, known: Known, storing: Storing
    ) -> None:
        self.row = row
        self.known = known
        self.storing = storing
        self.stored: Stored | None = None
        is_decided = row.decision in {Decision.NEW, Decision.SAME}
        self.draft = interpreter.read(
            Row(row.number, row.cells, [(n[0], n[1], n[2]) for n in row.notes]),
            as_it_is=is_decided,
        )

    def do(self) -> None:
        """Store the row, or say why not."""
        draft, row = self.draft, self.row
        row.label = draft.label[:300]
        if row.decision == Decision.OUT:
            draft.problems.append(Problem("decided-out"))
        if draft.weight == Weight.REFUSAL:
            self._leave(RowStatus.REFUSED)
            return
        person, organisation, similar = self._find()
        for post in draft.posts:
            similar += matching.match_organisation(post, self.known).similar
        if not row.decision and (similar or draft.weight == Weight.DOUBT):
            self._doubt(similar)
            return
        stored = self.storing.store(draft, person.same, organisation.same)
        self.stored = stored
        if not stored.is_created and not stored.is_changed:
            status = RowStatus.DUPLICATE
        else:
            status = RowStatus.CREATED if stored.is_created else RowStatus.UPDATED
        if not stored.is_created:
            self._explain(person if draft.name or person.same else organisation)
        row.candidates = []
        self._leave(status)

    def note_records(self) -> None:
        """Say which records the row is about, now that they have been stored."""
        if self.stored is not None:
            person, organisation = self.stored.person, self.stored.organisation
            self.row.person_id = person.pk if person else None
            self.row.organisation_id = organisation.pk if organisation else None

    def _find(self) -> tuple[Match, Match, list[matching.Similar]]:
        draft, known = self.draft, self.known
        if self.row.decision:
            return self._decided()
        by_code = known.by_code.get(draft.code) if draft.code else None
        if by_code is not None:
            match = Match(by_code, _("same code"))
            if by_code.model is Organisation and draft.name is None:
                return Match(), match, []
        organisation = (
            matching.match_organisation(draft, known) if draft.organisation else Match()
        )
        if by_code is not None and by_code.model is Person:
            person = match
        else:
            person = matching.match_person(draft, organisation.same, known)
        if organisation.same is None:
            other = matching.organisation_in_another_script(draft, person.same)
            if other is not None:
                reason = _("the organisation of this person")
                organisation = Match(other, reason)
        return person, organisation, [*person.similar, *organisation.similar]

    def _decided(self) -> tuple[Match, Match, list[matching.Similar]]:
        """Go by what a person decided: only whom they did not decide is looked up."""
        draft, known, row = self.draft, self.known, self.row
        chosen = (
            known.chosen(row.decided_for) if row.decision == Decision.SAME else None
        )
        same = Match(chosen, _("decided")) if chosen else Match()
        if chosen is None:
            draft.problems.append(Problem("decided-new"))
        organisation = (
            matching.match_organisation(draft, known) if draft.organisation else Match()
        )
        if chosen is not None and chosen.model is Organisation:
            person = matching.match_person(draft, chosen, known)
            return Match(person.same, person.reason), same, []
        if draft.name is None:
            return same, Match() if chosen is None else organisation, []
        return same, Match(organisation.same, organisation.reason), []

    def _explain(self, match: Match) -> None:
        record = match.same
        if record is None:
            return
        if record.row and record.row != self.row.number:
            problem = Problem(
                "same-row", value=str(record.row), detail=told(match.reason)
            )
        elif self.row.decision:
            problem = Problem("decided-same", value=record.label)
        else:
            problem = Problem(
                "same-record", value=record.label, detail=told(match.reason)
            )
        self.draft.problems.insert(0, problem)

    def _doubt(self, similar: list[matching.Similar]) -> None:
        for each in similar:
            where = each.record.label
            self.draft.problems.append(
                Problem("similar", value=where, detail=told(each.reason))
            )
        self.row.candidates = [_candidate(each) for each in similar]
        self._leave(RowStatus.DOUBTFUL)

    def _leave(self, status: str) -> None:
        self.row.status = status
        self.row.problems = [problem.to_json() for problem in self.draft.problems]


def _candidate(similar: matching.Similar) -> dict[str, Any]:
    record = similar.record
    kind = "person" if record.model is Person else "organisation"
    is_thought = record.pk is None and record.instance is None
    return {
        "ref": f"{kind}~{record.row}" if is_thought else record.code,
        "kind": kind,
        "label": record.label,
        "row": record.row,
        "reason": told(similar.reason),
    }


def _refuse(row: ImportRow, problem: Problem) -> None:
    row.status = RowStatus.REFUSED
    row.problems = [problem.to_json()]
    row.person_id = row.organisation_id = None


def home_country(office: Office) -> str:
    """Return the country in which an office dials numbers without country code."""
    return "JP" if office.time_zone == "Asia/Tokyo" or office.language == "ja" else "DE"


def sectors_by_name() -> dict[str, str]:
    """Return the codes of sectors by all their names and synonyms."""
    found: dict[str, str] = {}
    for code, name, synonyms in Sector.objects.values_list("code", "name", "synonyms"):
        for text in [code, *texts_of(name).values(), *synonyms]:
            found.setdefault(normalise_for_search(str(text)), code)
    return found
