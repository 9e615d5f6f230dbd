export type { Inserted, InvocationQuestion, Store, StoreOwner } from './port.ts'
