/** The result of an audit: no problems, no answer of the registry, or a line for each problem. */
export type AuditVerdict =
  | { readonly kind: 'clean' }
  | { readonly kind: 'unanswered'; readonly reason: string }
  | { readonly kind: 'problems'; readonly lines: readonly string[] };

/**
 * Judges what `npm audit --json` printed. An advisory that is not an exception is a problem, and so is an exception
 * that is no longer needed.
 * @throws Error if npm failed although the registry answered
 */
export function judgeAudit(report: unknown, exceptions: Readonly<Record<string, string>>): AuditVerdict {
  // The report has a message only if the request to the registry failed.
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

/** The advisories of a package itself. Vulnerable packages that it depends on have entries of their own. */
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
