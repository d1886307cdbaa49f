// What each artist's posts and videos gained: a card a platform, and the videos by views.
import { h } from "../../dom.ts";
import { change, definitions, statusBadge } from "../../figures.ts";
import { day, part, signed, whole } from "../../format.ts";
import type { Names } from "../../names.ts";
import type { EngagementSection, EngagementTotal, EngagementVideo } from "../../openapi.d.ts";
import { longTable } from "../long-table.ts";
import {
  artistOf,
  headOf,
  inWorkbook,
  noteOf,
  type Part,
  partElements,
  sectionPanel,
  whyOf,
} from "../parts.ts";
import type { SectionAnswer, SectionSettings, SectionView } from "../view.ts";
import { addressOf, byArtist, gainsOf, hasFigures, type OfArtist } from "./groups.ts";
import { words } from "./words.ts";

export const engagement: SectionView = { panel };

function panel(name: string, answer: SectionAnswer, { names, workbook }: SectionSettings): HTMLElement {
  const { totals, rows, status, note, sentiment } = answer as unknown as EngagementSection;
  const anything = totals.some(hasFigures);
  const other = totals.find((total) => total.compared)?.compared?.period;
  return sectionPanel(
    names.section(name),
    ...(anything ? partElements(byArtist({ totals, rows }).map((of) => ofArtist(of, names))) : []),
    anything ? null : h("div", { class: "part-head" }, statusBadge(status)),
    anything ? null : noteOf(whyOf({ note, status }, names)),
    anything && rows === null ? inWorkbook(workbook) : null,
    noteOf(anything && words.rateIs, anything && other && words.before(other), sentiment.note),
  );
}

function ofArtist({ totals, videos }: OfArtist, names: Names): Part {
  const title = artistOf(totals[0]!, names);
  return {
    head: headOf("measured", title, videos?.length ? words.published(videos.length) : null),
    content: () => [
      h("div", { class: "engagement-cards" }, ...totals.map((total) => card(total, names))),
      videos?.length ? table(videos, words.videosOf(title)) : null,
      videos?.length ? asOf(videos) : null,
    ],
  };
}

function card(total: EngagementTotal, names: Names): HTMLElement {
  return h(
    "article",
    { class: "engagement-card" },
    h(
      "div",
      { class: "part-head" },
      ...headOf(total.status, total.platform__name, null, names.color(total.platform__slug)),
    ),
    hasFigures(total) ? definitions(figuresOf(total)) : null,
    noteOf(whyOf(total, names), total.change_note),
  );
}

function figuresOf(total: EngagementTotal): [string, HTMLElement | string][] {
  const gains = gainsOf(total).map(({ measure, gained, change: more }): [string, HTMLElement] => [
    words.gained[measure],
    h(
      "span",
      {},
      change(signed(gained), gained),
      more === null ? null : h("span", { class: "quiet" }, words.change(more)),
    ),
  ]);
  const videos: [string, string][] = total.videos === null ? [] : [[words.videos, whole(total.videos)]];
  const rate: [string, string][] =
    total.engagement_rate === null ? [] : [[words.rate, part(total.engagement_rate)]];
  return [...gains, ...videos, ...rate];
}

function table(videos: EngagementVideo[], label: string): HTMLElement {
  return longTable({
    label,
    style: "engagement-table",
    columns: [
      { label: words.video, kind: "text", value: nameOf },
      { label: words.platform, kind: "text", value: (video) => video.platform__name },
      { label: words.publishedOn, kind: "day", value: (video) => video.published_on },
      { label: words.views, kind: "number", value: (video) => video.views },
      { label: words.likes, kind: "number", value: (video) => video.likes },
      { label: words.comments, kind: "number", value: (video) => video.comments },
      { label: words.rate, kind: "number", value: (video) => video.rate },
    ],
    rows: videos,
    row: tableRow,
  });
}

function tableRow(video: EngagementVideo): HTMLTableRowElement {
  return h(
    "tr",
    { title: video.note },
    h("th", { scope: "row", class: "text" }, named(video)),
    h("td", { class: "text" }, video.platform__name),
    h("td", { class: "text" }, day(video.published_on)),
    h("td", { class: "number" }, whole(video.views)),
    h("td", { class: "number" }, whole(video.likes)),
    h("td", { class: "number" }, whole(video.comments)),
    h("td", { class: "number" }, part(video.rate)),
  );
}

function nameOf({ title, identifier }: EngagementVideo): string {
  return title ?? identifier;
}

function named(video: EngagementVideo): HTMLElement | string {
  const name = nameOf(video);
  const address = addressOf(video);
  return address ? h("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, name) : name;
}

function asOf(videos: EngagementVideo[]): HTMLElement | null {
  const days = videos.flatMap(({ as_of: at }) => at ?? []).sort();
  return noteOf(days.length && words.asOf(days[0]!, days.at(-1)!));
}
