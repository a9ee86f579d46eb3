"""The public site, and the newsroom behind it."""
