/** The code of a system error, for example `EADDRINUSE`; undefined for any other error. */
export function errorCode(error: unknown): string | undefined {
  return (error as Partial<NodeJS.ErrnoException> | undefined)?.code;
}
