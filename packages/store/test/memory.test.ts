import { describe } from 'vitest'
import { openMemory } from '../src/index.ts'
import { storeSuite } from './suite.ts'

describe('memory store', () => {
  storeSuite(() => openMemory({ owner: 'user' }))
})
