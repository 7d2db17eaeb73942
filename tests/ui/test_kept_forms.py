"""What somebody typed when their session had ended comes back to them, in its form, and goes to nobody else."""

from __future__ import annotations

import html
import json
import re
from typing import Any, Final

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from pmo_site.accounts.limits import SESSION_IDLE_SECONDS
from pmo_site.accounts.models import Department
from pmo_site.accounts.roles import OrganizationRole
from pmo_site.tenancy.context import tenant
from pmo_site.tenancy.models import Organization
from pmo_site.ui import kept as keeping
from pmo_site.ui.typists import MARK
from tests.accounts.conftest import _cheap_hashing
from tests.accounts.world import PASSWORD, Member, make_member, make_organization

__all__ = ["_cheap_hashing"]

SIGN_IN: Final = "/accounts/login/"
NEW: Final = "/o/north/departments/new/"
TYPED: Final = 'Lighthouse & "Sons" <灯台>'
INPUT: Final = re.compile(r"<(?:input|textarea)\b[^>]*>")


@pytest.fixture
def organization(db: None) -> Organization:  # noqa: ARG001  the database is open
    return make_organization("north")


@pytest.fixture
def writer(organization: Organization) -> Member:
    return make_member(organization, OrganizationRole.PMO_MANAGER, password=PASSWORD)


def browser(member: Member | None = None) -> Client:
    """A browser that checks tokens as a real one is checked."""
    client = Client(enforce_csrf_checks=True, headers={"accept-language": "en"})
    if member:
        signed_in(client, member, SIGN_IN)
    return client


def hidden(page: str, name: str) -> str:
    found = re.findall(rf'name="{name}" value="([^"]*)"', page.partition("<main")[2])
    return html.unescape(found[0]) if found else ""


def signed_in(client: Client, member: Member, address: str) -> Any:
    """Sign in on the page at an address, by its own form."""
    page = client.get(address).content.decode()
    form = {"csrfmiddlewaretoken": hidden(page, "csrfmiddlewaretoken"), "next": hidden(page, "next")}
    return client.post(address, {**form, "login": member.user.email, "password": PASSWORD})


def password_again(client: Client, address: str) -> Any:
    """Give the password again where an address asks for it."""
    asked = client.get(address, follow=True)
    page, path = asked.content.decode(), f"/accounts/reauthenticate/?{asked.request['QUERY_STRING']}"
    answer = {"csrfmiddlewaretoken": hidden(page, "csrfmiddlewaretoken"), "next": hidden(page, "next")}
    return client.post(path, {**answer, "password": PASSWORD})


def filled_in(client: Client, address: str = NEW, **typed: Any) -> dict[str, Any]:
    """What a browser would send from the page at an address."""
    page = client.get(address).content.decode()
    return {
        "csrfmiddlewaretoken": hidden(page, "csrfmiddlewaretoken"),
        MARK: hidden(page, MARK),
        **({"version": "1"} if address == NEW else {}),
        **typed,
    }


def send(client: Client, form: dict[str, Any], address: str = NEW, page: str = "", **headers: str) -> Any:
    return client.post(address, form, headers={"referer": f"http://testserver{page or address}", **headers})


def end_session(client: Client) -> None:
    """As after three hours without use."""
    session = client.session
    session["seen_at"] = timezone.now().timestamp() - SESSION_IDLE_SECONDS - 1
    session.save()


def values_of(page: str, name: str) -> list[str]:
    tags = [tag for tag in INPUT.findall(page) if f'name="{name}"' in tag]
    return [html.unescape(found[1]) for tag in tags if (found := re.search(r'value="([^"]*)"', tag))]


def names(organization: Organization) -> list[str]:
    with tenant(organization.id):
        return list(Department.objects.values_list("name", flat=True))


@pytest.mark.parametrize("ending", ["idle", "gone"])
def test_a_form_sent_after_the_session_ended_stands_filled_after_sign_in(
    organization: Organization, writer: Member, ending: str
) -> None:
    client = browser(writer)
    form = filled_in(client, name=TYPED)
    if ending == "idle":
        end_session(client)
    else:
        Session.objects.all().delete()
    refused = send(client, form)
    assert refused.status_code == 302
    assert refused.headers["Location"] == f"{SIGN_IN}?next=%2Fo%2Fnorth%2Fdepartments%2Fnew%2F%23kept"
    assert "what you typed stands in its form again" in client.get(refused.headers["Location"]).content.decode()
    back = signed_in(client, writer, refused.headers["Location"])
    assert back.headers["Location"] == f"{NEW}#kept"
    assert names(organization) == []
    page = client.get(NEW).content.decode()
    assert values_of(page, "name") == [TYPED]
    assert "What you typed is here again." in page
    assert "Files cannot be kept" not in page
    again = {**form, "csrfmiddlewaretoken": hidden(page, "csrfmiddlewaretoken"), "name": values_of(page, "name")[0]}
    assert send(client, again).status_code == 302
    assert names(organization) == [TYPED]
    assert values_of(client.get(NEW).content.decode(), "name") == []


