/** The means of drawing a chart: shapes and texts of an SVG element. Colours come from the style sheet, by class. */

const SVG = "http://www.w3.org/2000/svg";
/** The mean width of a letter at the size of the labels, in pixels. */
const LETTER = 6.6;

export class Drawing {
  readonly element: SVGSVGElement = document.createElementNS(SVG, "svg");

  constructor(width: number, height: number, scale: number) {
    this.element.setAttribute("viewBox", `0 0 ${width} ${height}`);
    this.element.setAttribute("width", String(width * scale));
    this.element.setAttribute("height", String(height * scale));
  }

  textWidth(text: string): number {
    return text.length * LETTER;
  }

  /** A text, cut off where it would be longer than `most` pixels. */
  text(x: number, y: number, anchor: "start" | "middle" | "end", text: string, most: number): SVGElement {
    const letters = Math.max(1, Math.floor(most / LETTER));
    const label = this.#add("text", { x, y, "text-anchor": anchor, class: "chart-text" });
    label.textContent = text.length > letters ? `${text.slice(0, Math.max(1, letters - 1))}…` : text;
    return label;
  }

  textUpwards(x: number, y: number, text: string): void {
    this.text(0, 0, "middle", text, Infinity).setAttribute("transform", `translate(${x} ${y}) rotate(-90)`);
  }

  /** A line across with its number before it. */
  rangeTick(left: number, right: number, y: number, label: string): void {
    this.#add("line", { x1: left, x2: right, y1: y, y2: y, class: "chart-grid" });
    this.text(left - 6, y + 4, "end", label, Infinity);
  }

  bar(x: number, y: number, width: number, height: number, className: string): void {
    this.#add("rect", {
      x,
      y,
      width: Math.max(1, width),
      height: Math.max(0, height),
      class: `chart-bar ${className}`,
    });
  }

  /** A line through the points, broken where one is not a number; a single point is a dot. */
  line(points: [number, number][], className: string): void {
    let path = "";
    let pen = "M";
    for (const [x, y] of points) {
      if (Number.isNaN(x) || Number.isNaN(y)) {
        pen = "M";
        continue;
      }
      path += `${pen}${x.toFixed(1)} ${y.toFixed(1)}`;
      // A move without a line draws nothing, unless it is closed with a round cap.
      if (pen === "M") path += "h0";
      pen = "L";
    }
    this.#add("path", { d: path, class: `chart-line ${className}` });
  }

  #add(name: string, attributes: Record<string, string | number>): SVGElement {
    const element = document.createElementNS(SVG, name);
    for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, String(value));
    return this.element.appendChild(element);
  }
}
