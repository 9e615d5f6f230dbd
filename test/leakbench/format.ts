/** How a program is deployed: as it is, translated file by file, and as one bundle with its manifest. */
export const FORMATS = ['esm', 'cjs', 'minified'] as const
export type Format = (typeof FORMATS)[number]
