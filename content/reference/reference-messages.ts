import type { ErrorCode, Finding } from '../../runtime/errors/index.js'
import { latestVersion } from '../../runtime/keys/index.js'
import type { DraftReference } from './draft-reference.js'
import type { ReferencePool } from './reference-pool.js'
import type { ReferenceMessage, ReferenceStep, ReferredLibrary } from './reference-state.js'

/** Blocks that are named in one message. */
const mostNamed = 5

/** What an author should know of a reference, in the order of the steps. @param closed why libraries do not take it, by key */
export function referenceMessages(
  { sources, malformed, named, query, names, count, unreadable }: DraftReference,
  libraries: readonly ReferredLibrary[],
  { members, size, misnamed }: ReferencePool,
  closed: ReadonlyMap<string, string>,
): ReferenceMessage[] {
  const messages: ReferenceMessage[] = []
  const say = (
    step: ReferenceStep,
    level: Finding['level'],
    code: ErrorCode,
    message: string,
    remedy: string,
  ) => messages.push({ step, level, code, message, remedy })
  if (sources.length + malformed.length === 0)
    say(
      'library',
      'warning',
      'reference-unset',
      'No library is chosen.',
      'Choose the library whose blocks are to stand here.',
    )
  for (const text of malformed)
    say(
      'library',
      'error',
      'key-malformed',
      `'${text.slice(0, 200)}' names no library.`,
      'Write it lib:ORG:SLUG:HASH, or choose another one.',
    )
  for (const { library, title, pinned, version } of libraries) {
    const key = library.toString()
    const why = closed.get(key)
    if (why !== undefined)
      say(
        'library',
        'error',
        'library-closed',
        why,
        'Choose another library, or ask an admin of this one to name the course or its organisation.',
      )
    if (title === undefined)
      say(
        'library',
        'error',
        'library-version-missing',
        `The library '${key}' is not here.`,
        'Import it, or choose another one; learners see nothing here until then.',
      )
    else if (version === undefined && pinned === latestVersion)
      say(
        'version',
        'error',
        'library-version-missing',
        `'${title}' has not published anything yet.`,
        'Publish the library, or pin one of its versions.',
      )
    else if (version === undefined)
      say(
        'version',
        'error',
        'library-version-missing',
        `Version '${pinned}' of '${title}' is not here.`,
        'Choose a version that is here, or import that one.',
      )
  }
  if (unreadable !== undefined)
    say(
      'pool',
      'error',
      'block-failed',
      `What it refers to cannot be read: ${unreadable}`,
      'Correct its fields.',
    )
  const isPoolKnown = sources.length > 0 && libraries.every(({ version }) => version !== undefined)
  if (sources.length > 0 && named.length === 0 && !query && names && !names.wholeWhenEmpty)
    say(
      'pool',
      'warning',
      'reference-unset',
      'No blocks are chosen.',
      'Choose blocks of the library, or ask for a subset of it.',
    )
  if (misnamed.length > 0)
    say(
      'pool',
      'error',
      'key-malformed',
      `${listed(misnamed)} ${misnamed.length === 1 ? 'is' : 'are'} no block of a library.`,
      'Take it out, or write it lb:ORG:SLUG:TYPE:ID.',
    )
  const keys = new Set(libraries.map(({ library }) => library.toString()))
  const strange = members.filter(({ block }) => !keys.has(block.context.toString()))
  if (strange.length > 0)
    say(
      'pool',
      'error',
      'library-block-missing',
      `${listed(strange.map(({ block }) => block.toString()))} ${strange.length === 1 ? 'is' : 'are'} of a library that is not chosen.`,
      'Choose that library, too, or take the blocks out.',
    )
  const there = new Set(
    libraries.flatMap(({ library, version }) => (version === undefined ? [] : [library.toString()])),
  )
  const gone = members.filter(({ block, isThere }) => !isThere && there.has(block.context.toString()))
  if (gone.length > 0)
    say(
      'pool',
      'error',
      'library-block-missing',
      `${listed(gone.map(({ block }) => block.toString()))} ${gone.length === 1 ? 'is' : 'are'} not in the version that is chosen.`,
      'Choose another version, or take the blocks out.',
    )
  const isAsked = named.length > 0 || query !== undefined || names?.wholeWhenEmpty === true
  if (isPoolKnown && isAsked && size === 0)
    say(
      'pool',
      'error',
      'reference-empty',
      query ? 'The subset finds nothing.' : 'There are no blocks to show.',
      query ? 'Ask for another subset, or name the blocks.' : 'Choose other blocks or another version.',
    )
  if (count !== undefined && isPoolKnown && size > 0 && count > size)
    say(
      'draw',
      'warning',
      'reference-few',
      `Learners are to get ${count} blocks, and there ${size === 1 ? 'is' : 'are'} ${size}.`,
      'Ask for fewer, or add blocks; until then learners get what there is.',
    )
  if (count === 0)
    say(
      'draw',
      'warning',
      'reference-few',
      'Learners are to get none of the blocks.',
      'Ask for one or more, or for all (-1).',
    )
  return messages
}

function listed(keys: readonly string[]): string {
  const more = keys.length > mostNamed ? ` and ${keys.length - mostNamed} more` : ''
  return `${keys
    .slice(0, mostNamed)
    .map((key) => `'${key.slice(0, 200)}'`)
    .join(', ')}${more}`
}
