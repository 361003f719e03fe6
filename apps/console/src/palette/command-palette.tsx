import { Autocomplete } from '@base-ui/react/autocomplete';
import { Dialog } from '@base-ui/react/dialog';
import { useState } from 'react';

import { useTexts } from '../shell/preferences.js';
import { SearchIcon } from '../ui/icons.js';
import { type Command, type CommandGroup, useCommands } from './use-commands.js';

interface CommandPaletteProps {
  readonly onClose: () => void;
  readonly onShortcuts: () => void;
}

/** Finds what one names and goes there or does it. */
export function CommandPalette({ onClose, onShortcuts }: CommandPaletteProps) {
  const texts = useTexts();
  const [typed, setTyped] = useState('');
  const { groups, isSearching } = useCommands(typed, onShortcuts);
  return (
    <Dialog.Root
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-veil" />
        <Dialog.Popup
          aria-label={texts.palette.open}
          className="fixed inset-x-0 top-3 z-40 mx-auto flex max-h-[min(30rem,calc(100dvh-1.5rem))] w-[calc(100%-1.5rem)] max-w-xl flex-col rounded-lg border border-line bg-raised shadow-pop outline-none md:top-24"
        >
          <Autocomplete.Root
            open
            inline
            mode="none"
            items={groups}
            itemToStringValue={({ name }: Command) => name}
            value={typed}
            onValueChange={(value, { reason }) => {
              if (reason !== 'item-press') setTyped(value);
            }}
            autoHighlight="always"
            keepHighlight
          >
            <Autocomplete.InputGroup className="flex items-center gap-2.5 border-b border-line px-4 text-soft">
              <SearchIcon />
              <Autocomplete.Input
                aria-label={texts.palette.open}
                placeholder={texts.palette.placeholder}
                className="h-12 min-w-0 flex-1 bg-transparent text-ink outline-none pointer-coarse:text-[1rem]"
              />
              <kbd className="text-xs max-md:hidden">Esc</kbd>
            </Autocomplete.InputGroup>
            <div className="min-h-0 flex-1 overflow-y-auto p-1.5">
              <Autocomplete.List>
                {(group: CommandGroup) => (
                  <Autocomplete.Group key={group.value} items={[...group.items]}>
                    <Autocomplete.GroupLabel className="px-2.5 pt-2 pb-1 text-xs font-medium text-soft">
                      {group.value}
                    </Autocomplete.GroupLabel>
                    <Autocomplete.Collection>
                      {(command: Command) => (
                        <Autocomplete.Item
                          key={command.id}
                          value={command}
                          onClick={() => {
                            onClose();
                            command.run();
                          }}
                          className="flex min-h-8 items-center justify-between gap-4 rounded-sm px-2.5 data-highlighted:bg-tint"
                        >
                          <bdi className="min-w-0 truncate">{command.name}</bdi>
                          {command.detail !== undefined && (
                            <span className="max-w-1/2 truncate text-sm text-soft">{command.detail}</span>
                          )}
                        </Autocomplete.Item>
                      )}
                    </Autocomplete.Collection>
                  </Autocomplete.Group>
                )}
              </Autocomplete.List>
              <p role="status" className="px-2.5 text-sm text-soft not-empty:py-2">
                {isSearching ? texts.palette.searching : groups.length === 0 && texts.palette.none}
              </p>
            </div>
          </Autocomplete.Root>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
