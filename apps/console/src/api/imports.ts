import { queryOptions } from '@tanstack/react-query';

import { api, answerTo, type Schemas } from './client.js';
import { fileForm } from './file-form.js';

/** A file of agents that is brought in, and how far that is. */
export type Import = Schemas['ImportDto'];
export type ImportRow = Schemas['ImportRowDto'];

/** A file and what is to become of its rows. */
export interface Upload {
  readonly file: File;
  readonly on_existing: Import['on_existing'];
  readonly send_welcome_email: boolean;
}

export const IMPORTS = ['imports'] as const;

/** How many failed rows are shown; the file has all. */
const SHOWN_ROWS = 50;

export const importsQuery = queryOptions({
  queryKey: [...IMPORTS, 'all'],
  queryFn: () => answerTo(api.GET('/api/v1/agents/imports')),
});

export const importQuery = (id: number) =>
  queryOptions({
    queryKey: [...IMPORTS, id],
    queryFn: () => answerTo(api.GET('/api/v1/agents/imports/{id}', { params: { path: { id } } })),
  });

export const failedRowsQuery = (id: number) =>
  queryOptions({
    queryKey: [...IMPORTS, id, 'failed'],
    queryFn: () =>
      answerTo(
        api.GET('/api/v1/agents/imports/{id}/rows', {
          params: { path: { id }, query: { status: 'failed', limit: SHOWN_ROWS } },
        }),
      ),
  });

/** Begins to bring a file in; a trial says what would become of each row, and does nothing. */
export async function startImport({ file, ...options }: Upload, isTrial: boolean): Promise<Import> {
  const params = { query: { ...options, dry_run: isTrial } };
  return answerTo(
    api.POST('/api/v1/agents/imports', { params, body: { file: '' }, bodySerializer: fileForm('file', file) }),
  );
}

export async function cancelImport(id: number): Promise<void> {
  await answerTo(api.DELETE('/api/v1/agents/imports/{id}', { params: { path: { id } } }));
}

/** Where the failed rows are, as a file. */
export function failedRowsPath(id: number): string {
  return `/api/v1/agents/imports/${id}/failed.csv`;
}

/** Where the progress is told. */
export function importEventsPath(id: number): string {
  return `/api/v1/agents/imports/${id}/events`;
}
