"""Screenshots kept as references, and how one is held to its own: the same but for what rendering may change.

The page is drawn with one font on every machine, as each has others and every line would differ. What is
left, such as the smoothing of edges in another release of Chromium, is within a tolerance.
"""

from __future__ import annotations

import os
from base64 import b64decode, b64encode
from pathlib import Path

import fontpkg_roboto
from playwright.sync_api import BrowserContext, Locator, Page, Route

REFERENCES = Path(__file__).parent / "references"
FOUND = Path(__file__).resolve().parents[3] / "out" / "screens"
"""Where what differs is put, to be looked at."""
TAKE = "TAKE_SCREENS"
"""The variable of the environment with which references are taken anew, as `make screens` does."""

MOST_DIFFERENT = 0.004
"""The share of pixels that may differ, once both pictures are half as large."""

_FONT = fontpkg_roboto.ROOT / "files" / "Roboto[wdth,wght].ttf"
_FAMILY = "of the references"

_COMPARE = """async ([one, other]) => {
  const decoded = async encoded => {
    const bytes = Uint8Array.from(atob(encoded), letter => letter.charCodeAt(0));
    return createImageBitmap(new Blob([bytes], {type: 'image/png'}));
  };
  const [a, b] = [await decoded(one), await decoded(other)];
  if (a.width !== b.width || Math.abs(a.height - b.height) > 8)
    return [1, `${a.width} × ${a.height} instead of ${b.width} × ${b.height}`, null];
  const [width, height] = [a.width >> 1, Math.min(a.height, b.height) >> 1];
  const pixels = image => {
    const context = new OffscreenCanvas(width, height).getContext('2d');
    context.drawImage(image, 0, 0, width * 2, height * 2, 0, 0, width, height);
    return context.getImageData(0, 0, width, height);
  };
  const [left, right] = [pixels(a), pixels(b)];
  let different = 0;
  for (let at = 0; at < left.data.length; at += 4) {
    const apart = Math.max(...[0, 1, 2].map(part => Math.abs(left.data[at + part] - right.data[at + part])));
    if (apart <= 40) continue;
    different += 1;
    left.data.set([255, 0, 255, 255], at);
  }
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext('2d').putImageData(left, 0, 0);
  const marked = new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer());
  let letters = '';
  for (let at = 0; at < marked.length; at += 8192)
    letters += String.fromCharCode(...marked.subarray(at, at + 8192));
  const share = different / (width * height);
  return [share, `${(100 * share).toFixed(2)} % of the pixels differ`, btoa(letters)];
}"""


def draw_with_one_font(page: Page) -> None:
    """Have the page drawn with the references' font. Its context must bypass the page's policy."""

    def with_font(route: Route) -> None:
        answer = route.fetch()
        encoded = b64encode(_FONT.read_bytes()).decode()
        source = f"url(data:font/ttf;base64,{encoded})"
        face = f'@font-face{{font-family:"{_FAMILY}";font-weight:100 900;src:{source}}}'
        rule = f'*{{font-family:"{_FAMILY}"!important}}'
        route.fulfill(response=answer, body=f"{face}{answer.text()}{rule}")

    page.route("**/assets/*.css", with_font)


def assert_looks_as_kept(name: str, shown: Page | Locator, context: BrowserContext) -> None:
    """Hold what is shown to the screenshot kept under a name, or keep it as that where references are taken.

    Of a page that is what the window shows, of an element all of it.
    """
    taken = shown.screenshot(animations="disabled", caret="hide")
    kept = REFERENCES / f"{name}.png"
    if os.environ.get(TAKE):
        kept.parent.mkdir(exist_ok=True)
        kept.write_bytes(taken)
        return
    assert kept.exists(), f"there is no reference {kept.name}: `make screens` takes it"
    tab = context.new_page()
    pair = [b64encode(picture).decode() for picture in (taken, kept.read_bytes())]
    share, told, marked = tab.evaluate(_COMPARE, pair)
    tab.close()
    if share > MOST_DIFFERENT:
        FOUND.mkdir(parents=True, exist_ok=True)
        (FOUND / kept.name).write_bytes(taken)
        if marked is not None:
            (FOUND / f"{name}-different.png").write_bytes(b64decode(marked))
    assert share <= MOST_DIFFERENT, (
        f"{name}: {told}; see out/screens, and `make screens` if it is meant to be so"
    )
