import { checkStore, collect } from 'unit-compositor/content'

/** Hours for which what is written stays: longer than writing takes, shorter than the lives together. */
const grace = 8 / 3600

/** The host's own store: one folder opened twice in a process waits for itself, as lmdb locks by process. */
const storeOf = ({ host }) => host.stores.store

/** What of the store is damaged. */
export async function found(site) {
  const { damage } = await checkStore(storeOf(site))
  return { damage }
}

/** Collects what nothing needs any more, while the others write. */
export async function work(site) {
  try {
    await collect(storeOf(site), { keep: 0, grace })
  } catch (thrown) {
    // Others changed heads each time that it looked.
    if (thrown.code !== 'store-changed') throw thrown
  }
  return undefined
}
