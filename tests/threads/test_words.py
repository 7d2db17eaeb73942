"""Links and names found in what people type."""

from __future__ import annotations

import pytest

from pmo_site.threads.domain.links import Piece, pieces, safe_url
from pmo_site.threads.domain.mentions import by_spelling, mentioned


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org",
        "https://例え.jp/資料?年=2026#a",
        "HTTPS://EXAMPLE.ORG:8443/x",
        "https://[::1]/x",
        "  https://example.org/  ",
    ],
)
def test_the_web_s_own_addresses_are_taken(url: str) -> None:
    assert safe_url(url) == url.strip()


@pytest.mark.parametrize(
    "url",
    [
        "",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\nscript:alert(1)",
        "\x01javascript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:msgbox(1)",
        "file:///etc/passwd",
        "ftp://example.org",
        "//example.org",
        "/o/north/",
        "example.org",
        "https:",
        "https://",
        "https:example.org",
        "https://user:secret@example.org",
        "https://bank.example@evil.example",
        "https://example.org\\@evil.example",
        "https://exa mple.org",
        "https://example.org/\u202egpj.exe",
        "https://example.org:99999999/",
        "https://[::1",
    ],
)
def test_nothing_else_becomes_a_link(url: str) -> None:
    assert safe_url(url) is None


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("see https://a.example/x.", ["https://a.example/x"]),
        ("資料（https://a.example/x）を参照。", ["https://a.example/x"]),
        ("(https://a.example/x)", ["https://a.example/x"]),
        ("https://a.example/x_(y)", ["https://a.example/x_(y)"]),
        ("資料はhttps://a.example/x、次は http://b.example/", ["https://a.example/x", "http://b.example/"]),
        ('<a href="https://a.example/">x</a>', ["https://a.example/"]),
        ("javascript:alert(1) data:text/html,x", []),
        ("https://user@a.example", []),
        ("https://", []),
        ("", []),
    ],
)
def test_links_are_told_from_the_text_around_them(text: str, links: list[str]) -> None:
    found = list(pieces(text))
    assert "".join(piece.text for piece in found) == text
    assert [piece.url for piece in found if piece.url] == links
    assert all(piece == Piece(piece.text, piece.url or "") for piece in found)


PEOPLE = by_spelling(
    [(1, "山田", "太郎"), (2, "山田", "花子"), (3, "Sato", "Ken"), (4, "佐藤", ""), (5, "山田", "太郎"), (6, "An", "")]
)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("@山田 花子さん、お願いします", [{2}]),
        ("＠山田花子", [{2}]),
        ("@山田　花子", [{2}]),
        ("@Ken Sato please", [{3}]),
        ("@sato ken", [{3}]),
        ("@山田太郎", [{1, 5}]),
        ("@山田", []),
        ("@佐藤さんと@山田 花子", [{4}, {2}]),
        ("sato@sato.example", []),
        ("@annual", []),
        ("@An, hello", [{6}]),
        ("@", []),
        ("@@佐藤", [{4}]),
    ],
)
def test_who_is_meant_by_an_at_sign(text: str, meant: list[set[int]]) -> None:
    assert list(mentioned(text, PEOPLE)) == meant


def test_a_text_of_signs_alone_is_looked_at_for_a_bounded_time() -> None:
    assert len(list(mentioned("@佐藤" * 1000, PEOPLE))) == 50
