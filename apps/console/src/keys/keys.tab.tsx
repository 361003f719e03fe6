import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';

import { type IssuedKey, type Key, type KeyOwner, keysQuery, revokeKey, rotateKey } from '../api/keys.js';
import { useTexts } from '../shell/preferences.js';
import { Button } from '../ui/button.js';
import { Confirm } from '../ui/confirm.js';
import { DataTable } from '../ui/data-table.js';
import { PlusIcon } from '../ui/icons.js';
import { ProblemNote } from '../ui/problem-note.js';
import { RotateDialog } from '../ui/rotate-dialog.js';
import { SecretDialog } from '../ui/secret-dialog.js';
import { EmptyState, LoadingState } from '../ui/states.js';
import { keyColumns } from './key-columns.js';
import { NewKeyPanel } from './new-key.panel.js';

type Asked = { readonly what: 'new' } | { readonly what: 'rotate' | 'revoke'; readonly key: Key };

/** The keys of an agent: made, given new secrets, and revoked. */
export function KeysTab({ agent }: { readonly agent: KeyOwner }) {
  const texts = useTexts();
  const queries = useQueryClient();
  const { data, error, refetch } = useQuery(keysQuery(agent.id));
  const [asked, setAsked] = useState<Asked | null>(null);
  const [issued, setIssued] = useState<IssuedKey | null>(null);
  const columns = useMemo(
    () =>
      keyColumns(texts, {
        onRotate: (key) => {
          setAsked({ what: 'rotate', key });
        },
        onRevoke: (key) => {
          setAsked({ what: 'revoke', key });
        },
      }),
    [texts],
  );
  const close = () => {
    setAsked(null);
  };
  const show = (key: IssuedKey) => {
    setAsked(null);
    setIssued(key);
    void queries.invalidateQueries({ queryKey: keysQuery(agent.id).queryKey });
  };
  if (error) return <ProblemNote error={error} onRetry={() => void refetch()} />;
  if (!data) return <LoadingState />;
  return (
    <div className="flex flex-col items-start gap-3">
      <Button
        onClick={() => {
          setAsked({ what: 'new' });
        }}
      >
        <PlusIcon />
        {texts.keys.new}
      </Button>
      <div className="w-full">
        <DataTable
          label={texts.agents.tabs.keys}
          columns={columns}
          rows={data}
          rowId={({ id }) => String(id)}
          empty={<EmptyState title={texts.keys.none}>{texts.keys.noneHow}</EmptyState>}
        />
      </div>
      {asked?.what === 'new' && <NewKeyPanel agent={agent} onIssued={show} onClose={close} />}
      {asked?.what === 'rotate' && (
        <RotateDialog
          title={texts.keys.rotateTitle(asked.key.name)}
          hint={texts.keys.overlapHint}
          rotate={(seconds) => rotateKey(agent.id, asked.key.id, seconds)}
          onIssued={show}
          onClose={close}
        />
      )}
      {asked?.what === 'revoke' && (
        <Confirm
          title={texts.keys.revokeTitle(asked.key.name)}
          consequence={texts.keys.revokeHow}
          act={texts.keys.revoke}
          run={async () => {
            await revokeKey(agent.id, asked.key.id);
            await refetch();
          }}
          onClose={close}
        />
      )}
      {issued && (
        <SecretDialog
          title={texts.keys.issued(issued.name)}
          parts={[
            [texts.keys.key, issued.api_key],
            [texts.keys.secret, issued.api_secret],
            [texts.keys.token, issued.token],
          ]}
          onClose={() => {
            setIssued(null);
          }}
        />
      )}
    </div>
  );
}
