"""Reading what is chosen on the pages of import and export."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gegenbesuch.accounts.models import Membership, Office
from gegenbesuch.exchange import rules
from gegenbesuch.exchange.fields import FIELDS
from gegenbesuch.exchange.models import ImportRow, ImportRun
from gegenbesuch.exchange.reading.files import MOST_BYTES

if TYPE_CHECKING:
    from gegenbesuch.exchange.reading import Book
    from gegenbesuch.exchange.recognition import Layout

Decision = ImportRow.Decision
SAME = "same~"


class OfficeForm(forms.Form):
    """A form for one of the user's offices; who has only one is not asked."""

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        pks = rules.offices_with(user, Membership.Role.EDITOR)
        offices = Office.objects.filter(pk__in=pks).order_by("pk")
        self.only_office = offices.first() if len(pks) == 1 else None
        if self.only_office is None:
            self.fields["office"] = forms.ModelChoiceField(offices, label=_("Office"))

    @property
    def office(self) -> Office:
        """The office that was chosen, or the only one."""
        return self.only_office or self.cleaned_data["office"]


class UploadForm(OfficeForm):
    """A file of contacts."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy(
            "A spreadsheet (xlsx, xls, ods), a text with separated columns (csv, tsv), "
            "vCards, or JSON that was exported here. At most 50 MB."
        ),
        error_messages={"empty": gettext_lazy("This file is empty.")},
    )

    def clean_file(self) -> Any:
        """Refuse what is too large before it is read."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("At most 50 MB can be read."))
        return file


class SheetForm(forms.Form):
    """Which sheet, and which of its rows has the headings."""

    sheet = forms.TypedChoiceField(label=gettext_lazy("Sheet"), coerce=int)
    header_row = forms.IntegerField(
        label=gettext_lazy("Row with the headings"),
        min_value=0,
        required=False,
        help_text=gettext_lazy("0 if there are none; empty to have it looked for."),
    )

    def __init__(self, *args: Any, book: Book, layout: Layout, **kwargs: Any) -> None:
        initial = {"sheet": layout.sheet, "header_row": layout.header_row}
        super().__init__(*args, initial=initial, **kwargs)
        sheet: Any = self.fields["sheet"]
        sheet.choices = [
            (n, each.name or _("Sheet %(number)d") % {"number": n + 1})
            for n, each in enumerate(book.sheets)
        ]


class ColumnsForm(forms.Form):
    """What each column is, and how to treat records that are there."""

    policy = forms.ChoiceField(
        label=gettext_lazy("Records that are in the directory already"),
        choices=ImportRun.Policy.choices,
    )
    tag = forms.CharField(
        label=gettext_lazy("Tag for all records"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("For example where the list comes from."),
    )

    def __init__(self, *args: Any, layout: Layout, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.layout = layout
        known = [("", _("Not imported"))]
        known += [(field.key, str(field.label)) for field in FIELDS.values()]
        for column in layout.columns:
            choices = list(known)
            if "#" in column.field:
                base = FIELDS[column.field.partition("#")[0]]
                label = _("%(field)s of another address") % {"field": base.label}
                choices.append((column.field, label))
            self.fields[f"column_{column.index}"] = forms.ChoiceField(
                label=column.label,
                choices=choices,
                required=False,
                initial=column.field,
            )

    def column_fields(self) -> list[tuple[Any, Any]]:
        """Return each column with its input."""
        return [(c, self[f"column_{c.index}"]) for c in self.layout.columns]

    def chosen(self) -> dict[int, str]:
        """Return the field of each column by its index."""
        return {
            column.index: self.cleaned_data[f"column_{column.index}"]
            for column in self.layout.columns
        }


def read_decisions(data: Any) -> dict[int, tuple[str, str]]:
    """Return what was decided, by number of the row: `decision_12=same~code`."""
    found = {}
    for name, value in data.items():
        number = name.removeprefix("decision_")
        if number == name or not number.isdecimal() or len(number) > 8:
            continue
        if value in {Decision.NEW, Decision.OUT}:
            found[int(number)] = (value, "")
        elif value.startswith(SAME):
            found[int(number)] = (Decision.SAME, value.removeprefix(SAME))
    return found


class ExportForm(OfficeForm):
    """In which form a list is taken out, for what and for whom."""

    file_format = forms.ChoiceField(
        label=gettext_lazy("Format"),
        choices=[
            ("xlsx", gettext_lazy("Spreadsheet (xlsx)")),
            ("ods", gettext_lazy("Spreadsheet (ods)")),
            ("csv", gettext_lazy("Text with commas (csv)")),
            ("vcard4", gettext_lazy("Address cards (vCard 4)")),
            ("vcard3", gettext_lazy("Address cards (vCard 3, for older programs)")),
            ("json", gettext_lazy("JSON, to be imported here again")),
        ],
    )
    purpose = forms.CharField(
        label=gettext_lazy("Purpose"),
        max_length=300,
        help_text=gettext_lazy("What the data are taken out for."),
    )
    recipient = forms.CharField(
        label=gettext_lazy("Recipient"),
        max_length=300,
        help_text=gettext_lazy("Who gets them; “ourselves” if nobody else."),
    )
