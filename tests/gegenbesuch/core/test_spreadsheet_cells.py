from __future__ import annotations

import pytest

from gegenbesuch.core.spreadsheet_cells import harmless


@pytest.mark.parametrize("text", ["=1+1", "+SUM(A1)", "-2+3|cmd", "@x", "\tx", "\rx"])
def test_harmless_quotes_what_would_be_calculated(text: str) -> None:
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Anna", "+49 341 123", "-5", "a=b"])
def test_harmless_leaves_texts_and_numbers(text: str) -> None:
    assert harmless(text) == text
