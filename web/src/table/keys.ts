/** Where the keys of an APG grid move its active cell. The row of headers is row -1. */

export interface Move {
  rows: number;
  columns: number;
  /** Goes as far as there is; else a step (rows: of one, or of a page). */
  toEdge: boolean;
  page: boolean;
}

const step = (rows: number, columns: number): Move => ({ rows, columns, toEdge: false, page: false });
const edge = (rows: number, columns: number): Move => ({ rows, columns, toEdge: true, page: false });
const page = (rows: number): Move => ({ rows, columns: 0, toEdge: false, page: true });

/** The move of a key, or nothing. */
export function moveOf(key: string, ctrl: boolean): Move | null {
  switch (key) {
    case "ArrowUp":
      return step(-1, 0);
    case "ArrowDown":
      return step(1, 0);
    case "ArrowLeft":
      return step(0, -1);
    case "ArrowRight":
      return step(0, 1);
    case "Home":
      return ctrl ? edge(-1, -1) : edge(0, -1);
    case "End":
      return ctrl ? edge(1, 1) : edge(0, 1);
    case "PageUp":
      return page(-1);
    case "PageDown":
      return page(1);
    default:
      return null;
  }
}

/**
 * The cell that a move gets to. Only single steps lead into the row of headers, so that Ctrl+Home finds a row of data.
 */
export function moved(
  move: Move,
  row: number,
  column: number,
  rowCount: number,
  columnCount: number,
  pageLength: number,
): { row: number; column: number } {
  const lastRow = rowCount - 1;
  const lastColumn = Math.max(0, columnCount - 1);
  const clamp = (value: number, least: number, most: number) => Math.min(Math.max(value, least), most);
  if (move.toEdge) {
    const toRow = move.rows === 0 ? row : move.rows < 0 ? Math.min(0, lastRow) : lastRow;
    return { row: toRow, column: move.columns < 0 ? 0 : lastColumn };
  }
  const least = move.page && lastRow >= 0 ? Math.min(0, row) : -1;
  const by = move.page ? move.rows * pageLength : move.rows;
  return { row: clamp(row + by, least, lastRow), column: clamp(column + move.columns, 0, lastColumn) };
}
