import { useTexts } from '../shell/preferences.js';
import { Button } from './button.js';
import { Choice } from './field.js';
import { LeftIcon, RightIcon } from './icons.js';

const SIZES = { 25: '25', 50: '50', 100: '100' };

interface PagerProps {
  readonly page: number;
  readonly size: number;
  readonly total: number;
  readonly onChange: (change: { readonly page: number } | { readonly size: number }) => void;
}

/** Where in a list one is, and the ways to the pages beside; nothing where there is no list. */
export function Pager({ page, size, total, onChange }: PagerProps) {
  const texts = useTexts();
  if (total === 0) return null;
  const from = (page - 1) * size + 1;
  return (
    <div className="flex flex-wrap items-center justify-between gap-2 text-soft">
      <label className="flex items-center gap-2 text-sm whitespace-nowrap">
        {texts.common.perPage}
        <Choice<string>
          value={String(size)}
          options={SIZES}
          onValue={(chosen) => {
            onChange({ size: Number(chosen) });
          }}
        />
      </label>
      <div className="flex items-center gap-2">
        <span role="status">{texts.common.page(from, Math.min(page * size, total), total)}</span>
        <Button
          size="icon"
          aria-label={texts.common.previous}
          disabled={page <= 1}
          onClick={() => {
            onChange({ page: page - 1 });
          }}
        >
          <LeftIcon />
        </Button>
        <Button
          size="icon"
          aria-label={texts.common.next}
          disabled={page * size >= total}
          onClick={() => {
            onChange({ page: page + 1 });
          }}
        >
          <RightIcon />
        </Button>
      </div>
    </div>
  );
}
