import { blobsChecks } from './blobs-checks.js'
import { filesChecks } from './files-checks.js'
import { headsChecks } from './heads-checks.js'
import { processesChecks } from './processes-checks.js'
import { recordsChecks } from './records-checks.js'
import { inNewPlace, type StoreSubject } from './store-subject.js'
import { wholeStoreChecks } from './whole-store-checks.js'

/** One rule that every driver of a store keeps. */
export interface StoreCheck {
  /** The part of the store that it is about. */
  readonly part: string
  /** What that does, as a test's name. */
  readonly name: string
  /** @throws AssertionError saying what breaks the rule */
  readonly run: () => Promise<void>
}

/** The two functions that vitest, node:test and jest all have. */
export interface StoreTestRunner {
  readonly describe: (name: string, body: () => void) => unknown
  readonly it: (name: string, body: () => Promise<void>) => unknown
}

/** The rules of the conformance suite for one driver, each to be run on its own. */
export function storeConformance(subject: StoreSubject): readonly StoreCheck[] {
  const parts = {
    blobs: blobsChecks,
    files: filesChecks,
    heads: headsChecks,
    records: recordsChecks,
    'the whole store': wholeStoreChecks,
    ...(subject.module !== undefined && { 'several processes': processesChecks }),
  }
  return Object.entries(parts).flatMap(([part, checks]) =>
    Object.entries(checks).map(([name, check]) => ({ part, name, run: () => inNewPlace(subject, check) })),
  )
}

/**
 * Registers the conformance suite for a driver with a test runner:
 * `describeStore('redis', { place, open }, { describe, it })`.
 */
export function describeStore(name: string, subject: StoreSubject, { describe, it }: StoreTestRunner): void {
  describe(`a store by ${name}`, () => {
    for (const { part, name: rule, run } of storeConformance(subject)) void it(`${part}: ${rule}`, run)
  })
}
