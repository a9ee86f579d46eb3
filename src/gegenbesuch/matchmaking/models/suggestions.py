"""Whom the engine recommends to whom, and the vectors it keeps for the next time."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from gegenbesuch.matchmaking.models.profiles import Profile

#: From this score on two fit; `convene.matching` chooses fairly among such pairs only.
FITTING = 0.002

#: Stands in a reason for the name of the company with this code.
NAME = "{{{}}}"


class Suggestion(models.Model):
    """
    A partner for a company, with the reasons.

    Attributes:
        score: From 0 to 1; compare it within one mission, never show it as percent.
        is_allotted: Part of the fair choice, in which everybody gets some.
        reasons: `[{signal, text: {language: sentence}, evidence: [two sentences]}]`,
            where `NAME` stands for the companies, which each language calls its way.
    """

    profile = models.ForeignKey(
        Profile, on_delete=models.CASCADE, related_name="suggestions"
    )
    partner = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="+")
    rank = models.PositiveSmallIntegerField(_("rank"))
    score = models.FloatField(_("score"))
    is_allotted = models.BooleanField(default=False)
    reasons = models.JSONField(_("reasons"), default=list)

    is_one_after_merge = True

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["profile", "partner"], name="one_suggestion_per_pair"
            )
        ]

    def __str__(self) -> str:
        return f"{self.profile_id} {self.partner_id}"


class Vector(models.Model):
    """What a model made of a sentence, by a hash of both, so that it is asked once."""

    key = models.CharField(max_length=64, primary_key=True)
    data = models.BinaryField()
    used_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.key
