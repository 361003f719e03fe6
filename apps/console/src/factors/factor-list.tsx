import type { SecondFactor } from '../api/factors.js';
import { useTexts } from '../shell/preferences.js';
import { Button } from '../ui/button.js';
import { Time } from '../ui/time.js';

interface FactorListProps {
  readonly factors: readonly SecondFactor[];
  /** Left out where they are somebody else's. */
  readonly own?: {
    readonly onRename: (factor: SecondFactor) => void;
    readonly onRemove: (factor: SecondFactor) => void;
  };
}

/** The second factors of somebody. */
export function FactorList({ factors, own }: FactorListProps) {
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
          {own && (
            <span className="flex shrink-0 gap-2">
              <Button
                size="small"
                aria-label={texts.factors.renameTitle(factor.name)}
                onClick={() => {
                  own.onRename(factor);
                }}
              >
                {texts.factors.rename}
              </Button>
              <Button
                size="small"
                aria-label={texts.factors.removeTitle(factor.name)}
                onClick={() => {
                  own.onRemove(factor);
                }}
              >
                {texts.factors.remove}
              </Button>
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}
