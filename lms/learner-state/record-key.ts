import { createHash } from 'node:crypto'
import type { EntriesAddress, RecordAddress } from '../../runtime/block/index.js'
import { scopes } from '../../runtime/field/scope.js'
import { versionlessKey } from './versionless-key.js'

/**
 * The text a record is stored under, never longer than about 900 bytes (lmdb allows 1,978) whatever the ids say.
 * Learner ids and usage keys are other people's text, so a part that is long, or not plain ASCII without
 * spaces, is replaced by its hash; parts are joined by spaces, and so cannot run into each other.
 */
export function recordKey({ scope, id, family }: RecordAddress, learner: string): string {
  return join(
    family === undefined || family === 'xblock.v1' ? scope : `${family}/${scope}`,
    isOfAll(scope) ? '' : learner,
    versionlessKey(id),
  )
}

/** Where one entry of a collection is kept. */
export function entryKey(address: EntriesAddress, learner: string, key: string): string {
  return `${entriesPrefix(address, learner)}${key}`
}

/** What the keys of all entries of a collection begin with. */
export function entriesPrefix(address: EntriesAddress, learner: string): string {
  return `${entriesAtPrefix(address, learner)}${part(address.collection)} `
}

/** What the keys of all entries of a block's collections in one scope begin with. */
export function entriesAtPrefix(
  { scope, id, family }: Omit<EntriesAddress, 'collection'>,
  learner: string,
): string {
  return `${recordKey({ scope, id, ...(family && { family }) }, learner).replace(scope, `${entryKind}${scope}`)} `
}

/** What stands before the scope in keys of entries. */
export const entryKind = 'entry/'

/** The name of a collection, and the key in it, of a key that begins as {@link entriesAtPrefix} says. */
export function entryIn(key: string, prefix: string): { readonly collection: string; readonly key: string } {
  const [collection = '', own = ''] = key.slice(prefix.length).split(' ')
  return { collection, key: own }
}

/**
 * What is kept apart of one block: values of the block, of asides beside it, and who has which of its files; and of a learning
 * context, what staff except a learner from.
 */
export const families = ['xblock.v1', 'xblock_asides.v1', 'files.v1', 'exceptions.v1'] as const

/** Of those, what goes with the state of a block. */
export const stateOfBlocks = ['xblock.v1', 'files.v1'] as const

/** What keys of records of a scope begin with, of every family. */
export function kindsOf(scope: string): readonly string[] {
  return families.flatMap((family) => {
    const before = family === 'xblock.v1' ? '' : `${family}/`
    // The others hold no collections.
    return family === 'files.v1' || family === 'exceptions.v1'
      ? [before + scope]
      : [before + scope, `${before}${entryKind}${scope}`]
  })
}

/** Where the number is kept that counts what was stored of a learner. */
export function stateVersionKey(learner: string): string {
  return join('stateVersion', learner, '')
}

/** Where a learner's grade and completion of one block are kept. */
export function resultKey(learner: string, usage: string): string {
  return join('result', learner, versionlessKey(usage))
}

/** Whether it is noted of whom there are values of a scope and family at a block. */
export function isNotedAt({ scope, family }: { readonly scope: string; readonly family?: string }): boolean {
  return scope === 'userState' && family !== 'xblock_asides.v1' && family !== 'exceptions.v1'
}

/** Where it is kept how far a learner has come in a course. @param context key, as text */
export function trailKey(learner: string, context: string): string {
  return join('trail', learner, context)
}

/** Where it is noted that a learner's trails count all they ever did: before those of their courses. */
export function wholeTrailsKey(learner: string): string {
  return trailKey(learner, '')
}

/** What stands there. */
export const wholeTrailsText = '1'

/** Where it is noted that a learner has values at a block; the text there is the learner's id. */
export function learnerOfKey(usage: string, learner: string): string {
  return `${learnersOfPrefix(usage)}${part(learner)}`
}

/** What the keys of all learners with values at a block begin with. */
export function learnersOfPrefix(usage: string): string {
  return `learnerOf ${part(versionlessKey(usage))} `
}

