import { Menu } from '@base-ui/react/menu';
import type { ReactNode } from 'react';

import { CheckIcon } from './icons.js';

const ITEM =
  'grid min-h-8 w-full grid-cols-[1rem_1fr] items-center gap-2 rounded-sm px-2 outline-none data-highlighted:bg-hover';

/** What comes up under a menu's trigger. */
export function MenuPopup({ children }: { readonly children: ReactNode }) {
  return (
    <Menu.Portal>
      <Menu.Positioner sideOffset={4} className="z-30">
        <Menu.Popup className="max-h-(--available-height) min-w-52 overflow-y-auto rounded-md border border-line bg-raised p-1 shadow-pop outline-none">
          {children}
        </Menu.Popup>
      </Menu.Positioner>
    </Menu.Portal>
  );
}

/** How an item looks that has nothing to be chosen. */
export const MENU_ITEM = ITEM;

/** One of several. */
export function MenuChoice<T extends string>({
  label,
  value,
  options,
  onValue,
}: {
  readonly label: string;
  readonly value: T;
  readonly options: Readonly<Record<T, string>>;
  readonly onValue: (value: T) => void;
}) {
  const isOption = (text: string): text is T => Object.hasOwn(options, text);
  return (
    <Menu.RadioGroup
      value={value}
      onValueChange={(chosen: unknown) => {
        if (typeof chosen === 'string' && isOption(chosen)) onValue(chosen);
      }}
    >
      <Menu.Group>
        <Menu.GroupLabel className="px-2 pt-2 pb-1 text-xs font-medium text-soft">{label}</Menu.GroupLabel>
        {Object.keys(options)
          .filter(isOption)
          .map((option) => (
            <Menu.RadioItem key={option} value={option} className={ITEM}>
              <Menu.RadioItemIndicator>
                <CheckIcon />
              </Menu.RadioItemIndicator>
              <span className="col-start-2">{options[option]}</span>
            </Menu.RadioItem>
          ))}
      </Menu.Group>
    </Menu.RadioGroup>
  );
}

/** Something that is shown or not. */
export function MenuCheck({
  label,
  checked,
  onValue,
}: {
  readonly label: string;
  readonly checked: boolean;
  readonly onValue: (checked: boolean) => void;
}) {
  return (
    <Menu.CheckboxItem checked={checked} onCheckedChange={onValue} className={ITEM}>
      <Menu.CheckboxItemIndicator>
        <CheckIcon />
      </Menu.CheckboxItemIndicator>
      <span className="col-start-2">{label}</span>
    </Menu.CheckboxItem>
  );
}

export function MenuLine() {
  return <Menu.Separator className="my-1 h-px bg-line" />;
}
