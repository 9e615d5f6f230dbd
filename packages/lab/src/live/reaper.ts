import { spawn } from 'node:child_process'
import { ThermoclineError } from '@thermocline/wire'

/** Ends what the lab leaves behind when it dies without a chance to stop. */
export interface Reaper {
  /** From now on this process group dies with the lab. */
  watch(pid: number): void
  forget(pid: number): void
  /** Ends the reaper, with whatever is still watched. */
  close(): Promise<void>
}

// A stopped process ignores everything but SIGKILL and SIGCONT: closed pipes and hang-ups do not end it, and a lab
// that was killed with SIGKILL can send nothing. The reaper outlives the lab by one read: at the end of its input
// it kills every group still listed, and removes the lab's temporary folder ($1), whose owner a handler may have denied
// the right to, and into which the dying may still write. It signals groups it was told of and nothing else.
const SCRIPT = `
trap '' HUP INT TERM
pids=' '
while read -r verb pid; do
  case $verb in
    watch) pids="$pids$pid " ;;
    forget) case $pids in *" $pid "*) pids="\${pids%% $pid *} \${pids#* $pid }" ;; esac ;;
  esac
done
for pid in $pids; do kill -s KILL -- "-$pid" 2>/dev/null; done
rm -rf -- "$1" || {
  sleep 1
  chmod -R u+rwX -- "$1"
  rm -rf -- "$1"
}
`

/** A reaper for the process groups of one lab, whose temporary files are all in `folder`. */
export function openReaper(folder: string): Reaper {
  // Detached: Ctrl-C in a terminal reaches the whole foreground group, and must not take the reaper first.
  const child = spawn('/bin/sh', ['-c', SCRIPT, 'thermocline-reaper', folder], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    env: { PATH: process.env['PATH'] ?? '/usr/bin:/bin' },
  })
  const gone = new Promise<void>((resolve) => {
    child.once('close', () => resolve())
    child.once('error', () => resolve())
  })
  // EPIPE, if the reaper was killed: what it watched is then safe only while the lab lives.
  child.stdin.on('error', () => {})
  if (child.pid === undefined) {
    throw new ThermoclineError(
      'lab_failed',
      'the lab needs /bin/sh to clean up after itself, and could not start it',
    )
  }
  child.unref()

  return {
    watch: (pid) => void child.stdin.write(`watch ${pid}\n`),
    forget: (pid) => void child.stdin.write(`forget ${pid}\n`),
    async close() {
      child.ref()
      child.stdin.end()
      await gone
    },
  }
}
