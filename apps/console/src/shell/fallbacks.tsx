import { type ErrorComponentProps, Link, useRouter } from '@tanstack/react-router';

import { Problem } from '../api/problem.js';
import { buttonLook } from '../ui/button.js';
import { ProblemNote } from '../ui/problem-note.js';
import { EmptyState } from '../ui/states.js';
import { useTexts } from './preferences.js';

/** In place of a page that failed. */
export function FailedPage({ error }: ErrorComponentProps) {
  const router = useRouter();
  if (error instanceof Problem && error.status === 404) return <NothingHere />;
  return (
    <div className="mx-auto max-w-xl py-12">
      <ProblemNote error={error} onRetry={() => void router.invalidate()} />
    </div>
  );
}

/** In place of a page that there is not. */
export function NothingHere() {
  const texts = useTexts();
  return (
    <EmptyState
      title={texts.problem.notFound}
      action={
        <Link to="/" className={buttonLook('plain')}>
          Rollcall
        </Link>
      }
    >
      {texts.problem.notFoundHow}
    </EmptyState>
  );
}
