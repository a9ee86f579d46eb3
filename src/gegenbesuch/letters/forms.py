"""Parse and check the wording of a letter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gegenbesuch.letters.kinds import unknown_words

if TYPE_CHECKING:
    from gegenbesuch.letters.kinds import LetterKind


class WordingForm(forms.Form):
    """Subject and text of a letter, with words in braces."""

    subject = forms.CharField(label=_("Subject"), max_length=200)
    body = forms.CharField(
        label=_("Text"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 18}),
        help_text=_("An empty line begins a new paragraph."),
    )

    def __init__(self, *args: Any, kind: LetterKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind

    def clean(self) -> dict[str, Any]:
        """Name the words in braces that this letter does not know."""
        data = super().clean() or self.cleaned_data
        for field in ("subject", "body"):
            if unknown := unknown_words(self.kind, data.get(field, "")):
                self.add_error(
                    field,
                    _("This letter does not know %(words)s.")
                    % {"words": ", ".join(f"{{{word}}}" for word in unknown)},
                )
        return data
