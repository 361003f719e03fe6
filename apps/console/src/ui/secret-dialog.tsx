import { useTexts } from '../shell/preferences.js';
import { Button } from './button.js';
import { CopyButton } from './copy-button.js';
import { MiddleDialog } from './panel.js';

interface SecretDialogProps {
  readonly title: string;
  /** What it consists of, each with its name; null for what it does not have. */
  readonly parts: readonly (readonly [name: string, text: string | null])[];
  readonly onClose: () => void;
}

/** A secret, the only time that anybody sees it. */
export function SecretDialog({ title, parts, onClose }: SecretDialogProps) {
  const texts = useTexts();
  return (
    <MiddleDialog title={title} onClose={onClose}>
      <p>{texts.keys.once}</p>
      <dl className="flex flex-col gap-3">
        {parts.map(
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
