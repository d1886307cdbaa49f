// How far apart two colours are to an eye, and to one that lacks a kind of cone.

type Triple = [number, number, number];
type Matrix = [Triple, Triple, Triple];

export type Sight = "full" | "protanopia" | "deuteranopia" | "tritanopia";
export const SIGHTS: Sight[] = ["full", "protanopia", "deuteranopia", "tritanopia"];

// Machado, Oliveira and Fernandes, "A Physiologically-based Model for Simulation of Color Vision Deficiency"
// (IEEE TVCG 15(6), 2009, doi 10.1109/TVCG.2009.113), severity 1, for linear RGB.
const SEEN: Record<Sight, Matrix> = {
  full: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

// IEC 61966-2-1, and the white of D65.
const TO_XYZ: Matrix = [
  [0.4124564, 0.3575761, 0.1804375],
  [0.2126729, 0.7151522, 0.072175],
  [0.0193339, 0.119192, 0.9503041],
];
const WHITE: Triple = [0.95047, 1, 1.08883];

/** Gives the difference by CIEDE2000 of two colours in #rrggbb, as this eye sees them. */
export function distance(one: string, other: string, sight: Sight): number {
  return ciede2000(labSeen(one, sight), labSeen(other, sight));
}

/** Gives a colour in #rrggbb as L*a*b*, as this eye sees it. */
export function labSeen(color: string, sight: Sight): Triple {
  const linear = [1, 3, 5].map((at) => linearOf(parseInt(color.slice(at, at + 2), 16) / 255)) as Triple;
  const seen = times(SEEN[sight], linear).map((channel) => Math.min(Math.max(channel, 0), 1)) as Triple;
  const [x, y, z] = times(TO_XYZ, seen).map((value, index) => {
    const share = value / WHITE[index]!;
    return share > 216 / 24_389 ? Math.cbrt(share) : ((24_389 / 27) * share + 16) / 116;
  }) as Triple;
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

function linearOf(share: number): number {
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}

function times(matrix: Matrix, [a, b, c]: Triple): Triple {
  return matrix.map(([x, y, z]) => x * a + y * b + z * c) as Triple;
}

/** Sharma, Wu and Dalal, "The CIEDE2000 Color-Difference Formula" (Color Research and Application 30(1), 2005). */
export function ciede2000([l1, a1, b1]: Triple, [l2, a2, b2]: Triple): number {
  const chroma = (Math.hypot(a1, b1) + Math.hypot(a2, b2)) / 2;
  const grey = 1.5 - 0.5 * Math.sqrt(chroma ** 7 / (chroma ** 7 + 25 ** 7));
  const [c1, c2] = [Math.hypot(a1 * grey, b1), Math.hypot(a2 * grey, b2)];
  const [h1, h2] = [hue(a1 * grey, b1), hue(a2 * grey, b2)];
  const colored = c1 * c2 !== 0;
  const turn = !colored ? 0 : Math.abs(h2 - h1) <= 180 ? h2 - h1 : h2 - h1 - 360 * Math.sign(h2 - h1);
  const middle = !colored
    ? h1 + h2
    : Math.abs(h2 - h1) <= 180
      ? (h1 + h2) / 2
      : (h1 + h2 + (h1 + h2 < 360 ? 360 : -360)) / 2;
  const [light, strong] = [(l1 + l2) / 2, (c1 + c2) / 2];
  const toHue =
    1 -
    0.17 * cos(middle - 30) +
    0.24 * cos(2 * middle) +
    0.32 * cos(3 * middle + 6) -
    0.2 * cos(4 * middle - 63);
  const inLightness = (l2 - l1) / (1 + (0.015 * (light - 50) ** 2) / Math.sqrt(20 + (light - 50) ** 2));
  const inChroma = (c2 - c1) / (1 + 0.045 * strong);
  const inHue = (2 * Math.sqrt(c1 * c2) * Math.sin((turn * Math.PI) / 360)) / (1 + 0.015 * strong * toHue);
  const rotated =
    -2 *
    Math.sqrt(strong ** 7 / (strong ** 7 + 25 ** 7)) *
    Math.sin((Math.PI / 3) * Math.exp(-(((middle - 275) / 25) ** 2)));
  return Math.sqrt(inLightness ** 2 + inChroma ** 2 + inHue ** 2 + rotated * inChroma * inHue);
}

function hue(a: number, b: number): number {
  return ((Math.atan2(b, a) * 180) / Math.PI + 360) % 360;
}

function cos(degrees: number): number {
  return Math.cos((degrees * Math.PI) / 180);
}
