import { AgentFactors } from '../factors/agent-factors.js';
import { Sessions } from '../session/sessions.js';

/** Where an agent is signed in, and with which second factors. */
export function SignInsTab({ agentId }: { readonly agentId: number }) {
  return (
    <div className="flex flex-col gap-6">
      <Sessions of={agentId} />
      <AgentFactors agentId={agentId} />
    </div>
  );
}
