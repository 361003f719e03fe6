import type { ReactNode } from 'react';

const TONES = {
  good: 'text-good',
  warn: 'text-warn',
  bad: 'text-bad',
  calm: 'text-soft',
};

const SHAPES = {
  full: <circle cx="5" cy="5" r="4" fill="currentColor" />,
  half: (
    <>
      <circle cx="5" cy="5" r="3.4" fill="none" stroke="currentColor" strokeWidth="1.2" />
      <path d="M5 1.6a3.4 3.4 0 0 1 0 6.8Z" fill="currentColor" />
    </>
  ),
  empty: <circle cx="5" cy="5" r="3.4" fill="none" stroke="currentColor" strokeWidth="1.2" />,
  cross: <path d="m2 2 6 6m0-6-6 6" fill="none" stroke="currentColor" strokeWidth="1.6" strokeLinecap="round" />,
};

/** A state, by a shape, a word and a colour. */
export function State({
  tone,
  shape,
  children,
}: {
  readonly tone: keyof typeof TONES;
  readonly shape: keyof typeof SHAPES;
  readonly children: ReactNode;
}) {
  return (
    <span className={`inline-flex items-center gap-1.5 whitespace-nowrap ${TONES[tone]}`}>
      <svg aria-hidden width="10" height="10" viewBox="0 0 10 10" className="shrink-0">
        {SHAPES[shape]}
      </svg>
      {children}
    </span>
  );
}

/** A name among others. */
export function Tag({ children }: { readonly children: ReactNode }) {
  return (
    <span
      dir="auto"
      className="inline-block max-w-full truncate rounded-sm border border-line bg-canvas px-1.5 text-sm leading-5"
    >
      {children}
    </span>
  );
}
