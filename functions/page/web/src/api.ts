// The calls the page makes, and the ways they can fail.
import { apiWords } from "./api-words.ts";
import type { AskedInLine, ResolvedLines } from "./asking/types.ts";
import type {
  Artists,
  Platforms,
  Preview,
  Problem,
  Report,
  ReportRequest,
  Reports,
  SharedLink,
} from "./openapi.d.ts";
import type { Roster, RosterBody, Rosters } from "./rosters/types.ts";
import { inWords } from "./worded.ts";

/** The API answered with a problem document, or with something that is none. */
export class Refused extends Error {
  readonly status: number;
  readonly problem: Problem;
  /** Seconds to wait before trying again, if the answer says so. */
  readonly retryAfterS: number | null;

  constructor(status: number, problem: Problem, retryAfterS: number | null) {
    super(problem.detail);
    this.status = status;
    this.problem = problem;
    this.retryAfterS = retryAfterS;
  }

  /** What kind of problem it is: what its type, a URN or an address, ends with. */
  get kind(): string {
    return this.problem.type.replace(/^.*[:/]/, "");
  }
}

/** No answer came: there is no network, or nobody at its other end. */
export class Offline extends Error {}

export interface Calls {
  artists(term: string, signal: AbortSignal): Promise<Artists>;
  /** Finds who is meant by each of at most 50 lines. */
  resolve(lines: string[], signal: AbortSignal): Promise<ResolvedLines>;
  /** Reads a request written in one line. */
  line(text: string): Promise<AskedInLine>;
  rosters(): Promise<Rosters>;
  addRoster(roster: RosterBody): Promise<Roster>;
  changeRoster(id: string, roster: RosterBody & { version: number }): Promise<Roster>;
  deleteRoster(id: string): Promise<void>;
  platforms(): Promise<Platforms>;
  preview(request: ReportRequest, signal: AbortSignal): Promise<Preview>;
  make(request: ReportRequest, idempotencyKey: string): Promise<Report>;
  report(id: string, signal?: AbortSignal): Promise<Report>;
  repair(id: string): Promise<Report>;
  /** Lists the caller's reports, newest first, from a cursor on. */
  reports(limit: number, cursor: string | null, signal?: AbortSignal): Promise<Reports>;
  /** Deletes a report, and so ends one that is being made. */
  remove(id: string): Promise<void>;
  /** Makes a link that opens a report without a key. */
  share(id: string): Promise<SharedLink>;
  /** Ends every link to a report that was made so far. */
  unshare(id: string): Promise<void>;
  /** Asks for what a section has an address of its own for. */
  section<Answer>(path: string, query: Record<string, string>): Promise<Answer>;
  shared(token: string, signal?: AbortSignal): Promise<Report>;
  /** Makes a call of a view that is no part of the first load, which knows its address and what is answered. */
  request<Answer>(method: string, path: string, body?: object, more?: Init): Promise<Answer>;
}

export type Init = RequestInit & { headers?: Record<string, string> };

/** Makes the calls with the key there is at the time. Addresses are relative to the page's own. */
export function callsWith(key: () => string | null): Calls {
  const get = <Answer>(path: string, signal?: AbortSignal): Promise<Answer> =>
    call(path, { signal: signal ?? null });
  const post = <Answer>(path: string, body?: unknown, more: Init = {}) =>
    call<Answer>(path, {
      method: "POST",
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...more,
    });

  const remove = (path: string): Promise<void> => call(path, { method: "DELETE" });

  // The report asked for last, which is not sent again as long as the API knows nothing new of it.
  let known: { of: string; etag: string; report: Report } | null = null;

  /** Asks for a report by its own address, or by the token of its shared link, which no address may have. */
  async function report(path: string, signal?: AbortSignal, token?: string): Promise<Report> {
    const of = `${path} ${token ?? ""}`;
    const before = known?.of === of ? known : null;
    const headers: Record<string, string> = {
      ...(before ? { "if-none-match": before.etag } : {}),
      ...(token === undefined ? {} : { "x-shared-token": token }),
    };
    const response = await ask(path, { signal: signal ?? null, headers });
    if (response.status === 304 && before) return before.report;
    const answer = await read<Report>(response);
    const etag = response.headers.get("etag");
    known = etag ? { of, etag, report: answer } : null;
    return answer;
  }

  async function call<Answer>(path: string, init: Init): Promise<Answer> {
    return read<Answer>(await ask(path, init));
  }

  async function ask(path: string, init: Init): Promise<Response> {
    const own = key();
    const headers = {
      accept: "application/json",
      ...(init.body === undefined ? {} : { "content-type": "application/json" }),
      ...(own ? { "x-api-key": own } : {}),
      ...init.headers,
    };
    try {
      return await fetch(path, { ...init, headers, cache: "no-store" });
    } catch (error) {
      if (error instanceof DOMException && error.name === "AbortError") throw error;
      throw new Offline();
    }
  }

  async function read<Answer>(response: Response): Promise<Answer> {
    const text = await response.text().catch(() => {
      throw new Offline();
    });
    await apiWords.ready();
    if (!response.ok) throw refusal(response, text);
    // What is deleted is answered without a word.
    return inWords((text ? JSON.parse(text) : undefined) as Answer);
  }

  return {
    artists: (term, signal) => get(`./artists?q=${encodeURIComponent(term)}`, signal),
    resolve: (lines, signal) => post("./artists/resolve", { lines }, { signal }),
    line: (text) => get(`./line?${new URLSearchParams({ text })}`),
    rosters: () => get("./rosters"),
    addRoster: (roster) => post("./rosters", roster),
    changeRoster: (id, roster) => post(`./rosters/${id}`, roster, { method: "PUT" }),
    deleteRoster: (id) => remove(`./rosters/${id}`),
    platforms: () => get("./platforms"),
    preview: (request, signal) => post("./reports/preview", request, { signal }),
    make: (request, idempotencyKey) =>
      post("./reports", request, { headers: { "idempotency-key": idempotencyKey } }),
    report: (id, signal) => report(`./reports/${id}`, signal),
    repair: (id) => post(`./reports/${id}/repair`),
    reports: (limit, cursor, signal) => {
      const query = new URLSearchParams({ limit: String(limit), ...(cursor === null ? {} : { cursor }) });
      return get(`./reports?${query}`, signal);
    },
    remove: (id) => remove(`./reports/${id}`),
    share: (id) => post(`./reports/${id}/shares`),
    unshare: (id) => remove(`./reports/${id}/shares`),
    section: (path, query) => get(`./${path}?${new URLSearchParams(query)}`),
    shared: (token, signal) => report("./shared", signal, token),
    request: (method, path, body, more = {}) =>
      call(path, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }), ...more }),
  };
}

function refusal(response: Response, text: string): Refused {
  const wait = Number(response.headers.get("retry-after") ?? NaN);
  let problem: Problem = {
    type: "about:blank",
    title: response.statusText,
    status: response.status,
    detail: "",
    instance: "",
  };
  try {
    problem = { ...problem, ...(JSON.parse(text) as Problem) };
  } catch {
    // Something between us and the API answered in its place; its status says enough.
  }
  return new Refused(response.status, problem, Number.isFinite(wait) ? wait : null);
}

/** Says whether a call was given up by us. */
export function wasAborted(error: unknown): boolean {
  return error instanceof DOMException && error.name === "AbortError";
}
