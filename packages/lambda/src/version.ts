export const SDK_NAME = 'thermocline'
/** The version in package.json; a test holds them together, so that the bundle need not carry the manifest. */
export const SDK_VERSION = '0.1.0'
