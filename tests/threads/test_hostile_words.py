"""Nothing that people type becomes part of a page: no element, no handler, no address of a script."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

from tests.accounts.world import client_of
from tests.api.world import World
from tests.threads.test_attachments import upload
from tests.threads.test_comments import address

TAGS = ("script", "img src=x", "svg/onload=alert(1)", "iframe srcdoc=x", "a href=javascript:alert(1)", "style", "math",
        "object data=x", "embed src=x", "form action=x", "base href=//evil.example", "meta http-equiv=refresh",
        "link rel=stylesheet href=//evil.example", "body onload=alert(1)", "details open ontoggle=alert(1)",
        "input autofocus onfocus=alert(1)", "marquee onstart=alert(1)", "video><source onerror=alert(1)", "template",
        "noscript><p title='</noscript><script>alert(1)</script>'")  # fmt: skip
WRAPS = ("<{}>", "<{} onerror=alert(1)>", '"><{}>', "'><{}>", "</textarea><{}>", "</title><{}>", "<!--><{}>-->",
         "]]><{}>", "%3C{}%3E", "&lt;{}&gt;", "\\x3c{}\\x3e", "{{{{{}}}}}", "{{% {} %}}")  # fmt: skip
ADDRESSES = (
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html;base64,PHNjcmlwdD4=",
    "vbscript:msgbox(1)",
    'https://a.example/"onmouseover="alert(1)',
    "https://a.example/'onmouseover='alert(1)",
    "https://a.example/<script>alert(1)</script>",
    "https://a.example/`onmouseover=alert(1)",
    "[x](javascript:alert(1))",
    "http://javascript:alert(1)@a.example",
)
CORPUS = [*(wrap.format(tag) for tag in TAGS for wrap in WRAPS), *ADDRESSES]


class Seen(HTMLParser):
    """Elements and attributes of a page, as a browser would make them."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: list[tuple[str, tuple[tuple[str, str | None], ...]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, tuple(attrs)))


def elements(page: str) -> Seen:
    seen = Seen()
    seen.feed(page)
    return seen


@pytest.mark.fault("I05")
def test_a_corpus_of_attacks_stays_text(world: World) -> None:
    assert len(CORPUS) >= 200
    client = client_of(world.lead)
    page = f"/o/north/projects/{world.project.pk}/comments/"
    client.post(address(world, "comments/"), {"text": "plain"})
    allowed = {tag for tag, _attrs in elements(client.get(page).content.decode()).elements} | {"a", "br", "li", "ul"}
    for start in range(0, len(CORPUS), 40):
        answer = client.post(address(world, "comments/"), {"text": "\n".join(CORPUS[start : start + 40])})
        assert answer.status_code == 302
    seen = elements(client.get(page).content.decode()).elements
    assert {tag for tag, _attrs in seen} <= allowed
    assert [attrs for _tag, attrs in seen if any(name.startswith("on") or name == "style" for name, _v in attrs)] == []
    links = [value for tag, attrs in seen if tag == "a" for name, value in attrs if name == "href" and value]
    assert [link for link in links if not link.startswith(("/", "#", "?", "http://", "https://"))] == []


@pytest.mark.fault("I05")
@pytest.mark.parametrize("name", ['"><img src=x onerror=alert(1)>.pdf', "<script>alert(1)</script>.pdf", "'onx='.pdf"])
def test_a_hostile_name_of_a_file_stays_text(world: World, name: str) -> None:
    client = client_of(world.lead)
    client.post(address(world, "files/"), {"file": upload(name)})
    seen = elements(client.get(f"/o/north/projects/{world.project.pk}/comments/").content.decode()).elements
    assert [tag for tag, attrs in seen if tag == "img" or any(key.startswith("on") for key, _value in attrs)] == []
