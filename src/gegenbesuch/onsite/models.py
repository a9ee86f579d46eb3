"""What happens on the day: who is there, what became of a meeting, who said what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Case, CharField, Q, Value, When
from django.utils.translation import gettext_lazy as _

from gegenbesuch.matchmaking.models import Profile
from gegenbesuch.scheduling.models import Meeting, Session, Slot, Table

if TYPE_CHECKING:
    from uuid import UUID

# --- What became of a meeting ------------------------------------------------


class Saying(models.TextChoices):
    """What one side of a meeting says about it; its last word counts."""

    HERE = "here", _("We are at the table")
    HELD = "held", _("We have met")
    MISSED = "missed", _("They did not come")
    ABSENT = "absent", _("We could not come")


class Verdict(models.TextChoices):
    """What the desk says about a meeting; it counts more than what the sides say."""

    RUNNING = "running", _("It is going on")
    HELD = "held", _("They have met")
    SENDER = "no_sender", _("The side that asked did not come")
    RECIPIENT = "no_recipient", _("The side that was asked did not come")
    BOTH = "no_both", _("Nobody came")


def _text(value: str) -> Value:
    return Value(value, output_field=CharField())


def _said(who: str, *words: str) -> Q:
    return Q(**{f"{who}_says__in": words})


_MISSES_NOBODY = ("", Saying.HERE, Saying.MISSED)
#: Who did not come, where that is not disputed.
_MISSING = Case(
    When(desk_says=Verdict.SENDER, then=_text("sender")),
    When(desk_says=Verdict.RECIPIENT, then=_text("recipient")),
    When(desk_says=Verdict.BOTH, then=_text("both")),
    When(~Q(desk_says=""), then=_text("")),
    When(
        _said("sender", Saying.ABSENT) & _said("recipient", Saying.ABSENT),
        then=_text("both"),
    ),
    When(
        (_said("sender", Saying.ABSENT) & _said("recipient", *_MISSES_NOBODY))
        | (_said("recipient", Saying.MISSED) & _said("sender", "")),
        then=_text("sender"),
    ),
    When(
        (_said("recipient", Saying.ABSENT) & _said("sender", *_MISSES_NOBODY))
        | (_said("sender", Saying.MISSED) & _said("recipient", "")),
        then=_text("recipient"),
    ),
    default=_text(""),
)
_NO_SHOW = Q(desk_says__in=[Verdict.SENDER, Verdict.RECIPIENT, Verdict.BOTH]) | (
    Q(desk_says="")
    & (
        (_said("sender", Saying.ABSENT) & ~_said("recipient", Saying.HELD))
        | (_said("recipient", Saying.ABSENT) & ~_said("sender", Saying.HELD))
        | (_said("sender", Saying.MISSED) & _said("recipient", ""))
        | (_said("recipient", Saying.MISSED) & _said("sender", ""))
    )
)
_BOTH_HERE = _said("sender", Saying.HERE) & _said("recipient", Saying.HERE)
_STATE = Case(
    When(_NO_SHOW, then=_text("no_show")),
    When(desk_says=Verdict.HELD, then=_text("held")),
    When(desk_says=Verdict.RUNNING, ended_at=None, then=_text("running")),
    When(desk_says=Verdict.RUNNING, then=_text("held")),
    When(
        _said("sender", Saying.MISSED, Saying.ABSENT)
        | _said("recipient", Saying.MISSED, Saying.ABSENT),
        then=_text("disputed"),
    ),
    When(
        _said("sender", Saying.HELD) | _said("recipient", Saying.HELD),
        then=_text("held"),
    ),
    When(_BOTH_HERE & Q(ended_at=None), then=_text("running")),
    When(_BOTH_HERE, then=_text("held")),
    When(
        _said("sender", Saying.HERE) | _said("recipient", Saying.HERE),
        then=_text("waiting"),
    ),
    default=_text("planned"),
)


class Course(models.Model):
    """
    What became of a meeting, from what its two sides and the desk say.

    Each of the three writes a column of its own and the database itself computes
    the state from them, so that two who report at once cannot make it wrong.

    Attributes:
        sender_said_at, recipient_said_at: When it was said, which may have been long
            before it arrived; what is older than that no longer counts.
        ended_at: The time of the meeting was over while it was going on.
        told_state: The state that follow-up was last told of.
        slot, table: Where it should have been, once its place was given to another.
    """

    class State(models.TextChoices):
        PLANNED = "planned", _("Planned")
        WAITING = "waiting", _("One side waits")
        RUNNING = "running", _("Going on")
        HELD = "held", _("Held")
        NO_SHOW = "no_show", _("Somebody did not come")
        DISPUTED = "disputed", _("Disputed")

    class Missing(models.TextChoices):
        NOBODY = "", ""
        SENDER = "sender", _("the side that asked")
        RECIPIENT = "recipient", _("the side that was asked")
        BOTH = "both", _("both sides")

    meeting = models.OneToOneField(
        Meeting, on_delete=models.CASCADE, related_name="course"
    )
    sender_says = models.CharField(max_length=10, choices=Saying.choices, blank=True)
    sender_said_at = models.DateTimeField(null=True, blank=True)
    recipient_says = models.CharField(max_length=10, choices=Saying.choices, blank=True)
    recipient_said_at = models.DateTimeField(null=True, blank=True)
    desk_says = models.CharField(max_length=15, choices=Verdict.choices, blank=True)
    extra_minutes = models.PositiveSmallIntegerField(_("extra time"), default=0)
    ended_at = models.DateTimeField(null=True, blank=True)
    told_state = models.CharField(max_length=10, blank=True)
    slot = models.ForeignKey(
        Slot, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    table = models.ForeignKey(
        Table, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    state = models.GeneratedField(
        expression=_STATE,
        output_field=models.CharField(max_length=10, choices=State.choices),
        db_persist=True,
    )
    missing = models.GeneratedField(
        expression=_MISSING,
        output_field=models.CharField(max_length=10, choices=Missing.choices),
        db_persist=True,
    )

    class Meta:
        indexes = [models.Index(fields=["state"], name="course_state")]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.state}"

    def get_state_display(self) -> str:
        """Return the state in words; Django has none for what is computed."""
        return str(self.State(self.state).label)


class MissedDate(models.Model):
    """
    A date of a meeting to which somebody did not come, before it got another one.

    The course of the meeting then begins anew; this stays, so that both count.

    Attributes:
        slot: When it was.
    """

    meeting = models.ForeignKey(
        Meeting, on_delete=models.CASCADE, related_name="missed_dates"
    )
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="+")
    slot = models.ForeignKey(
        Slot, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    missing = models.CharField(max_length=10, choices=Course.Missing.choices)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.missing}"


#: The states that go to follow-up.
OVER = (Course.State.HELD, Course.State.NO_SHOW, Course.State.DISPUTED)


# --- Who said what -----------------------------------------------------------


class Entry(models.Model):
    """
    One thing that a company wrote down about a meeting, maybe without network.

    The key is made on the phone; a second arrival of the same entry is known by it
    and changes nothing. Of what each side says of the meeting and of its interest
    the last counts, notes and next steps add up. One that changes an earlier one is
    an entry of its own, and the text of the earlier one goes.

    Attributes:
        value: A `Saying`, or an `Interest`.
        text: A note or a next step; empty once it was changed or taken off.
        replaces: The key of the first version of a note that this one changes.
        due_on: Until when the next step is to be done.
        by: The name on the personal link that it came by.
    """

    class Kind(models.TextChoices):
        SAYS = "says", _("What became of it")
        NOTE = "note", _("Note")
        INTEREST = "interest", _("Interest")
        NEXT_STEP = "next_step", _("Next step")

    class Interest(models.TextChoices):
        STRONG = "strong", _("Strong")
        SOME = "some", _("Some")
        NONE = "none", _("None")

    key = models.UUIDField(unique=True)
    meeting = models.ForeignKey(
        Meeting, on_delete=models.CASCADE, related_name="entries"
    )
    profile = models.ForeignKey(
        Profile, on_delete=models.CASCADE, related_name="entries"
    )
    kind = models.CharField(max_length=10, choices=Kind.choices)
    value = models.CharField(max_length=10, blank=True)
    text = models.TextField(blank=True, max_length=5000)
    replaces = models.UUIDField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    at = models.DateTimeField()
    received_at = models.DateTimeField()
    by = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["meeting", "profile", "at", "id"], name="entries")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.meeting_id}"

    @property
    def first_key(self) -> UUID:
        """The key of the first version, by which a change names what it changes."""
        return self.replaces or self.key


class ContactOffer(models.Model):
    """
    Somebody of one side agrees that the other side of a meeting gets their address.

    It is shown to the other side only while somebody of that side agrees as well.

    Attributes:
        wording: The version of the text that was agreed to.
        language: In which it was read.
    """

    key = models.UUIDField(unique=True)
    meeting = models.ForeignKey(
        Meeting, on_delete=models.CASCADE, related_name="contact_offers"
    )
    profile = models.ForeignKey(
        Profile, on_delete=models.CASCADE, related_name="contact_offers"
    )
    name = models.CharField(_("name"), max_length=200)
    email = models.EmailField(_("e-mail address"))
    phone = models.CharField(_("phone"), max_length=50, blank=True)
    wording = models.CharField(max_length=20)
    language = models.CharField(max_length=2)
    agreed_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    after_erasure = None  #: An offer goes with whose address it is.

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "profile", "email"],
                condition=Q(withdrawn_at=None),
                name="one_contact_offer",
            )
        ]

    def __str__(self) -> str:
        return self.name


# --- Who is there ------------------------------------------------------------


class Presence(models.Model):
    """
    Whether a company has arrived; without a row it is expected.

    Attributes:
        until: Of one that comes late: when it will be there.
        closed: Keys of the slots that were noted as closed because of this.
    """

    class State(models.TextChoices):
        ARRIVED = "arrived", _("Arrived")
        LATE = "late", _("Comes late")
        AWAY = "away", _("Away")

    session = models.ForeignKey(
        Session, on_delete=models.CASCADE, related_name="presences"
    )
    profile = models.ForeignKey(
        Profile, on_delete=models.CASCADE, related_name="presences"
    )
    state = models.CharField(_("state"), max_length=10, choices=State.choices)
    until = models.DateTimeField(_("will be there at"), null=True, blank=True)
    closed = models.JSONField(default=list, blank=True)
    changed_at = models.DateTimeField()

    is_one_after_merge = True

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["session", "profile"], name="one_presence_per_session"
            )
        ]

    def __str__(self) -> str:
        return f"{self.profile_id} {self.state}"


def side_of(meeting: Meeting, profile: Any) -> str:
    """Return `sender` or `recipient`: which side of a meeting a company is."""
    is_sender = meeting.request.sender_id == profile.pk
    return "sender" if is_sender else "recipient"