def test_what_was_typed_is_never_shown_to_somebody_else(organization: Organization, writer: Member) -> None:
    other = make_member(organization, OrganizationRole.PMO_EXPERT, email="b@north.example", password=PASSWORD)
    client = browser(writer)
    form = filled_in(client, name=TYPED)
    end_session(client)
    refused = send(client, form)
    signed_in(client, other, refused.headers["Location"])
    assert "Lighthouse" not in client.get(NEW).content.decode()
    assert "Lighthouse" not in client.get("/me/kept/").content.decode()
    assert keeping.KEY not in client.session


def test_what_is_kept_is_sealed_and_holds_no_secret(writer: Member) -> None:
    client = browser(writer)
    form = filled_in(client, name=TYPED, password="hunter2", api_token="rsb_1", Secret_word="xyzzy")
    end_session(client)
    refused = send(client, form)
    stored = json.dumps(dict(client.session))
    assert keeping.KEY in stored
    assert not [word for word in ("Lighthouse", "hunter2", "rsb_1", "xyzzy", "departments") if word in stored]
    signed_in(client, writer, refused.headers["Location"])
    shown = client.get("/me/kept/").content.decode()
    assert "Lighthouse" in shown
    assert not [word for word in ("hunter2", "rsb_1", "xyzzy", form["csrfmiddlewaretoken"]) if word in shown]


def test_what_another_site_sends_is_not_kept(writer: Member) -> None:
    client = browser(writer)
    form = filled_in(client, name=TYPED)
    end_session(client)
    for forged in ("", "forged", f"{writer.user.pk}:{form[MARK].partition(':')[2]}"):
        refused = send(client, {**form, MARK: forged})
        assert refused.headers["Location"] == f"{SIGN_IN}?next={NEW}"
        assert keeping.KEY not in client.session


def test_a_foreign_mark_is_kept_for_nobody(organization: Organization, writer: Member) -> None:
    other = make_member(organization, OrganizationRole.PMO_EXPERT, email="b@north.example", password=PASSWORD)
    planted = filled_in(browser(other), name="Planted")
    client = browser(writer)
    form = filled_in(client)
    assert send(client, {**planted, "csrfmiddlewaretoken": "x" * 64}).status_code == 403
    end_session(client)
    refused = send(client, planted | {"csrfmiddlewaretoken": form["csrfmiddlewaretoken"]})
    signed_in(client, writer, refused.headers["Location"])
    assert "Planted" not in client.get(NEW).content.decode()


def test_a_page_from_before_a_sign_in_in_another_tab_is_shown_with_a_new_token(
    organization: Organization, writer: Member
) -> None:
    client = browser(writer)
    form = filled_in(client, name=TYPED)
    client.post("/accounts/logout/", {"csrfmiddlewaretoken": form["csrfmiddlewaretoken"]})
    signed_in(client, writer, SIGN_IN)
    refused = send(client, form)
    assert (refused.status_code, refused.headers["Location"]) == (302, f"{NEW}#kept")
    assert names(organization) == []
    assert values_of(client.get(NEW).content.decode(), "name") == [TYPED]


def test_a_part_of_a_page_leads_the_whole_page_to_sign_in_and_back(writer: Member) -> None:
    with tenant(writer.organization.id):
        kept = Department.objects.create(organization_id=writer.organization.id, name="Marine")
    page, address = f"/o/north/departments/{kept.pk}/", f"/o/north/threads/department/{kept.pk}/comments/"
    client = browser(writer)
    form = filled_in(client, page, text=f"First line\n{TYPED}")
    end_session(client)
    here = f"http://testserver{page}?tab=1"
    refused = send(client, form, address, **{"hx-request": "true", "hx-current-url": here})
    assert refused.status_code == 200
    assert refused.headers["HX-Redirect"].startswith(SIGN_IN)
    back = signed_in(client, writer, refused.headers["HX-Redirect"])
    assert back.headers["Location"] == f"{page}?tab=1#kept"
    shown = client.get(f"{page}?tab=1").content.decode()
    assert html.escape(TYPED, quote=False).partition(" ")[0] in shown
    assert "First line" in shown


