import { Problem } from '../api/problem.js';
import { useTexts } from '../shell/preferences.js';
import type { Texts } from '../texts/en.js';
import { Button } from './button.js';
import { AlertIcon } from './icons.js';
import { StepUp } from './step-up.js';

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
        <p className="break-words text-ink">{sentence(problem, texts)}</p>
        {problem?.requestId && (
          <p className="text-sm break-all text-soft">
            {texts.problem.requestId} <code className="font-mono">{problem.requestId}</code>
          </p>
        )}
        {problem?.type === 'SecondFactorNeededException' && <StepUp onDone={onRetry} />}
        {onRetry && (
          <Button size="small" onClick={onRetry} className="mt-1">
            {texts.common.retry}
          </Button>
        )}
      </div>
    </div>
  );
}

function sentence(found: Problem | null, { problem, factors: { problems } }: Texts): string {
  if (!found) return problem.crash;
  if (isAboutSignIn(found.type, problems)) return problems[found.type];
  return found.status === 0 ? problem.offline : found.message;
}

/** Whether the api speaks of a call that a program would make next, for which the console has words of its own. */
function isAboutSignIn<T extends object>(type: string, problems: T): type is string & keyof T {
  return Object.hasOwn(problems, type);
}