/** What the keys of the learners with values at a block begin with whose ids begin so. */
export function learnersSearchPrefix(usage: string, search: string): string {
  return `${learnersOfPrefix(usage)}${part(search)}`
}

/** Where it is noted that a learner has values at blocks of a context; the text there is the learner's id. */
export function learnerInKey(context: string, learner: string): string {
  return `${learnersInPrefix(context)}${part(learner)}`
}

/** What the keys of all learners with values in a context begin with. */
export function learnersInPrefix(context: string): string {
  return `${inContexts}${part(context)} `
}

/** What the keys of all notes begin with that say which learners have values in a context. */
export const inContexts = 'learnerIn '

/** Where it is noted that all learners of a context are, who had values there before any was. */
export function learnersListedKey(context: string): string {
  return `learnersListed ${part(context)}`
}

/** Where something is kept that was made of all learners of a context. */
export function madeKey(context: string, name: string): string {
  return `${madePrefix(contextPart(context))}${part(name)}`
}

/** What the keys of all that was made of the learners of a context begin with. @param context as it stands in keys */
export function madePrefix(context: string): string {
  return `made ${context} `
}

/** Where it is counted how often a learner of a context was erased. @param context as it stands in keys */
export function madeStampKey(context: string): string {
  return `madeStamp ${context}`
}

/** A context's key as it stands in keys. */
export function contextPart(context: string): string {
  return part(context)
}

/** Where it is kept for good what one commit changed of a learner. */
export function logKey(learner: string, stateVersion: number): string {
  return `log ${part(learner)} ${padded(stateVersion, 12)}`
}

/** What the keys of all that is kept for good of a learner's changes begin with. */
export function logPrefix(learner: string): string {
  return `log ${part(learner)} `
}

/** Where a line for the event log waits; `place` counts the lines of one commit. */
export function outboxKey(learner: string, stateVersion: number, place: number): string {
  return `outbox ${part(learner)} ${padded(stateVersion, 12)} ${padded(place, 6)}`
}

/** Where the line waits that tells all fields which a commit changed: behind the others of the commit. */
export function outboxStateKey(learner: string, stateVersion: number): string {
  return `outbox ${part(learner)} ${padded(stateVersion, 12)} ${stateLine}`
}

/** Where a line is kept for a sink that did not take it. */
export function asideKey(sink: string, outbox: string): string {
  return `${asidePrefix(sink)}${outbox.slice('outbox '.length)}`
}

/** What the keys of all lines begin with that are kept for a sink. */
export function asidePrefix(sink: string): string {
  return `${asideLines}${part(sink)} `
}

/** What the keys of all lines begin with that are kept for a sink that did not take them. */
export const asideLines = 'aside '

/** What keys of lines end with that tell of changed fields. */
export const stateLine = '~'

/** What the keys of all deletions begin with that a block's type is still to be told of. */
export const untoldKinds = 'untold '

/** Of those of one learner. */
export function untoldPrefix(learner: string): string {
  return `${untoldKinds}${part(learner)} `
}

/** Where a deletion is kept until it is told. @param stateVersion the learner's number with it */
export function untoldKey(learner: string, usage: string, stateVersion: number): string {
  return `${untoldPrefix(learner)}${part(versionlessKey(usage))} ${padded(stateVersion, 12)}`
}

/** A learner's id as it stands in keys. */
export function learnerPart(learner: string): string {
  return part(learner)
}

/** Whether the values of a scope belong to all learners together. */
export function isOfAll(scope: RecordAddress['scope']): boolean {
  return scopes[scope].user === 'all'
}

function join(kind: string, learner: string, id: string): string {
  return `${kind} ${part(learner)} ${part(id)}`
}

function padded(number: number, digits: number): string {
  return String(number).padStart(digits, '0')
}

function part(text: string): string {
  if (/^(?!#)[!-~]{0,400}$/.test(text)) return text
  return `#${createHash('sha256').update(text, 'utf16le').digest('base64url')}`
}
