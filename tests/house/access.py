"""
The access table: who gets what answer from which address.

Each app keeps its rows in `tests/gegenbesuch/<app>/access.py` as a list `ROWS`:

    from tests.house.access import OFFICE_PAGE, OFFICE_LIST, PUBLIC, Row, action

    ROWS = [
        Row("missions:missions", get=OFFICE_LIST),
        Row("missions:mission", lambda w: [w.mission.code], get=OFFICE_PAGE),
        Row("missions:close-mission", lambda w: [w.mission.code],
            post=action("coordinator")),
    ]

A named address without a row fails the suite, and so does one that answers anybody
differently from its row. The pages of the table are also what the rendering tests
(pseudo-language, query count) look at.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests import factories as make

if TYPE_CHECKING:
    from gegenbesuch.accounts.models import Office, PersonalLink
    from gegenbesuch.matchmaking.models import Profile

APPS = Path(__file__).resolve().parents[1] / "gegenbesuch"

#: Whoever is not signed in is sent to the sign-in page.
SIGN_IN = "sign-in"

STAFF = ("viewer", "editor", "coordinator")
MEMBERS = ("stranger", "company", "other_office", *STAFF)

Answer = int | str
Answers = dict[str, Answer]


def answers(
    *,
    stranger: Answer,
    company: Answer,
    other_office: Answer,
    viewer: Answer,
    editor: Answer,
    coordinator: Answer,
) -> Answers:
    """Return one row of answers; `company` is Esi with her own personal link."""
    return locals().copy()


def everybody(answer: Answer) -> Answers:
    """Return a row in which all get the same answer."""
    return dict.fromkeys(MEMBERS, answer)


def page(*, other_office: Answer, least: str = "viewer") -> Answers:
    """Return a row for staff from this role on; the others of the office get 403."""
    first = STAFF.index(least)
    row: Answers = {
        "stranger": SIGN_IN,
        "company": SIGN_IN,
        "other_office": other_office,
    }
    return row | {role: 200 if n >= first else 403 for n, role in enumerate(STAFF)}


def action(least: str, *, done: Answer = 302, other_office: Answer = 404) -> Answers:
    """Return a row for a verb that staff may use from this role on."""
    allowed = page(other_office=other_office, least=least)
    return {who: done if answer == 200 else answer for who, answer in allowed.items()}


PUBLIC = everybody(200)
#: The page of a record of the office: another office doesn't learn that it exists.
OFFICE_PAGE = page(other_office=404)
#: A list: each office sees its own.
OFFICE_LIST = page(other_office=200)
#: A page by personal link: whoever has no valid token gets 404.
COMPANY_PAGE = everybody(404) | {"company": 200}


@dataclass(frozen=True)
class Row:
    """
    One named address and its answers.

    Attributes:
        name: `app:name` as in `reverse`.
        args: Builds the arguments from the world (see `World`).
        get: The answers to GET; None for a verb, which refuses GET.
        post: The answers to POST; None if the page takes none.
        data: Builds what is posted.
        query: What stands behind the question mark.
        is_without_account: A form that is the same for everybody and asks nothing of
            an account: it carries no token.
    """

    name: str
    args: Callable[[World], list[Any]] = field(default=lambda _world: [])
    get: Answers | None = None
    post: Answers | None = None
    data: Callable[[World], dict[str, Any]] = field(default=lambda _world: {})
    query: str = ""
    is_without_account: bool = False

    def __str__(self) -> str:
        return self.name


@dataclass
class World:
    """
    A small world to take arguments from; each thing is made when it is asked for.

    `token` is Esi's personal token when Esi asks, else a forged one. Add a property
    here when two apps need a thing, else make it in the row.
    """

    office: Office
    profile: Profile
    link: PersonalLink
    token: str

    @property
    def mission(self) -> Any:
        """The mission in which Esi's company has a profile."""
        return self.profile.mission

    @cached_property
    def source(self) -> Any:
        """A source that the mission rests on."""
        source = make.SourceFactory(office=self.office)
        make.CitationFactory(source=source, **make.on(self.mission))
        return source

    @cached_property
    def place(self) -> Any:
        """A stop's place."""
        return make.StopFactory(mission=self.mission).place

    @cached_property
    def organisation(self) -> Any:
        """An organisation of the office."""
        return make.OrganisationFactory(office=self.office)

    @cached_property
    def person(self) -> Any:
        """A person of the office, with a role."""
        return make.RoleFactory(person__office=self.office).person

    @cached_property
    def relation(self) -> Any:
        """A relation of the office."""
        return make.RelationFactory(office=self.office)

    @cached_property
    def item(self) -> Any:
        """A programme item of the mission."""
        return make.ProgrammeItemFactory(mission=self.mission)

    @cached_property
    def partner_profile(self) -> Any:
        """A profile on the other side of the mission."""
        return make.ProfileFactory(mission=self.mission, side=1)

    @cached_property
    def request(self) -> Any:
        """An accepted request of Esi's company."""
        return make.RequestFactory(sender=self.profile, recipient=self.partner_profile)

    @cached_property
    def session(self) -> Any:
        """A session with two slots and a table."""
        session = make.SessionFactory(mission=self.mission)
        for position in (0, 1):
            make.SlotFactory(session=session, position=position)
        make.TableFactory(session=session)
        return session

    @cached_property
    def run(self) -> Any:
        """A finished run of the session."""
        return make.SolverRunFactory(session=self.session, status="done")

    @cached_property
    def meeting(self) -> Any:
        """The meeting of the accepted request, not placed yet."""
        return make.MeetingFactory(session=self.session, request=self.request)

    @cached_property
    def outcome(self) -> Any:
        """An outcome of the mission."""
        return make.OutcomeFactory(mission=self.mission)

    @cached_property
    def settlement(self) -> Any:
        """A settlement with its first step."""
        return make.SettlementStepFactory(
            settlement__office=self.office, mission=self.mission
        ).settlement

    @cached_property
    def article(self) -> Any:
        """A published article on the mission."""
        return make.ArticleFactory(office=self.office, mission=self.mission)

    @cached_property
    def draft(self) -> Any:
        """An article that is not published yet."""
        return make.ArticleFactory(
            office=self.office, mission=self.mission, status="draft", published_at=None
        )

    @cached_property
    def comment(self) -> Any:
        """A comment that waits for the moderator."""
        return make.CommentFactory(article=self.article)


def rows() -> list[Row]:
    """Return the rows of all apps."""
    found: list[Row] = []
    for path in sorted(APPS.glob("*/access.py")):
        spec = importlib.util.spec_from_file_location(
            f"access_{path.parent.name}", path
        )
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        found += module.ROWS
    return found
