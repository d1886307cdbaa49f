// What shows a report, from its progress to its answer: most of the page, and no part of its first load.
export { answerView, pageTitleOf } from "./answer.ts";
export { progressView } from "./progress.ts";
