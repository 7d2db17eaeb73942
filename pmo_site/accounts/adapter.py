"""How django-allauth is used here: by invitation, counted in PostgreSQL, secrets encrypted, mails by jobs."""

from __future__ import annotations

import base64
import secrets
from io import BytesIO
from typing import Any

import qrcode
import structlog
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal.httpkit import get_client_ip
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import InvalidToken
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from qrcode.image.svg import SvgPathFillImage

from pmo_site.accounts.limits import LANGUAGE_SECONDS, SIGNED_IN_AT
from pmo_site.accounts.models import User
from pmo_site.accounts.services.accounts import language_adopt
from pmo_site.accounts.services.second_factors import second_factor_cipher
from pmo_site.accounts.services.sign_in import (
    security_change_tell,
    sign_in_failed,
    sign_in_succeeded,
    sign_in_tried,
)
from pmo_site.kernel import clock

logger = structlog.get_logger(__name__)

SECURITY_CHANGES = {
    "password_changed": "password",
    "password_reset": "password",
    "totp_activated": "factor_on",
    "totp_deactivated": "factor_off",
    "recovery_codes_generated": "codes",
}
"""What allauth calls a change, and what the mail to the owner calls it."""

NOT_RIGHT = _("Sign-in did not work. Check e-mail and password; after several failures, wait 15 minutes.")
PASSWORD_NOT_RIGHT = _("The password is not right. After several failures, wait 15 minutes.")
"""Said to who is signed in already, where no e-mail is asked for."""
CODE_NOT_RIGHT = _("The code is not right or was used already. After several failures, wait 15 minutes.")


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by invitation only, and every failure to sign in looks the same."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": NOT_RIGHT,
        "too_many_login_attempts": NOT_RIGHT,
        "incorrect_password": PASSWORD_NOT_RIGHT,
        "incorrect_code": CODE_NOT_RIGHT,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002  allauth's signature
        """Nobody signs up by themselves: an organization invites."""
        return False

    def is_ajax(self, request: HttpRequest) -> bool:  # noqa: ARG002  allauth's signature
        """Pages answer with pages."""
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:  # noqa: ANN401  allauth's signature
        """Count, then check: unknown, inactive and locked accounts get the answer of a wrong password."""
        email = str(credentials.get("email", ""))
        tried = sign_in_tried(request, email=email)
        if tried.wait_seconds:
            vars(request)["wait_seconds"] = tried.wait_seconds  # the view tells it
            raise self.validation_error("too_many_login_attempts")
        user: User | None = super().authenticate(request, **credentials)
        if user is None or not user.is_active:
            sign_in_failed(email=email, reached=tried.reached)
            return None
        sign_in_succeeded(request, email=email)
        return user

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:  # noqa: ANN401  allauth's signature
        """Allauth's own counting, which does not hold in parallel, is not used."""

    def reauthenticate(self, user: User, password: str) -> bool:
        """Ask for the password again, counted like a sign-in."""
        again = self.authenticate(self.request, email=user.email, password=password)
        return again is not None and again.pk == user.pk

    def login(self, request: HttpRequest, user: User) -> None:
        """Start a session with a new key, and its clock; the first one says which language is read."""
        is_first = user.last_login is None
        super().login(request, user)
        request.session[SIGNED_IN_AT] = clock.now().timestamp()
        if is_first:
            language_adopt(user=user, language=get_language() or user.language)

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:  # noqa: ANN401  allauth's signature
        """Go on in the language that the account prefers."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, user.language, samesite="Lax", max_age=LANGUAGE_SECONDS)
        return response

    def send_notification_mail(self, template_prefix: str, user: User, *_more: Any, **_named: Any) -> None:  # noqa: ANN401  allauth's signature
        """Tell the owner of a change of password or second factor; the worker writes the mail."""
        change = SECURITY_CHANGES.get(template_prefix.rpartition("/")[2])
        if change is not None:
            security_change_tell(user=user, change=change)

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address shown in the list of sessions; none is known behind a local socket."""
        return get_client_ip(request) or "127.0.0.1"


class MfaAdapter(DefaultMFAAdapter):
    """Secrets of second factors are stored encrypted with a key derived from the secret key."""

    error_messages = DefaultMFAAdapter.error_messages | {"incorrect_code": CODE_NOT_RIGHT}

    def build_totp_svg(self, url: str) -> str:
        """The code as a picture on white, so that it can be read in the dark theme too."""
        picture = BytesIO()
        qrcode.make(url, image_factory=SvgPathFillImage).save(picture)
        return picture.getvalue().decode()

    def encrypt(self, text: str) -> str:
        """Encrypt with the newest key."""
        return second_factor_cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Decrypt with the newest key that fits; where none does, no code ever matches."""
        try:
            return second_factor_cipher().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            logger.exception("a second factor was encrypted with a key that is gone")
            return base64.b32encode(secrets.token_bytes(20)).decode()
