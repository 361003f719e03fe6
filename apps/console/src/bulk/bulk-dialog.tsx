import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';

import { type BulkTarget, startBulkChange } from '../api/bulk.js';
import { mayGrant } from '../api/permissions.js';
import { rolesQuery } from '../api/roles.js';
import { teamsQuery } from '../api/teams.js';
import { useMe } from '../shell/me.js';
import { useTexts } from '../shell/preferences.js';
import { Button } from '../ui/button.js';
import { NamesField } from '../ui/name-picker.js';
import { MiddleDialog } from '../ui/panel.js';
import { ProblemNote } from '../ui/problem-note.js';
import { type BulkAct, changeOf, namesOf } from './bulk-acts.js';

interface BulkDialogProps {
  readonly act: BulkAct;
  /** How many agents are chosen. */
  readonly count: number;
  readonly target: BulkTarget;
  readonly onClose: () => void;
}

/** Says what would be done with how many agents, and begins it. Its page shows how far it is. */
export function BulkDialog({ act, count, target, onClose }: BulkDialogProps) {
  const texts = useTexts();
  const navigate = useNavigate();
  const [names, setNames] = useState<readonly string[]>([]);
  const kind = namesOf(act);
  const start = useMutation({
    mutationFn: () => startBulkChange(target, changeOf(act, names)),
    onSuccess: async ({ id }) => {
      await navigate({ to: '/agents/bulk/$id', params: { id: String(id) } });
    },
  });
  const isDangerous = act === 'disable' || act === 'delete';
  return (
    <MiddleDialog title={texts.bulk.asks[act](texts.bulk.agents(count))} onClose={onClose}>
      {start.error && <ProblemNote error={start.error} />}
      {kind && <Names kind={kind} act={act} value={names} onValue={setNames} />}
      <p className="break-words">{texts.bulk.hows[act]}</p>
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>{texts.common.cancel}</Button>
        <Button
          look={isDangerous ? 'danger' : 'main'}
          busy={start.isPending}
          disabled={kind !== null && names.length === 0}
          onClick={() => {
            start.mutate();
          }}
        >
          {texts.bulk.acts[act]}
        </Button>
      </div>
    </MiddleDialog>
  );
}

/** Nobody is offered a role to give that they could not hand out. */
function Names({
  kind,
  act,
  value,
  onValue,
}: {
  readonly kind: 'teams' | 'roles';
  readonly act: BulkAct;
  readonly value: readonly string[];
  readonly onValue: (names: readonly string[]) => void;
}) {
  const texts = useTexts();
  const me = useMe();
  const teams = useQuery({ ...teamsQuery, enabled: kind === 'teams' });
  const roles = useQuery({ ...rolesQuery, enabled: kind === 'roles' });
  const names =
    kind === 'teams' ? teams.data : roles.data?.filter((role) => act === 'roles_remove' || mayGrant(me, role));
  return (
    <NamesField
      label={texts.shell[kind]}
      names={names?.map(({ name }) => name) ?? []}
      value={value}
      onValue={onValue}
    />
  );
}
