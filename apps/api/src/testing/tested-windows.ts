import { HELPDESK } from '../helpdesk/helpdesk.window.js';
import { LIVE_AGENT } from '../live-agent/live-agent.window.js';
import { ERROR } from '../scim/scim-errors.js';
import { SCIM } from '../scim/scim.window.js';
import { isRecord } from './description.js';
import type { ErrorBody, TestedWindow } from './tested-window.js';

/** The helpdesk window's error types by status, for errors of the other windows, which have no such types. */
const TYPES: Readonly<Record<number, string>> = {
  401: 'UnauthorizedException',
  403: 'PermissionException',
  404: 'NotFoundException',
  409: 'ConflictException',
  500: 'GeneralException',
  503: 'GeneralException',
};

/** The windows of the api, and how a test reads their errors. */
export const TESTED_WINDOWS: readonly TestedWindow[] = [
  { ...HELPDESK, readError: (body) => (isErrorBody(body) ? body : null) },
  { ...LIVE_AGENT, readError: readDetail },
  { ...SCIM, readError: readScimError },
];

function isErrorBody(body: unknown): body is ErrorBody {
  return (
    isRecord(body) &&
    Object.keys(body).toSorted().join() === 'data,error_type,message,status' &&
    body.status === 'error' &&
    typeof body.message === 'string' &&
    body.message !== '' &&
    typeof body.error_type === 'string' &&
    (body.data === null ||
      (isRecord(body.data) && Object.keys(body.data).join() === 'fields' && Array.isArray(body.data.fields)))
  );
}

function readDetail(body: unknown, status: number): ErrorBody | null {
  if (!isRecord(body) || Object.keys(body).join() !== 'detail') return null;
  const { detail } = body;
  const isRight = typeof detail === 'string' ? detail !== '' : Array.isArray(detail) && detail.every(isDetail);
  if (!isRight) return null;
  const message = typeof detail === 'string' ? detail : JSON.stringify(detail);
  return { status: 'error', message, data: null, error_type: TYPES[status] ?? 'InputException' };
}

function readScimError(body: unknown, status: number): ErrorBody | null {
  if (!isRecord(body)) return null;
  const { schemas, status: told, detail, scimType = '', ...others } = body;
  const isRight =
    Array.isArray(schemas) && schemas.join() === ERROR && told === String(status) && Object.keys(others).length === 0;
  if (!isRight || typeof detail !== 'string' || detail === '' || typeof scimType !== 'string') return null;
  return { status: 'error', message: detail, data: null, error_type: scimType || (TYPES[status] ?? 'InputException') };
}

function isDetail(item: unknown): boolean {
  return isRecord(item) && Array.isArray(item.loc) && typeof item.msg === 'string' && item.type === 'value_error';
}
