"""Files over the API: multipart/form-data, read beside JSON only where an endpoint takes a file."""

from __future__ import annotations

import hashlib
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from rest_framework.request import Request

from pmo_site.api.errors import MalformedError


def fields_of(request: Request) -> dict[str, Any]:
    """The fields and files of a form, each name once and without NUL, as JSON's are."""
    data = request.data
    if not isinstance(data, MultiValueDict):
        raise MalformedError(_("Send the file as multipart/form-data."), "no_form")
    if any(len(values) > 1 for _name, values in data.lists()):
        raise MalformedError(_("A key stands twice in one object."), "duplicate_key")
    found: dict[str, Any] = data.dict()
    if any(isinstance(value, str) and "\x00" in value for value in found.values()):
        raise MalformedError(_("Text must not contain NUL characters."), "nul")
    return found


def comparable(data: Any) -> Any:  # noqa: ANN401  any body
    """A body that equals another one's if and only if it says the same: files by what they hold."""
    if not isinstance(data, MultiValueDict):
        return data
    return {name: [_told(value) for value in values] for name, values in data.lists()}


def _told(value: Any) -> Any:  # noqa: ANN401  a field or a file
    if not isinstance(value, UploadedFile):
        return value
    digest = hashlib.sha256()
    for chunk in value.chunks():
        digest.update(chunk)
    value.seek(0)
    return [value.name, digest.hexdigest()]
