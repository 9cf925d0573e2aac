/**
 * Where a table is scrolled to: more pixels than an element can have.
 *
 * Browsers clamp heights at some 17 to 33 million pixels, which a table of a million rows exceeds. So the element's
 * height is limited, and there are two positions: `offset`, in pixels of the whole table, is the true one, and the
 * scroll bar's stands for it in proportion. A short way of the bar (the wheel, a finger, its arrows) moves the offset
 * by as much, so that rows move under the finger as everywhere; a long one (the bar is dragged) moves it in proportion.
 * A page that is busy sees many turns of the wheel as one long way, so the code that sees the wheel or a finger reports
 * it. The two drift apart by short ways and are brought together again when scrolling rests.
 */

/** The tallest element, in pixels: well below the least limit, that of Firefox. */
export const MAX_HEIGHT = 6_000_000;

export class ScrollMap {
  /** Pixels of the whole table above the first one that is seen. */
  offset = 0;
  #bar = 0;
  #contentHeight = 0;
  #viewHeight = 0;

  /** The height of the element that stands for the whole table. */
  get height(): number {
    return Math.min(this.#contentHeight, MAX_HEIGHT);
  }

  /** Where the scroll bar has to be. */
  get bar(): number {
    return this.#bar;
  }

  get #maxOffset(): number {
    return Math.max(0, this.#contentHeight - this.#viewHeight);
  }

  get #maxBar(): number {
    return Math.max(0, this.height - this.#viewHeight);
  }

  resize(contentHeight: number, viewHeight: number): void {
    this.#contentHeight = contentHeight;
    this.#viewHeight = viewHeight;
    this.moveTo(this.offset);
  }

  /** The scroll bar was moved to `bar`; `pushed`: by the wheel or a finger on the rows, however long the way. */
  scrolled(bar: number, pushed = false): void {
    const way = bar - this.#bar;
    this.#bar = bar;
    if (this.#maxBar === this.#maxOffset) {
      this.offset = bar;
    } else if (Math.abs(way) > this.#viewHeight && !pushed) {
      this.offset = this.#inProportion(bar);
    } else {
      this.offset = this.#clamp(this.offset + way);
      // At an end of its way the bar cannot show that there is more to come.
      if (bar <= 0 || bar >= this.#maxBar) this.settle();
    }
  }

  /** Goes to an offset; the bar follows. */
  moveTo(offset: number): void {
    this.offset = this.#clamp(offset);
    this.settle();
  }

  /** Brings the bar to where it belongs. */
  settle(): void {
    this.#bar = this.#maxOffset === 0 ? 0 : (this.offset / this.#maxOffset) * this.#maxBar;
    if (this.#maxBar === this.#maxOffset) return;
    // Browsers round: a bar at an end means that the table is at its end, so the bar stays a pixel away while the table
    // is not.
    if (this.offset > 0) this.#bar = Math.max(1, this.#bar);
    if (this.offset < this.#maxOffset) this.#bar = Math.min(this.#maxBar - 1, this.#bar);
    this.#bar = Math.round(this.#bar);
  }

  /** Goes as little as is needed for the span from `top` to `bottom` to be seen. */
  reveal(top: number, bottom: number): void {
    if (top < this.offset) this.moveTo(top);
    else if (bottom > this.offset + this.#viewHeight) this.moveTo(bottom - this.#viewHeight);
  }

  #inProportion(bar: number): number {
    return this.#clamp(this.#maxBar === 0 ? 0 : (bar / this.#maxBar) * this.#maxOffset);
  }

  #clamp(offset: number): number {
    return Math.min(Math.max(0, offset), this.#maxOffset);
  }
}
