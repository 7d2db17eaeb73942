"""What the rules of people, roles and settings refuse; each names a code that the pages put into words."""

from __future__ import annotations


class RuleError(ValueError):
    """A rule was broken; `code` says which one, `field` where a form shows it."""

    code = "rule"
    field: str | None = None

    def __init__(self, detail: str = "") -> None:
        super().__init__(detail or self.code)


class DepartmentLoopError(RuleError):
    """A department would stand below itself."""

    code = "department_loop"
    field = "parent"


class LastHolderError(RuleError):
    """An organization keeps at least one holder of this role."""

    code = "last_holder"


class OwnRoleError(RuleError):
    """Nobody gives a role to themselves."""

    code = "own_role"


class HigherRoleError(RuleError):
    """The role or the person ranks above the one who acts."""

    code = "higher_role"


class AlreadyMemberError(RuleError):
    """The person or the account has its place in the organization already."""

    code = "already_member"
    field = "email"


class InvitationGoneError(RuleError):
    """The invitation was used, has run out, or never was."""

    code = "invitation_gone"


class WrongAccountError(RuleError):
    """The invitation is for another e-mail than the account that is signed in."""

    code = "wrong_account"


class SameModelError(RuleError):
    """The organization runs by this operating model already."""

    code = "same_model"
    field = "model"


class ReasonMissingError(RuleError):
    """The change is recorded with its reason, and none was given."""

    code = "reason_missing"
    field = "reason"
