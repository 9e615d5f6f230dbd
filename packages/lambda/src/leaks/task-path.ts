/** The path under the task root; where it lies elsewhere, its last two names, so that no machine's folders are told. */
export function relativeTo(taskRoot: string, file: string): string {
  const root = taskRoot.endsWith('/') ? taskRoot : `${taskRoot}/`
  return file.startsWith(root) ? file.slice(root.length) : file.split('/').slice(-2).join('/')
}
