"""Verbs on sites and ways, what tables have and meetings need, and who meets whom."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from gegenbesuch.core import audit
from gegenbesuch.core.errors import ActionError
from gegenbesuch.matchmaking import services as matchmaking
from gegenbesuch.matchmaking.models import Marketplace, Profile
from gegenbesuch.scheduling import needs, who_meets
from gegenbesuch.scheduling.models import (
    Apart,
    FieldPair,
    Need,
    Session,
    Site,
    Table,
    Way,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from gegenbesuch.accounts.models import User
    from gegenbesuch.matchmaking.models import Request

Fields = Session.Fields
MOST_SITES = 12
MOST_PAIRS = 100


@transaction.atomic
def set_sites(
    session: Session, names: Sequence[str], *, actor: User | None
) -> list[Site]:
    """
    Give a session these sites, in this order; a known name stays that site.

    The way to a new site takes as long as a meeting, so that a slot stays free.

    Raises:
        ActionError: There are too many, or a site to be taken away has tables.
    """
    if len(names) > MOST_SITES:
        raise ActionError(
            _("A session can have %(most)d sites at most.") % {"most": MOST_SITES}
        )
    known = {site.name: site for site in session.sites.all()}
    for name in known.keys() - set(names):
        if session.tables.filter(site=known[name]).exists():
            raise ActionError(
                _("There are tables at %(site)s. Please move them first.")
                % {"site": name}
            )
        known.pop(name).delete()
    sites = []
    for position, name in enumerate(names):
        site = known.get(name) or Site(session=session, name=name)
        site.position = position
        site.save()
        sites.append(site)
    length, _pause = needs.pace_of(list(session.slots.order_by("position")))
    pairs = combinations(sorted(sites, key=lambda site: site.pk), 2)
    Way.objects.bulk_create(
        (Way(one=one, other=other, minutes=length) for one, other in pairs),
        ignore_conflicts=True,
    )
    audit.record("scheduling.session.sites-set", session, actor=actor, sites=[*names])
    return sites


@transaction.atomic
def set_ways(
    session: Session, minutes: Mapping[tuple[int, int], int], *, actor: User | None
) -> int:
    """
    Note how many minutes the ways between sites take; returns how many changed.

    Args:
        minutes: By the keys of the two sites, the smaller one first.
    """
    count = 0
    for way in Way.objects.filter(one__session=session):
        wanted = minutes.get((way.one_id, way.other_id), way.minutes)
        count += (
            Way.objects.filter(pk=way.pk).exclude(minutes=wanted).update(minutes=wanted)
        )
    if count:
        audit.record("scheduling.session.ways-set", session, actor=actor, count=count)
    return count


@transaction.atomic
def furnish_tables(
    session: Session,
    wanted: Mapping[int, tuple[Sequence[str], int | None]],
    *,
    actor: User | None,
) -> int:
    """
    Note what tables have and where they are; returns how many changed.

    Args:
        wanted: Features and the key of the site, by the key of the table.
    """
    sites = set(session.sites.values_list("pk", flat=True))
    changed = []
    for table in session.tables.filter(pk__in=wanted):
        features, site = wanted[table.pk]
        site = site if site in sites else None
        if (table.features, table.site_id) != ([*features], site):
            table.features, table.site_id = [*features], site
            changed.append(table)
    Table.objects.bulk_update(changed, ["features", "site"])
    if changed:
        audit.record(
            "scheduling.session.tables-furnished",
            session,
            actor=actor,
            tables=[table.name for table in changed],
        )
    return len(changed)


@transaction.atomic
def set_need(
    session: Session,
    of: Profile | Request,
    *,
    features: Sequence[str],
    site: int | None,
    actor: User | None,
) -> Need | None:
    """
    Note what a company needs in its meetings of a session, or one meeting needs.

    Meetings stay where they are until the schedule is computed anew.

    Returns:
        None if nothing is needed any more.
    """
    name = "profile" if isinstance(of, Profile) else "request"
    which: dict[str, Any] = {"session": session, name: of}
    found = None
    if features or site is not None:
        found, _made = Need.objects.update_or_create(
            **which,
            defaults={
                "features": [*features],
                "site": session.sites.filter(pk=site or 0).first(),
            },
        )
    else:
        Need.objects.filter(**which).delete()
    audit.record(
        f"scheduling.{name}.needs-set",
        of,
        actor=actor,
        session=session.code,
        features=[*features],
    )
    return found


@transaction.atomic
def keep_apart(
    session: Session, profile: Profile, others: Collection[int], *, actor: User | None
) -> int:
    """
    Say with whom a company does not meet in a session; returns with how many.

    Args:
        others: Keys of all companies that it does not meet; the others it may.
    """
    known = {
        next(iter(pair - {profile.pk})): pair
        for pair in needs.apart_in(session.pk)
        if profile.pk in pair
    }
    wanted = set(
        session.mission.profiles.filter(pk__in=others)
        .exclude(pk=profile.pk)
        .values_list("pk", flat=True)
    )
    gone = known.keys() - wanted
    Apart.objects.filter(
        Q(one=profile, other__in=gone) | Q(other=profile, one__in=gone),
        session=session,
    ).delete()
    pairs = [sorted((profile.pk, other)) for other in sorted(wanted - known.keys())]
    Apart.objects.bulk_create(
        (Apart(session=session, one_id=one, other_id=two) for one, two in pairs),
        ignore_conflicts=True,
    )
    if wanted != known.keys():
        audit.record(
            "scheduling.profile.kept-apart",
            profile,
            actor=actor,
            session=session.code,
            others=len(wanted),
        )
    return len(wanted)


@transaction.atomic
def set_rules(
    session: Session,
    *,
    is_across_only: bool,
    fields_rule: str,
    pairs: Collection[who_meets.Pair],
    actor: User | None,
) -> Session:
    """
    Say who may meet whom in a session; suggestions are computed anew.

    Meetings stay where they are until the schedule is computed anew.

    Args:
        pairs: The fields that meet, or do not, as `fields_rule` has it.

    Raises:
        ActionError: Only certain fields meet, and none is named, or too many are.
    """
    if fields_rule in {Fields.LISTED, Fields.OTHERS} and not pairs:
        raise ActionError(_("Please choose two fields, so that there is a pair."))
    if len(pairs) > MOST_PAIRS:
        raise ActionError(_("%(most)d pairs of fields at most.") % {"most": MOST_PAIRS})
    values = {"is_across_only": is_across_only, "fields_rule": fields_rule}
    known = who_meets.pairs_of(session)
    changes = audit.changed(session, values)
    if known != set(pairs):
        changes["pairs"] = [who_meets.names_of(known), who_meets.names_of(pairs)]
    if not changes:
        return session
    for field, value in values.items():
        setattr(session, field, value)
    session.save(update_fields=[*values, "updated_at"])
    session.field_pairs.all().delete()
    FieldPair.objects.bulk_create(
        FieldPair(session=session, one_id=min(pair), other_id=max(pair))
        for pair in pairs
    )
    audit.record("scheduling.session.rules-set", session, actor=actor, changes=changes)
    if Marketplace.objects.filter(
        mission=session.mission_id, suggested_at__isnull=False
    ).exists():
        matchmaking.ask_for_suggestions(session.mission, actor=actor)
    return session
