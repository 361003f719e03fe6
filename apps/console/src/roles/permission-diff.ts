/** How one list of permissions differs from another. */
export interface PermissionDiff {
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/** What is in the second list and not in the first, and the other way round; each sorted and once. */
export function permissionDiff(before: readonly string[], after: readonly string[]): PermissionDiff {
  return { added: lacking(after, before), removed: lacking(before, after) };
}

export function isSame({ added, removed }: PermissionDiff): boolean {
  return added.length === 0 && removed.length === 0;
}

function lacking(list: readonly string[], other: readonly string[]): string[] {
  const known = new Set(other);
  return [...new Set(list)].filter((permission) => !known.has(permission)).sort();
}
