import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';

import { AGENTS } from '../api/agents.js';
import { type AvatarOwner, removeAvatar, setAvatar } from '../api/avatars.js';
import { meQuery } from '../api/session.js';
import { useTexts } from '../shell/preferences.js';
import { Avatar } from '../ui/avatar.js';
import { Button } from '../ui/button.js';
import { FileButton } from '../ui/file-button.js';
import { ProblemNote } from '../ui/problem-note.js';

/** What the api can read. */
const IMAGES = 'image/png,image/jpeg,image/webp,image/gif,image/avif';

interface AvatarFieldProps {
  readonly owner: AvatarOwner;
  readonly name: string;
  readonly url: string | null;
}

/** An avatar: chosen, looked at before it is sent, and taken away. */
export function AvatarField({ owner, name, url }: AvatarFieldProps) {
  const texts = useTexts();
  const queries = useQueryClient();
  const [chosen, setChosen] = useState<File | null>(null);
  const change = useMutation({
    mutationFn: (image: File | null) => (image ? setAvatar(owner, image) : removeAvatar(owner)),
    onSuccess: async () => {
      await Promise.all([meQuery.queryKey, AGENTS].map((queryKey) => queries.invalidateQueries({ queryKey })));
      setChosen(null);
    },
  });
  return (
    <div className="flex flex-col gap-2">
      {change.error && <ProblemNote error={change.error} />}
      <div className="flex flex-wrap items-center gap-3">
        {chosen ? <Preview image={chosen} /> : <Avatar name={name} url={url} />}
        {chosen ? (
          <>
            <Button
              look="main"
              busy={change.isPending}
              onClick={() => {
                change.mutate(chosen);
              }}
            >
              {texts.avatar.use}
            </Button>
            <Button
              onClick={() => {
                setChosen(null);
              }}
            >
              {texts.common.cancel}
            </Button>
          </>
        ) : (
          <>
            <FileButton accept={IMAGES} onFile={setChosen}>
              {texts.avatar.choose}
            </FileButton>
            {url !== null && (
              <Button
                look="quiet"
                busy={change.isPending}
                onClick={() => {
                  change.mutate(null);
                }}
              >
                {texts.avatar.remove}
              </Button>
            )}
          </>
        )}
      </div>
    </div>
  );
}

const SIDE = 128;

/** The middle of an image, as it will be shown. It is drawn, since the page may show no image of another address. */
function Preview({ image }: { readonly image: File }) {
  const texts = useTexts();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [isUnreadable, setUnreadable] = useState(false);
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    createImageBitmap(image).then(
      (picture) => {
        const side = Math.min(picture.width, picture.height);
        const [x, y] = [(picture.width - side) / 2, (picture.height - side) / 2];
        context?.drawImage(picture, x, y, side, side, 0, 0, SIDE, SIDE);
      },
      () => {
        setUnreadable(true);
      },
    );
  }, [image]);
  return (
    <>
      <canvas
        ref={canvas}
        width={SIDE}
        height={SIDE}
        role="img"
        aria-label={texts.avatar.preview}
        className="size-16 shrink-0 rounded-lg border border-line bg-canvas"
      />
      {isUnreadable && <p className="text-sm text-bad">{texts.avatar.unreadable}</p>}
    </>
  );
}
