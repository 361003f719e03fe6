import type { SecondFactor } from '../api/factors.js';
import { useTexts } from '../shell/preferences.js';
import { Button } from '../ui/button.js';
import { Time } from '../ui/time.js';

interface FactorListProps {
  readonly factors: readonly SecondFactor[];
  /** Left out where they cannot be removed one by one. */
  readonly onRemove?: (factor: SecondFactor) => void;
}

/** The second factors of somebody. */
export function FactorList({ factors, onRemove }: FactorListProps) {
  const texts = useTexts();
  if (factors.length === 0) return <p>{texts.factors.none}</p>;
  return (
    <ul
      aria-label={texts.factors.title}
      className="flex w-full flex-col divide-y divide-line rounded-md border border-line"
    >
      {factors.map((factor) => (
        <li key={factor.id} className="flex items-center justify-between gap-3 p-3">
          <span className="flex min-w-0 flex-col">
            <span dir="auto" className="font-medium break-words">
              {factor.name}
            </span>
            <span className="text-sm text-soft">
              {texts.factors.lastUsed} <Time at={factor.last_used_at} />
            </span>
          </span>
          {onRemove && (
            <Button
              size="small"
              aria-label={texts.factors.removeTitle(factor.name)}
              onClick={() => {
                onRemove(factor);
              }}
            >
              {texts.factors.remove}
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}
