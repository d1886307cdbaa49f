// Platforms' own colours, changed no more than it takes to be seen on the page.

type Rgb = [number, number, number];

const ENOUGH_CONTRAST = 3; // WCAG 1.4.11, for lines and dots

/** Gives a colour in #rrggbb like the given one with enough contrast to the background; null where it is none. */
export function readable(color: string, background: string): string | null {
  const [wanted, ground] = [parse(color), parse(background)];
  if (!wanted || !ground) return null;
  const towards: Rgb = luminance(ground) > 0.4 ? [0, 0, 0] : [255, 255, 255];
  for (let part = 0; part <= 1; part += 0.05) {
    const mixed = wanted.map((channel, index) =>
      Math.round(channel + (towards[index]! - channel) * part),
    ) as Rgb;
    if (contrast(mixed, ground) >= ENOUGH_CONTRAST) return written(mixed);
  }
  return written(towards);
}

export function contrastOf(one: string, other: string): number {
  const [a, b] = [parse(one), parse(other)];
  return a && b ? contrast(a, b) : 1;
}

function contrast(one: Rgb, other: Rgb): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** Relative luminance as WCAG defines it. */
function luminance(color: Rgb): number {
  const [r, g, b] = color.map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as Rgb;
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function parse(color: string): Rgb | null {
  const found = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(color.trim());
  return found && (found.slice(1).map((channel) => parseInt(channel, 16)) as Rgb);
}

function written(color: Rgb): string {
  return `#${color.map((channel) => channel.toString(16).padStart(2, "0")).join("")}`;
}
