/**
 * What may be told of a file's place: the path under the task root, or from / where a layer or the runtime put it.
 * Undefined elsewhere: a name in /tmp may have been made from a request. What is no absolute path is one that a bundle was
 * made of.
 */
export function codePath(taskRoot: string, file: string): string | undefined {
  if (!file.startsWith('/')) return file
  const root = taskRoot.endsWith('/') ? taskRoot : `${taskRoot}/`
  if (file.startsWith(root)) return file.slice(root.length)
  return /^\/(opt|var\/(runtime|lang))\//.test(file) ? file : undefined
}

/** The same with a line, from 1. */
export function codeLine(taskRoot: string, file: string, line: number): string | undefined {
  const path = codePath(taskRoot, file)
  return path === undefined ? undefined : `${path}:${line}`
}
