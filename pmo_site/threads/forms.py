"""Forms of a thread. The people to choose from are those who may see the record."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from pmo_site.accounts.models import Person
from pmo_site.accounts.refusals import PROBLEM_WORDS
from pmo_site.files.domain.kinds import KINDS
from pmo_site.kernel.conflicts import RuleError
from pmo_site.threads.limits import LABEL_CHARACTERS, TEXT_CHARACTERS, URL_CHARACTERS

ACCEPTED = ",".join(KINDS)


def _text(**kwargs: Any) -> forms.CharField:  # noqa: ANN401  a field's own arguments
    return forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), max_length=TEXT_CHARACTERS, **kwargs)


def _file(**kwargs: Any) -> forms.FileField:  # noqa: ANN401  a field's own arguments
    words: Any = {"empty": PROBLEM_WORDS["file_empty"]}
    widget = forms.FileInput(attrs={"accept": ACCEPTED})
    # A name of any length is taken here: what is stored is cut to its limit and keeps its ending.
    return forms.FileField(widget=widget, error_messages=words, **kwargs)


class CommentForm(forms.Form):
    """A comment, whom it means, and a file with it."""

    text = _text(label=_("Comment"))
    mention = forms.ModelMultipleChoiceField(
        label=_("Notify"),
        queryset=Person._base_manager.none(),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 4}),
        help_text=_("Or write @ and the name in the comment. Only people who may see this are listed."),
    )
    file = _file(label=_("File"), required=False)

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:  # noqa: ANN401  Django's own signature
        super().__init__(*args, **{"auto_id": "comment_%s", **kwargs})
        cast("forms.ModelMultipleChoiceField[Person]", self.fields["mention"]).queryset = people


class EditForm(forms.Form):
    """New words for a comment, with the version of those that were read."""

    text = _text(label=_("Comment"))
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2_147_483_647)

    def __init__(self, *args: Any, key: object, **kwargs: Any) -> None:  # noqa: ANN401  Django's own signature
        super().__init__(*args, **{"auto_id": f"edit_{key}_%s", **kwargs})


class FileForm(forms.Form):
    """A file to hang on a record."""

    file = _file(
        label=_("File"), help_text=_("Office documents, PDF, pictures, text, CSV, mail and ZIP files up to 25 MB.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  Django's own signature
        super().__init__(*args, **{"auto_id": "attach_%s", **kwargs})


class LinkForm(forms.Form):
    """A link to hang on a record."""

    url = forms.CharField(label=_("Address"), max_length=URL_CHARACTERS, widget=forms.URLInput)
    label = forms.CharField(label=_("Name"), max_length=LABEL_CHARACTERS, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  Django's own signature
        super().__init__(*args, **{"auto_id": "link_%s", **kwargs})


def mark(form: forms.Form, error: RuleError) -> None:
    """Show refused rules at their fields; what the form has no field for stands on top."""
    for problem in error.problems:
        words = str(PROBLEM_WORDS.get(problem.code, problem.code))
        form.add_error(problem.field if problem.field in form.fields else None, words)
