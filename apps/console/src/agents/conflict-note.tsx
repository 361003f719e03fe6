import { useTexts } from '../shell/preferences.js';
import { AlertIcon } from '../ui/icons.js';
import type { AgentDraft } from './agent-draft.js';

/** A field that somebody else has changed too, and what it is by now. */
export interface Conflict {
  readonly field: keyof AgentDraft;
  readonly theirs: string;
}

/** Tells the later one of two people what the first has changed, before it is overwritten. */
export function ConflictNote({ conflicts }: { readonly conflicts: readonly Conflict[] }) {
  const texts = useTexts();
  const { conflict, fields } = texts.agents;
  const names: Readonly<Record<keyof AgentDraft, string>> = {
    first_name: fields.firstName,
    last_name: fields.lastName,
    email: texts.session.email,
    roles: texts.shell.roles,
    teams: texts.shell.teams,
  };
  return (
    <div role="alert" className="flex gap-2.5 rounded-md border border-warn bg-warn-tint px-3 py-2.5 text-warn">
      <AlertIcon />
      <div className="flex min-w-0 flex-col gap-1">
        <p className="font-medium">{conflict.title}</p>
        <p className="text-ink">{conflict.how}</p>
        <ul className="list-disc pl-4 break-words text-ink">
          {conflicts.map(({ field, theirs }) => (
            <li key={field}>{conflict.theirs(names[field], theirs)}</li>
          ))}
        </ul>
      </div>
    </div>
  );
}
