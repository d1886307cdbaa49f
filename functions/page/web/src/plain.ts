// Names as they are compared.

/** Gives a name without accents, case and signs. */
export function plain(text: string): string {
  const letters = text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const joined = letters
    .replace(/&/g, " and ")
    .replace(/[.'’]/g, "")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
  return joined.replace(/^the /, "").replace(/\bst\b/g, "saint");
}
