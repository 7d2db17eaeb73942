"""What people are told of a talk: that a comment means them. This cannot be turned off."""

from django.utils.translation import gettext_lazy as _

from pmo_site.notifications.registry import NoticeKind, register_notice_kind
from pmo_site.threads.services.mentions import MENTION

register_notice_kind(
    NoticeKind(
        MENTION,
        _("Comments that mention you"),
        _("%(author_person)s mentioned you on %(subject)s: %(words)s"),
        "message",
        None,
        is_mutable=False,
    )
)
