"""What the rules of people, roles and settings refuse; each names a code that the pages put into words."""

from __future__ import annotations

from pmo_site.kernel.conflicts import FieldProblem, RuleError


class AccountsRuleError(RuleError):
    """A rule was broken; `code` says which one, `field` where a form shows it."""

    code = "rule"
    field = ""

    def __init__(self) -> None:
        super().__init__([FieldProblem(self.field, self.code)])


class DepartmentLoopError(AccountsRuleError):
    """A department would stand below itself."""

    code = "department_loop"
    field = "parent"


class LastHolderError(AccountsRuleError):
    """An organization keeps at least one holder of this role."""

    code = "last_holder"


class OwnRoleError(AccountsRuleError):
    """Nobody gives a role to themselves."""

    code = "own_role"


class HigherRoleError(AccountsRuleError):
    """The role or the person ranks above the one who acts."""

    code = "higher_role"


class AlreadyMemberError(AccountsRuleError):
    """The person or the account has its place in the organization already."""

    code = "already_member"
    field = "email"


class InvitationGoneError(AccountsRuleError):
    """The invitation was used, has run out, or never was."""

    code = "invitation_gone"


class WrongAccountError(AccountsRuleError):
    """The invitation is for another e-mail than the account that is signed in."""

    code = "wrong_account"


class SameModelError(AccountsRuleError):
    """The organization runs by this operating model already."""

    code = "same_model"
    field = "model"


class ReasonMissingError(AccountsRuleError):
    """The change is recorded with its reason, and none was given."""

    code = "reason_missing"
    field = "reason"


class OperatorIsMemberError(AccountsRuleError):
    """An account is an operator's or a member's, never both: who runs the platform sees nobody's projects."""

    code = "operator_is_member"
