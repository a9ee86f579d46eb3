"""Verbs on missions, their programme, people, plans and resources."""

from gegenbesuch.missions.services.answering import plan_answer
from gegenbesuch.missions.services.calling_off import (
    cancel_mission,
    postpone_mission,
)
from gegenbesuch.missions.services.groups import (
    add_group,
    remove_group,
    update_group,
)
from gegenbesuch.missions.services.items import (
    add_item,
    move_item,
    record_actual,
    remove_item,
    update_item,
)
from gegenbesuch.missions.services.missions import (
    add_participation,
    change_mission_status,
    create_mission,
    link_missions,
    remove_participation,
    unlink_missions,
    update_mission,
    update_participation,
)
from gegenbesuch.missions.services.organisers import update_organisers
from gegenbesuch.missions.services.plan_versions import keep_plan
from gegenbesuch.missions.services.planning import (
    accept_proposal,
    add_goal,
    add_step,
    change_step_status,
    drop_proposal,
    plan_like,
    remove_goal,
    remove_template,
    save_template,
    set_up_checklist,
    update_goal,
    update_step,
)
from gegenbesuch.missions.services.resources import (
    add_resource,
    book_resources,
    set_journey,
    update_resource,
)
from gegenbesuch.missions.services.stops import (
    add_stop,
    move_stop,
    remove_stop,
    update_stop,
)

__all__ = [
    "accept_proposal",
    "add_goal",
    "add_group",
    "add_item",
    "add_participation",
    "add_resource",
    "add_step",
    "add_stop",
    "book_resources",
    "cancel_mission",
    "change_mission_status",
    "change_step_status",
    "create_mission",
    "drop_proposal",
    "keep_plan",
    "link_missions",
    "move_item",
    "move_stop",
    "plan_answer",
    "plan_like",
    "postpone_mission",
    "record_actual",
    "remove_goal",
    "remove_group",
    "remove_item",
    "remove_participation",
    "remove_stop",
    "remove_template",
    "save_template",
    "set_journey",
    "set_up_checklist",
    "unlink_missions",
    "update_goal",
    "update_group",
    "update_item",
    "update_mission",
    "update_organisers",
    "update_participation",
    "update_resource",
    "update_step",
    "update_stop",
]
