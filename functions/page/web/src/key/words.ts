// The texts about API keys, of which the page has more than one place.
export const keyWords = {
  title: "Your API key",
  why: "Reports belong to the key that made them. It is kept in this tab only, until you close it.",
  label: "API key",
  enter: "Continue",
  checking: "Checking…",
  change: "Change key",
  refused: "This key is not valid. Check that all of it was copied.",
  missing: "Enter the key you were given.",
  unchecked: "The key could not be checked: there is no answer from the server. Try again in a moment.",
  offer: {
    question: "This link has another API key than you use here. Reports made from now on would be its.",
    use: "Use the link's key",
    stay: "Keep mine",
  },
};
