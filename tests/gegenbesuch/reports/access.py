"""Who gets what from the reports."""

from __future__ import annotations

from tests.house.access import OFFICE_PAGE, Row

ROWS = [Row("reports:bilanz", lambda w: [w.mission.code], get=OFFICE_PAGE)]
