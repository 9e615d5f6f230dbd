/** Bytes in use in those of V8's heap spaces whose names are of this pattern; 10 µs, and 2.6 ms the first time. */
export function bytesInSpaces(names: RegExp): number {
  const spaces = process.getBuiltinModule('node:v8').getHeapSpaceStatistics()
  return spaces.reduce((sum, space) => sum + (names.test(space.space_name) ? space.space_used_size : 0), 0)
}
