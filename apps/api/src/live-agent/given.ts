/** The fields that were sent, also those that are null. A field that is `undefined` was not sent. */
export function given<T extends object>(fields: { [K in keyof T]: T[K] | undefined }): Partial<T> {
  const sent: Partial<T> = {};
  for (const name in fields) if (fields[name] !== undefined) sent[name] = fields[name];
  return sent;
}
