"""
Places, sources, sectors, organisations, people and what is known of them.

One file for each group; everybody else imports from here.
"""

from gegenbesuch.directory.models.base import OfficeModel, OfficeQuerySet, page_of
from gegenbesuch.directory.models.contacts import (
    Address,
    ContactPoint,
    Identifier,
    Note,
    Tag,
)
from gegenbesuch.directory.models.duplicates import DuplicatePair
from gegenbesuch.directory.models.evidence import (
    Citation,
    Claim,
    EvidenceModel,
    EvidenceRow,
    Figure,
    OpenQuestion,
    Source,
)
from gegenbesuch.directory.models.lists import (
    DistributionEntry,
    DistributionList,
    SavedFilter,
)
from gegenbesuch.directory.models.merges import Merge
from gegenbesuch.directory.models.organisations import (
    ClusterMembership,
    Organisation,
    OrganisationName,
)
from gegenbesuch.directory.models.people import CardExchange, Person, Role
from gegenbesuch.directory.models.places import Place, Sector
from gegenbesuch.directory.models.relations import Relation, RelationFact

__all__ = [
    "Address",
    "CardExchange",
    "Citation",
    "Claim",
    "ClusterMembership",
    "ContactPoint",
    "DistributionEntry",
    "DistributionList",
    "DuplicatePair",
    "EvidenceModel",
    "EvidenceRow",
    "Figure",
    "Identifier",
    "Merge",
    "Note",
    "OfficeModel",
    "OfficeQuerySet",
    "OpenQuestion",
    "Organisation",
    "OrganisationName",
    "Person",
    "Place",
    "Relation",
    "RelationFact",
    "Role",
    "SavedFilter",
    "Sector",
    "Source",
    "Tag",
    "page_of",
]
