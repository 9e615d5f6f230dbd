// What differs from one run of the same program to the next, made equal.

/** What a run's texts hold that another run's do not. */
export interface Particulars {
  readonly folder: string
  readonly functionName: string
  readonly logStreams: readonly string[]
}

/** True for a line that says where the process was, and nothing else: of the stack that `abort` prints, or a caret. */
export function isOnlyPlaces(text: string): boolean {
  return /^\s*(?:\d+: |\^+$)/.test(text)
}

/** The text with the run's own names, moments and processes replaced, and frames of others' code left out. */
export function normalise(text: string, { folder, functionName, logStreams }: Particulars): string {
  let plain = text.replaceAll(folder, TASK).replaceAll(functionName, '<function>')
  for (const logStream of logStreams) plain = plain.replaceAll(logStream, '<stream>')
  return withoutForeignFrames(plain)
    .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, '<time>')
    .replaceAll(/\(node:\d+\)/g, '(node:<pid>)')
    .replaceAll(/\[\d{13}\]/g, '[<ms>]')
    .replaceAll(/127\.0\.0\.1:\d+/g, '127.0.0.1:<port>')
    .replaceAll(/Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16}/g, 'Root=<trace>')
}

const TASK = '/var/task'

/**
 * A stack says who called. Wrapped, we are among the callers, and the runtime's own frames above an `await` are lost:
 * only the frames of the function's own files are compared, in their order, by their place. V8 names a function after
 * the object it was called on and the property it was found in (`Runtime.handler`), which is the caller's doing too.
 */
function withoutForeignFrames(text: string): string {
  return (
    text
      .replaceAll(/,?"    at ((?:[^"\\]|\\.)*)"/g, (_, frame: string) => {
        const place = placeOf(frame)
        return place === undefined ? '' : `,"    at ${place}"`
      })
      // The second as a stack stands inside a JSON string.
      .replaceAll(/(^|[\r\n]|\\n) +at ((?:[^\r\n"\\]|\\[^n])*)/g, (_, start: string, frame: string) => {
        const place = placeOf(frame)
        return place === undefined ? '' : `${start}    at ${place}`
      })
  )
}

/** Where in the function's own files the frame is. */
function placeOf(frame: string): string | undefined {
  return /\/var\/task\/[^\s"')]*/.exec(frame)?.[0]
}
