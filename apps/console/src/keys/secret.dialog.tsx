import type { IssuedKey } from '../api/keys.js';
import { useTexts } from '../shell/preferences.js';
import { Button } from '../ui/button.js';
import { CopyButton } from '../ui/copy-button.js';
import { MiddleDialog } from '../ui/panel.js';

/** A secret, the only time that anybody sees it. */
export function SecretDialog({ issued, onClose }: { readonly issued: IssuedKey; readonly onClose: () => void }) {
  const texts = useTexts();
  const shown = [
    [texts.keys.key, issued.api_key],
    [texts.keys.secret, issued.api_secret],
    [texts.keys.token, issued.token],
  ] as const;
  return (
    <MiddleDialog title={texts.keys.issued(issued.name)} onClose={onClose}>
      <p>{texts.keys.once}</p>
      <dl className="flex flex-col gap-3">
        {shown.map(
          ([name, text]) =>
            text !== null && (
              <div key={name} className="flex flex-col gap-1">
                <dt className="text-sm font-medium">{name}</dt>
                <dd className="flex items-start justify-between gap-2 rounded-md border border-line bg-canvas p-2">
                  <code className="font-mono text-sm break-all">{text}</code>
                  <CopyButton text={text} />
                </dd>
              </div>
            ),
        )}
      </dl>
      <Button look="main" onClick={onClose} className="self-end">
        {texts.keys.kept}
      </Button>
    </MiddleDialog>
  );
}
