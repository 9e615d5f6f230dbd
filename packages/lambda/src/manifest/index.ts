export { thermoclineManifest } from './esbuild.ts'
export { writeManifest, type Written } from './write.ts'
