import { Problem } from '../api/problem.js';
import { useTexts } from '../shell/preferences.js';
import { Button } from './button.js';
import { AlertIcon } from './icons.js';

interface ProblemNoteProps {
  readonly error: unknown;
  readonly onRetry?: (() => void) | undefined;
}

/** Says what went wrong and what to do, with the request id that an administrator finds it by. */
export function ProblemNote({ error, onRetry }: ProblemNoteProps) {
  const texts = useTexts();
  const problem = error instanceof Problem ? error : null;
  return (
    <div role="alert" className="flex gap-2.5 rounded-md border border-bad bg-bad-tint px-3 py-2.5 text-bad">
      <AlertIcon />
      <div className="flex min-w-0 flex-col items-start gap-1">
        <p className="font-medium">{texts.problem.title}</p>
        <p className="break-words text-ink">{sentence(problem, texts.problem)}</p>
        {problem?.requestId && (
          <p className="text-sm break-all text-soft">
            {texts.problem.requestId} <code className="font-mono">{problem.requestId}</code>
          </p>
        )}
        {onRetry && (
          <Button size="small" onClick={onRetry} className="mt-1">
            {texts.common.retry}
          </Button>
        )}
      </div>
    </div>
  );
}

function sentence(problem: Problem | null, says: { readonly offline: string; readonly crash: string }): string {
  if (!problem) return says.crash;
  return problem.status === 0 ? says.offline : problem.message;
}
