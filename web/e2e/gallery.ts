/** A window with every kind of component, as a gateway sends it. */
import type { WindowView } from "../src/wire/messages.ts";
import { datasetMessage } from "./encode.ts";
import { type StandIn, at, frame, view } from "./stand-in.ts";

const SESSIONS = 7;
const COUNTS = 8;
const AREAS = 9;
const HOURS = 10;

/** Offers the datasets that the gallery names; they are sent ahead each time. */
export function offerGalleryData(standIn: StandIn): void {
  const count = 40;
  const names = ["billy", "anna", "bixly", "bob", "bill.smith"];
  const numbers = [...Array(count).keys()];
  standIn.offer(
    SESSIONS,
    datasetMessage(SESSIONS, count, [
      ["username", { type: "string", values: numbers.map((row) => names[row % 5]!) }],
      ["isDesigner", { type: "boolean", values: numbers.map((row) => row % 7 === 0) }],
      ["sessions", { type: "integer", values: Int32Array.from(numbers, (row) => row * 997) }],
      ["load", { type: "double", values: Float64Array.from(numbers, (row) => Math.sin(row) * 50) }],
      [
        "since",
        { type: "date", values: BigInt64Array.from(numbers, (row) => 1_700_000_000_000n + BigInt(row) * 3_600_000n) },
      ],
    ]),
  );
  standIn.offer(
    COUNTS,
    datasetMessage(COUNTS, 3, [
      ["project", { type: "string", values: ["plant", "packaging", "warehouse"] }],
      ["clients", { type: "integer", values: Int32Array.of(7, 4, 2) }],
      ["designers", { type: "integer", values: Int32Array.of(2, 1, 0) }],
    ]),
  );
  standIn.offer(
    AREAS,
    datasetMessage(AREAS, 3, [
      ["value", { type: "integer", values: Int32Array.of(10, 20, 30) }],
      ["label", { type: "string", values: ["Mixing", "Filling", "Packing"] }],
    ]),
  );
  const hours = [...Array(200).keys()];
  standIn.offer(
    HOURS,
    datasetMessage(HOURS, 200, [
      [
        "time",
        { type: "date", values: BigInt64Array.from(hours, (row) => 1_700_000_000_000n + BigInt(row) * 600_000n) },
      ],
      ["temperature", { type: "double", values: Float64Array.from(hours, (row) => 60 + 12 * Math.sin(row / 13)) }],
      ["set point", { type: "double", values: Float64Array.from(hours, (row) => (row < 90 ? 60 : 66)) }],
    ]),
  );
}

export function gallery(window = 1): WindowView {
  const press = ["actionPerformed"];
  return {
    window,
    path: "Main/Gallery",
    kind: "main",
    problems: [],
    openedWith: null,
    components: [
      ...frame("Gallery", 1_000, 640),
      view("Label", "Title", {
        text: "Every kind of component",
        fontSize: 20,
        bold: true,
        horizontalAlignment: 2,
        ...at(20, 12, 400, 32),
      }),
      view("Button", "Button", { text: "Press", ...at(20, 56, 120, 36) }, [...press, "mouseClicked"]),
      view("ToggleButton", "Toggle", { text: "Running", selected: true, ...at(150, 56, 120, 36) }, press),
      view("CheckBox", "Check", { text: "Only designers", selected: false, ...at(290, 56, 180, 36) }, press),
      view("Label", "User label", { text: "User", ...at(20, 104, 80, 32) }),
      view("TextField", "User", { text: "bi.*", editable: true, maxChars: 20, ...at(110, 104, 160, 32) }, [
        ...press,
        "keyPressed",
        "keyTyped",
      ]),
      view("Label", "Weight label", { text: "Weight", ...at(290, 104, 60, 32) }),
      view(
        "NumericTextField",
        "Weight",
        {
          mode: 3,
          doubleValue: 12.5,
          suffix: "kg",
          useBounds: true,
          minimum: 0,
          maximum: 100,
          ...at(360, 104, 110, 32),
        },
        press,
      ),
      view("Label", "Password label", { text: "Password", ...at(20, 146, 80, 32) }),
      view("PasswordField", "Password", {
        text: "",
        editable: true,
        maxChars: -1,
        echoCharacter: "*",
        ...at(110, 146, 160, 32),
      }),
      view("Label", "Area label", { text: "Area", ...at(290, 146, 60, 32) }),
      view(
        "Dropdown",
        "Area",
        {
          data: { dataset: AREAS, fingerprint: AREAS },
          noSelectionLabel: "Choose…",
          selectedIndex: 1,
          ...at(360, 146, 110, 32),
        },
        press,
      ),
      view("Label", "Notes label", { text: "Notes", ...at(20, 188, 80, 24) }),
      view("TextArea", "Notes", {
        text: "Shift change at six.\nLine 2 is cleaned.",
        editable: true,
        lineWrap: true,
        ...at(20, 214, 250, 76),
      }),
      view("Indicator", "Light", {
        text: "Line 1",
        value: true,
        onColor: "#2e9e4f",
        offColor: "#9aa3ad",
        ...at(290, 188, 120, 30),
      }),
      view("Label", "Progress label", { text: "Batch", ...at(290, 224, 60, 24) }),
      view(
        "ProgressBar",
        "Progress",
        { minimum: 0, maximum: 200, value: 130, indeterminate: false, ...at(360, 226, 110, 20) },
        ["mouseClicked"],
      ),
      view("Image", "Logo", { path: "logo.svg", ...at(290, 256, 40, 36) }, ["mouseClicked"]),
      view("Label", "Painted", { text: "Painted", background: "#ffd54a", ...at(360, 256, 110, 34) }, ["mouseClicked"]),
      view(
        "Table",
        "Table",
        {
          data: { dataset: SESSIONS, fingerprint: SESSIONS },
          selectionMode: 2,
          selectedRows: [3],
          selectedRow: 3,
          ...at(20, 304, 960, 320),
        },
        [],
        { mode: "anchored", top: true, left: true, bottom: true, right: true },
      ),
      view("Chart", "By project", {
        data: { dataset: COUNTS, fingerprint: COUNTS },
        chartType: "bar",
        title: "By project",
        domainAxisLabel: "",
        rangeAxisLabel: "",
        ...at(490, 12, 240, 280),
      }),
      view(
        "Chart",
        "Over time",
        {
          data: { dataset: HOURS, fingerprint: HOURS },
          chartType: "line",
          title: "Temperature",
          domainAxisLabel: "",
          rangeAxisLabel: "°C",
          ...at(740, 12, 240, 280),
        },
        ["mouseClicked"],
      ),
    ],
  };
}
