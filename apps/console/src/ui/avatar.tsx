/** The picture of a person, or their initials. The name stands beside it, so it says nothing to a screen reader. */
export function Avatar({ name, url }: { readonly name: string; readonly url: string | null }) {
  return (
    <span
      aria-hidden
      className="inline-flex size-16 shrink-0 items-center justify-center overflow-hidden rounded-lg border border-line bg-tint text-lg font-semibold text-soft"
    >
      {url === null ? initials(name) : <img src={url} alt="" className="size-full object-cover" />}
    </span>
  );
}

function initials(name: string): string {
  return name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => /^./u.exec(word)?.[0] ?? '')
    .join('')
    .toUpperCase();
}
