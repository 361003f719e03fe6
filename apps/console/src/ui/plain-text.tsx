/** A long text as it was sent, such as JSON, with its name. */
export function PlainText({ name, text }: { readonly name: string; readonly text: string }) {
  return (
    <figure className="flex min-w-0 flex-col gap-1">
      <figcaption className="text-xs font-medium text-soft">{name}</figcaption>
      <pre
        // What scrolls is scrolled by the keyboard too.
        tabIndex={0}
        className="max-h-64 overflow-y-auto rounded-md border border-line bg-canvas p-2 font-mono text-xs break-all whitespace-pre-wrap"
      >
        {text}
      </pre>
    </figure>
  );
}
