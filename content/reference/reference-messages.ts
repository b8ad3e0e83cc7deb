import type { ErrorCode, Finding } from '../../runtime/errors/index.js'
import { latestVersion } from '../../runtime/keys/index.js'
import type { DraftReference } from './draft-reference.js'
import type { ReferencePool } from './reference-pool.js'
import type { ReferenceMessage, ReferenceStep, ReferredLibrary } from './reference-state.js'

/** Blocks that are named in one message. */
const mostNamed = 5

/** What an author should know of a reference, in the order of the steps. @param closed why libraries do not take it, by key */
export function referenceMessages(
  reference: DraftReference,
  libraries: readonly ReferredLibrary[],
  pool: ReferencePool,
  closed: ReadonlyMap<string, string>,
): ReferenceMessage[] {
  const isPoolKnown = reference.sources.length > 0 && libraries.every(({ version }) => version !== undefined)
  return [
    ...sourceMessages(reference),
    ...libraries.flatMap((library) => [...libraryMessages(library, closed)]),
    ...choiceMessages(reference),
    ...memberMessages(pool, libraries),
    ...(isPoolKnown ? sizeMessages(reference, pool) : []),
    ...drawMessages(reference),
  ]
}

function message(
  step: ReferenceStep,
  level: Finding['level'],
  code: ErrorCode,
  text: string,
  remedy: string,
): ReferenceMessage {
  return { step, level, code, message: text, remedy }
}

/** Of the libraries that it names. */
function* sourceMessages({ sources, malformed }: DraftReference): Iterable<ReferenceMessage> {
  if (sources.length + malformed.length === 0) {
    const remedy = 'Choose the library whose blocks are to stand here.'
    yield message('library', 'warning', 'reference-unset', 'No library is chosen.', remedy)
  }
  for (const text of malformed) {
    const remedy = 'Write it lib:ORG:SLUG:HASH, or choose another one.'
    yield message('library', 'error', 'key-malformed', `'${text.slice(0, 200)}' names no library.`, remedy)
  }
}

/** Of one of them, as it is here. */
function* libraryMessages(
  { library, title, pinned, version }: ReferredLibrary,
  closed: ReadonlyMap<string, string>,
): Iterable<ReferenceMessage> {
  const key = library.toString()
  const why = closed.get(key)
  if (why !== undefined) {
    const remedy =
      'Choose another library, or ask an admin of this one to name the course or its organisation.'
    yield message('library', 'error', 'library-closed', why, remedy)
  }
  if (title === undefined) {
    const remedy = 'Import it, or choose another one; learners see nothing here until then.'
    yield message('library', 'error', 'library-version-missing', `The library '${key}' is not here.`, remedy)
  } else if (version === undefined && pinned === latestVersion) {
    const text = `'${title}' has not published anything yet.`
    const remedy = 'Publish the library, or pin one of its versions.'
    yield message('version', 'error', 'library-version-missing', text, remedy)
  } else if (version === undefined) {
    const text = `Version '${pinned}' of '${title}' is not here.`
    const remedy = 'Choose a version that is here, or import that one.'
    yield message('version', 'error', 'library-version-missing', text, remedy)
  }
}

/** Of what it says of blocks, whatever its libraries hold. */
function* choiceMessages(reference: DraftReference): Iterable<ReferenceMessage> {
  const { sources, named, query, names, unreadable } = reference
  if (unreadable !== undefined) {
    const text = `What it refers to cannot be read: ${unreadable}`
    yield message('pool', 'error', 'block-failed', text, 'Correct its fields.')
  }
  if (sources.length > 0 && named.length === 0 && !query && names && !names.wholeWhenEmpty) {
    const remedy = 'Choose blocks of the library, or ask for a subset of it.'
    yield message('pool', 'warning', 'reference-unset', 'No blocks are chosen.', remedy)
  }
}

/** Of the blocks that it names. */
function* memberMessages(
  { members, misnamed }: ReferencePool,
  libraries: readonly ReferredLibrary[],
): Iterable<ReferenceMessage> {
  if (misnamed.length > 0) {
    const text = `${listed(misnamed)} ${misnamed.length === 1 ? 'is' : 'are'} no block of a library.`
    const remedy = 'Take it out, or write it lb:ORG:SLUG:TYPE:ID.'
    yield message('pool', 'error', 'key-malformed', text, remedy)
  }
  const keys = new Set(libraries.map(({ library }) => library.toString()))
  const strange = members.filter(({ block }) => !keys.has(block.context.toString()))
  if (strange.length > 0) {
    const text = `${listedBlocks(strange)} of a library that is not chosen.`
    const remedy = 'Choose that library, too, or take the blocks out.'
    yield message('pool', 'error', 'library-block-missing', text, remedy)
  }
  const there = new Set(
    libraries.flatMap(({ library, version }) => (version === undefined ? [] : [library.toString()])),
  )
  const gone = members.filter(({ block, isThere }) => !isThere && there.has(block.context.toString()))
  if (gone.length > 0) {
    const text = `${listedBlocks(gone)} not in the version that is chosen.`
    const remedy = 'Choose another version, or take the blocks out.'
    yield message('pool', 'error', 'library-block-missing', text, remedy)
  }
}

/** Of how many blocks there are, where all libraries are here. */
function* sizeMessages(
  { named, query, names, count }: DraftReference,
  { size }: ReferencePool,
): Iterable<ReferenceMessage> {
  const isAsked = named.length > 0 || query !== undefined || names?.wholeWhenEmpty === true
  if (isAsked && size === 0) {
    const text = query ? 'The subset finds nothing.' : 'There are no blocks to show.'
    const remedy = query
      ? 'Ask for another subset, or name the blocks.'
      : 'Choose other blocks or another version.'
    yield message('pool', 'error', 'reference-empty', text, remedy)
  }
  if (count !== undefined && size > 0 && count > size) {
    const text = `Learners are to get ${count} blocks, and there ${size === 1 ? 'is' : 'are'} ${size}.`
    const remedy = 'Ask for fewer, or add blocks; until then learners get what there is.'
    yield message('draw', 'warning', 'reference-few', text, remedy)
  }
}

/** Of how many learners get, whatever there is. */
function* drawMessages({ count }: DraftReference): Iterable<ReferenceMessage> {
  if (count !== 0) return
  const remedy = 'Ask for one or more, or for all (-1).'
  yield message('draw', 'warning', 'reference-few', 'Learners are to get none of the blocks.', remedy)
}

function listedBlocks(members: ReferencePool['members']): string {
  return `${listed(members.map(({ block }) => block.toString()))} ${members.length === 1 ? 'is' : 'are'}`
}

function listed(keys: readonly string[]): string {
  const more = keys.length > mostNamed ? ` and ${keys.length - mostNamed} more` : ''
  return `${keys
    .slice(0, mostNamed)
    .map((key) => `'${key.slice(0, 200)}'`)
    .join(', ')}${more}`
}
