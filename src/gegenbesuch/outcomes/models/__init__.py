"""What the other side wanted, what came of it, and who says so."""

from gegenbesuch.outcomes.models.evidence import Confirmation, Credit, Proof
from gegenbesuch.outcomes.models.outcomes import (
    Interest,
    Outcome,
    Quote,
    Result,
    Settlement,
    SettlementStep,
)

__all__ = [
    "Confirmation",
    "Credit",
    "Interest",
    "Outcome",
    "Proof",
    "Quote",
    "Result",
    "Settlement",
    "SettlementStep",
]
