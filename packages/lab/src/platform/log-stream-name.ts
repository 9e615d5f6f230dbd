/** `2026/08/08/[$LATEST]72ff…`: the UTC day the container was born, the version, 32 hexadecimal digits. */
export function logStreamName(version: string, born: Date, id: string): string {
  return `${born.toISOString().slice(0, 10).replaceAll('-', '/')}/[${version}]${id}`
}
