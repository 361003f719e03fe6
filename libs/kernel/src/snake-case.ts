/** The name of a field of ours as it is on the wire and in the activity log: `isTrial` is `is_trial`. */
export function snakeCase(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
