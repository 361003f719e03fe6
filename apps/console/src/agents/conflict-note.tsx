import { useTexts } from '../shell/preferences.js';
import { AlertIcon } from '../ui/icons.js';

/** A field that somebody else has changed too, and what it is by now. */
export interface Conflict {
  /** How the form calls it. */
  readonly field: string;
  readonly theirs: string;
}

/** Tells the later one of two people what the first has changed, before it is overwritten. */
export function ConflictNote({ conflicts }: { readonly conflicts: readonly Conflict[] }) {
  const texts = useTexts();
  const { conflict } = texts.agents;
  return (
    <div role="alert" className="flex gap-2.5 rounded-md border border-warn bg-warn-tint px-3 py-2.5 text-warn">
      <AlertIcon />
      <div className="flex min-w-0 flex-col gap-1">
        <p className="font-medium">{conflict.title}</p>
        <p className="text-ink">{conflict.how}</p>
        <ul className="list-disc pl-4 break-words text-ink">
          {conflicts.map(({ field, theirs }) => (
            <li key={field}>{conflict.theirs(field, theirs)}</li>
          ))}
        </ul>
      </div>
    </div>
  );
}
