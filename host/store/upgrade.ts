import { UnitStore } from '../../compositor/index.js'
import { AuthoringStore, upgradeContexts, type UpgradedContext } from '../../content/index.js'
import type { BlockTypes } from '../../runtime/index.js'
import { isOldStore, openOldStore, type OldStore } from '../../store/index.js'
import { Authoring } from '../authoring.js'
import type { HostLog } from '../host-parts.js'

/** What an upgrade needs of the host that opens the store. */
export interface UpgradeHost {
  readonly types: BlockTypes
  readonly log: Pick<HostLog, 'warn' | 'error'>
}

/** Milliseconds between two words on how far an upgrade has come. */
const pause = 5000

/**
 * Upgrades a store of format 1 in its folder, where there is one: once, with a backup beside it. Cut off at any moment it
 * begins anew when the folder is next opened, and until it is done nothing serves from it.
 * @throws CompositorError those of `openOldStore` and `upgradeContexts`; the store is then what it was
 */
export async function upgradeStore(address: string, { types, log }: UpgradeHost): Promise<void> {
  if (!isOldStore(address)) return
  const began = Date.now()
  const old = await openOldStore(address)
  try {
    log.warn(
      `The store '${old.folder}' was written by an older version and is upgraded now; it stays as it was in '${old.backup}'.`,
    )
    const progress = spoken(log)
    const contexts = await upgradeContexts(old.authoring, old.store, {
      types,
      onProgress: ({ done, total }) => progress(`${done} of ${total} versions are taken over`),
    })
    for (const context of contexts) warnOf(context, log)
    const published = await publishAgain(old, types, log, progress)
    await keepPublicLearning(old)
    old.finish()
    const seconds = Math.ceil((Date.now() - began) / 1000)
    log.warn(
      `The store '${old.folder}' is upgraded: ${contexts.length} courses and libraries, ${published} of them published, in ${seconds} s. Its files of blocks were written anew, as older versions did not keep those that were imported. Once all is well, '${old.backup}' can be deleted.`,
    )
  } finally {
    await old.close()
  }
}

/** Makes what learners saw of each course and library what they see. @returns how many there are */
async function publishAgain(
  old: OldStore,
  types: BlockTypes,
  log: UpgradeHost['log'],
  progress: (text: string) => void,
): Promise<number> {
  const { store } = old
  const authoring = new AuthoringStore(store)
  const host = new Authoring({ authoring, units: new UnitStore(store), types, store })
  const contexts = old.units.json<string[]>('contexts') ?? []
  let done = 0
  for (const context of contexts) {
    if (old.units.text(`published:${context}`) === undefined) continue
    const head = await authoring.findHead(context)
    if (!head || head.published === null) {
      log.error(
        `'${context}' was published, but its authors' side is not in this store; it has to be imported and published again.`,
      )
      continue
    }
    await host.publishAgain(context)
    progress(`${++done} of ${contexts.length} courses and libraries are published again`)
  }
  return done
}

/** What this site said of libraries that learners may learn from directly. */
async function keepPublicLearning({ units, store }: OldStore): Promise<void> {
  for (const [name, after] of units.texts('public-learning:'))
    await store.heads.change([{ name, before: undefined, after }])
}

function warnOf({ context, otherwise, missing }: UpgradedContext, log: UpgradeHost['log']): void {
  if (missing > 0)
    log.error(
      `The older store lacked ${missing} versions, definitions or files of '${context}'; all else of it was taken over.`,
    )
  if (otherwise > 0)
    log.warn(
      `${otherwise} blocks in versions of '${context}' would be read otherwise from the files written for them; they stay as they were until they are imported again.`,
    )
}

/** Says how far work has come, now and then. */
function spoken(log: Pick<HostLog, 'warn'>): (text: string) => void {
  let last = Date.now()
  return (text) => {
    if (Date.now() - last < pause) return
    last = Date.now()
    log.warn(`Upgrading the store: ${text}.`)
  }
}
