"""Forms of the import center."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from pmo_site.exchange.guessing import Choice
from pmo_site.exchange.kinds import ImportKind
from pmo_site.exchange.mapping import CellError
from pmo_site.exchange.parsers import day
from pmo_site.exchange.reasons import FILE_WORDS
from pmo_site.exchange.tables import MAX_BYTES, Table
from pmo_site.ui.fields import DayField

SAMPLES = 3


class UploadForm(forms.Form):
    """A file to bring in, and what it brings."""

    kind = forms.ChoiceField(label=_("What the list holds"))
    file = forms.FileField(
        label=_("File"),
        help_text=_("An Excel workbook (XLSX) or a CSV file, up to 20 MB and 100,000 rows."),
        error_messages={"empty": _("The file holds no rows.")},
    )

    def __init__(self, *args: Any, kinds: Sequence[ImportKind], **kwargs: Any) -> None:  # noqa: ANN401  Django's own signature
        super().__init__(*args, **kwargs)
        self.kinds = {kind.key: kind for kind in kinds}
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  declared above
        field.choices = [(kind.key, kind.label) for kind in kinds]

    def clean_kind(self) -> ImportKind:
        """The kind itself."""
        return self.kinds[self.cleaned_data["kind"]]

    def clean_file(self) -> UploadedFile[bytes]:
        """Refuse by size before anything is read."""
        upload: UploadedFile[bytes] = self.cleaned_data["file"]
        if (upload.size or 0) > MAX_BYTES:
            raise forms.ValidationError(str(FILE_WORDS["too_large"]))
        return upload


class MappingForm(forms.Form):
    """What each column of a file holds, and what is the same for all its rows; `guesses` are columns to look at."""

    guesses: Collection[str] = ()

    currency = forms.RegexField(
        label=_("Currency of the amounts"),
        regex=r"^[A-Z]{3}$",
        error_messages={"invalid": _("Use a three-letter currency code such as JPY.")},
    )
    as_of = DayField(label=_("Day of the list"), help_text=_("Projects are judged as they stood on this day."))
    skips_rejected = forms.BooleanField(label=_("Leave rejected rows out and take the others"), required=False)
    remember_as = forms.CharField(
        label=_("Remember these columns under a name"),
        max_length=100,
        required=False,
        help_text=_("The next file with the same header is read in the same way."),
    )

    def __init__(
        self,
        data: Any,  # noqa: ANN401  a request's data
        *,
        kind: ImportKind,
        table: Table,
        choice: Choice,
        money: bool,
        today: date,
        as_of: date | None = None,
        skips_rejected: bool = False,
    ) -> None:
        day_of_list = as_of or own_day(table, choice) or today
        initial = {"currency": choice.currency, "as_of": day_of_list, "skips_rejected": skips_rejected}
        super().__init__(data, initial=initial)
        self.table = table
        targets = [(target.key, _marked(kind, target.key)) for target in kind.targets if money or not target.money]
        offered = {key for key, _label in targets}
        for place, column in enumerate(table.header):
            chosen = choice.targets.get(column, "")
            self.fields[f"column_{place}"] = forms.ChoiceField(
                label=column,
                choices=[("", _("Do not import")), *targets],
                required=False,
                initial=chosen if chosen in offered else "",
            )
        if not any(target.money for target in kind.targets):
            self.fields["currency"].widget = forms.HiddenInput()

    def lines(self) -> Iterator[tuple[str, list[str], forms.BoundField, bool]]:
        """Each column with its first cells, its field, and whether that is a guess."""
        for place, column in enumerate(self.table.header):
            yield column, self._samples(column), self[f"column_{place}"], column in self.guesses

    def _samples(self, column: str) -> list[str]:
        return [cell for cell in self.table.samples(column, SAMPLES) if cell]

    def told(self) -> dict[str, Any]:
        """What the service is told."""
        found = self.cleaned_data
        chosen = {column: found[f"column_{place}"] for place, column in enumerate(self.table.header)}
        return {
            "choice": Choice({column: key for column, key in chosen.items() if key}, found["currency"]),
            "as_of": found["as_of"],
            "skips_rejected": found["skips_rejected"],
            "remember_as": found["remember_as"],
        }

    def field_of(self, column: str) -> str | None:
        """The field that asks for a column; None for the file as a whole."""
        return f"column_{self.table.header.index(column)}" if column in self.table.header else None


class MappingNameForm(forms.Form):
    """Another name for remembered columns."""

    name = forms.CharField(label=_("Name"), max_length=100)
    version = forms.IntegerField(widget=forms.HiddenInput)


def own_day(table: Table, choice: Choice) -> date | None:
    """The day that all first rows of the file name."""
    column = next((column for column, key in choice.targets.items() if key == "data_as_of"), "")
    try:
        return day(table.single_value(column)) if column else None
    except CellError:
        return None


def _marked(kind: ImportKind, key: str) -> str:
    label = str(next(target.label for target in kind.targets if target.key == key))
    return str(_("%(field)s (needed)")) % {"field": label} if key in kind.keys else label
