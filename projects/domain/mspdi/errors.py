"""The one error of reading and writing Microsoft Project XML."""

from __future__ import annotations

from enum import StrEnum


class Refusal(StrEnum):
    """Why a whole file or plan is refused; each code can be put in one sentence."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    TOO_DEEP = "too_deep"
    TOO_MANY_ELEMENTS = "too_many_elements"
    TOO_MANY_ATTRIBUTES = "too_many_attributes"
    TEXT_TOO_LONG = "text_too_long"
    DOCUMENT_TYPE = "document_type"
    BROKEN = "broken"
    ENCODING = "encoding"
    NOT_A_PROJECT = "not_a_project"
    NOT_WRITABLE = "not_writable"


class MspdiError(ValueError):
    """A file that is no readable Microsoft Project XML, or a plan that cannot be written as one.

    `code` says why; `detail` names the place, the limit or the value, in no language.
    """

    def __init__(self, code: Refusal, detail: str) -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.detail = detail
