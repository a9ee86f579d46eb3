"""Who gets what from outcomes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import SimpleUploadedFile

from gegenbesuch.accounts.models import PersonalLink
from gegenbesuch.accounts.services import link_token
from gegenbesuch.core.values.partial_date import NO_DATE
from gegenbesuch.outcomes.models import Proof
from gegenbesuch.outcomes.services import file_proof
from tests import factories as make
from tests.house.access import (
    COMPANY_PAGE,
    OFFICE_LIST,
    OFFICE_PAGE,
    Row,
    action,
    everybody,
    page,
)

if TYPE_CHECKING:
    from tests.house.access import World

OUTCOME = {
    "text_0": "Rahmen abgesteckt",
    "kind": "cooperation_framework",
    "stage": "valuable_contact",
    "status": "stated",
}
EDITOR_PAGE = page(other_office=404, least="editor")
PDF = b"%PDF-1.7\n1 0 obj\nendobj\n%%EOF\n"


def result(w: World) -> list[str]:
    return ["outcome", w.outcome.code]


def settlement(w: World) -> list[str]:
    return [w.settlement.code]


def step(w: World) -> Any:
    return w.settlement.steps.get()


def proof(w: World) -> Any:
    found = Proof.objects.filter(outcome=w.outcome).first()
    return found or file_proof(
        w.outcome,
        file=SimpleUploadedFile("v.pdf", PDF),
        what="Vertrag",
        dated=NO_DATE,
        actor=None,
    )


def asked_token(w: World) -> str:
    """Return the token of a question to Esi; others come with a forged one."""
    asked = make.ConfirmationFactory(outcome=w.outcome, language="de")
    link = make.PersonalLinkFactory(
        office=w.office, **make.on(asked), holder_email=asked.to_email
    )
    own = PersonalLink.objects.get(pk=w.link.pk)
    return link_token(link) if w.token == link_token(own) else w.token


ROWS = [
    Row("outcomes:demand", get=OFFICE_LIST),
    Row(
        "outcomes:record-interest",
        lambda w: [w.mission.code],
        get=EDITOR_PAGE,
        post=action("editor"),
        data=lambda _w: {
            "side": "host",
            "topic_0": "Wasserstoff",
            "relation": "sought",
            "strength": "2",
        },
    ),
    # Of one mission
    Row("outcomes:outcomes", lambda w: [w.mission.code], get=OFFICE_PAGE),
    Row(
        "outcomes:record-outcome",
        lambda w: [w.mission.code],
        get=EDITOR_PAGE,
        post=action("editor"),
        data=lambda _w: OUTCOME,
    ),
    Row(
        "outcomes:update-outcome",
        lambda w: [w.outcome.code],
        get=EDITOR_PAGE,
        post=action("editor"),
        data=lambda w: OUTCOME | make.shown(w.outcome),
    ),
    Row(
        "outcomes:record-quote",
        lambda w: [w.mission.code],
        get=EDITOR_PAGE,
        post=action("editor"),
        data=lambda _w: {"words_0": "Gut.", "language": "de", "speaker_0": "Leitung"},
    ),
    Row(
        "outcomes:remove-quote",
        lambda w: [make.QuoteFactory(mission=w.mission).code],
        post=action("editor"),
    ),
    # What attests a result
    Row("outcomes:evidence", result, get=OFFICE_PAGE),
    Row(
        "outcomes:credit-result",
        result,
        post=action("editor"),
        data=lambda w: {
            "credit-mission": w.mission.pk,
            "credit-share": "50",
            "credit-reason_0": "Dort begann es.",
        },
    ),
    Row(
        "outcomes:ask-partner",
        result,
        post=action("editor"),
        data=lambda _w: {
            "ask-to_name": "Sato Hanako",
            "ask-to_email": "sato@example.jp",
            "ask-language": "ja",
        },
    ),
    Row(
        "outcomes:file-proof",
        result,
        post=action("editor"),
        data=lambda _w: {
            "proof-file": SimpleUploadedFile("v.pdf", PDF),
            "proof-what": "Vertrag",
        },
    ),
    Row("outcomes:open-proof", lambda w: [proof(w).code], get=OFFICE_PAGE),
    Row(
        "outcomes:withdraw-proof",
        lambda w: [proof(w).code],
        post=action("editor"),
        data=lambda _w: {"reason": "falsche Datei"},
    ),
    Row(
        "outcomes:withdraw-credit",
        lambda w: [make.CreditFactory(settlement=w.settlement).code],
        post=action("editor"),
    ),
    Row(
        "outcomes:withdraw-confirmation",
        lambda w: [make.ConfirmationFactory(outcome=w.outcome).code],
        post=action("editor"),
    ),
    # The partner's own page
    Row(
        "outcomes:answer-confirmation",
        lambda w: [asked_token(w)],
        get=COMPANY_PAGE,
        post=everybody(404) | {"company": 302},
        data=lambda _w: {"confirms": "yes", "name": "Sato Hanako"},
    ),
    # Over all missions
    Row("outcomes:chain", lambda w: [w.relation.code], get=OFFICE_PAGE),
    # Settlements
    Row("outcomes:settlements", get=OFFICE_LIST),
    Row(
        "outcomes:record-settlement",
        get=page(other_office=200, least="editor"),
        # Another office does not know this organisation.
        post=action("editor") | {"other_office": 200},
        data=lambda w: {"organisation": w.organisation.code, "title_0": "Werk"},
    ),
    Row("outcomes:settlement", settlement, get=OFFICE_PAGE),
    Row(
        "outcomes:update-settlement",
        settlement,
        get=EDITOR_PAGE,
        post=action("editor"),
        data=lambda w: (
            {"organisation": w.settlement.organisation.code, "title_0": "Werk"}
            | make.shown(w.settlement)
        ),
    ),
    Row(
        "outcomes:record-step",
        settlement,
        get=EDITOR_PAGE,
        post=action("editor"),
        data=lambda _w: {"kind": "opened", "on": "2011"},
    ),
    Row(
        "outcomes:update-step",
        lambda w: [step(w).code],
        get=EDITOR_PAGE,
        post=action("editor"),
        data=lambda w: {"kind": "opened", "on": "2011"} | make.shown(step(w)),
    ),
    Row("outcomes:remove-step", lambda w: [step(w).code], post=action("editor")),
]
