/** The rules that every driver of a store keeps, for those who write one. */
export {
  describeStore,
  storeConformance,
  type StoreCheck,
  type StoreTestRunner,
} from './store-conformance.js'
export type { StorePlace, StoreSubject } from './store-subject.js'
