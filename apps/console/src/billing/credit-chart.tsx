import { useLocale, useTexts } from '../shell/preferences.js';
import type { DayOfCredit } from './days-of-credit.js';

const WIDTH = 600;
const HALF = 60;
const GAP = 3;

/** Grants above the line and uses below it, day by day; the same as a table for whoever reads that better. */
export function CreditChart({ credit, days }: { readonly credit: string; readonly days: readonly DayOfCredit[] }) {
  const texts = useTexts();
  const locale = useLocale();
  const most = Math.max(1, ...days.flatMap(({ granted, used }) => [granted, used]));
  const slot = WIDTH / days.length;
  const number = new Intl.NumberFormat(locale);
  const date = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone: 'UTC' });
  const nameOf = (day: string | undefined) => (day === undefined ? '' : date.format(new Date(day)));
  const bar = (amount: number) => (amount === 0 ? 0 : Math.max(1.5, (amount / most) * HALF));
  return (
    <figure className="flex flex-col gap-2">
      <figcaption className="flex flex-wrap gap-x-4 text-sm text-soft">
        <span className="text-accent">▲ {texts.billing.granted}</span>
        <span className="text-warn">▼ {texts.billing.used}</span>
        <span className="ms-auto">{texts.billing.most(number.format(most))}</span>
      </figcaption>
      <svg
        role="img"
        aria-label={texts.billing.chart(credit)}
        viewBox={`0 0 ${WIDTH} ${HALF * 2 + 2}`}
        preserveAspectRatio="none"
        className="h-32 w-full"
      >
        <path d={`M0 ${HALF + 1}H${WIDTH}`} className="stroke-line" strokeWidth="1" />
        {days.map(({ day, granted, used }, index) => (
          <g key={day}>
            <title>{`${nameOf(day)}: ${texts.billing.granted} ${granted}, ${texts.billing.used} ${used}`}</title>
            <rect
              x={index * slot + GAP / 2}
              y={HALF - bar(granted)}
              width={slot - GAP}
              height={bar(granted)}
              className="fill-accent"
            />
            <rect x={index * slot + GAP / 2} y={HALF + 2} width={slot - GAP} height={bar(used)} className="fill-warn" />
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
              {[texts.billing.day, texts.billing.granted, texts.billing.used].map((name, index) => (
                <th key={name} scope="col" className={`py-1 font-medium ${index === 0 ? 'text-start' : 'text-end'}`}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {days
              .filter(({ granted, used }) => granted + used > 0)
              .map(({ day, granted, used }) => (
                <tr key={day}>
                  <th scope="row" className="text-start font-normal">
                    {nameOf(day)}
                  </th>
                  <td className="text-end">{number.format(granted)}</td>
                  <td className="text-end">{number.format(used)}</td>
                </tr>
              ))}
          </tbody>
        </table>
      </details>
    </figure>
  );
}
