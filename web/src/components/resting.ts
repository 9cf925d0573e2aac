/**
 * A control that cannot be used. The browser takes the focus from one that is disabled, and gives it to nothing: a
 * person who works with keys begins at the top of the page again, each time that a script disables its own button for a
 * moment. So one that has the focus keeps it and only does nothing, until it can be used again or the person goes on.
 */

type Control = HTMLElement & { disabled: boolean };

const DONE_TO_IT = ["click", "auxclick", "mousedown", "mouseup", "keydown", "keypress", "keyup", "beforeinput"];
const resting = new WeakSet<Element>();
const known = new WeakSet<Element>();

export function setUsable(control: HTMLElement, isUsable: boolean): void {
  if (!("disabled" in control)) return say(control, !isUsable);
  const keepsFocus = !isUsable && document.activeElement === control;
  (control as Control).disabled = !isUsable && !keepsFocus;
  say(control, keepsFocus);
  if (!keepsFocus) return void resting.delete(control);
  resting.add(control);
  if (known.has(control)) return;
  known.add(control);
  for (const type of DONE_TO_IT) control.addEventListener(type, refuse, true);
  control.addEventListener("blur", () => {
    if (!resting.delete(control)) return;
    (control as Control).disabled = true;
    say(control, false);
  });
}

function say(control: HTMLElement, isDisabled: boolean): void {
  if (isDisabled) control.setAttribute("aria-disabled", "true");
  else control.removeAttribute("aria-disabled");
}

function refuse(event: Event): void {
  if (!resting.has(event.currentTarget as Element)) return;
  // The keys that lead on do so.
  if (event instanceof KeyboardEvent && (event.key === "Tab" || event.key === "Escape" || event.ctrlKey)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
}
