export { openMemory } from './memory.ts'
export type { Inserted, InvocationQuestion, Store, StoreOwner } from './port.ts'
export { openSqlite } from './sqlite/open.ts'
