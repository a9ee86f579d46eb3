"""What came of missions, who came to stay, who attests it, and the chain of it all."""

from django.urls import path

from gegenbesuch.outcomes.views import evidence, missions, partner, settlements

app_name = "outcomes"
urlpatterns = [
    # Of one mission
    path("missions/<slug:code>/outcomes/", missions.outcomes, name="outcomes"),
    path(
        "missions/<slug:code>/outcomes/create/",
        missions.record_outcome,
        name="record-outcome",
    ),
    path("outcomes/<slug:code>/edit/", missions.update_outcome, name="update-outcome"),
    path(
        "missions/<slug:code>/interests/create/",
        missions.record_interest,
        name="record-interest",
    ),
    path(
        "missions/<slug:code>/quotes/create/",
        missions.record_quote,
        name="record-quote",
    ),
    path("quotes/<slug:code>/remove/", missions.remove_quote, name="remove-quote"),
    # What attests a result
    path(
        "results/<slug:kind>/<slug:code>/evidence/", evidence.evidence, name="evidence"
    ),
    path(
        "results/<slug:kind>/<slug:code>/credit/",
        evidence.credit_result,
        name="credit-result",
    ),
    path(
        "results/<slug:kind>/<slug:code>/ask/", evidence.ask_partner, name="ask-partner"
    ),
    path(
        "results/<slug:kind>/<slug:code>/file/", evidence.file_proof, name="file-proof"
    ),
    path("proofs/<slug:code>/", evidence.open_proof, name="open-proof"),
    path(
        "proofs/<slug:code>/withdraw/", evidence.withdraw_proof, name="withdraw-proof"
    ),
    path(
        "credits/<slug:code>/withdraw/",
        evidence.withdraw_credit,
        name="withdraw-credit",
    ),
    path(
        "confirmations/<slug:code>/withdraw/",
        evidence.withdraw_confirmation,
        name="withdraw-confirmation",
    ),
    # The partner's own page
    path(
        "confirmation/<str:token>/",
        partner.answer_confirmation,
        name="answer-confirmation",
    ),
    # Over all missions
    path("demand/", missions.demand, name="demand"),
    path("relations/<slug:code>/chain/", missions.chain, name="chain"),
    # Settlements
    path("settlements/", settlements.settlements, name="settlements"),
    path(
        "settlements/create/", settlements.record_settlement, name="record-settlement"
    ),
    path("settlements/<slug:code>/", settlements.settlement, name="settlement"),
    path(
        "settlements/<slug:code>/edit/",
        settlements.update_settlement,
        name="update-settlement",
    ),
    path(
        "settlements/<slug:code>/steps/create/",
        settlements.record_step,
        name="record-step",
    ),
    path(
        "settlement-steps/<slug:code>/edit/",
        settlements.update_step,
        name="update-step",
    ),
    path(
        "settlement-steps/<slug:code>/remove/",
        settlements.remove_step,
        name="remove-step",
    ),
]
