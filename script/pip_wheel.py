"""Fetch pip's own wheel from the package index that the user has configured, and from no other."""

from __future__ import annotations

import configparser
import hashlib
import os
import re
import urllib.error
import urllib.request
import zipfile
from pathlib import Path
from urllib.parse import urljoin, urlsplit

_LINK = re.compile(r'href="([^"]*/?pip-(\d+(?:\.\d+)*)-py3-none-any\.whl(?:#sha256=([0-9a-f]{64}))?)"')
_SECONDS = 30


def fetch(folder: Path) -> Path | None:
    """Unpack the newest pip of the configured indexes into the folder; None where there is none to be had."""
    for index in configured_indexes(dict(os.environ)):
        try:
            wheel = _newest(index.rstrip("/") + "/pip/", folder)
        except (OSError, urllib.error.URLError, zipfile.BadZipFile, ValueError):
            continue
        if wheel:
            return wheel
    return None


def configured_indexes(environment: dict[str, str]) -> list[str]:
    """The indexes of the environment variables and of pip's configuration files, in pip's order."""
    named = [environment.get(name, "") for name in ("PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL")]
    home = Path(environment.get("HOME", "/"))
    files = [
        Path(environment.get("PIP_CONFIG_FILE", os.devnull)),
        Path(environment.get("XDG_CONFIG_HOME", home / ".config")) / "pip" / "pip.conf",
        home / ".pip" / "pip.conf",
        *(Path(base) / "pip" / "pip.conf" for base in environment.get("XDG_CONFIG_DIRS", "/etc/xdg").split(":")),
        Path("/etc/pip.conf"),
    ]
    for file in files:
        parser = configparser.RawConfigParser()
        try:
            parser.read(file, encoding="utf-8")
        except (configparser.Error, UnicodeDecodeError):
            continue
        named += [parser.get("global", name, fallback="") for name in ("index-url", "extra-index-url")]
    return [url for value in named for url in value.split()]


def _newest(page: str, folder: Path) -> Path | None:
    address = page + "index.html" if urlsplit(page).scheme == "file" else page
    links = _LINK.findall(_read(address).decode(errors="replace"))
    if not links:
        return None
    link, _, digest = max(links, key=lambda found: [int(part) for part in found[1].split(".")])
    content = _read(urljoin(page, link.partition("#")[0]))
    if digest and hashlib.sha256(content).hexdigest() != digest:
        raise ValueError("pip's wheel is not the one that the index names")
    archive = folder / "pip.whl"
    archive.write_bytes(content)
    with zipfile.ZipFile(archive) as wheel:
        wheel.extractall(folder / "unpacked")
    return folder / "unpacked"


def _read(url: str) -> bytes:
    if urlsplit(url).scheme not in {"https", "http", "file"}:
        raise ValueError(url)
    with urllib.request.urlopen(url, timeout=_SECONDS) as answer:  # noqa: S310  schemes checked above
        content: bytes = answer.read()
    return content
