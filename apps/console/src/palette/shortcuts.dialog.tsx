import { useTexts } from '../shell/preferences.js';
import { MiddleDialog } from '../ui/panel.js';
import { PALETTE_KEYS } from './palette-keys.js';

/** Which keys do what, everywhere. */
export function ShortcutsDialog({ onClose }: { readonly onClose: () => void }) {
  const texts = useTexts();
  const { keys } = texts.palette;
  const rows: readonly (readonly [readonly string[], string])[] = [
    [PALETTE_KEYS, keys.palette],
    [['/'], keys.search],
    [['?'], keys.help],
    [['↑', '↓'], keys.choose],
    [['Enter'], keys.act],
    [['Esc'], keys.close],
  ];
  return (
    <MiddleDialog title={texts.palette.shortcuts} onClose={onClose}>
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] items-baseline gap-x-6 gap-y-2.5">
        {rows.map(([pressed, does]) => (
          <div key={does} className="contents">
            <dt className="flex gap-1">
              {pressed.map((key) => (
                <kbd
                  key={key}
                  className="min-w-6 rounded-sm border border-edge bg-canvas px-1.5 text-center text-sm leading-6"
                >
                  {key}
                </kbd>
              ))}
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </MiddleDialog>
  );
}
