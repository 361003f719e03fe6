import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import { factorsQuery, resetFactors } from '../api/factors.js';
import { useTexts } from '../shell/preferences.js';
import { Button } from '../ui/button.js';
import { Confirm } from '../ui/confirm.js';
import { ProblemNote } from '../ui/problem-note.js';
import { LoadingState } from '../ui/states.js';
import { FactorList } from './factor-list.js';

/** The second factors of an agent, which an administrator removes when they are lost. */
export function AgentFactors({ agentId }: { readonly agentId: number }) {
  const texts = useTexts();
  const { data, error, refetch } = useQuery(factorsQuery(agentId));
  const [isAsking, setAsking] = useState(false);
  if (error) return <ProblemNote error={error} onRetry={() => void refetch()} />;
  if (!data) return <LoadingState />;
  return (
    <section className="flex max-w-3xl flex-col items-start gap-3">
      <h2 className="font-semibold">{texts.factors.title}</h2>
      <FactorList factors={data.factors} />
      {data.factors.length > 0 && (
        <Button
          look="danger"
          onClick={() => {
            setAsking(true);
          }}
        >
          {texts.factors.reset}
        </Button>
      )}
      {isAsking && (
        <Confirm
          title={texts.factors.reset}
          consequence={texts.factors.resetHow}
          act={texts.factors.resetAct}
          run={() => resetFactors(agentId).finally(() => refetch())}
          onClose={() => {
            setAsking(false);
          }}
        />
      )}
    </section>
  );
}
