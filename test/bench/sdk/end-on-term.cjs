'use strict'

// Preloaded where a process is profiled: the profile is written at an exit, and a signal alone is none.
process.on('SIGTERM', () => process.exit(0))
