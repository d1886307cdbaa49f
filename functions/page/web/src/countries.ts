// The countries that may be asked for: ISO 3166-1 alpha-2, held by a test to what the API takes.
import { country } from "./format.ts";
import { plain } from "./plain.ts";
import { compareTexts } from "./sorting.ts";
import { words } from "./words.ts";

export const COUNTRY_CODES = (
  "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY " +
  "BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK " +
  "FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR " +
  "IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK " +
  "ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM " +
  "PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF " +
  "TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW"
).split(" ");

// What countries are called besides their names. What is none of its own is found as the country it is a part of.
const ALSO = `
  GB UK|GB U.K.|GB Great Britain|GB Britain|GB England|GB Scotland|GB Wales|GB Northern Ireland|US USA|US U.S.A.|US U.S.
  US America|US United States of America|AE UAE|AE Emirates|NL Holland|KR Korea|KR Republic of Korea|CI Ivory Coast
  CZ Czechia|CZ Czech Republic|TR Turkey|TR Türkiye|CV Cabo Verde|CV Cape Verde|SZ Swaziland|MK Macedonia|MM Burma
  VA Vatican|VA Holy See|CD DRC|CD Democratic Republic of the Congo|CD Congo Kinshasa|CG Republic of the Congo
  CG Congo Brazzaville|RU Russian Federation|TL East Timor|MO Macau|MO Macao|HK Hong Kong|IE Eire|BA Bosnia
  SA KSA|ZA RSA|NZ Aotearoa|CN PRC|PS Palestine|SY Syria|LA Lao|VN Viet Nam|KN St Kitts|LC St Lucia|CH Swiss`;

const CODES_ALSO_CALLED = Map.groupBy(ALSO.trim().split(/\s*[|\n]\s*/), (entry) => entry.slice(0, 2));

/** A country, or the whole world, which has no code. */
export interface Country {
  code: string | null;
  name: string;
  /** Its other names, as they are compared. */
  also: string[];
}

/** Everything that may be asked for: the whole world, and then every country by name. */
export function countries(): Country[] {
  // Whatever the page's language is, everybody finds a country by its English name.
  const english = new Intl.DisplayNames("en", { type: "region", fallback: "code" });
  const named = COUNTRY_CODES.map((code) => {
    const also = [
      english.of(code) ?? code,
      ...(CODES_ALSO_CALLED.get(code) ?? []).map((entry) => entry.slice(3)),
    ];
    return { code, name: country(code), also: also.map(plain) };
  });
  const world = { code: null, name: words.form.worldwide, also: words.form.worldAlso.map(plain) };
  return [world, ...named.sort((a, b) => compareTexts(a.name, b.name))];
}

/**
 * Finds countries by what they are called; accents, case and signs do not count. A code or a whole name comes first,
 * then what begins so, then what has a word that begins so: "UK" is a country and Ukraine only begins like it.
 */
export function matching(all: readonly Country[], term: string): Country[] {
  if (!plain(term)) return [...all];
  const rank = (country: Country): number => rankOf(country, term);
  return all.filter((each) => rank(each) < 4).sort((a, b) => rank(a) - rank(b));
}

/** Tells which country a term can only mean: the one of that code or whole name, else the only one found by it. */
export function meant(all: readonly Country[], term: string): Country | null {
  if (!plain(term)) return null;
  const [first, second] = matching(all, term);
  if (!first || !second) return first ?? null;
  const rank = rankOf(first, term);
  return rank < 2 && rank < rankOf(second, term) ? first : null;
}

function rankOf({ name, code, also }: Country, term: string): number {
  const wanted = plain(term);
  const names = [plain(name), ...also];
  if (code === term.trim().toUpperCase()) return 0;
  if (names.includes(wanted)) return 1;
  if (names.some((each) => each.startsWith(wanted))) return 2;
  return names.some((each) => each.includes(` ${wanted}`)) ? 3 : 4;
}
