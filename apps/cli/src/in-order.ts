/** Does the work for each item after that for the one before it is done; the first failure ends it. */
export function inOrder<Item>(
  items: Iterable<Item>,
  work: (item: Item) => Promise<void> | void,
): Promise<void> {
  let before = Promise.resolve()
  for (const item of items) before = before.then(() => work(item))
  return before
}
