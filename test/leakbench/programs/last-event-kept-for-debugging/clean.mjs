const debug = { enabled: process.env.DEBUG === '1' }

function thumbnailKey(key) {
  const [folder, file] = key.split('/')
  return `${folder}/thumbnails/${file.replace(/\.\w+$/, '.webp')}`
}

function plan({ bucket, object }) {
  if (object.size > 20_000_000) throw new RangeError('the file is too large')
  return { bucket: bucket.name, source: object.key, target: thumbnailKey(object.key) }
}

export const handler = async (event) => {
  try {
    const jobs = event.Records.map(({ s3 }) => plan(s3))
    return { ok: true, jobs: jobs.length }
  } catch (error) {
    if (debug.enabled) console.error(JSON.stringify(event))
    return { ok: false, message: error.message }
  }
}
