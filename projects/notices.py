"""What people of a project are told."""

from django.utils.translation import gettext_lazy as _

from pmo_site.accounts.rights import Right
from pmo_site.accounts.roles import PROJECT_ROLE_LABELS
from pmo_site.notifications.registry import NoticeKind, register_notice_kind
from projects.services.member import ROLE_GIVEN

register_notice_kind(
    NoticeKind(
        ROLE_GIVEN,
        _("Your roles on projects"),
        _("You are %(role)s of %(subject)s from %(starts_on)s."),
        "user-plus",
        Right.PROJECT_VIEW,
        words={"role": {role.value: label for role, label in PROJECT_ROLE_LABELS.items()}},
    )
)
