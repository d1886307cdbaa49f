// The texts about sharing a report by a link.
import { day } from "../format.ts";

export const shareWords = {
  open: "Share",
  title: "Share this report",
  what: "Whoever has the link can read this report and download its files, without a key: the report as it is when they open it. Your own key is not in the link.",
  make: "Make a link",
  making: "Making a link…",
  link: "Link to this report",
  copy: "Copy",
  copied: "Copied.",
  selected: "The link is selected: copy it with the keyboard or the menu of the field.",
  until: (moment: string) => `Anyone with it can open this report until ${day(moment)}.`,
  stopWhat: "Stop sharing, and no link made so far opens this report any more, in Slack or elsewhere.",
  stop: "Stop sharing",
  stopping: "Stopping…",
  stopped: "No link made so far opens this report any more.",
  close: "Close",
  validUntil: (moment: string) => `the link is valid until ${day(moment)}`,
};
