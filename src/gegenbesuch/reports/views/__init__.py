"""The pages of results reports and press drafts."""
