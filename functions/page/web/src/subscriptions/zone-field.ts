// The time zone of a subscription, found by any part of its name.
import { combobox } from "../combobox.ts";
import { h } from "../dom.ts";
import { type Field, field } from "../field.ts";
import { locale } from "../language.ts";
import { plain } from "../plain.ts";
import { zoneName } from "./when.ts";
import { subscriptionWords } from "./words.ts";

const MOST_SHOWN = 60;

/** Lists the zones there are, with one that is chosen though the browser does not list it. */
export function zones(chosen: string): string[] {
  return [...new Set([...Intl.supportedValuesOf("timeZone"), "UTC", chosen])].filter(Boolean).sort();
}

/** Gives the zones that have a text in their name, those first of which a part begins with it. */
export function zonesLike(all: readonly string[], text: string): string[] {
  const wanted = plain(text);
  const found = all.filter((zone) => plain(zone).includes(wanted));
  const begins = (zone: string): number => (` ${plain(zone)}`.includes(` ${wanted}`) ? 0 : 1);
  return found.sort((one, other) => begins(one) - begins(other)).slice(0, MOST_SHOWN);
}

/** Makes the field; what is typed and is no zone is told by `changed` as none. */
export function zoneField(chosen: string, changed: (zone: string) => void): Field {
  const all = zones(chosen);
  let zone = chosen;
  const { input, element } = combobox<string>({
    label: subscriptionWords.dialog.zone,
    fewest: 0,
    pauseMs: 0,
    search: (term) => zonesLike(all, term === zoneName(zone) ? "" : term),
    show: (each) => [
      h("span", { class: "option-name" }, zoneName(each)),
      h("span", { class: "quiet" }, offsetOf(each)),
    ],
    choose(each) {
      take(each);
    },
    sure: (found) => found[0],
    found: subscriptionWords.dialog.zonesFound,
    searching: "",
    failed: () => "",
    left() {
      const typed = plain(input.value);
      const meant = all.filter((each) => plain(each) === typed);
      take(meant[0] ?? (typed ? "" : zone));
    },
  });
  input.value = zoneName(zone);
  input.addEventListener("focus", () => input.select());

  function take(next: string): void {
    if (next) input.value = zoneName(next);
    if (next === zone) return;
    zone = next;
    changed(zone);
  }

  return field(subscriptionWords.dialog.zone, input, element);
}

/** Says how far a zone is from UTC now, as GMT+1. */
function offsetOf(zone: string): string {
  const format = new Intl.DateTimeFormat(locale(), { timeZone: zone, timeZoneName: "shortOffset" });
  return format.formatToParts().find(({ type }) => type === "timeZoneName")?.value ?? "";
}
