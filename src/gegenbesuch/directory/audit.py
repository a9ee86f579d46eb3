"""The audit verbs of the directory."""

from django.utils.translation import gettext_lazy as _

from gegenbesuch.core.audit import register

PERSONAL = (
    "name", "note", "languages", "is_deceased", "salutation", "address_forms", "tags",
)  # fmt: skip

register(
    "directory.organisation.created", _("%(actor)s added the organisation %(target)s.")
)
register(
    "directory.organisation.updated",
    _("%(actor)s changed the organisation %(target)s."),
)
register(
    "directory.person.created", _("%(actor)s added %(target)s."), personal=PERSONAL
)
register(
    "directory.person.updated",
    _("%(actor)s changed the record of %(target)s."),
    personal=PERSONAL,
)
register(
    "directory.person.erased",
    _("%(actor)s erased a person: %(target)s."),
)
register(
    "directory.role.added",
    _("%(actor)s added a role of %(target)s."),
    personal=("title", "organisation", "note"),
)
register(
    "directory.role.updated",
    _("%(actor)s changed a role of %(target)s."),
    personal=("title", "organisation", "note"),
)
register(
    "directory.organisation.archived",
    _("%(actor)s put the organisation %(target)s into the archive."),
)
register(
    "directory.organisation.restored",
    _("%(actor)s took the organisation %(target)s out of the archive."),
)
register("directory.person.archived", _("%(actor)s put %(target)s into the archive."))
register(
    "directory.person.restored", _("%(actor)s took %(target)s out of the archive.")
)

# What hangs on a record: three verbs for each kind.
_DETAIL = (
    "value", "kind", "language", "lines", "postcode", "locality", "region", "country",
    "note", "text", "label", "occasion", "introduced_by", "front", "back",
    "statement", "quote", "locator",
)  # fmt: skip
register(
    "directory.address.added",
    _("%(actor)s added an address of %(target)s."),
    personal=_DETAIL,
)
register(
    "directory.address.updated",
    _("%(actor)s changed an address of %(target)s."),
    personal=_DETAIL,
)
register(
    "directory.address.removed",
    _("%(actor)s removed an address of %(target)s."),
    personal=_DETAIL,
)
register(
    "directory.contact.added",
    _("%(actor)s added a telephone number or mail address of %(target)s."),
    personal=_DETAIL,
)
register(
    "directory.contact.updated",
    _("%(actor)s changed a telephone number or mail address of %(target)s."),
    personal=_DETAIL,
)
register(
    "directory.contact.removed",
    _("%(actor)s removed a telephone number or mail address of %(target)s."),
    personal=_DETAIL,
)
register(
    "directory.identifier.added",
    _("%(actor)s added a number in a register for %(target)s."),
    personal=_DETAIL,
)
register(
    "directory.identifier.updated",
    _("%(actor)s changed a number in a register for %(target)s."),
    personal=_DETAIL,
)
register(
    "directory.identifier.removed",
    _("%(actor)s removed a number in a register for %(target)s."),
    personal=_DETAIL,
)
register(
    "directory.note.added",
    _("%(actor)s wrote a note about %(target)s."),
    personal=_DETAIL,
)
register(
    "directory.note.updated",
    _("%(actor)s changed a note about %(target)s."),
    personal=_DETAIL,
)
register(
    "directory.note.removed",
    _("%(actor)s removed a note about %(target)s."),
    personal=_DETAIL,
)
register(
    "directory.figure.added",
    _("%(actor)s added a figure about %(target)s."),
    personal=_DETAIL,
)
register(
    "directory.figure.updated",
    _("%(actor)s changed a figure about %(target)s."),
    personal=_DETAIL,
)
register(
    "directory.figure.removed",
    _("%(actor)s removed a figure about %(target)s."),
    personal=_DETAIL,
)
register("directory.name.added", _("%(actor)s added a name of %(target)s."))
register("directory.name.updated", _("%(actor)s changed a name of %(target)s."))
register("directory.name.removed", _("%(actor)s removed a name of %(target)s."))
register(
    "directory.membership.added",
    _("%(actor)s noted that %(target)s belongs to a cluster."),
)
register(
    "directory.membership.updated",
    _("%(actor)s changed a membership of %(target)s."),
)
register(
    "directory.membership.removed",
    _("%(actor)s removed a membership of %(target)s."),
)
register(
    "directory.card.added",
    _("%(actor)s noted a business card of %(target)s."),
    personal=_DETAIL,
)
register(
    "directory.card.updated",
    _("%(actor)s changed a business card of %(target)s."),
    personal=_DETAIL,
)
register(
    "directory.card.removed",
    _("%(actor)s removed a business card of %(target)s."),
    personal=_DETAIL,
)
register(
    "directory.fact.added",
    _("%(actor)s added a fact of the relation %(target)s."),
)
register(
    "directory.fact.updated",
    _("%(actor)s changed a fact of the relation %(target)s."),
)
register(
    "directory.fact.removed",
    _("%(actor)s removed a fact of the relation %(target)s."),
)
register(
    "directory.claim.added",
    _("%(actor)s added a statement in dispute about %(target)s."),
    personal=_DETAIL,
)
register(
    "directory.claim.updated",
    _("%(actor)s changed a statement in dispute about %(target)s."),
    personal=_DETAIL,
)
register(
    "directory.claim.removed",
    _("%(actor)s removed a statement in dispute about %(target)s."),
    personal=_DETAIL,
)
register(
    "directory.question.added",
    _("%(actor)s put an open question about %(target)s."),
    personal=_DETAIL,
)
register(
    "directory.question.updated",
    _("%(actor)s changed an open question about %(target)s."),
    personal=_DETAIL,
)
register(
    "directory.question.removed",
    _("%(actor)s closed an open question about %(target)s."),
    personal=_DETAIL,
)
register(
    "directory.citation.added",
    _("%(actor)s named a source for %(target)s."),
    personal=_DETAIL,
)
register(
    "directory.citation.updated",
    _("%(actor)s changed what a source says of %(target)s."),
    personal=_DETAIL,
)
register(
    "directory.citation.removed",
    _("%(actor)s removed a source of %(target)s."),
    personal=_DETAIL,
)
register(
    "directory.duplicates.looked-for",
    _("%(actor)s looked for duplicates in the directory of %(target)s."),
)
register(
    "directory.duplicate.dismissed",
    _("%(actor)s noted that %(target)s and another record are two."),
    personal=("other",),
)
register(
    "directory.person.changed-post",
    _("%(actor)s noted a change of post of %(target)s."),
)

