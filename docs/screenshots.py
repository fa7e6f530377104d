"""Take the pictures of `docs/images` from a seeded instance that lives only for them. Run by `bin/screenshots`."""

from __future__ import annotations

import base64
import http.client
import os
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
QUIET = """--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking
--disable-component-update --disable-sync"""
WORD = "demonstration-only"  # everybody's in a demonstration (diwan/demonstration/cast.py)
PATIENCE = 240  # seconds for a new instance to be prepared and seeded

# Name of the picture, who sits there, language, width and height, and the way there:
# an address, or a list and the first link of it.
PICTURES = [
    ("desk", "idris", "en", (1440, 900), ["/"]),
    ("desk-ar", "idris", "ar", (1440, 900), ["/"]),
    ("follow-up", "idris", "en", (1440, 640), ["/follow-up/"]),
    ("mandates", "idris", "en", (1440, 760), ["/mandates/?status=late"]),
    ("resolution-ar", "idris", "ar", (1440, 900), ["/resolutions/", "tbody tr:nth-child(2) a.q"]),
    ("beside", "leila", "fr", (1440, 900), ["/resolutions/cfm-60/pol/11/fr?beside=en#op-2"]),
    ("lineage", "idris", "en", (1440, 900), ["/resolutions/cfm-60/pol/1/lineage/"]),
    ("renewals", "idris", "ar", (1440, 760), ["/follow-up/renewals/"]),
    ("mandate", "idris", "en", (1440, 900), ["/mandates/?status=run", "tbody a.q"]),
    ("review", "leila", "en", (1440, 900), ["/volumes/?state=in_review", "tbody a.q", "a[href$='/review/']"]),
    ("report", "yasmin", "en", (1440, 900), ["/reports/", "tbody a.q"]),
    ("registry", "idris", "en", (1440, 760), ["/registry/?tab=referred"]),
    ("letter", "idris", "en", (1440, 900), ["/registry/?tab=referred", "tbody a.q"]),
    ("triage", "idris", "ar", (1440, 900), ["/triage/"]),
    ("registration", "salma", "fr", (1440, 900), ["/tray/", "tbody a.q", "a[data-key=R]"]),
    ("gate", "leila", "en", (1440, 900), ["/outgoing/?tab=clearance", "tbody a.q"]),
    ("register", "idris", "en", (1440, 760), ["/registers/", "tbody a.q"]),
    ("figures", "idris", "fr", (1440, 760), ["/registers/figures/"]),
    ("phone", "farid", "en", (390, 844), ["/"]),
]

# The picture with at most 256 colours: the most frequent ones, each other colour by its nearest.
PALETTE = """async (png) => {
  const image = new Image();
  image.src = 'data:image/png;base64,' + png;
  await image.decode();
  const canvas = new OffscreenCanvas(image.width, image.height), context = canvas.getContext('2d');
  context.drawImage(image, 0, 0);
  const pixels = new Uint32Array(context.getImageData(0, 0, image.width, image.height).data.buffer);
  const count = new Map();
  for (const pixel of pixels) count.set(pixel, (count.get(pixel) || 0) + 1);
  const kept = [...count].sort((a, b) => b[1] - a[1]).slice(0, 256).map(([colour]) => colour);
  const rgb = (colour) => [colour & 255, (colour >> 8) & 255, (colour >> 16) & 255];
  const palette = kept.map(rgb), place = new Map(kept.map((colour, index) => [colour, index]));
  for (const colour of count.keys()) {
    if (place.has(colour)) continue;
    const [r, g, b] = rgb(colour);
    let nearest = 0, least = Infinity;
    palette.forEach(([x, y, z], index) => {
      const far = (r - x) ** 2 + (g - y) ** 2 + (b - z) ** 2;
      if (far < least) [nearest, least] = [index, far];
    });
    place.set(colour, nearest);
  }
  let indices = '';
  const part = 32768;
  const bytes = Uint8Array.from(pixels, (pixel) => place.get(pixel));
  for (let at = 0; at < bytes.length; at += part) indices += String.fromCharCode(...bytes.subarray(at, at + part));
  return { width: image.width, height: image.height, palette: palette.flat(), indices: btoa(indices) };
}"""


@contextmanager
def instance() -> Iterator[str]:
    """A whole Diwan with its demonstration year, in a folder that is removed afterwards; its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory(prefix="diwan-pictures-") as data:
        command = [ROOT / "bin" / "run", "--port", str(port), "--data", data, "--workers", "1"]
        surroundings = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "DIWAN_DATA", "DIWAN_DEBUG")}
        running = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=surroundings)
        try:
            _wait_for(port, running)
            yield f"http://127.0.0.1:{port}"
        finally:
            running.send_signal(signal.SIGTERM)
            running.wait(30)


def _wait_for(port: int, running: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and running.poll() is None:
        try:
            asked = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            asked.request("GET", "/account/login/")
            if asked.getresponse().status == http.client.OK:
                return
        except OSError:
            time.sleep(0.5)
    sys.exit("screenshots: the instance did not start")


def take(page: Page, way: list[str], language: str) -> bytes:
    """Go there in a language, and look."""
    page.goto(way[0])
    page.click(f".langs button[value={language}]")
    page.wait_for_selector(f"html[lang={language}]")
    for link in way[1:]:
        page.locator(f"main {link}").first.click()
        page.wait_for_load_state()
    page.mouse.move(0, 0)
    page.evaluate("document.activeElement.blur()")
    page.wait_for_load_state("networkidle")
    return page.screenshot()


def indexed(page: Page, png: bytes) -> bytes:
    """The same picture with a palette; less than half as large."""
    found: dict[str, Any] = page.evaluate(PALETTE, base64.b64encode(png).decode())
    width, height, indices = found["width"], found["height"], base64.b64decode(found["indices"])
    lines = b"".join(b"\0" + indices[at : at + width] for at in range(0, width * height, width))
    chunks = [
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
        (b"PLTE", bytes(found["palette"])),
        (b"IDAT", zlib.compress(lines, 9)),
        (b"IEND", b""),
    ]
    body = b"".join(
        struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        for kind, content in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + body


def main() -> None:
    """Take all pictures."""
    if CHROMIUM is None:
        sys.exit("screenshots: chromium is needed (on Debian: apt-get install chromium)")
    IMAGES.mkdir(exist_ok=True)
    with instance() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET.split())
        press = browser.new_page()
        for name, who, language, (width, height), way in PICTURES:
            context = browser.new_context(base_url=address, viewport={"width": width, "height": height})
            page = context.new_page()
            page.goto("/account/login/")
            page.fill("[name=login]", who)
            page.fill("[name=password]", WORD)
            page.keyboard.press("Enter")
            page.wait_for_selector(".mast .who")
            picture = indexed(press, take(page, way, language))
            (IMAGES / f"{name}.png").write_bytes(picture)
            print(f"docs/images/{name}.png  {len(picture) / 1024:.0f} KB")
            context.close()
        browser.close()


if __name__ == "__main__":
    main()
