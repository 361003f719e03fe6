import type { ReactNode } from 'react';

import { useTexts } from '../shell/preferences.js';

/** Where there is nothing, what to do about it. */
export function EmptyState({
  title,
  children,
  action,
}: {
  readonly title: string;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
}) {
  return (
    <div className="flex flex-col items-center gap-1.5 px-4 py-12 text-center">
      <p className="text-lg font-medium">{title}</p>
      {children && <p className="max-w-prose text-soft">{children}</p>}
      {action && <div className="mt-3">{action}</div>}
    </div>
  );
}

/** Says that something is on its way, once that takes long enough to be seen. */
export function LoadingState() {
  const texts = useTexts();
  return (
    <p role="status" className="animate-appear px-4 py-12 text-center text-soft">
      {texts.common.loading}
    </p>
  );
}
