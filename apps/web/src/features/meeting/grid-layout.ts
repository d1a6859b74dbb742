/** How tiles lie in an area: columns, and the size of each in pixels. */
export interface GridLayout {
  readonly columns: number;
  readonly width: number;
  readonly height: number;
}

/** A tile a little wider than the camera's 16:9 cuts only air above heads and below shoulders; a narrower one cuts walls. */
const WIDEST = 2.05;
const NARROWEST = 1.1;

interface Area {
  width: number;
  height: number;
}

/** The columns that give the largest pictures for `count` tiles in the area; all in pixels. */
export function gridLayout(count: number, area: Area, gap: number): GridLayout {
  let best: GridLayout = { columns: 1, width: 0, height: 0 };
  for (let columns = 1; columns <= Math.max(1, count); columns += 1) {
    const layout = layoutIn(columns, count, area, gap);
    if (layout.width * layout.height > best.width * best.height) best = layout;
  }
  return best;
}

/** The largest pictures in so many columns. */
export function layoutIn(columns: number, count: number, area: Area, gap: number): GridLayout {
  const rows = Math.ceil(count / columns);
  const cellWidth = (area.width - gap * (columns - 1)) / columns;
  const cellHeight = (area.height - gap * (rows - 1)) / rows;
  const width = Math.floor(Math.min(cellWidth, cellHeight * WIDEST));
  const height = Math.floor(Math.min(cellHeight, cellWidth / NARROWEST));
  return { columns, width, height };
}
