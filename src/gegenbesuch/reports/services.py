"""Verbs on the results report and on drafts for the press."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import translation
from django.utils.timezone import now
from django.utils.translation import gettext as _

from gegenbesuch.core import audit
from gegenbesuch.core.errors import ActionError
from gegenbesuch.core.templatetags.display import plain
from gegenbesuch.reports import press, rules, versions
from gegenbesuch.reports.files import file_of
from gegenbesuch.reports.models import PressDraft, Report

if TYPE_CHECKING:
    from datetime import datetime

    from gegenbesuch.accounts.models import Office, User
    from gegenbesuch.missions.models import Mission
    from gegenbesuch.reports.models import Released
    from gegenbesuch.reports.scopes import Scope


# --- Files -------------------------------------------------------------------


@transaction.atomic
def export_bilanz(  # noqa: PLR0913 -- a file has these parts
    scope: Scope,
    missions: list[Mission],
    office: Office,
    *,
    ending: str,
    language: str,
    actor: User | None,
    at: datetime,
    with_costs: bool = True,
    with_internal: bool = False,
) -> bytes:
    """Return the Bilanz as it is now as a file; that somebody took it along is kept."""
    paper = versions.paper_in(
        language,
        scope,
        missions,
        with_costs=with_costs,
        with_internal=with_internal,
    )
    audit.record(
        "reports.bilanz.exported",
        missions[0] if scope.is_mission else office,
        actor=actor,
        about=f"{scope.kind}/{scope.key}",
        file=f"{ending}/{language}",
    )
    with translation.override(language):
        return file_of(paper, ending, author=plain(office.name), at=at)


@transaction.atomic
def export_report(
    report: Report, *, ending: str, language: str, actor: User | None
) -> bytes:
    """Return a frozen version as a file; it reads as it did when it was frozen."""
    paper = dict(report.papers[language])
    with translation.override(language):
        paper["frozen"] = _("Version %(number)s of %(day)s, fingerprint %(hash)s.") % {
            "number": report.number,
            "day": report.created_at.date().isoformat(),
            "hash": report.sha256,
        }
        if not report.is_released:
            paper["frozen"] += " " + _("Not released.")
        file = file_of(
            paper, ending, author=plain(report.office.name), at=report.created_at
        )
    audit.record(
        "reports.report.exported", report, actor=actor, file=f"{ending}/{language}"
    )
    return file


# --- Frozen versions ---------------------------------------------------------


def freeze_bilanz(
    scope: Scope,
    missions: list[Mission],
    office: Office,
    *,
    actor: User | None,
    with_costs: bool = True,
) -> Report:
    """
    Keep the Bilanz as it is now, in every language, with its fingerprint.

    Raises:
        ActionError: It says the same as the last version.
    """
    papers = versions.papers_of(scope, missions, with_costs=with_costs)
    digest = versions.digest_of(papers)
    for _attempt in range(3):
        try:
            return _keep(scope, office, papers, digest, actor, with_costs=with_costs)
        except IntegrityError:  # somebody else took the number
            continue
    raise ActionError(_("Others are freezing this just now. Please try again."))


@transaction.atomic
def _keep(  # noqa: PLR0913 -- a version has these parts
    scope: Scope,
    office: Office,
    papers: dict[str, Any],
    digest: str,
    actor: User | None,
    *,
    with_costs: bool,
) -> Report:
    same = Report.objects.filter(office=office, kind=scope.kind, key=scope.key)
    last = same.order_by("-number").first()
    if last is not None and last.sha256 == digest:
        raise ActionError(
            _("Version %(number)s says the same already.") % {"number": last.number}
        )
    highest = same.aggregate(highest=Max("number"))["highest"] or 0
    report = Report.objects.create(
        office=office,
        kind=scope.kind,
        key=scope.key,
        number=highest + 1,
        title={language: paper["scope"]["title"] for language, paper in papers.items()},
        with_costs=with_costs,
        papers=papers,
        sha256=digest,
        made_by=actor,
    )
    audit.record("reports.report.frozen", report, actor=actor, sha256=digest)
    return report


@transaction.atomic
def release_report(report: Report, *, actor: User, at: datetime) -> Report:
    """
    Release a version; only a second person can.

    Raises:
        ActionError: The actor froze it, it is released, its content was changed, or
            the records say something else by now.
    """
    _check_second_person(report, actor)
    found = versions.check(report)
    if not found.is_intact:
        raise ActionError(_("The content of this version was changed after freezing."))
    if not found.holds:
        raise ActionError(
            _("The records say something else by now. Please freeze a new version.")
        )
    _release(report, actor, at)
    audit.record("reports.report.released", report, actor=actor, sha256=report.sha256)
    return report


def _check_second_person(found: Released, actor: User) -> None:
    if not rules.is_second_person(actor, found):
        raise ActionError(
            _("Whoever made it cannot release it; a second person has to.")
        )


def _release(found: Released, actor: User, at: datetime) -> None:
    rows: Any = type(found)._default_manager.filter(pk=found.pk, released_at=None)
    if not rows.update(released_by=actor, released_at=at, updated_at=at):
        raise ActionError(_("This has been released already."))
    found.refresh_from_db()


# --- For the press -----------------------------------------------------------


@transaction.atomic
def draft_press(
    mission: Mission, *, moment: str, language: str, actor: User | None
) -> PressDraft:
    """
    Write a draft for the press from the records of a mission.

    Raises:
        ActionError: The records say nothing that could be told.
    """
    paragraphs = press.draft_of(mission, moment, language)
    if not paragraphs:
        raise ActionError(_("The records say nothing yet that could be told."))
    draft = PressDraft.objects.create(
        office=mission.office,
        mission=mission,
        moment=moment,
        language=language,
        paragraphs=paragraphs,
        made_by=actor,
    )
    audit.record("reports.press-draft.written", draft, actor=actor)
    return draft


@transaction.atomic
def edit_draft(draft: PressDraft, texts: dict[str, str], *, actor: User) -> PressDraft:
    """
    Change the words of sentences; one without words is left out.

    Whoever edits it last cannot release it.

    Args:
        texts: By the key of a sentence what stands there from now on.

    Raises:
        ActionError: It is released.
    """
    paragraphs = []
    left_out = list(draft.left_out)
    changed = []
    for paragraph in draft.paragraphs:
        kept = []
        for each in paragraph:
            text = " ".join(texts.get(each["key"], each["text"]).split())
            if text != each["text"]:
                changed.append(each["key"])
            if text:
                kept.append({**each, "text": text})
            else:
                left_out.append(each["key"])
        if kept:
            paragraphs.append(kept)
    _write(draft, paragraphs, left_out, actor)
    audit.record(
        "reports.press-draft.edited", draft, actor=actor, sentences=sorted(changed)
    )
    return draft


@transaction.atomic
def refresh_draft(draft: PressDraft, *, actor: User) -> PressDraft:
    """
    Take what the records say now where they say something else; add what is new.

    Sentences that no record says any more go; words of one's own stay where the
    records did not change.
    """
    compared, missing = press.compare(draft)
    paragraphs = []
    for paragraph in compared:
        kept = [
            {**each.sentence, "text": each.now, "said": each.now}
            if each.state == "changed"
            else each.sentence
            for each in paragraph
            if each.state != "gone"
        ]
        if kept:
            paragraphs.append(kept)
    if missing:
        paragraphs.append(missing)
    records = {
        each["key"]: each["records"]
        for those in press.draft_of(draft.mission, draft.moment, draft.language)
        for each in those
    }
    for sentence in (each for those in paragraphs for each in those):
        sentence["records"] = records[sentence["key"]]
    _write(draft, paragraphs, list(draft.left_out), actor)
    audit.record("reports.press-draft.refreshed", draft, actor=actor)
    return draft


def _write(
    draft: PressDraft, paragraphs: Any, left_out: list[str], actor: User
) -> None:
    changed = PressDraft.objects.filter(
        pk=draft.pk, released_at=None, updated_at=draft.updated_at
    ).update(
        paragraphs=paragraphs,
        left_out=sorted(set(left_out)),
        made_by=actor,
        updated_at=now(),
    )
    if not changed:
        raise ActionError(
            _("This draft was released or changed by somebody else in the meantime.")
        )
    draft.refresh_from_db()


@transaction.atomic
def release_draft(draft: PressDraft, *, actor: User, at: datetime) -> PressDraft:
    """
    Release a draft; only a second person can, and only what the records still say.

    Raises:
        ActionError: The actor wrote it, it is released, or a sentence is flagged.
    """
    _check_second_person(draft, actor)
    compared, _missing = press.compare(draft)
    flagged = sum(each.is_flagged for paragraph in compared for each in paragraph)
    if flagged:
        raise ActionError(
            _("%(n)s sentences no longer are what the records say.") % {"n": flagged}
        )
    _release(draft, actor, at)
    audit.record("reports.press-draft.released", draft, actor=actor)
    return draft


@transaction.atomic
def hand_over_draft(draft: PressDraft, *, article: str, actor: User) -> PressDraft:
    """
    Keep that a released draft has become an article, which happens once.

    Args:
        article: The code of the article.

    Raises:
        ActionError: It is not released, or has become an article already.
    """
    rows = PressDraft.objects.filter(pk=draft.pk, article="", released_at__isnull=False)
    if not rows.update(article=article, updated_at=now()):
        raise ActionError(_("Only a released draft becomes an article, and only once."))
    draft.refresh_from_db()
    audit.record("reports.press-draft.handed-over", draft, actor=actor, article=article)
    return draft


@transaction.atomic
def export_press(  # noqa: PLR0913 -- a file has these parts
    mission: Mission,
    paragraphs: press.Paragraphs,
    *,
    moment: str,
    language: str,
    ending: str,
    actor: User | None,
) -> bytes:
    """Return a release as a file; that somebody took it along is kept."""
    audit.record(
        "reports.press-draft.exported",
        mission,
        actor=actor,
        file=f"{moment}/{language}/{ending}",
    )
    return press.file_of(mission, paragraphs, moment, language, ending)
