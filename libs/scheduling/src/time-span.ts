/** Half-open range `[start, end)` of instants in epoch milliseconds. */
export interface TimeSpan {
  readonly start: number;
  readonly end: number;
}

export const minuteMs = 60_000;
export const dayMs = 86_400_000;

/** The same instants as sorted spans that neither touch nor overlap. */
export function mergeSpans(spans: TimeSpan[]): TimeSpan[] {
  const merged: { start: number; end: number }[] = [];
  for (const { start, end } of spans.sort((a, b) => a.start - b.start)) {
    const last = merged.at(-1);
    if (last && start <= last.end) last.end = Math.max(last.end, end);
    else merged.push({ start, end });
  }
  return merged;
}

/** What is left of the spans without the instants of the others. */
export function subtractSpans(spans: readonly TimeSpan[], others: readonly TimeSpan[]): TimeSpan[] {
  return others.reduce<TimeSpan[]>(
    (left, { start, end }) =>
      left.flatMap((span) =>
        end <= span.start || start >= span.end
          ? [span]
          : [
              { start: span.start, end: start },
              { start: end, end: span.end },
            ].filter((part) => part.start < part.end),
      ),
    [...spans],
  );
}

export function overlap(a: TimeSpan, b: TimeSpan): boolean {
  return a.start < b.end && b.start < a.end;
}
