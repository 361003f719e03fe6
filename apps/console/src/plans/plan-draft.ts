import type { Plan, PlanBody } from '../api/plans.js';

export const AMOUNTS = ['bots_count', 'queries_count', 'words_count', 'voice_seconds'] as const;
export const FEATURES = ['premium_support', 'remove_branding', 'advanced_intents', 'auto_intents'] as const;

/** A plan as it is filled in. Numbers are texts, as fields have them. */
export interface PlanDraft {
  readonly name: string;
  readonly description: string;
  readonly amounts: Readonly<Record<(typeof AMOUNTS)[number], string>>;
  readonly features: Readonly<Record<(typeof FEATURES)[number], boolean>>;
  readonly credits: readonly { readonly name: string; readonly amount: string }[];
  readonly lookupKey: string;
  readonly isDefault: boolean;
}

/** What is filled in at first: a plan as it is, or nothing. */
export function draftOf(plan: Plan | null): PlanDraft {
  return {
    name: plan?.name ?? '',
    description: plan?.description ?? '',
    amounts: {
      bots_count: String(plan?.bots_count ?? 0),
      queries_count: String(plan?.queries_count ?? 0),
      words_count: String(plan?.words_count ?? 0),
      voice_seconds: String(plan?.voice_seconds ?? 0),
    },
    features: {
      premium_support: plan?.premium_support ?? false,
      remove_branding: plan?.remove_branding ?? false,
      advanced_intents: plan?.advanced_intents ?? false,
      auto_intents: plan?.auto_intents ?? false,
    },
    credits: Object.entries(plan?.credits ?? {}).map(([name, amount]) => ({ name, amount: String(amount) })),
    lookupKey: plan?.plan_lookup_key ?? '',
    isDefault: plan?.default_plan ?? false,
  };
}

/** What is sent of it: a credit without a name is none. */
export function planBodyOf(draft: PlanDraft): PlanBody {
  const { amounts } = draft;
  return {
    name: draft.name.trim(),
    description: draft.description.trim(),
    bots_count: Number(amounts.bots_count),
    queries_count: Number(amounts.queries_count),
    words_count: Number(amounts.words_count),
    voice_seconds: Number(amounts.voice_seconds),
    ...draft.features,
    credits: Object.fromEntries(
      draft.credits.flatMap(({ name, amount }) => (name.trim() === '' ? [] : [[name.trim(), Number(amount)]])),
    ),
    plan_lookup_key: draft.lookupKey.trim() === '' ? null : draft.lookupKey.trim(),
    default_plan: draft.isDefault,
  };
}
