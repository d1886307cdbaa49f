// The sections of a form in the page's address.

/** Gives the list of sections; addresses made when there was but one section to ask for say so in a way of their own. */
export function sectionsIn(query: URLSearchParams): string | null {
  return query.get("sections") ?? (query.get("tracks") === "1" ? "tracks" : null);
}
