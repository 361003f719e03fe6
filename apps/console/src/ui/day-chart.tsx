import { useLocale, useTexts } from '../shell/preferences.js';

/** What happened on one day: one kind is drawn above the line, the other below it. */
export interface ChartDay {
  /** In UTC, `2026-11-28`. */
  readonly day: string;
  readonly above: number;
  readonly below: number;
}

interface DayChartProps {
  /** What is drawn, for a screen reader. */
  readonly label: string;
  readonly above: string;
  readonly below: string;
  /** Whether what is below the line is a failure. */
  readonly bad?: boolean;
  readonly days: readonly ChartDay[];
}

const WIDTH = 600;
const HALF = 60;
const GAP = 3;

/** Two kinds of things day by day, above and below a line; the same as a table for whoever reads that better. */
export function DayChart({ label, above, below, bad = false, days }: DayChartProps) {
  const texts = useTexts();
  const locale = useLocale();
  const most = Math.max(0, ...days.flatMap((day) => [day.above, day.below]));
  const slot = WIDTH / days.length;
  const number = new Intl.NumberFormat(locale);
  const date = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone: 'UTC' });
  const nameOf = (day: string | undefined) => (day === undefined ? '' : date.format(new Date(day)));
  const bar = (amount: number) => (amount === 0 ? 0 : Math.max(1.5, (amount / most) * HALF));
  return (
    <figure className="flex flex-col gap-2">
      <figcaption className="flex flex-wrap gap-x-4 text-sm text-soft">
        <span className="text-accent">▲ {above}</span>
        <span className={bad ? 'text-bad' : 'text-warn'}>▼ {below}</span>
        {most > 0 && <span className="ms-auto">{texts.billing.most(number.format(most))}</span>}
      </figcaption>
      <svg
        role="img"
        aria-label={label}
        viewBox={`0 0 ${WIDTH} ${HALF * 2 + 2}`}
        preserveAspectRatio="none"
        className="h-32 w-full"
      >
        <path d={`M0 ${HALF + 1}H${WIDTH}`} className="stroke-line" strokeWidth="1" />
        {days.map((day, index) => (
          <g key={day.day}>
            <title>{`${nameOf(day.day)}: ${above} ${day.above}, ${below} ${day.below}`}</title>
            <rect
              x={index * slot + GAP / 2}
              y={HALF - bar(day.above)}
              width={slot - GAP}
              height={bar(day.above)}
              className="fill-accent"
            />
            <rect
              x={index * slot + GAP / 2}
              y={HALF + 2}
              width={slot - GAP}
              height={bar(day.below)}
              className={bad ? 'fill-bad' : 'fill-warn'}
            />
          </g>
        ))}
      </svg>
      <div aria-hidden className="flex justify-between text-xs text-soft">
        <span>{nameOf(days[0]?.day)}</span>
        <span>{nameOf(days.at(-1)?.day)}</span>
      </div>
      <details className="text-sm">
        <summary className="text-soft">{texts.billing.asTable}</summary>
        <table className="mt-1 w-full max-w-md border-collapse">
          <thead>
            <tr className="border-b border-line text-xs text-soft">
              {[texts.billing.day, above, below].map((name, index) => (
                <th key={name} scope="col" className={`py-1 font-medium ${index === 0 ? 'text-start' : 'text-end'}`}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {days
              .filter((day) => day.above + day.below > 0)
              .map((day) => (
                <tr key={day.day}>
                  <th scope="row" className="text-start font-normal">
                    {nameOf(day.day)}
                  </th>
                  <td className="text-end">{number.format(day.above)}</td>
                  <td className="text-end">{number.format(day.below)}</td>
                </tr>
              ))}
          </tbody>
        </table>
      </details>
    </figure>
  );
}
