import type { Comparison } from './compare-calls.js';

const HEADERS = ['call', 'ours/s', 'yardstick/s', 'ratio', 'wanted', 'p50 ms', 'p99 ms', 'yardstick p50', 'p99'];

/** The comparisons as a table in Markdown. */
export function tableOf(comparisons: readonly Comparison[]): string {
  const rows = comparisons.map(({ name, ours, yardstick, ratio, wanted }) => [
    name,
    ours.rate.toFixed(0),
    yardstick.rate.toFixed(0),
    ratio.toFixed(2),
    `≥ ${wanted.toFixed(2)}`,
    ...[ours.p50, ours.p99, yardstick.p50, yardstick.p99].map((ms) => ms.toFixed(1)),
  ]);
  const widths = HEADERS.map((header, column) =>
    Math.max(...[header, ...rows.map((row) => row[column] ?? '')].map(lengthOf)),
  );
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |\n`;
  return [line(HEADERS), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('');
}

function lengthOf(text: string): number {
  return text.length;
}
