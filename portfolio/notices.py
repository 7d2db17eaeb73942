"""What people are told about health."""

from django.utils.translation import gettext_lazy as _

from pmo_site.accounts.rights import Right
from pmo_site.notifications.registry import NoticeKind, register_notice_kind
from pmo_site.ui.parts import LEVEL_WORDS
from portfolio.services.level_changes import LEVEL_CHANGE

register_notice_kind(
    NoticeKind(
        LEVEL_CHANGE,
        _("Changes of a project's health"),
        _("The health of %(subject)s changed from %(before)s to %(after)s."),
        "activity",
        Right.HEALTH_VIEW,
        words={"before": LEVEL_WORDS, "after": LEVEL_WORDS},
    )
)
