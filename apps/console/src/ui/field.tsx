import { type ComponentProps, type ReactNode, useId } from 'react';

import { useTexts } from '../shell/preferences.js';

const BOX =
  'w-full rounded-md border border-edge bg-surface px-2.5 text-base aria-invalid:border-bad disabled:opacity-60 pointer-coarse:text-[1rem]';

interface Ids {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': boolean;
}

interface FieldProps {
  readonly label: string;
  readonly hint?: string | undefined;
  /** Why what is entered is refused. */
  readonly error?: string | undefined;
  readonly required?: boolean | undefined;
}

/** A label, what is filled in, and what there is to say about it. */
export function Field({
  label,
  hint,
  error,
  required,
  children,
}: FieldProps & { readonly children: (ids: Ids) => ReactNode }) {
  const id = useId();
  const texts = useTexts();
  const says = error ?? hint;
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <label htmlFor={id} className="text-sm font-medium">
        {label}
        {required && (
          <span aria-hidden title={texts.common.required} className="text-bad">
            {' *'}
          </span>
        )}
      </label>
      {children({ id, 'aria-describedby': says ? `${id}-says` : undefined, 'aria-invalid': error !== undefined })}
      {says && (
        <p id={`${id}-says`} className={`text-sm ${error ? 'text-bad' : 'text-soft'}`}>
          {says}
        </p>
      )}
    </div>
  );
}

type TextFieldProps = FieldProps &
  Omit<ComponentProps<'input'>, 'onChange' | 'value'> & {
    readonly value: string;
    readonly onValue: (value: string) => void;
  };

/** A line of text. */
export function TextField({ label, hint, error, onValue, ...rest }: TextFieldProps) {
  return (
    <Field label={label} hint={hint} error={error} required={rest.required}>
      {(ids) => (
        <input
          {...rest}
          {...ids}
          onChange={(event) => {
            onValue(event.target.value);
          }}
          className={`h-8 ${BOX}`}
        />
      )}
    </Field>
  );
}

/** Several texts, each on a line of its own. */
export function LinesField({
  label,
  hint,
  error,
  value,
  onValue,
}: FieldProps & { readonly value: string; readonly onValue: (value: string) => void }) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(ids) => (
        <textarea
          {...ids}
          rows={3}
          value={value}
          onChange={(event) => {
            onValue(event.target.value);
          }}
          className={`py-1.5 ${BOX}`}
        />
      )}
    </Field>
  );
}

/** A choice of few, as the system shows it. */
export function SelectField<T extends string>({
  label,
  hint,
  error,
  value,
  options,
  onValue,
}: FieldProps & {
  readonly value: T;
  readonly options: Readonly<Record<T, string>>;
  readonly onValue: (value: T) => void;
}) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(ids) => <Choice {...ids} value={value} options={options} onValue={onValue} />}
    </Field>
  );
}

/** The same without a label that is seen. */
export function Choice<T extends string>({
  value,
  options,
  onValue,
  ...rest
}: Omit<ComponentProps<'select'>, 'onChange' | 'value'> & {
  readonly value: T;
  readonly options: Readonly<Record<T, string>>;
  readonly onValue: (value: T) => void;
}) {
  const isOption = (text: string): text is T => Object.hasOwn(options, text);
  return (
    <select
      {...rest}
      value={value}
      onChange={(event) => {
        if (isOption(event.target.value)) onValue(event.target.value);
      }}
      className={`h-8 ${BOX}`}
    >
      {Object.keys(options)
        .filter(isOption)
        .map((option) => (
          <option key={option} value={option}>
            {options[option]}
          </option>
        ))}
    </select>
  );
}

/** Yes or no. */
export function CheckField({
  label,
  hint,
  checked,
  onValue,
  disabled,
}: {
  readonly label: string;
  readonly hint?: string;
  readonly checked: boolean;
  readonly onValue: (checked: boolean) => void;
  readonly disabled?: boolean;
}) {
  const id = useId();
  return (
    <div className="flex items-start gap-2">
      <input
        id={id}
        type="checkbox"
        checked={checked}
        disabled={disabled}
        aria-describedby={hint ? `${id}-says` : undefined}
        onChange={(event) => {
          onValue(event.target.checked);
        }}
        className="mt-0.5 size-4 accent-accent"
      />
      <div className="flex flex-col">
        <label htmlFor={id}>{label}</label>
        {hint && (
          <p id={`${id}-says`} className="text-sm text-soft">
            {hint}
          </p>
        )}
      </div>
    </div>
  );
}
