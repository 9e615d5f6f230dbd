/**
 * Which of the objects that lead to a value is the first that was put there anew since the last look, from the variable
 * inwards; Infinity where none was.
 */
export function replacedAt(before: readonly WeakRef<object>[], now: readonly object[]): number {
  if (before.length === 0) return Infinity
  const at = now.findIndex((owner, index) => before[index]?.deref() !== owner)
  return at === -1 ? Infinity : at
}
