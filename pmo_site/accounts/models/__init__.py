"""People, their accounts and their place in the organization."""

from pmo_site.accounts.models.act import UndoableAct
from pmo_site.accounts.models.membership import (
    Invitation,
    Membership,
    MembershipRole,
)
from pmo_site.accounts.models.organization import (
    Country,
    Denial,
    Department,
    Numbering,
    OperatingModelSwitch,
    OperatorAct,
    OperatorDeed,
    OrganizationSettings,
)
from pmo_site.accounts.models.person import Person
from pmo_site.accounts.models.token import ApiToken
from pmo_site.accounts.models.user import SignInAttempt, User

__all__ = [
    "ApiToken",
    "Country",
    "Denial",
    "Department",
    "Invitation",
    "Membership",
    "MembershipRole",
    "Numbering",
    "OperatingModelSwitch",
    "OperatorAct",
    "OperatorDeed",
    "OrganizationSettings",
    "Person",
    "SignInAttempt",
    "UndoableAct",
    "User",
]
