import { SearchIcon } from './icons.js';

interface SearchFieldProps {
  /** What is searched, also in place of what is not typed yet. */
  readonly label: string;
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly className?: string;
}

/** A line that narrows what stands below it. */
export function SearchField({ label, text, onText, className = '' }: SearchFieldProps) {
  return (
    <div className={`relative ${className}`}>
      <span className="pointer-events-none absolute inset-y-0 left-2.5 flex items-center text-soft">
        <SearchIcon />
      </span>
      <input
        type="search"
        aria-label={label}
        placeholder={label}
        value={text}
        onChange={(event) => {
          onText(event.target.value);
        }}
        className="h-8 w-full rounded-md border border-edge bg-surface pr-2 pl-8"
      />
    </div>
  );
}