# Lists.
register("directory.filter.saved", _("%(actor)s kept a search as “%(target)s”."))
register("directory.filter.removed", _("%(actor)s removed the list “%(target)s”."))
register(
    "directory.list.created",
    _("%(actor)s began the distribution list “%(target)s”."),
)
register(
    "directory.list.updated",
    _("%(actor)s changed the distribution list “%(target)s”."),
)
register(
    "directory.list.removed",
    _("%(actor)s removed the distribution list “%(target)s”."),
)
register(
    "directory.list.person-added",
    _("%(actor)s put somebody on the distribution list “%(target)s”."),
    personal=("person",),
)
register(
    "directory.list.person-removed",
    _("%(actor)s took somebody off the distribution list “%(target)s”."),
    personal=("person",),
)

# Places.
register("directory.place.created", _("%(actor)s added the place %(target)s."))
register("directory.place.updated", _("%(actor)s changed the place %(target)s."))

# Sources.
register("directory.source.created", _("%(actor)s added the source %(target)s."))
register("directory.source.updated", _("%(actor)s changed the source %(target)s."))
register(
    "directory.source.cited",
    _("%(actor)s named the source %(target)s for a statement."),
    personal=("row", "quote"),
)
register(
    "directory.source.uncited",
    _("%(actor)s removed the source %(target)s from a statement."),
    personal=("row", "quote"),
)

# Relations.
register("directory.relation.created", _("%(actor)s added the relation %(target)s."))
register("directory.relation.updated", _("%(actor)s changed the relation %(target)s."))

# Two records made one, and parted again.
register(
    "directory.organisation.merged",
    _("%(actor)s merged another organisation into %(target)s."),
)
register(
    "directory.organisation.parted",
    _("%(actor)s undid a merge; %(target)s stands on its own again."),
)
register(
    "directory.person.merged",
    _("%(actor)s merged another record into that of %(target)s."),
    personal=("dropped_label",),
)
register(
    "directory.person.parted",
    _("%(actor)s undid a merge; %(target)s stands on their own again."),
)
