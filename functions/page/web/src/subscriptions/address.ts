// What the fragment of an address says of subscriptions: the list of them, or one in it.

/** Gives the id of the subscription that is asked for, null for the list, undefined where neither is. */
export function subscriptionIn(hash: string): string | null | undefined {
  const given = new URLSearchParams(hash.replace(/^#/, ""));
  const id = given.get("subscription");
  if (id !== null && /^[A-Za-z0-9-]{1,64}$/.test(id)) return id;
  return id !== null || given.has("subscriptions") ? null : undefined;
}

/** Writes the fragment that leads to the list, or to one in it. */
export function fragmentOf(id: string | null): string {
  return id === null ? "#subscriptions" : `#${new URLSearchParams({ subscription: id })}`;
}
