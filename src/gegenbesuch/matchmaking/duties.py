"""What comes up in matchmaking: requests and profiles run out, companies are reminded."""

from __future__ import annotations

from gegenbesuch.core import duties
from gegenbesuch.matchmaking import services

duties.register("expire requests", services.expire_requests)
duties.register("expire profiles", services.expire_profiles)
duties.register("remind companies", services.remind_companies)
