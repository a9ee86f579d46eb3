"""What is known of visitors without an account."""

from __future__ import annotations

from ipaddress import ip_address


def shortened(address: str) -> str:
    """Cut the host part off a network address; floods stay visible, people don't."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return ""
    separator, keep = (".", 3) if parsed.version == 4 else (":", 4)
    return separator.join(parsed.exploded.split(separator)[:keep])
