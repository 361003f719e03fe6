import type { ReactNode } from 'react';

import { useLocale, useTexts } from '../shell/preferences.js';
import { ProgressBar } from '../ui/progress-bar.js';
import { Time } from '../ui/time.js';
import { WorkState } from './work-state.js';
import type { Work } from './work.js';

interface WorkProgressProps {
  readonly of: Work;
  /** How far it is, in words. */
  readonly label: string;
  /** What became of how many. */
  readonly counts: readonly (readonly [name: string, count: number])[];
  readonly children?: ReactNode;
}

/** How far an import or a bulk change is, and what has become of its parts. */
export function WorkProgress({ of: work, label, counts, children }: WorkProgressProps) {
  const texts = useTexts();
  const number = new Intl.NumberFormat(useLocale());
  return (
    <div className="flex max-w-3xl flex-col gap-3 rounded-lg border border-line bg-surface p-4">
      <div role="status" className="flex flex-wrap gap-x-4 gap-y-1">
        <WorkState status={work.status} />
        <span>{label}</span>
        {work.estimated_end !== null && (
          <span className="text-soft">
            {texts.work.ends} <Time at={work.estimated_end} />
          </span>
        )}
      </div>
      <ProgressBar label={label} done={work.progress} />
      <dl className="grid grid-cols-2 gap-3 sm:grid-cols-4">
        {counts.map(([name, count]) => (
          <div key={name} className="flex flex-col-reverse">
            <dt className="text-sm text-soft">{name}</dt>
            <dd className="text-xl font-semibold">{number.format(count)}</dd>
          </div>
        ))}
      </dl>
      {work.problem && <p role="alert">{work.problem}</p>}
      {children}
    </div>
  );
}
