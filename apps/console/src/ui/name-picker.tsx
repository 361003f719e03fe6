import { Combobox } from '@base-ui/react/combobox';
import type { ReactNode } from 'react';

import { useTexts } from '../shell/preferences.js';
import { Field } from './field.js';
import { CheckIcon, CloseIcon, DownIcon } from './icons.js';

interface NamesFieldProps {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly error?: string | undefined;
  /** What can be chosen. */
  readonly names: readonly string[];
  readonly value: readonly string[];
  readonly onValue: (names: readonly string[]) => void;
}

const INPUT = 'h-6 min-w-16 flex-1 bg-transparent outline-none placeholder:text-soft';
const BOX =
  'flex min-h-8 w-full items-center gap-1 rounded-md border border-edge bg-surface px-2 focus-within:outline-2 focus-within:outline-offset-2 focus-within:outline-accent';

/** Any number of names, chosen from a list that is searched as one types. */
export function NamesField({ label, hint, error, names, value, onValue }: NamesFieldProps) {
  const texts = useTexts();
  return (
    <Field label={label} hint={hint} error={error}>
      {(ids) => (
        <Combobox.Root
          items={names}
          multiple
          value={[...value]}
          onValueChange={(chosen: string[]) => {
            onValue(chosen);
          }}
        >
          <Combobox.InputGroup className={`py-0.5 ${BOX}`}>
            <Combobox.Chips className="flex min-w-0 flex-1 flex-wrap items-center gap-1">
              {value.map((name) => (
                <Combobox.Chip
                  key={name}
                  aria-label={name}
                  className="flex min-w-0 items-center gap-1 rounded-sm bg-tint pl-1.5 text-sm leading-6 outline-none data-highlighted:outline-2 data-highlighted:outline-accent"
                >
                  <span dir="auto" className="truncate">
                    {name}
                  </span>
                  <Combobox.ChipRemove
                    aria-label={texts.common.remove(name)}
                    className="rounded-sm p-0.5 hover:bg-hover"
                  >
                    <CloseIcon />
                  </Combobox.ChipRemove>
                </Combobox.Chip>
              ))}
              <Combobox.Input {...ids} className={INPUT} />
            </Combobox.Chips>
          </Combobox.InputGroup>
          <Names />
        </Combobox.Root>
      )}
    </Field>
  );
}

/** One name or none, in the same way. */
export function NameChoice({
  label,
  names,
  value,
  onValue,
}: {
  readonly label: string;
  readonly names: readonly string[];
  readonly value: string | undefined;
  readonly onValue: (name: string | undefined) => void;
}) {
  const texts = useTexts();
  return (
    <Combobox.Root
      items={names}
      value={value ?? null}
      onValueChange={(chosen: string | null) => {
        onValue(chosen ?? undefined);
      }}
    >
      <Combobox.InputGroup className={BOX}>
        <Combobox.Input aria-label={label} placeholder={label} className={`w-0 ${INPUT}`} />
        <Combobox.Clear aria-label={texts.common.remove(value ?? '')} className="rounded-sm text-soft hover:text-ink">
          <CloseIcon />
        </Combobox.Clear>
        <Combobox.Trigger aria-label={label} tabIndex={-1} className="text-soft">
          <DownIcon />
        </Combobox.Trigger>
      </Combobox.InputGroup>
      <Names />
    </Combobox.Root>
  );
}

function Names(): ReactNode {
  const texts = useTexts();
  return (
    <Combobox.Portal>
      <Combobox.Positioner sideOffset={4} className="z-30">
        <Combobox.Popup className="max-h-[min(var(--available-height),20rem)] w-(--anchor-width) min-w-48 overflow-y-auto rounded-md border border-line bg-raised p-1 shadow-pop">
          <Combobox.Empty>
            <p className="px-2 py-1.5 text-soft">{texts.common.nothingFound}</p>
          </Combobox.Empty>
          <Combobox.List>
            {(name: string) => (
              <Combobox.Item
                key={name}
                value={name}
                className="grid min-h-8 grid-cols-[1rem_minmax(0,1fr)] items-center gap-2 rounded-sm px-2 data-highlighted:bg-hover"
              >
                <Combobox.ItemIndicator>
                  <CheckIcon />
                </Combobox.ItemIndicator>
                <span dir="auto" className="col-start-2 truncate">
                  {name}
                </span>
              </Combobox.Item>
            )}
          </Combobox.List>
        </Combobox.Popup>
      </Combobox.Positioner>
    </Combobox.Portal>
  );
}
