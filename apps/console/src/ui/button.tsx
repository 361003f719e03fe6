import type { ComponentProps } from 'react';

const LOOKS = {
  /** What the page is for; one at a time. */
  main: 'bg-accent text-on-accent hover:bg-accent-strong border-transparent',
  plain: 'bg-surface text-ink border-edge hover:bg-hover',
  quiet: 'border-transparent text-soft hover:bg-hover hover:text-ink',
  danger: 'bg-surface text-bad border-bad hover:bg-bad-tint',
};

const SIZES = { medium: 'h-8 px-3', small: 'h-7 px-2', icon: 'size-8 justify-center' };

/** How a button looks; also for links that lead to where something is done. */
export function buttonLook(look: keyof typeof LOOKS, size: keyof typeof SIZES = 'medium'): string {
  return `inline-flex shrink-0 items-center justify-center gap-1.5 rounded-md border text-base font-medium whitespace-nowrap transition-colors disabled:opacity-55 ${LOOKS[look]} ${SIZES[size]}`;
}

interface ButtonProps extends ComponentProps<'button'> {
  readonly look?: keyof typeof LOOKS;
  readonly size?: keyof typeof SIZES;
  /** Whether it is doing what it was pressed for. */
  readonly busy?: boolean;
}

export function Button({ look = 'plain', size, busy = false, className = '', type = 'button', ...rest }: ButtonProps) {
  return (
    <button
      type={type}
      aria-busy={busy}
      {...rest}
      disabled={busy || rest.disabled}
      className={`${buttonLook(look, size)} ${className}`}
    />
  );
}
