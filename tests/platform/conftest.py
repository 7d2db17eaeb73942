"""Fixtures of the tests of the operators' pages: an operator signed in, and what the database itself allows."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from allauth.mfa.models import Authenticator
from django.db import connections
from django.test import Client

from pmo_site.accounts.adapter import MfaAdapter
from pmo_site.accounts.models import User
from tests.accounts.test_second_factor import SECRET, code_at
from tests.accounts.world import PASSWORD, make_user

OPERATOR = "ops@platform.example"


def make_operator(email: str = OPERATOR, *, factor: bool = True) -> User:
    """An operator's account, with a second factor unless one is left out."""
    user = make_user(email, PASSWORD)
    User.objects.filter(pk=user.pk).update(is_staff=True)
    if factor:
        data = {"secret": MfaAdapter().encrypt(SECRET)}
        Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data=data)
    return user


def signed_in(email: str = OPERATOR, *, factor: bool = True) -> Client:
    """Somebody signed in, by the code too where a second factor is set up."""
    client = Client(headers={"accept-language": "en"})
    client.post("/accounts/login/", {"login": email, "password": PASSWORD})
    if factor:
        assert client.post("/accounts/2fa/authenticate/", {"code": code_at()}).status_code == 302
    return client


@pytest.fixture
def operator() -> Iterator[Client]:
    """The operator at work."""
    make_operator()
    yield signed_in()
    connections["platform"].close()
