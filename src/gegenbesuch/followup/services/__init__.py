"""Verbs of the follow-up."""

from gegenbesuch.followup.services.debriefs import record_debrief
from gegenbesuch.followup.services.meetings import follow_meeting
from gegenbesuch.followup.services.notes import remove_note, update_note, write_note
from gegenbesuch.followup.services.surveys import (
    ANSWERS,
    answer,
    forget_old_replies,
    remind_asked,
    send_due,
    send_survey,
    stop_asking,
    switch_survey,
)
from gegenbesuch.followup.services.tasks import (
    add_task,
    remind_owners,
    settle_task,
    update_task,
)

__all__ = [
    "ANSWERS",
    "add_task",
    "answer",
    "follow_meeting",
    "forget_old_replies",
    "record_debrief",
    "remind_asked",
    "remind_owners",
    "remove_note",
    "send_due",
    "send_survey",
    "settle_task",
    "stop_asking",
    "switch_survey",
    "update_note",
    "update_task",
    "write_note",
]
