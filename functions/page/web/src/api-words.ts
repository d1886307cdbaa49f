// What the API says in English, in the page's words. In English they are its own.
export const apiWords = {
  /** What is measured, counted or charted, by the API's word for it in lower case. */
  metrics: {} as Record<string, string | undefined>,
  /** How often a platform's figures come. */
  cadences: {} as Record<string, string | undefined>,
  /** Waits until an answer can be put in the page's words, and shown with them. */
  ready: (): Promise<void> => Promise.resolve(),
  /** Puts a text of the API, of one sentence or several, in the page's words; null where they are not known. */
  sentences: (text: string): string | null => text,
};
