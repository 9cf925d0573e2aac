/** The kinds of components, by the names that window files use. */
import { chart } from "./chart.ts";
import { button } from "./button.ts";
import { container } from "./container.ts";
import { dropdown } from "./dropdown.ts";
import { image } from "./image.ts";
import { indicator } from "./indicator.ts";
import { label } from "./label.ts";
import { numericTextField } from "./numeric-text-field.ts";
import { progressBar } from "./progress-bar.ts";
import { table } from "./table.ts";
import { passwordField, textArea, textField } from "./text-field.ts";
import { checkBox, toggleButton } from "./toggle.ts";
import { type Kind, make } from "./widget.ts";

const KINDS: Record<string, Kind> = {
  Container: container,
  Label: label,
  Button: button,
  ToggleButton: toggleButton,
  CheckBox: checkBox,
  TextField: textField,
  NumericTextField: numericTextField,
  PasswordField: passwordField,
  TextArea: textArea,
  Dropdown: dropdown,
  Table: table,
  Image: image,
  Indicator: indicator,
  ProgressBar: progressBar,
  Chart: chart,
};

/** The names of the kinds that can be shown. */
export const KIND_NAMES: readonly string[] = Object.keys(KINDS);

export function kindOf(name: string): Kind {
  return Object.hasOwn(KINDS, name) ? KINDS[name]! : unknown;
}

/**
 * A gateway that is newer than this page may have kinds that the page does not know; a text takes the place of the
 * component.
 */
const unknown: Kind = (context) => {
  const element = make("div", "component unknown");
  const update = () =>
    void (element.textContent = `This client cannot show a ${context.component.kind}. Load it anew.`);
  return { element, control: element, update };
};
