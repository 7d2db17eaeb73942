from __future__ import annotations

import socket
import tracemalloc

import pytest

from projects.domain.mspdi import Limits, MspdiError, Refusal, read
from tests.projects.mspdi.samples import HEAD, RELATIONS

BILLION_LAUGHS = (
    '<!DOCTYPE p [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {name} "{f"&{inner};" * 10}">' for inner, name in zip("abcdefgh", "bcdefghi", strict=True))
    + f"]>{HEAD}<Name>&i;</Name></Project>"
)
QUADRATIC = f'<!DOCTYPE p [<!ENTITY a "{"a" * 50_000}">]>{HEAD}<Name>{"&a;" * 1000}</Name></Project>'
LOCAL_FILE = f'<!DOCTYPE p [<!ENTITY f SYSTEM "file:///etc/hostname">]>{HEAD}<Name>&f;</Name></Project>'
PARAMETER = f'<!DOCTYPE p [<!ENTITY % x SYSTEM "file:///etc/hostname"> %x;]>{HEAD}</Project>'


def _refusal(content: bytes | str, limits: Limits | None = None) -> MspdiError:
    with pytest.raises(MspdiError) as refused:
        read(content, limits=limits or Limits())
    return refused.value


@pytest.mark.parametrize("content", [BILLION_LAUGHS, QUADRATIC, LOCAL_FILE, PARAMETER, f"<!DOCTYPE p>{HEAD}</Project>"])
def test_a_document_type_is_refused_whatever_it_declares(content: str) -> None:
    assert _refusal(content).code is Refusal.DOCUMENT_TYPE
    assert _refusal(content.encode("utf-16")).code is Refusal.DOCUMENT_TYPE


@pytest.mark.fault("F01")
def test_an_external_document_type_is_never_fetched() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0)
        port = listener.getsockname()[1]
        error = _refusal(f'<!DOCTYPE p SYSTEM "http://127.0.0.1:{port}/p.dtd">{HEAD}</Project>')
        assert error.code is Refusal.DOCUMENT_TYPE
        with pytest.raises(BlockingIOError):
            listener.accept()


@pytest.mark.parametrize("content", [b"", "", b" \n ", b"\t"])
def test_a_file_with_nothing_in_it_is_refused(content: bytes | str) -> None:
    assert _refusal(content).code is Refusal.EMPTY


@pytest.mark.parametrize(
    "content",
    [
        b"{}",
        b"PK\x03\x04",
        b"\x00\x00\x00",
        HEAD,
        f"{HEAD}<Tasks></Project>",
        f"{HEAD}&unknown;</Project>",
        f"{HEAD}</Project><Project/>",
        f"{HEAD}\x0b</Project>",
        HEAD.encode() + b"<Name>\xff</Name></Project>",
    ],
)
def test_a_broken_file_is_refused_with_its_place(content: bytes | str) -> None:
    error = _refusal(content)
    assert error.code is Refusal.BROKEN
    assert "line 1" in error.detail


@pytest.mark.parametrize(
    "content",
    [
        b'<?xml version="1.0" encoding="bogus"?><Project/>',
        '<?xml version="1.0" encoding="Shift_JIS"?><Project>日本</Project>'.encode("shift_jis"),
        "<Project>\ud800</Project>",
    ],
)
def test_an_encoding_that_the_parser_does_not_know_is_refused(content: bytes | str) -> None:
    assert _refusal(content).code is Refusal.ENCODING


@pytest.mark.parametrize(
    "content", ["<html/>", '<Project xmlns="urn:other"/>', '<Tasks xmlns="http://schemas.microsoft.com/project"/>']
)
def test_another_kind_of_file_is_refused(content: str) -> None:
    assert _refusal(content).code is Refusal.NOT_A_PROJECT


@pytest.mark.parametrize(
    ("content", "limits", "code"),
    [
        (f"{HEAD}</Project>", Limits(size=20), Refusal.TOO_LARGE),
        (f"{HEAD}{'<a>' * 5}", Limits(depth=5), Refusal.TOO_DEEP),
        (f"{HEAD}{'<a/>' * 5}", Limits(elements=5), Refusal.TOO_MANY_ELEMENTS),
        (f"{HEAD}<a b='' c='' d=''/>", Limits(attributes=2), Refusal.TOO_MANY_ATTRIBUTES),
        (f"{HEAD}<Name>123456</Name>", Limits(text=5), Refusal.TEXT_TOO_LONG),
        (f"{HEAD}<Name>123<a/>456</Name>", Limits(text=5), Refusal.TEXT_TOO_LONG),
        (f"{HEAD}<!--{' ' * 300_000}-->", Limits(text=70_000), Refusal.TEXT_TOO_LONG),
        (f"{HEAD}<a b='{' ' * 300_000}'/>", Limits(text=70_000), Refusal.TEXT_TOO_LONG),
        (f"{' ' * 300_000}{HEAD}</Project>", Limits(text=70_000), Refusal.TEXT_TOO_LONG),
    ],
)
def test_what_passes_a_limit_is_refused(content: str, limits: Limits, code: Refusal) -> None:
    assert _refusal(content, limits).code is code


def test_what_keeps_within_the_limits_is_read() -> None:
    limits = Limits(size=len(RELATIONS), elements=read(RELATIONS).report.total, depth=8, attributes=0, text=30)
    assert len(read(RELATIONS, limits=limits).plan.tasks) == 5


def test_a_flood_of_white_space_costs_next_to_no_memory() -> None:
    flood = (HEAD + "\n" * 30_000_000).encode()
    tracemalloc.start()
    try:
        assert _refusal(flood).code is Refusal.TEXT_TOO_LONG
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
    finally:
        tracemalloc.stop()
