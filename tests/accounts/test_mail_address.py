"""The address of the mail server is read strictly."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured

from pmo_site.settings.environment import MailAddress, mail_address


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("", None),
        ("smtp://mail.example", MailAddress("smtp", "mail.example", 25, "", "")),
        ("smtp+tls://u%40x:p%3Aw@mail.example", MailAddress("smtp+tls", "mail.example", 587, "u@x", "p:w")),
        ("smtps://mail.example:2465", MailAddress("smtps", "mail.example", 2465, "", "")),
    ],
)
def test_an_address_is_split_into_its_parts(url: str, address: MailAddress | None) -> None:
    assert mail_address(url) == address


@pytest.mark.parametrize("url", ["mail.example", "http://mail.example", "smtp://"])
def test_another_address_is_refused_at_start(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="MAIL_URL"):
        mail_address(url)
