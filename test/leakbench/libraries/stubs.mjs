import { startHttp } from './stub-http.mjs'
import { startMongo } from './stub-mongo.mjs'
import { startPostgres } from './stub-postgres.mjs'
import { startRedis } from './stub-redis.mjs'

// Stand-ins on loopback, in this process, that answer just enough for the programs beside.

/**
 * `env`: where they are, as the programs read it; `close()`: ends all of them and every connection to them.
 *
 * @returns {Promise<{ env: Record<string, string>, close(): Promise<void> }>}
 */
export async function startStubs() {
  const stubs = await Promise.all([startHttp(), startPostgres(), startRedis(), startMongo()])
  const [http, postgres, redis, mongo] = stubs
  return {
    env: {
      AWS_ENDPOINT_URL: `http://127.0.0.1:${http.port}`,
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'dummy-key-id',
      AWS_SECRET_ACCESS_KEY: 'dummy-secret',
      API_URL: `http://127.0.0.1:${http.port}`,
      PGHOST: '127.0.0.1',
      PGPORT: String(postgres.port),
      PGUSER: 'shop',
      PGDATABASE: 'shop',
      REDIS_URL: `redis://127.0.0.1:${redis.port}`,
      MONGO_URL: `mongodb://127.0.0.1:${mongo.port}/shop`,
    },
    async close() {
      await Promise.all(stubs.map((stub) => stub.close()))
    },
  }
}
