"""One factory per model: the least that makes a valid row, without surprises."""

from tests.factories.accounts import *  # noqa: F403
from tests.factories.calls import *  # noqa: F403
from tests.factories.common import *  # noqa: F403
from tests.factories.directory import *  # noqa: F403
from tests.factories.exchange import *  # noqa: F403
from tests.factories.followup import *  # noqa: F403
from tests.factories.guests import *  # noqa: F403
from tests.factories.letters import *  # noqa: F403
from tests.factories.mandate import *  # noqa: F403
from tests.factories.matchmaking import *  # noqa: F403
from tests.factories.missions import *  # noqa: F403
from tests.factories.newsroom import *  # noqa: F403
from tests.factories.onsite import *  # noqa: F403
from tests.factories.outcomes import *  # noqa: F403
from tests.factories.reports import *  # noqa: F403
from tests.factories.scheduling import *  # noqa: F403
from tests.factories.travellers import *  # noqa: F403
