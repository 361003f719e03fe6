import { type ReactNode, useId } from 'react';

import { buttonLook } from './button.js';

interface FileButtonProps {
  /** The media types or endings of what can be chosen, as HTML has them. */
  readonly accept: string;
  readonly onFile: (file: File) => void;
  readonly children: ReactNode;
}

/** Lets somebody choose a file. */
export function FileButton({ accept, onFile, children }: FileButtonProps) {
  const id = useId();
  return (
    <label
      htmlFor={id}
      className={`relative has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent ${buttonLook('plain')}`}
    >
      {children}
      <input
        id={id}
        type="file"
        accept={accept}
        className="sr-only"
        onChange={({ target }) => {
          const [file] = target.files ?? [];
          if (file) onFile(file);
          // So that the same file can be chosen again.
          target.value = '';
        }}
      />
    </label>
  );
}
