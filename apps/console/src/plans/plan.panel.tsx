import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import { createPlan, type Plan, PLANS, updatePlan } from '../api/plans.js';
import { Problem } from '../api/problem.js';
import { useTexts } from '../shell/preferences.js';
import { Button } from '../ui/button.js';
import { CheckField, TextField } from '../ui/field.js';
import { CloseIcon, PlusIcon } from '../ui/icons.js';
import { SidePanel } from '../ui/panel.js';
import { ProblemNote } from '../ui/problem-note.js';
import { useUnsaved } from '../ui/use-unsaved.js';
import { AMOUNTS, draftOf, FEATURES, planBodyOf, type PlanDraft } from './plan-draft.js';

interface PlanPanelProps {
  readonly agencyId: string;
  /** Null for a new one. */
  readonly plan: Plan | null;
  readonly onClose: () => void;
}

/** A plan or a new one, beside the others. What is not shown of it stays as it is. */
export function PlanPanel({ agencyId, plan, onClose }: PlanPanelProps) {
  const texts = useTexts();
  const queries = useQueryClient();
  const [draft, setDraft] = useState(() => draftOf(plan));
  const saving = useMutation({
    mutationFn: () => (plan ? updatePlan(plan.id, planBodyOf(draft)) : createPlan(agencyId, planBodyOf(draft))),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: PLANS });
      onClose();
    },
  });
  const change = (changed: Partial<PlanDraft>) => {
    setDraft({ ...draft, ...changed });
  };
  const refused = saving.error instanceof Problem ? saving.error.fields : {};
  const isChanged = JSON.stringify(draft) !== JSON.stringify(draftOf(plan));
  const { question, leave } = useUnsaved(isChanged && !saving.isPending);
  return (
    <SidePanel
      title={plan?.name ?? texts.plans.new}
      onClose={() => {
        leave(onClose);
      }}
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          saving.mutate();
        }}
      >
        {question}
        {saving.error && <ProblemNote error={saving.error} />}
        <TextField
          label={texts.keys.name}
          required
          maxLength={140}
          value={draft.name}
          error={refused.name}
          onValue={(name) => {
            change({ name });
          }}
        />
        <TextField
          label={texts.roles.description}
          maxLength={1000}
          value={draft.description}
          error={refused.description}
          onValue={(description) => {
            change({ description });
          }}
        />
        <TextField
          label={texts.plans.price}
          hint={texts.plans.priceHint}
          maxLength={1000}
          value={draft.lookupKey}
          error={refused.plan_lookup_key}
          onValue={(lookupKey) => {
            change({ lookupKey });
          }}
        />
        <Credits
          credits={draft.credits}
          error={refused.credits}
          onCredits={(credits) => {
            change({ credits });
          }}
        />
        <div className="grid grid-cols-2 gap-3">
          {AMOUNTS.map((name) => (
            <TextField
              key={name}
              label={texts.plans.amounts[name]}
              type="number"
              min={0}
              required
              value={draft.amounts[name]}
              error={refused[name]}
              onValue={(amount) => {
                change({ amounts: { ...draft.amounts, [name]: amount } });
              }}
            />
          ))}
        </div>
        {FEATURES.map((name) => (
          <CheckField
            key={name}
            label={texts.plans.features[name]}
            checked={draft.features[name]}
            onValue={(has) => {
              change({ features: { ...draft.features, [name]: has } });
            }}
          />
        ))}
        <CheckField
          label={texts.plans.isDefault}
          hint={texts.plans.defaultHint}
          checked={draft.isDefault}
          disabled={plan?.default_plan ?? false}
          onValue={(isDefault) => {
            change({ isDefault });
          }}
        />
        <Button type="submit" look="main" busy={saving.isPending}>
          {plan ? texts.common.save : texts.plans.create}
        </Button>
      </form>
    </SidePanel>
  );
}

interface CreditsProps {
  readonly credits: PlanDraft['credits'];
  readonly error: string | undefined;
  readonly onCredits: (credits: PlanDraft['credits']) => void;
}

/** What is granted each cycle, a line for each credit. */
function Credits({ credits, error, onCredits }: CreditsProps) {
  const texts = useTexts();
  const set = (index: number, changed: Partial<PlanDraft['credits'][number]>) => {
    onCredits(credits.map((credit, at) => (at === index ? { ...credit, ...changed } : credit)));
  };
  return (
    <fieldset className="flex flex-col gap-2 rounded-lg border border-line px-3 pb-3">
      <legend className="px-1 text-sm font-medium">{texts.plans.creditsEach}</legend>
      {error && <p className="text-sm text-bad">{error}</p>}
      {credits.map((credit, index) => (
        <div key={index} className="grid grid-cols-[minmax(0,1fr)_8rem_auto] items-end gap-2">
          <TextField
            label={texts.billing.credit}
            value={credit.name}
            onValue={(name) => {
              set(index, { name });
            }}
          />
          <TextField
            label={texts.billing.amount}
            type="number"
            min={0}
            required
            value={credit.amount}
            onValue={(amount) => {
              set(index, { amount });
            }}
          />
          <Button
            size="icon"
            look="quiet"
            aria-label={texts.common.remove(credit.name)}
            onClick={() => {
              onCredits(credits.filter((_, at) => at !== index));
            }}
          >
            <CloseIcon />
          </Button>
        </div>
      ))}
      <Button
        size="small"
        className="self-start"
        onClick={() => {
          onCredits([...credits, { name: '', amount: '0' }]);
        }}
      >
        <PlusIcon />
        {texts.plans.addCredit}
      </Button>
    </fieldset>
  );
}
