/** One line of the result: what we measured, beside the same measured on a peer. */
export interface Figure {
  readonly part: string;
  readonly name: string;
  readonly value: number;
  readonly unit: 'ms' | '/s' | '' | '%';
  readonly peer?: { readonly name: string; readonly value: number };
  readonly aim?: Aim;
}

/** `atMost` and `atLeast` are about the value, the others about value divided by the peer's. */
export type Aim = { readonly atMost: number } | { readonly atLeast: number } | { readonly ratioAtMost: number } | { readonly ratioAtLeast: number };

/** The value below which the given share of the samples lies; NaN without samples. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

/** Percentage of the samples above a limit. */
export function shareOver(samples: readonly number[], limit: number): number {
  return (100 * samples.filter((sample) => !(sample <= limit)).length) / samples.length;
}

export function ratioOf({ value, peer }: Figure): number | null {
  return peer && peer.value !== 0 ? value / peer.value : null;
}

/** Null without an aim. */
export function reached(figure: Figure): boolean | null {
  const { aim, value } = figure;
  const ratio = ratioOf(figure) ?? Number.NaN;
  if (!aim) return null;
  if ('atMost' in aim) return value <= aim.atMost;
  if ('atLeast' in aim) return value >= aim.atLeast;
  return 'ratioAtMost' in aim ? ratio <= aim.ratioAtMost : ratio >= aim.ratioAtLeast;
}

/** The figures as a table for a terminal. */
export function tableOf(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => [
    figure.part,
    figure.name,
    spell(figure.value, figure.unit),
    figure.peer ? spell(figure.peer.value, figure.unit) : '',
    spellRatio(ratioOf(figure)),
    figure.aim ? spellAim(figure.aim, figure.unit) : '',
    { true: '✓', false: '✗', null: '' }[String(reached(figure)) as 'true'],
    figure.peer?.name ?? '',
  ]);
  const lines = [['part', 'figure', 'ours', 'peer', 'ratio', 'aim', '', 'peer is'], ...rows];
  const widths = lines[0]!.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)));
  return lines.map((line) => line.map((cell, column) => (isNumber(column) ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!))).join('  ').trimEnd()).join('\n');
}

function isNumber(column: number): boolean {
  return column >= 2 && column <= 5;
}

function spell(value: number, unit: Figure['unit']): string {
  if (!Number.isFinite(value)) return 'never';
  const digits = unit === 'ms' && value < 10 ? 2 : unit === '%' ? 1 : 0;
  return `${value.toFixed(digits)}${unit === '' || unit === '/s' ? unit : ` ${unit}`}`;
}

function spellRatio(ratio: number | null): string {
  return ratio === null || !Number.isFinite(ratio) ? '' : `${ratio.toFixed(2)}×`;
}

function spellAim(aim: Aim, unit: Figure['unit']): string {
  if ('atMost' in aim) return `≤ ${aim.atMost}${unit === '' ? '' : ` ${unit}`}`;
  if ('atLeast' in aim) return `≥ ${aim.atLeast}${unit === '' ? '' : ` ${unit}`}`;
  return 'ratioAtMost' in aim ? `≤ ${aim.ratioAtMost}×` : `≥ ${aim.ratioAtLeast}×`;
}
