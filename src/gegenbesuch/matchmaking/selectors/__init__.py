"""Reads of matchmaking: marketplaces, profiles, requests, suggestions."""

from gegenbesuch.matchmaking.selectors.marketplaces import (
    count_unanswered,
    days_of,
    lacks_before_opening,
    marketplace_of,
    silent_companies,
)
from gegenbesuch.matchmaking.selectors.profiles import (
    address_of,
    countries_of,
    marketplace_profiles,
    missing_in,
    offers_in,
    own_profiles,
    profile_counts,
    profile_pages,
    profiles_of,
    sectors_in,
    suggestions_for,
)
from gegenbesuch.matchmaking.selectors.requests import (
    between,
    inbox_of,
    possible_recipients,
    request_counts,
    request_pages,
    requests_of,
    requests_of_profile,
)

__all__ = [
    "address_of",
    "between",
    "count_unanswered",
    "countries_of",
    "days_of",
    "inbox_of",
    "lacks_before_opening",
    "marketplace_of",
    "marketplace_profiles",
    "missing_in",
    "offers_in",
    "own_profiles",
    "possible_recipients",
    "profile_counts",
    "profile_pages",
    "profiles_of",
    "request_counts",
    "request_pages",
    "requests_of",
    "requests_of_profile",
    "sectors_in",
    "silent_companies",
    "suggestions_for",
]
