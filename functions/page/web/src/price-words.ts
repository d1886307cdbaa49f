// What the page says of what reports cost.
import { day, whole } from "./format.ts";
import { count } from "./words.ts";

const calls = (price: number): string => count(price, "call", "calls");

export const priceWords = {
  /** What a report takes of what is left of the month. */
  of: (price: number, left: number, atMost = false): string => {
    if (!price) return `No calls needed; ${whole(left)} left this month`;
    const some = `${atMost ? "At most " : ""}${calls(price)}`;
    return price > left
      ? `${some}, and only ${whole(left)} left this month`
      : `${some} of ${whole(left)} left this month`;
  },
  cached: (cached: number): string => `${calls(cached)} already cached`,
  ask: {
    title: (price: number): string => `This takes up to ${calls(price)} to Soundcharts`,
    left: (left: number): string => `${whole(left)} of this month's calls are left.`,
    above: (limit: number): string => `That is more than the ${whole(limit)} a report usually may take.`,
    yes: "Create it",
    no: "Cancel",
  },
  spent: (price: number, left: number, resetsAt: string): string =>
    `This takes up to ${calls(price)}, and ${whole(left)} of this month's are left. ` +
    `There are more from ${day(resetsAt.slice(0, 10))}.`,
  reserved: "What is left of this month's calls to Soundcharts is kept back.",
};
