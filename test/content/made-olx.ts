import {
  Block,
  block,
  boolean,
  definePlugin,
  dict,
  inheritance,
  integer,
  libraryReferenceFields,
  libraryReferences,
  list,
  optional,
  string,
  upstreamLinks,
  type LibraryReferenceValues,
} from '../../runtime/index.js'
import type { BlockTypes } from '../../runtime/block/index.js'
import { BlockTypeRegistry } from '../../plugins/index.js'
import { AuthoringStore } from '../../content/index.js'
import { treeOf, type MadeVersion } from '../../content/version/index.js'
import type { AuthoredBlock, AuthoredContext } from '../../content/olx/authored-block.js'
import { Findings } from '../../content/olx/findings.js'
import { readOlx } from '../../content/olx/read-olx.js'
import { findRoot, MemorySource } from '../../content/source/index.js'
import { memoryStore as openMemory, MemoryPlace } from '../../store/index.js'

/** A type that keeps its XML in one field, as problems do. */
@block('quiz', {
  readOlx: (element, { content, settings }, context) => ({
    content: { ...content, data: element.text().trim(), file: context.file },
    settings,
    children: [],
  }),
})
class QuizBlock extends Block({
  content: { data: string(), file: string() },
  settings: {
    displayName: string('Quiz'),
    maxAttempts: optional(integer()),
    hints: list(string()),
    lenient: boolean(),
    marks: dict(),
  },
  userState: { attempts: integer() },
}) {}

/** A type without a way of its own to read OLX. */
@block('note', {})
class NoteBlock extends Block({ content: { content: string() }, settings: { displayName: string() } }) {}

@block('vertical', {})
class UnitBlock extends Block({ settings: { displayName: string() } }) {}

@block('clumsy', {
  readOlx: () => {
    throw new TypeError('no such thing')
  },
})
class ClumsyBlock extends Block({}) {}

@block('bank', {
  references: (fields: LibraryReferenceValues & { readonly blocks: readonly string[] }) =>
    libraryReferences(fields, fields.blocks, true),
})
class BankBlock extends Block({ settings: { ...libraryReferenceFields, blocks: list(string()) } }) {}

const made = [QuizBlock, NoteBlock, UnitBlock, ClumsyBlock, BankBlock]

/** The block types of these tests: quiz, note, vertical, clumsy and bank. All inherit settings. */
export const testTypes = new BlockTypeRegistry()
testTypes.register(definePlugin({ name: 'test', blocks: made, mixins: [inheritance, upstreamLinks] }))

/** What was read, and what was found on the way. */
export interface ReadContext extends AuthoredContext {
  readonly findings: Findings
  /** The block whose key ends with `type@TYPE+block@ID`, or in a v2 library with `:TYPE:ID`. */
  readonly find: (type: string, id: string) => AuthoredBlock | undefined
  readonly codes: () => string[]
}

/** Reads OLX given as texts by path. */
export async function readTexts(
  texts: Readonly<Record<string, string>>,
  draft = false,
  types: BlockTypes = testTypes,
): Promise<ReadContext> {
  const findings = new Findings()
  const files = Object.entries(texts).map(([path, text]) => [path, Buffer.from(text)] as const)
  const read = await readOlx(findRoot(new MemorySource('test', files)), { types, findings, draft })
  return {
    ...read,
    findings,
    find: (type, id) =>
      [...read.blocks.values()].find(
        ({ key }) => key.endsWith(`type@${type}+block@${id}`) || key.endsWith(`:${type}:${id}`),
      ),
    codes: () => findings.list.map(({ code }) => code),
  }
}

/** A course of one chapter, one sequential and the given content of its only vertical. */
export function courseOf(
  inside: string,
  more: Readonly<Record<string, string>> = {},
): Record<string, string> {
  return {
    'course.xml': '<course url_name="R" org="O" course="C"/>',
    'course/R.xml': `<course display_name="Made"><chapter url_name="c" display_name="Section"><sequential url_name="s" display_name="Part"><vertical url_name="v" display_name="Unit">${inside}</vertical></sequential></chapter></course>`,
    ...more,
  }
}

/** An authoring store in memory whose clock stands still, and all that it holds. */
export function memoryStore(place = new MemoryPlace()): { store: AuthoringStore; place: MemoryPlace } {
  return { store: new AuthoringStore(openMemory(place), () => new Date('2026-01-02T03:04:05Z')), place }
}

/** How many texts and files there are in a store. */
export function kept({ blobs, files, heads }: MemoryPlace): number {
  return blobs.size + files.size + heads.size
}

/** Stores what was read of OLX given as texts; it is in no log by that. */
export async function makeFrom(
  store: AuthoringStore,
  texts: Readonly<Record<string, string>>,
  read?: AuthoredContext,
): Promise<MadeVersion> {
  const files = Object.entries(texts).map(([path, text]) => [path, Buffer.from(text)] as const)
  const source = new MemorySource('test', files)
  return store.make(read ?? (await readTexts(texts)), source, await treeOf(source), { variant: 'published' })
}

/** Imports OLX given as texts, without its findings. @returns the name of the version */
export async function saveTexts(
  store: AuthoringStore,
  texts: Readonly<Record<string, string>>,
  read?: AuthoredContext,
): Promise<string> {
  const made = await makeFrom(store, texts, read)
  await store.save(made)
  return made.view.name
}
