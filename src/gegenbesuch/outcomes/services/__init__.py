"""Verbs on what came of missions, and on what attests it."""

from gegenbesuch.outcomes.services.evidence import (
    answer_confirmation,
    ask_partner,
    credit_result,
    earn_evidence,
    file_proof,
    fingerprint_of,
    open_proof,
    withdraw_confirmation,
    withdraw_credit,
    withdraw_proof,
)
from gegenbesuch.outcomes.services.outcomes import (
    record_interest,
    record_outcome,
    record_quote,
    remove_quote,
    update_outcome,
)
from gegenbesuch.outcomes.services.settlements import (
    record_settlement,
    record_step,
    remove_step,
    update_settlement,
    update_step,
)

__all__ = [
    "answer_confirmation",
    "ask_partner",
    "credit_result",
    "earn_evidence",
    "file_proof",
    "fingerprint_of",
    "open_proof",
    "record_interest",
    "record_outcome",
    "record_quote",
    "record_settlement",
    "record_step",
    "remove_quote",
    "remove_step",
    "update_outcome",
    "update_settlement",
    "update_step",
    "withdraw_confirmation",
    "withdraw_credit",
    "withdraw_proof",
]
