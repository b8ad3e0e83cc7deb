import { checkStore, collect } from 'unit-compositor/content'
import { openStore } from 'unit-compositor/store'

/** Hours for which what is written stays: longer than any life, shorter than all of them together. */
const grace = 8 / 3600

/** How much of the store is damaged. */
export async function found({ store }) {
  const opened = await openStore(store)
  try {
    const { damage } = await checkStore(opened)
    if (damage.length > 0) console.error(damage)
    return { damaged: damage.length }
  } finally {
    await opened.close()
  }
}

/** Collects what nothing needs any more, while the others write. */
export async function work({ store }) {
  const opened = await openStore(store)
  try {
    await collect(opened, { keep: 0, grace })
  } finally {
    await opened.close()
  }
  return undefined
}
