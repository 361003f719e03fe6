import type { Comparison } from './compare-calls.js';
import type { Figure } from './figures.js';

const CALL_HEADERS = ['call', 'ours/s', 'yardstick/s', 'ratio', 'wanted', 'p50 ms', 'p99 ms', 'yardstick p50', 'p99'];
const FIGURE_HEADERS = ['figure', 'ours', 'compared with', 'that', 'ratio', 'wanted'];

/** The comparisons of calls as a table in Markdown. */
export function tableOfCalls(comparisons: readonly Comparison[]): string {
  const rows = comparisons.map(({ name, ours, yardstick, ratio, wanted }) => [
    name,
    ours.rate.toFixed(0),
    yardstick.rate.toFixed(0),
    ratio.toFixed(2),
    `≥ ${wanted.toFixed(2)}`,
    ...[ours.p50, ours.p99, yardstick.p50, yardstick.p99].map((ms) => ms.toFixed(1)),
  ]);
  return tableOf(CALL_HEADERS, rows);
}

/** Figures as a table in Markdown. */
export function tableOfFigures(figures: readonly Figure[]): string {
  const rows = figures.map(({ name, ours, against, reference, ratio, wanted }) => [
    name,
    digits(ours),
    against,
    digits(reference),
    ratio.toFixed(2),
    wantedText(wanted),
  ]);
  return tableOf(FIGURE_HEADERS, rows);
}

function wantedText(wanted: Figure['wanted']): string {
  if (!wanted) return '';
  return 'atLeast' in wanted ? `≥ ${wanted.atLeast.toFixed(2)}` : `≤ ${wanted.atMost.toFixed(2)}`;
}

/** Three digits, since none of these measurements is more precise. */
function digits(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}

/** A table in Markdown, which reads well as it is; it ends with a new line. */
export function tableOf(headers: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = headers.map((header, column) =>
    Math.max(...[header, ...rows.map((row) => row[column] ?? '')].map(({ length }) => length)),
  );
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |\n`;
  return [line(headers), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('');
}
