// An artist's picture, or the initials where there is none.
import { h } from "./dom.ts";
import { initials } from "./format.ts";

/** Shows the initials, and over them the picture once it has come. It comes through our own API. */
export function portrait(name: string, picture: string | null | undefined): HTMLElement {
  const element = h("span", { class: "portrait", "aria-hidden": "true" }, initials(name));
  if (picture) {
    const image = h("img", {
      alt: "",
      loading: "lazy",
      src: `./pictures?url=${encodeURIComponent(picture)}`,
    });
    image.addEventListener("error", () => image.remove());
    element.append(image);
  }
  return element;
}
