"""Sources, figures, claims and open questions of a record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType

from gegenbesuch.directory.models import Citation, Claim, Figure, OpenQuestion

if TYPE_CHECKING:
    from django.db.models import Model

    from gegenbesuch.demo.loader.record import Record
    from gegenbesuch.demo.loader.world import World

#: The fields that every record with evidence may have.
EVIDENCE = "sources figures claims open_questions"

_CITATION = "id aspect locator quote"
_FIGURE = "what label quantity role note sources"
_CLAIM = "aspect label statements"
_STATEMENT = "statement is_preferred note sources"


def cite(world: World, record: Record, target: Model) -> None:
    """Write what a row rests on, in place of what was there."""
    on = _on(target)
    if not world.is_empty:
        Citation.objects.filter(**on).delete()
    Citation.objects.bulk_create(
        Citation(
            **on,
            source=source.the("id", world.sources, "source"),
            aspect=source.word("aspect", ""),
            locator=source.word("locator", ""),
            quote=source.word("quote", ""),
        )
        for source in _citations(record)
    )


def attach_evidence(world: World, record: Record, target: Model) -> None:
    """Write all evidence of a row, in place of what was there."""
    on = _on(target)
    cite(world, record, target)
    for model in () if world.is_empty else (Figure, Claim, OpenQuestion):
        model._default_manager.filter(**on).delete()
    for position, part in enumerate(record.rows("figures", _FIGURE)):
        if not part.has("quantity"):
            raise part.error("quantity", "the number is missing")
        figure = Figure.objects.create(
            **on,
            what=part.word("what"),
            label=part.text("label"),
            quantity=part.quantity("quantity"),
            role=part.choice("role", Figure.Role, Figure.Role.CONTEXT),
            note=part.text("note", needed=False),
            position=position,
        )
        cite(world, part, figure)
    position = 0
    for part in record.rows("claims", _CLAIM):
        for statement in part.rows("statements", _STATEMENT):
            claim = Claim.objects.create(
                **on,
                aspect=part.word("aspect"),
                label=part.text("label"),
                statement=statement.text("statement"),
                is_preferred=statement.flag("is_preferred"),
                note=statement.text("note", needed=False),
                position=position,
            )
            cite(world, statement, claim)
            position += 1
    OpenQuestion.objects.bulk_create(
        OpenQuestion(**on, text=text, position=position)
        for position, text in enumerate(record.texts("open_questions"))
    )


def _citations(record: Record) -> list[Record]:
    """Return the sources as records; a bare number stands for a whole one."""
    sources = record.data.get("sources", [])
    if isinstance(sources, list):
        sources = [
            {"id": source} if isinstance(source, str) else source for source in sources
        ]
    return type(record)(record.file, record.path, {"sources": sources}, "sources").rows(
        "sources", _CITATION
    )


def _on(target: Model) -> dict[str, Any]:
    return {
        "target_type": ContentType.objects.get_for_model(target),
        "target_id": target.pk,
    }
