import { createHash } from 'node:crypto'
import { checkStore, collect } from 'unit-compositor/content'
import { openStore } from 'unit-compositor/store'

const twoDays = 48 * 3_600_000

/** What is damaged in the store. */
export async function found({ store }) {
  const opened = await openStore(store)
  const { damage } = await checkStore(opened)
  await opened.close()
  return { damage }
}

/** Leaves behind what a writer would that was cut off two days ago, and collects it, while others write. */
export async function work({ store }, _found, round) {
  const past = await openStore(store, { now: () => Date.now() - twoDays })
  const texts = Array.from({ length: 200 }, (_, one) => JSON.stringify([process.pid, round, one]))
  await past.blobs.put(
    texts.map((text) => ({ name: `node:${createHash('sha256').update(text).digest('hex')}`, text })),
  )
  try {
    await collect(past)
  } catch (thrown) {
    // Others changed heads each time that it looked.
    if (thrown.code !== 'store-changed') throw thrown
  } finally {
    await past.close()
  }
  return { collected: round }
}
