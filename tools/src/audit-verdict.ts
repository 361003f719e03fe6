/** What the advisories come to: nothing, nobody to ask, or problems, each in a line. */
export type AuditVerdict =
  | { readonly kind: 'clean' }
  | { readonly kind: 'unanswered'; readonly reason: string }
  | { readonly kind: 'problems'; readonly lines: readonly string[] };

/**
 * Judges what `npm audit --json` printed. Every advisory is a problem but the exceptions, and so is an exception that
 * nothing needs any more.
 * @throws Error when npm failed for another reason than a registry that does not answer
 */
export function judgeAudit(report: unknown, exceptions: Readonly<Record<string, string>>): AuditVerdict {
  // Only a failed request to the registry is reported with a message.
  if (isRecord(report) && typeof report.message === 'string') return { kind: 'unanswered', reason: report.message };
  if (!isRecord(report) || !isRecord(report.vulnerabilities))
    throw new Error(`npm audit did not work: ${JSON.stringify(report)}`);

  const advisories = new Map(Object.values(report.vulnerabilities).flatMap(advisoriesOf));
  const lines = [
    ...[...advisories].filter(([id]) => !(id in exceptions)).map(([id, text]) => `${id}: ${text}`),
    ...Object.keys(exceptions)
      .filter((id) => !advisories.has(id))
      .map((id) => `${id} is an exception that nothing needs any more`),
  ];
  return lines.length === 0 ? { kind: 'clean' } : { kind: 'problems', lines };
}

/** A package is vulnerable by advisories of its own, or by other packages, which are listed themselves. */
function advisoriesOf(vulnerability: unknown): [id: string, text: string][] {
  const causes: unknown[] = isRecord(vulnerability) && Array.isArray(vulnerability.via) ? vulnerability.via : [];
  return causes.filter(isRecord).map(({ url, name, severity, title }) => {
    const id = String(url).split('/').at(-1) ?? '';
    return [id, `${String(severity)} in ${String(name)}, ${String(title)} (${String(url)})`];
  });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
