import { useTexts } from '../shell/preferences.js';
import { DayChart } from '../ui/day-chart.js';
import type { DayOfCredit } from './days-of-credit.js';

/** What was granted and used of a credit, day by day. */
export function CreditChart({ credit, days }: { readonly credit: string; readonly days: readonly DayOfCredit[] }) {
  const { billing: texts } = useTexts();
  return (
    <DayChart
      label={texts.chart(credit)}
      above={texts.granted}
      below={texts.used}
      days={days.map(({ day, granted, used }) => ({ day, above: granted, below: used }))}
    />
  );
}