def test_a_part_that_refreshes_itself_takes_nothing_away(writer: Member) -> None:
    client = browser(writer)
    end_session(client)
    answer = client.get("/o/north/departments/", headers={"hx-request": "true"})
    assert (answer.status_code, answer.content) == (401, b"")


def test_a_form_that_scripts_send_is_told_where_to_go(writer: Member) -> None:
    client = browser(writer)
    form = filled_in(client, name=TYPED)
    end_session(client)
    told = send(client, form, **{"pm-save": "1"})
    assert told.json()["location"].startswith(f"{SIGN_IN}?next=")


def test_a_form_that_its_page_no_longer_shows_is_shown_alone(organization: Organization, writer: Member) -> None:
    client = browser(writer)
    form = filled_in(client, name=TYPED)
    end_session(client)
    refused = send(client, form, page="/o/north/departments/")
    signed_in(client, writer, refused.headers["Location"])
    led = client.get("/o/north/departments/")
    assert (led.status_code, led.headers["Location"]) == (302, "/me/kept/")
    page = client.get("/me/kept/").content.decode()
    assert f'action="{NEW}"' in page
    assert html.escape(TYPED) in page
    assert client.get("/o/north/departments/").status_code == 200
    client.post("/me/kept/", {"csrfmiddlewaretoken": hidden(page, "csrfmiddlewaretoken")})
    assert "Lighthouse" not in client.get("/me/kept/").content.decode()
    assert names(organization) == []


def test_files_are_not_kept_and_the_page_says_so(writer: Member) -> None:
    with tenant(writer.organization.id):
        kept = Department.objects.create(organization_id=writer.organization.id, name="Marine")
    page, address = f"/o/north/departments/{kept.pk}/", f"/o/north/threads/department/{kept.pk}/comments/"
    client = browser(writer)
    form = filled_in(client, page, text=TYPED, file=SimpleUploadedFile("plan.txt", b"plan"))
    end_session(client)
    refused = send(client, form, address, page)
    signed_in(client, writer, refused.headers["Location"])
    assert "Files cannot be kept: choose them again." in client.get(page).content.decode()


def test_the_password_given_again_brings_the_form_back(writer: Member) -> None:
    address = "/o/north/me/tokens/new/"
    client = browser(writer)
    password_again(client, address)
    form = filled_in(client, address, name=TYPED, scopes=["projects:read", "money:read"])
    session = client.session
    del session["account_authentication_methods"]
    session.save()
    asked = send(client, form, address)
    assert asked.headers["Location"].startswith("/accounts/reauthenticate/?next=")
    back = password_again(client, asked.headers["Location"])
    assert back.headers["Location"] == f"{address}#kept"
    shown = client.get(address).content.decode()
    assert values_of(shown, "name") == [TYPED]
    checked = [tag for tag in INPUT.findall(shown) if 'name="scopes"' in tag and " checked" in tag]
    assert sorted(values_of("".join(checked), "scopes")) == ["money:read", "projects:read"]


def test_what_is_kept_lasts_an_hour(writer: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    client = browser(writer)
    form = filled_in(client, name=TYPED)
    end_session(client)
    refused = send(client, form)
    signed_in(client, writer, refused.headers["Location"])
    monkeypatch.setattr(keeping, "KEPT_SECONDS", -1)
    assert "Lighthouse" not in client.get(NEW).content.decode()


def test_too_much_is_not_kept(writer: Member) -> None:
    client = browser(writer)
    form = filled_in(client, name="x" * keeping.KEPT_BYTES)
    end_session(client)
    assert send(client, form).headers["Location"] == f"{SIGN_IN}?next={NEW}"


def test_another_organization_is_no_page_to_come_back_to(writer: Member) -> None:
    client = browser(writer)
    form = filled_in(client, name=TYPED)
    end_session(client)
    for page in ("/o/south/departments/new/", "//evil.example/", "/accounts/password/change/"):
        assert send(client, form, page=page).headers["Location"].endswith("departments%2Fnew%2F%23kept")


def test_the_documented_limits_are_those_of_the_code() -> None:
    documented = json.loads((settings.BASE_DIR / "docs" / "limits.json").read_text(encoding="utf-8"))
    assert documented["kept_form"] == {
        "seconds": keeping.KEPT_SECONDS,
        "bytes": keeping.KEPT_BYTES,
        "page_seconds": 7 * 86_400,
    }
