interface ProgressBarProps {
  /** How far it is, in words. */
  readonly label: string;
  /** From 0 to 1. */
  readonly done: number;
}

/** How far something is that takes a while. */
export function ProgressBar({ label, done }: ProgressBarProps) {
  return (
    <progress
      aria-label={label}
      max={1}
      value={done}
      className="h-2 w-full appearance-none overflow-hidden rounded-full bg-hover [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-hover [&::-webkit-progress-value]:bg-accent"
    />
  );
}
