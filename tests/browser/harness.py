"""A page in headless Chromium, watched: policy reports, console, axe, overflow.

A page is loaded once per language; theme and width are switched in place, because a load costs
more than a check. All axe rules run in the first state, contrast and target size alone in later ones.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import axe_playwright_python
from playwright.sync_api import Browser, ConsoleMessage, Page, Playwright

ARGUMENTS: Final = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
LANGUAGES: Final = ("ja", "en")
THEMES: Final = ("light", "dark")
WIDTHS: Final = (1440, 390, 320)
QUICK_RULES: Final = ["color-contrast", "target-size"]
WATCH: Final = """
window.pmReports = [];
document.addEventListener("securitypolicyviolation", (e) =>
  window.pmReports.push(`${e.violatedDirective} ${e.blockedURI} ${e.sourceFile}:${e.lineNumber}`));
"""
OVERFLOW: Final = """
() => {
  const wide = document.documentElement.scrollWidth;
  if (wide <= innerWidth) return [];
  return [...document.querySelectorAll("body *")]
    .filter((e) => e.getBoundingClientRect().right > innerWidth + 1).slice(0, 5)
    .map((e) => `${e.tagName.toLowerCase()}.${e.getAttribute("class")} in ${wide} px`);
}
"""


def chromium_path() -> str | None:
    """Debian's Chromium, or None where there is none."""
    return next((found for name in ("chromium", "chromium-browser") if (found := shutil.which(name))), None)


def launch(playwright: Playwright) -> Browser:
    """Start Chromium without a word to any server but ours."""
    return playwright.chromium.launch(executable_path=chromium_path(), args=ARGUMENTS)


def axe_source() -> str:
    """The rules; run through the debugger, which the policy does not bind."""
    folder = Path(str(axe_playwright_python.__file__)).parent
    return next(folder.rglob("axe.min.js")).read_text(encoding="utf-8")


@dataclass
class Watched:
    """A page with what it said meanwhile."""

    page: Page
    complaints: list[str] = field(default_factory=list)

    def hear(self, message: ConsoleMessage) -> None:
        """Errors count, except the browser's own line about the status of the page itself."""
        if message.type == "error" and "the server responded with a status of" not in message.text:
            self.complaints.append(f"console: {message.text}")

    def reports(self) -> list[str]:
        """Everything the page said, policy reports included."""
        return [*self.complaints, *(f"policy: {each}" for each in self.page.evaluate("window.pmReports"))]


@contextmanager
def open_page(
    browser: Browser, url: str, *, language: str = "ja", cookies: list[dict[str, Any]] | None = None
) -> Iterator[Watched]:
    """A fresh context with the language, no motion, and the cookies of a signed-in reader."""
    watched = watch(browser, language, cookies or [])
    try:
        watched.page.goto(url, wait_until="load")
        yield watched
    finally:
        watched.page.context.close()


def watch(browser: Browser, language: str, cookies: list[dict[str, Any]]) -> Watched:
    """An empty page in a context of its own."""
    context = browser.new_context(
        viewport={"width": WIDTHS[0], "height": 900},
        locale=language,
        extra_http_headers={"Accept-Language": language},
        reduced_motion="reduce",
    )
    context.add_cookies(cookies)  # type: ignore[arg-type]  # playwright's own TypedDict
    context.add_init_script(WATCH)
    page = context.new_page()
    watched = Watched(page)
    page.on("console", watched.hear)
    page.on("pageerror", lambda error: watched.complaints.append(f"error: {error}"))
    return watched


@dataclass
class Tabs:
    """A tab per reader and language, opened once and kept: a context costs as much as a page."""

    browser: Browser
    cookies: Callable[[str], list[dict[str, Any]]]
    opened: dict[tuple[str, str], Watched] = field(default_factory=dict)

    @classmethod
    @contextmanager
    def over(cls, browser: Browser, cookies: Callable[[str], list[dict[str, Any]]]) -> Iterator[Tabs]:
        """Tabs that are closed at the end."""
        tabs = cls(browser, cookies)
        yield tabs
        for watched in tabs.opened.values():
            watched.page.context.close()

    def of(self, reader: str, language: str) -> Watched:
        """The reader's tab, with nothing heard yet."""
        key = (reader, language)
        if key not in self.opened:
            self.opened[key] = watch(self.browser, language, self.cookies(reader))
        self.opened[key].complaints.clear()
        return self.opened[key]


def axe(page: Page, rules: list[str] | None = None) -> list[str]:
    """Violations of the page as it stands, one line each."""
    options: dict[str, Any] = {"resultTypes": ["violations"]}
    if rules:
        options["runOnly"] = {"type": "rule", "values": rules}
    if not page.evaluate("typeof window.axe === 'object'"):
        page.evaluate(axe_source() + "\n;0")
    found = page.evaluate("(options) => window.axe.run(document, options)", options)["violations"]
    return [f"axe {each['id']}: {node['html'][:200]}" for each in found for node in each["nodes"]]


def findings(
    browser: Browser,
    url: str,
    *,
    languages: tuple[str, ...] = LANGUAGES,
    cookies: list[dict[str, Any]] | None = None,
    pictures: Path | None = None,
) -> list[str]:
    """Everything wrong with a page in both languages, both themes and three widths; empty when sound."""
    found: list[str] = []
    for language in languages:
        with open_page(browser, url, language=language, cookies=cookies) as watched:
            states = [(theme, width) for theme in THEMES for width in WIDTHS]
            for theme, width in states:
                watched.page.set_viewport_size({"width": width, "height": 900})
                watched.page.evaluate("(theme) => { document.documentElement.dataset.theme = theme; }", theme)
                wrong = [f"overflow: {each}" for each in watched.page.evaluate(OVERFLOW)]
                wrong += axe(watched.page, None if (theme, width) == states[0] else QUICK_RULES)
                found += [f"{language} {theme} {width}: {each}" for each in wrong]
                if pictures:
                    name = f"{url.split('//')[1].partition('/')[2].strip('/').replace('/', '-') or 'root'}"
                    watched.page.screenshot(path=pictures / f"{name}-{language}-{theme}-{width}.png", full_page=True)
            found += [f"{language}: {each}" for each in watched.reports()]
    return found
