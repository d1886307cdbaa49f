// Loads what shows reports, while whoever opens the page still reads its form.

export type Views = typeof import("./views.ts");

let loaded: Views | null = null;
let loading: Promise<Views> | null = null;

/** Calls `show` with what shows reports, at once if it is there; `failed` if it is not to be had. */
export function withViews(show: (views: Views) => void, failed: () => void): void {
  if (loaded) {
    show(loaded);
    return;
  }
  loading ??= import("./views.ts");
  loading.then(
    (views) => {
      loaded = views;
      show(views);
    },
    () => {
      loading = null;
      failed();
    },
  );
}
