"""The secrets of second factors: encrypted with a key derived from the site's, and carried over to a new one."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import transaction

_KINDS = (Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES)


@dataclass(frozen=True, slots=True)
class Renewed:
    """How many second factors the newest key opens now, and how many no key of this site opens."""

    renewed: int
    lost: int


def second_factor_cipher() -> MultiFernet:
    """Encrypts with the newest key, and reads with the older ones too."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [hashlib.sha256(f"pmo_site.accounts.second_factor:{key}".encode()).digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])


@transaction.atomic
def second_factors_renew() -> Renewed:
    """Encrypt every secret again with the newest key, so that the older ones can be taken out of the settings.

    What no key opens stays as it is: the right key may come back with the settings of another machine.
    """
    renewed = lost = 0
    again = second_factor_cipher().rotate
    for factor in Authenticator.objects.select_for_update().filter(type__in=_KINDS).order_by("pk"):
        try:
            factor.data = {name: _renewed(value, again) for name, value in factor.data.items()}
        except InvalidToken:
            lost += 1
            continue
        factor.save(update_fields=["data"])
        renewed += 1
    return Renewed(renewed, lost)


def _renewed(value: Any, again: Callable[[bytes | str], bytes]) -> Any:  # noqa: ANN401  allauth keeps JSON
    """A text is a secret, a list one of secrets; numbers are none."""
    if isinstance(value, list):
        return [_renewed(each, again) for each in value]
    return again(value).decode() if isinstance(value, str) else value
