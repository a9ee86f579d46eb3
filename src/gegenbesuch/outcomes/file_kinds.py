"""
What a file is by its content: only what nobody can be harmed by keeping.

Proofs are papers: scanned or printed to PDF. Office files are refused, because they
can hold macros and can be edited; so is everything that a browser would run.
"""

from __future__ import annotations

MOST_BYTES = 25 * 1024 * 1024
_HEAD = 1024  # bytes, in which a PDF has to begin


def kind_of_file(content: bytes) -> str | None:
    """Return the media type of a PDF, PNG or JPEG; None for anything else."""
    if content[:_HEAD].lstrip().startswith(b"%PDF-") and b"%%EOF" in content[-_HEAD:]:
        return "application/pdf"
    if content.startswith(b"\x89PNG\r\n\x1a\n") and b"IEND" in content[-64:]:
        return "image/png"
    if content.startswith(b"\xff\xd8\xff") and b"\xff\xd9" in content[-64:]:
        return "image/jpeg"
    return None
