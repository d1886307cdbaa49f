// The texts about the example, which is there to be looked at without a key.
export const exampleWords = {
  look: "Look at an example",
  title: "Example",
  made: "This is an example. Its artists, songs and figures are made up; its places, stations and platforms are real.",
  leave: "Make a report of your own",
};
