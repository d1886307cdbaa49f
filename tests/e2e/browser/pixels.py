"""What is to be seen: the pixels of a screenshot, decoded by the browser itself."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass

from playwright.sync_api import BrowserContext, Locator

_DECODE = """async encoded => {
  const bytes = Uint8Array.from(atob(encoded), letter => letter.charCodeAt(0));
  const image = await createImageBitmap(new Blob([bytes], {type: 'image/png'}));
  const canvas = new OffscreenCanvas(image.width, image.height);
  const context = canvas.getContext('2d');
  context.drawImage(image, 0, 0);
  const data = context.getImageData(0, 0, image.width, image.height).data;
  return [image.width, image.height, Array.from(data)];
}"""

Color = tuple[int, int, int]


@dataclass(frozen=True)
class Picture:
    """A screenshot; coordinates begin at its left upper corner."""

    width: int
    height: int
    channels: list[int]

    def at(self, x: int, y: int) -> Color:
        start = 4 * (y * self.width + x)
        red, green, blue = self.channels[start : start + 3]
        return red, green, blue

    def column(self, x: int) -> list[Color]:
        return [self.at(x, y) for y in range(self.height)]

    def count(self, color: Color) -> int:
        """Count the pixels of exactly this colour."""
        wanted = list(color)
        return sum(self.channels[start : start + 3] == wanted for start in range(0, len(self.channels), 4))


def picture_of(element: Locator, context: BrowserContext) -> Picture:
    """Take a screenshot of an element and decode it in a tab of its own, where no policy forbids that."""
    encoded = b64encode(element.screenshot(animations="disabled")).decode()
    tab = context.new_page()
    width, height, channels = tab.evaluate(_DECODE, encoded)
    tab.close()
    return Picture(width, height, channels)


def rgb(hexadecimal: str) -> Color:
    """Read a colour as style sheets write it."""
    red, green, blue = (int(hexadecimal[at : at + 2], 16) for at in (1, 3, 5))
    return red, green, blue
