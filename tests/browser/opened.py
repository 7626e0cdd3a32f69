"""A report open in a browser, and all that it asked for or complained of."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page


def written(folder: Path, files: dict[str, bytes]) -> Path:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder / "report.html"


PATIENCE = 180_000
"""Milliseconds. A machine that is busy with other tests starves a browser for a minute."""


@dataclass
class Seen:
    """An open page, and all that it asked for or complained of."""

    page: Page
    url: str
    asked: list[str] = field(default_factory=list)
    refused: dict[str, str | None] = field(default_factory=dict)
    """What was asked for and did not come, with the reason."""
    said: list[str] = field(default_factory=list)

    def count(self, selector: str) -> int:
        return self.page.locator(f"{selector}:visible").count()

    def state(self) -> str:
        return str(self.page.evaluate("decodeURIComponent(location.hash)"))


class Opener:
    """Opens files in contexts of their own, and closes them."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.contexts: list[BrowserContext] = []

    def __call__(self, path: Path, fragment: str = "", **how: Any) -> Seen:
        context = self.browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **how})
        context.set_default_timeout(PATIENCE)
        self.contexts.append(context)
        seen = Seen(context.new_page(), path.as_uri())
        seen.page.on("request", lambda request: seen.asked.append(request.url))
        seen.page.on("requestfailed", lambda request: seen.refused.update({request.url: request.failure}))
        seen.page.on("console", lambda message: seen.said.append(message.text))
        seen.page.on("pageerror", lambda error: seen.said.append(str(error)))
        seen.page.on("dialog", lambda dialog: (seen.said.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        seen.page.goto(path.as_uri() + fragment)
        return seen
