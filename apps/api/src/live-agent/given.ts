/** The fields that were sent, null among them; `undefined` means that one was not. */
export function given<T extends object>(fields: { [K in keyof T]: T[K] | undefined }): Partial<T> {
  const sent: Partial<T> = {};
  for (const name in fields) if (fields[name] !== undefined) sent[name] = fields[name];
  return sent;
}
