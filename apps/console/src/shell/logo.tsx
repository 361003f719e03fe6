/** The name of the product, as a picture and a word. */
export function Logo() {
  return (
    <span className="flex items-center gap-2 text-lg font-semibold tracking-tight">
      <svg aria-hidden width="20" height="20" viewBox="0 0 16 16" className="text-on-accent">
        <rect width="16" height="16" rx="4" className="fill-accent" />
        <path d="M4 5h8M4 8h8M4 11h4" stroke="currentColor" strokeWidth="1.6" strokeLinecap="round" />
      </svg>
      Rollcall
    </span>
  );
}
