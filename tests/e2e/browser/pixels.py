"""What is to be seen: the pixels of a screenshot, decoded by the browser itself."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from playwright.sync_api import BrowserContext, Error, Locator

from tests.e2e.waiting import eventually

_DECODE = """async encoded => {
  const bytes = Uint8Array.from(atob(encoded), letter => letter.charCodeAt(0));
  const image = await createImageBitmap(new Blob([bytes], {type: 'image/png'}));
  const canvas = new OffscreenCanvas(image.width, image.height);
  const context = canvas.getContext('2d');
  context.drawImage(image, 0, 0);
  const data = context.getImageData(0, 0, image.width, image.height).data;
  let letters = '';
  for (let at = 0; at < data.length; at += 8192) {
    letters += String.fromCharCode(...data.subarray(at, at + 8192));
  }
  return [image.width, image.height, btoa(letters)];
}"""

Color = tuple[int, int, int]


@dataclass(frozen=True)
class Picture:
    """A screenshot, four bytes a pixel; coordinates begin at its left upper corner."""

    width: int
    height: int
    channels: bytes

    def column(self, x: int) -> list[Color]:
        """List the pixels of a column, from above."""
        return self._pixels[x :: self.width]

    def count(self, color: Color) -> int:
        """Count the pixels of exactly this colour."""
        return self._counted[color]

    @cached_property
    def _pixels(self) -> list[Color]:
        return list(zip(self.channels[0::4], self.channels[1::4], self.channels[2::4], strict=True))

    @cached_property
    def _counted(self) -> Counter[Color]:
        return Counter(self._pixels)


def picture_of(element: Locator, context: BrowserContext) -> Picture:
    """Take a screenshot of an element and decode it in a tab of its own, where no policy forbids that."""
    taken = eventually(lambda: _screenshot(element), "picture of an element that stays")
    encoded = b64encode(taken).decode()
    tab = context.new_page()
    width, height, channels = tab.evaluate(_DECODE, encoded)
    tab.close()
    return Picture(width, height, b64decode(channels))


def rgb(hexadecimal: str) -> Color:
    """Read a colour as style sheets write it."""
    red, green, blue = (int(hexadecimal[at : at + 2], 16) for at in (1, 3, 5))
    return red, green, blue


def _screenshot(element: Locator) -> bytes:
    """Take a screenshot; nothing of an element that was replaced meanwhile, as a plot is by the next one."""
    try:
        return element.screenshot(animations="disabled")
    except Error as error:
        if "not attached" in error.message:
            return b""
        raise
