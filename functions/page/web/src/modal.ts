// A dialog that is part of the page only while it is open.

/** Opens a dialog; the promise is kept when it is closed, whichever way. */
export function opened(dialog: HTMLDialogElement): Promise<void> {
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener(
      "close",
      () => {
        dialog.remove();
        resolve();
      },
      { once: true },
    );
  });
}
