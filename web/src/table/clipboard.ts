/**
 * Puts a text on the clipboard when a key is pressed for it that browsers do not know.
 *
 * Browsers give pages without a certificate, as plants have them, no other way than the command to copy the selection
 * of the page. So something is selected for a moment, and the text takes its place on the way.
 */
export function toClipboard(text: string): void {
  const stage = document.createElement("span");
  stage.textContent = "…";
  stage.className = "visually-hidden clipboard";
  document.body.append(stage);
  const selection = document.getSelection();
  selection?.selectAllChildren(stage);
  const copied = (event: ClipboardEvent) => {
    event.clipboardData?.setData("text/plain", text);
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  // Only while the command below runs.
  // eslint-disable-next-line no-restricted-syntax
  document.addEventListener("copy", copied, { capture: true, once: true });
  document.execCommand("copy");
  document.removeEventListener("copy", copied, { capture: true });
  selection?.removeAllRanges();
  stage.remove();
}
