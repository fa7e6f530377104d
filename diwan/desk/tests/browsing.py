"""A real browser for the tests: Debian's chromium, somebody signed in, and everything the console complains of."""

from __future__ import annotations

import os
import shutil
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from django.test import Client

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
QUIET = """--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking
--disable-component-update --disable-sync"""
THOROUGH = bool(os.environ.get("DIWAN_THOROUGH"))
WIDE, PHONE = (1440, 900), (390, 844)
AXE = Axe().axe_script
BROKEN = "Failed to load resource: the server responded with a status of"


class Sitting:
    """Somebody before a screen: opens pages, looks at them, and keeps what the browser complained of."""

    def __init__(self, browser: Any, address: str, *, who: Any = None, scripts: bool = True) -> None:
        width, height = WIDE
        self.context = browser.new_context(
            base_url=address,
            viewport={"width": width, "height": height},
            java_script_enabled=scripts,
            reduced_motion="reduce",
        )
        self.context.set_default_timeout(15_000)
        if who is not None:
            client = Client()
            client.force_login(who)
            session = client.cookies["sessionid"].value
            self.context.add_cookies([{"name": "sessionid", "value": session, "url": address}])
        if scripts:
            self.context.add_init_script(AXE)
        self.page = self.context.new_page()
        self.complaints: list[str] = []
        self.page.on("console", lambda said: self._hear(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _hear(self, said: str) -> None:
        # a page that answers 404 or 403 is itself a resource that did not load; all others are looked at by status
        if not said.startswith(BROKEN):
            self.complaints.append(said)

    def faults(self, path: str, *, expected: int = 200) -> list[str]:
        """Open a page and look at it at a desk and on a telephone; what is wrong, in words. Empty is well.

        That nothing is wider than the screen is looked at in every language on both. Barriers are looked for at a desk from
        left to right and on a telephone from right to left, colours, which neither changes, at the desk alone; everything
        everywhere when ``DIWAN_THOROUGH`` is set.
        """
        answer = self.page.goto(path)
        found = [] if answer.status == expected else [f"{path}: answered {answer.status}"]
        for width, height in (WIDE, PHONE) if self._wide else (PHONE, WIDE):  # laying out anew takes its time
            self._widen(width, height)
            language, needed = self.page.evaluate("(html => [html.lang, html.scrollWidth])(document.documentElement)")
            where = f"{path} ({language}, {width} px)"
            if THOROUGH or (language, width) in (("en", WIDE[0]), ("ar", PHONE[0])):
                found += [
                    f"{where}: {barrier}" for barrier in barriers(self.page, colours=THOROUGH or width == WIDE[0])
                ]
            if needed > width:
                found.append(f"{where}: needs {needed} px")
        return found + self._complained(path)

    def pale(self, path: str) -> list[str]:
        """What on a page does not stand out enough from its ground, at a desk; empty is well."""
        self._widen(*WIDE)
        self.page.goto(path)
        found = _violations(self.page, {"runOnly": ["color-contrast"]})
        return [f"{path}: {barrier}" for barrier in found] + self._complained(path)

    @property
    def _wide(self) -> bool:
        return bool(self.page.viewport_size["width"] == WIDE[0])

    def _widen(self, width: int, height: int) -> None:
        if self.page.viewport_size["width"] != width:
            self.page.set_viewport_size({"width": width, "height": height})

    def _complained(self, path: str) -> list[str]:
        found = [f"{path}: {said}" for said in self.complaints]
        self.complaints.clear()
        return found

    def press(self, *keys: str) -> None:
        """Strike keys one after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def close(self) -> None:
        """Leave."""
        self.context.close()


def barriers(page: Any, *, colours: bool = True) -> list[str]:
    """What keeps somebody from using the page, by the rules of axe-core (WCAG 2.2 AA and good practice).

    To look at the contrast of all ``colours`` takes as long as all other rules together.
    """
    return _violations(page, {"rules": {"color-contrast": {"enabled": colours}}})


def _violations(page: Any, asked: dict[str, Any]) -> list[str]:
    run = "asked => axe.run({...asked, resultTypes: ['violations']}).then(found => found.violations)"
    return [f"{rule['id']}: {rule['nodes'][0]['html'][:160]}" for rule in page.evaluate(run, asked)]
