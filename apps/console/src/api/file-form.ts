/** Sends a file as the only part of a form, in place of the body of the description, which can only call a file a text. */
export function fileForm(part: string, file: File): () => FormData {
  const form = new FormData();
  form.set(part, file);
  return () => form;
}
