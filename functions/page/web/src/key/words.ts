// The texts about API keys, of which the page has more than one place.
export const keyWords = {
  title: "Your API key",
  what: "Liner Notes makes reports of how an artist does on music platforms, in a country and a period. Reports belong to the key that made them.",
  whence:
    "You get a key from whoever runs Liner Notes where you work; a link they send you may already contain it.",
  label: "API key",
  onDevice: "Keep it on this device",
  onDeviceHint:
    "Whoever uses this browser can then use your key. Unticked, it is kept until you close the tab.",
  enter: "Continue",
  checking: "Checking…",
  cancel: "Cancel",
  forget: "Remove the key from this device",
  forgotten: "The key was removed from this device.",
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
