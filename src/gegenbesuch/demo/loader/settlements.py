"""Companies that came to stay."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gegenbesuch.demo.loader.evidence import EVIDENCE, attach_evidence
from gegenbesuch.demo.loader.world import put
from gegenbesuch.outcomes.models import Credit, Settlement, SettlementStep

if TYPE_CHECKING:
    from gegenbesuch.demo.loader.reading import DataSet
    from gegenbesuch.demo.loader.world import World

_SETTLEMENT = (
    f"organisation title place site competitors credit steps credits {EVIDENCE}"
)
_STEP = f"kind on text mission people {EVIDENCE}"
_CREDIT = "mission share reason"


def load_settlements(world: World, data: DataSet) -> None:
    """Write the settlements with their steps."""
    for record in data.records("settlement.yaml", _SETTLEMENT):
        settlement = put(
            record,
            Settlement,
            record.code,
            office=world.office,
            organisation=record.the(
                "organisation", world.organisations, "organisation"
            ),
            title=record.text("title"),
            place=record.one("place", world.places, "place"),
            site=record.text("site", needed=False),
            competitors=record.text("competitors", needed=False),
            credit=record.text("credit", needed=False),
        )
        attach_evidence(world, record, settlement)
        settlement.credits.all().delete()
        for part in record.rows("credits", _CREDIT):
            Credit.objects.create(
                office=world.office,
                settlement=settlement,
                mission=part.the("mission", world.missions, "mission"),
                share=part.integer("share", least=1),
                reason=part.text("reason"),
            )
        for position, part in enumerate(record.parts("steps", _STEP)):
            step = put(
                part,
                SettlementStep,
                f"{settlement.code}-{part.code}",
                office=world.office,
                settlement=settlement,
                position=position,
                kind=part.choice("kind", SettlementStep.Kind),
                on=part.date("on"),
                text=part.text("text", needed=False),
                mission=part.one("mission", world.missions, "mission"),
            )
            step.people.set(part.many("people", world.people, "person"))
            attach_evidence(world, part, step)
