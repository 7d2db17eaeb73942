"""Pages of tokens: made after the password was given again, shown once, revoked with a way back."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from pmo_site.accounts.limits import TOKEN_UNDO_SECONDS
from pmo_site.accounts.models import ApiToken
from pmo_site.accounts.policy import bounded
from pmo_site.accounts.roles import OrganizationRole
from pmo_site.accounts.scopes import bounds_of
from pmo_site.accounts.services.tokens import TokenFacts, token_create, token_restore, token_revoke
from pmo_site.kernel import clock
from pmo_site.tenancy.context import tenant
from tests.accounts.tokens import READING, expire, make_token, program
from tests.accounts.world import PASSWORD, Member, client_of, make_member

OWN, NEW, ALL = "/o/north/me/tokens/", "/o/north/me/tokens/new/", "/o/north/console/tokens/"
AGAIN = "/accounts/reauthenticate/"
ENTERED = {"name": "Nightly sync", "scopes": ["projects:read", "money:read"], "days": "30", "networks": "192.0.2.7\n"}


@pytest.fixture
def owner(organization: Any) -> Member:
    """A member with a password of their own."""
    return make_member(organization, OrganizationRole.MEMBER, email="owner@north.example", password=PASSWORD)


def confirmed(member: Member) -> Client:
    """A session that gave its password a moment ago."""
    client = client_of(member)
    client.post(f"{AGAIN}?next={NEW}", {"password": PASSWORD})
    return client


def stored(member: Member) -> list[ApiToken]:
    with tenant(member.organization.id):
        return list(ApiToken.objects.order_by("id"))


def test_a_token_is_made_only_after_the_password_was_given_again(owner: Member) -> None:
    client = client_of(owner)
    for answer in (client.get(NEW), client.post(NEW, ENTERED)):
        assert (answer.status_code, answer.headers["Location"]) == (
            302,
            f"{AGAIN}?next=%2Fo%2Fnorth%2Fme%2Ftokens%2Fnew%2F",
        )
    assert stored(owner) == []
    back = client.post(f"{AGAIN}?next={NEW}", {"password": PASSWORD})
    assert back.headers["Location"] == NEW
    assert client.get(NEW).status_code == 200


def test_the_terms_of_a_token_are_told_in_the_language_of_the_page(owner: Member) -> None:
    page = confirmed(owner).get(NEW).content.decode()
    assert ">90 days<" in page
    assert "日<" not in page


def test_a_wrong_password_opens_no_way_to_a_token(owner: Member) -> None:
    client = client_of(owner)
    page = client.post(f"{AGAIN}?next={NEW}", {"password": "guessed-and-wrong"}).content.decode()
    assert "The password is not right." in page
    assert "e-mail" not in page
    assert client.post(NEW, ENTERED).status_code == 302
    assert stored(owner) == []


def test_the_key_is_shown_once_and_works(owner: Member) -> None:
    client = confirmed(owner)
    made = client.post(NEW, ENTERED | {"networks": "127.0.0.0/8"})
    (key,) = set(re.findall(r"rsb_[0-9a-f]{32}_[0-9A-Za-z]{32}", made.content.decode()))
    assert made.status_code == 200
    assert "no-store" in made.headers["Cache-Control"]
    assert program(key).get("/api/v1/organizations/north/projects/").status_code == 200
    listed = client.get(OWN).content.decode()
    assert f"rsb_…{key[-4:]}" in listed
    assert key not in listed
    (token,) = stored(owner)
    assert (token.name, token.scopes) == ("Nightly sync", ["projects:read", "money:read"])
    assert token.networks == ["127.0.0.0/8"]
    assert timedelta(days=29) < token.expires_at - clock.now() <= timedelta(days=30)


def test_a_reloaded_page_makes_no_second_token_and_shows_no_key(owner: Member) -> None:
    client = confirmed(owner)
    (masked,) = set(re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', client.get(NEW).content.decode()))
    sent = ENTERED | {"csrfmiddlewaretoken": masked}
    assert client.post(NEW, sent).status_code == 200
    again = client.post(NEW, sent)
    assert (again.status_code, again.headers["Location"]) == (302, OWN)
    (token,) = stored(owner)
    page = client.get(OWN).content.decode()
    assert "The token Nightly sync was made already; its key was shown once." in page
    assert not re.search(r"rsb_[0-9a-f]{32}", page)
    assert client.post(NEW, ENTERED | {"csrfmiddlewaretoken": masked, "name": "Other"}).status_code == 200
    assert len(stored(owner)) == 2
    assert token.revoked_at is None


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"scopes": []}, "This field is required."),
        ({"scopes": ["tokens:write"]}, "Select a valid choice"),
        ({"days": "400"}, "Select a valid choice"),
        ({"networks": "the office"}, "Write each network as"),
        ({"name": "  "}, "This field is required."),
    ],
)
def test_a_refused_token_keeps_what_was_typed(owner: Member, change: dict[str, Any], words: str) -> None:
    answer = confirmed(owner).post(NEW, ENTERED | {"name": "Kept"} | change)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert ('value="Kept"' in page) == ("name" not in change)
    assert stored(owner) == []


def test_a_token_is_revoked_with_its_next_request_and_the_undo_brings_it_back(owner: Member) -> None:
    made = make_token(owner)
    client = client_of(owner)
    page = client.post(f"{OWN}{made.token.pk}/revoke/", follow=True).content.decode()
    assert f'action="{OWN}{made.token.pk}/restore/"' in page
    assert program(made.key).get("/api/v1/organizations/north/projects/").status_code == 401
    again = client.post(f"{OWN}{made.token.pk}/restore/", follow=True).content.decode()
    assert "The token is in force again." in again
    assert program(made.key).get("/api/v1/organizations/north/projects/").status_code == 200


def test_an_undo_comes_too_late_after_some_minutes_and_after_somebody_else_revoked(
    owner: Member, manager: Member
) -> None:
    late, taken = make_token(owner).token, make_token(owner).token
    with owner.acting() as actor:
        token_revoke(actor=actor, token_id=late.pk)
        ApiToken.objects.filter(pk=late.pk).update(revoked_at=clock.now() - timedelta(seconds=TOKEN_UNDO_SECONDS + 1))
    with manager.acting() as actor:
        token_revoke(actor=actor, token_id=taken.pk)
    for token in (late, taken):
        page = client_of(owner).post(f"{OWN}{token.pk}/restore/", follow=True).content.decode()
        assert "It is too late to undo this." in page
    assert all(token.revoked_at is not None for token in stored(owner))


def test_one_s_own_list_shows_nobody_elses(owner: Member, member: Member) -> None:
    made = make_token(member)
    client = client_of(owner)
    assert "Nightly sync" not in client.get(OWN).content.decode()
    for deed in ("revoke", "restore"):
        assert client.post(f"{OWN}{made.token.pk}/{deed}/").status_code == 404
        assert client.post(f"{ALL}{made.token.pk}/{deed}/").status_code == 404
    assert client.get(ALL).status_code == 403
    assert [token.revoked_at for token in stored(owner)] == [None]


@pytest.mark.parametrize("role", [OrganizationRole.PMO_MANAGER, OrganizationRole.TENANT_ADMINISTRATOR])
def test_the_console_lists_and_revokes_everybody_s_tokens(owner: Member, role: OrganizationRole) -> None:
    made = make_token(owner, READING)
    client = client_of(make_member(owner.organization, role))
    page = client.get(ALL).content.decode()
    assert "Nightly sync" in page
    assert str(owner.person) in page
    assert "Read projects and their records" in page
    assert made.key not in page
    answer = client.post(f"{ALL}{made.token.pk}/revoke/", follow=True).content.decode()
    assert f'action="{ALL}{made.token.pk}/restore/"' in answer
    assert program(made.key).get("/api/v1/organizations/north/projects/").status_code == 401
    assert "The token is in force again." in client.post(f"{ALL}{made.token.pk}/restore/", follow=True).content.decode()


def test_the_list_tells_what_is_in_force_and_what_is_over(owner: Member) -> None:
    make_token(owner)
    expire(make_token(owner), owner)
    with owner.acting() as actor:
        token_revoke(actor=actor, token_id=stored(owner)[0].pk)
    page = client_of(owner).get(OWN).content.decode()
    assert re.findall(r'<span class="pm-chip ?[^"]*">([^<]+)</span>', page) == ["Expired", "Revoked"]


def test_no_service_lets_a_token_act_on_tokens(owner: Member, manager: Member) -> None:
    made = make_token(manager)
    facts = TokenFacts(name="More", scopes=READING, days=365)
    with manager.acting() as actor:
        program_itself = bounded(actor, bounds_of(made.token.pk, made.token.scopes))
        with pytest.raises(PermissionDenied):
            token_create(actor=program_itself, facts=facts)
        for deed in (token_revoke, token_restore):
            with pytest.raises(PermissionDenied):
                deed(actor=program_itself, token_id=made.token.pk)
    assert [token.revoked_at for token in stored(owner)] == [None]
