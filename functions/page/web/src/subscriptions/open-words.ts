// The texts that lead to subscriptions: part of what the page begins with, unlike the rest about them.

export const openWords = {
  open: "Subscriptions",
  title: "Subscriptions",
  subscribe: "Send it regularly…",
  opening: "Opening…",
};
