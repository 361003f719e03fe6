const DAYS = 14;
const DAY_MS = 24 * 60 * 60 * 1_000;

/** Each of the 14 days since then, with what is known of it; null where nothing happened. */
export function daysSince<T extends { readonly day: string }>(
  since: string,
  known: readonly T[],
): readonly { readonly day: string; readonly known: T | null }[] {
  const byDay = new Map(known.map((each) => [each.day, each]));
  return Array.from({ length: DAYS }, (_, index) => {
    const day = new Date(Date.parse(since) + index * DAY_MS).toISOString().slice(0, 10);
    return { day, known: byDay.get(day) ?? null };
  });
}
