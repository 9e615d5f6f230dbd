#!/usr/bin/env node
import { CommanderError } from 'commander'
import { EXIT, exitCodeOf } from './exit.ts'
import { createProgram } from './program.ts'
import { noteFailure } from './terminal.ts'

// Nobody reading any more (`report | head`) is no failure of ours.
process.stdout.on('error', () => {})

try {
  await createProgram().parseAsync()
} catch (error) {
  process.exitCode = failed(error)
}

function failed(error: unknown): number {
  // Commander has printed its own message; help and --version come this way too, with code 0.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.badInput
  noteFailure(error)
  return exitCodeOf(error)
}
