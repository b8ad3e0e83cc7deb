import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CompositorError } from '../../../runtime/errors/compositor-error.js'
import {
  AsideDefinitionKey,
  AsideUsageKey,
  AssetKey,
  BundleDefinitionKey,
  ContextualKey,
  CourseBlockKey,
  CourseDefinitionKey,
  CourseKey,
  keyLengthLimit,
  LibraryBlockKey,
  LibraryCollectionKey,
  LibraryContainerKey,
  LibraryKey,
  LibraryVersionRef,
  OldBlockKey,
  OldCourseKey,
  parseKey,
  parseLibraryVersionRef,
  PathwayBlockKey,
  PathwayKey,
  V1LibraryBlockKey,
  V1LibraryKey,
  type OpaqueKey,
} from '../../../runtime/keys/index.js'

const plain = fc
  .array(fc.constantFrom('a', 'B', '7', '_', '-', '~', '.', 'é', '春', '𝔸', 'lb', 'type', 'block'), {
    minLength: 1,
    maxLength: 6,
  })
  .map((pieces) => pieces.join(''))
/** Part with colons in the places where separators could be mistaken. */
const nasty = fc.oneof(
  plain,
  fc.constantFrom('a::b', ':a', 'a:', ':', '::', ':::', 'a:b', '::lb:a:b:c:d', 'lb::'),
  fc
    .array(fc.oneof(plain, fc.constant(':')), { minLength: 1, maxLength: 6 })
    .map((pieces) => pieces.join('')),
)
const hex = (length: number) =>
  fc
    .array(fc.integer({ min: 0, max: 15 }), { minLength: length, maxLength: length })
    .map((digits) => digits.map((digit) => digit.toString(16)).join(''))
const maybe = <T>(part: fc.Arbitrary<T>) => fc.option(part, { nil: undefined })
const pins = { branch: maybe(nasty), version: maybe(hex(24)) }
const uuid = fc.uuid()

const course = fc
  .record({ org: nasty, course: nasty, run: nasty, ...pins })
  .map((parts) => new CourseKey(parts))
const v1Library = fc.record({ org: nasty, library: nasty, ...pins }).map((parts) => new V1LibraryKey(parts))
const domain = fc.constantFrom('edx.org', 'a.b.c', 'öx.example')
const library = fc
  .record({ domain: maybe(domain), org: plain, slug: plain })
  .map((parts) => new LibraryKey(parts))
const pathway = fc.record({ uuid }).map((parts) => new PathwayKey(parts))

const courseBlock = fc
  .record({ course, blockType: nasty, blockId: nasty })
  .map((parts) => new CourseBlockKey(parts))
const v1LibraryBlock = fc
  .record({ library: v1Library, blockType: nasty, blockId: nasty })
  .map((parts) => new V1LibraryBlockKey(parts))
const libraryBlock = fc
  .record({ library, blockType: plain, blockId: plain })
  .map((parts) => new LibraryBlockKey(parts))
const pathwayBlock = fc
  .record({ pathway, blockType: plain, usageId: plain, childId: maybe(plain) })
  .map((parts) => new PathwayBlockKey(parts))
const oldBlock = fc
  .record({
    org: nasty,
    course: nasty,
    blockType: nasty,
    blockId: fc.array(nasty, { minLength: 1, maxLength: 3 }).map((names) => names.join('/')),
    revision: maybe(nasty),
  })
  .map((parts) => new OldBlockKey(parts))
const simpleUsage = fc.oneof(courseBlock, v1LibraryBlock, libraryBlock, pathwayBlock, oldBlock)

const { contextual } = fc.letrec<{ contextual: ContextualKey }>((tie) => ({
  contextual: fc
    .record({
      usage: fc.oneof({ maxDepth: 4 }, simpleUsage, tie('contextual')),
      definition: fc.oneof(libraryBlock, v1LibraryBlock),
    })
    .map((parts) => new ContextualKey(parts)),
}))
const usage = fc.oneof(simpleUsage, contextual)

const definition = fc.oneof(
  fc.record({ definitionId: hex(24), blockType: nasty }).map((parts) => new CourseDefinitionKey(parts)),
  fc
    .record({
      bundle: uuid,
      versionOrDraft: fc.oneof(fc.nat().map(String), fc.constantFrom('studio_draft', '1a', '٣')),
      blockType: plain,
      olxPath: fc.constantFrom('a', 'a/b.xml', '.a/..b', 'é/1'),
    })
    .map((parts) => new BundleDefinitionKey(parts)),
  oldBlock,
)

const anyKey: fc.Arbitrary<OpaqueKey> = fc.oneof(
  course,
  fc
    .record({ org: plain, course: nasty, run: nasty })
    .map((parts) => new OldCourseKey({ ...parts, org: `${parts.org}%` })),
  v1Library,
  library,
  pathway,
  usage,
  definition,
  fc.record({ course, assetType: nasty, name: nasty }).map((parts) => new AssetKey(parts)),
  fc.record({ library, collectionId: plain }).map((parts) => new LibraryCollectionKey(parts)),
  fc
    .record({ library, containerType: plain, containerId: plain })
    .map((parts) => new LibraryContainerKey(parts)),
  fc.record({ usage, asideType: nasty }).map((parts) => new AsideUsageKey(parts)),
  fc.record({ definition, asideType: nasty }).map((parts) => new AsideDefinitionKey(parts)),
  fc
    .record({ usage: courseBlock, asideType: nasty })
    .filter((parts) => !/::|:$/.test(parts.usage.toString()))
    .map((parts) => new AsideUsageKey({ ...parts, form: 1 })),
  fc
    .record({ definition, asideType: nasty })
    .filter((parts) => !/::|:$/.test(parts.definition.toString()))
    .map((parts) => new AsideDefinitionKey({ ...parts, form: 1 })),
)

/** Kind and parts as one comparable text, from the parts alone. */
const facts = (key: OpaqueKey): string => JSON.stringify([key.kind, key.parts()])

/** What a text prints as once read, or the code of the error that refuses it. */
function printedOrCode(text: string): string {
  try {
    return parseKey(text).toString()
  } catch (error) {
    return error instanceof CompositorError ? error.code : String(error)
  }
}

describe('a key of any kind', () => {
  it('is read back from its text with the same kind and parts', () => {
    fc.assert(
      fc.property(anyKey, (key) => {
        const again = parseKey(key.toString())
        expect(again.toString()).toBe(key.toString())
        expect(facts(again)).toBe(facts(key))
        expect(again.constructor).toBe(key.constructor)
        expect(again.equals(key)).toBe(true)
      }),
      { numRuns: 2000, seed: 1 },
    )
  })

  it('differs in its text from every key of other kind or parts', () => {
    fc.assert(
      fc.property(fc.array(anyKey, { minLength: 2, maxLength: 40 }), (keys) => {
        const texts = new Map(keys.map((key) => [key.toString(), facts(key)]))
        expect(texts.size).toBe(new Set(keys.map(facts)).size)
      }),
      { numRuns: 300, seed: 2 },
    )
  })

  it('is refused or printed unchanged after any small change of its text', () => {
    const edit = fc.record({
      at: fc.nat(),
      drop: fc.integer({ min: 0, max: 2 }),
      add: fc.constantFrom('', ':', '::', '$', '$:', '$$', '+', '@', '/', 'x'),
    })
    fc.assert(
      fc.property(anyKey, edit, (key, { at, drop, add }) => {
        const text = key.toString()
        const place = at % (text.length + 1)
        const edited = text.slice(0, place) + add + text.slice(place + drop)
        expect([edited, 'key-malformed']).toContain(printedOrCode(edited))
      }),
      { numRuns: 3000, seed: 3 },
    )
  })

  it('loses branch and version once and for all, and nothing else', () => {
    fc.assert(
      fc.property(anyKey, (key) => {
        const bare = key.withoutBranchOrVersion()
        expect(bare.kind).toBe(key.kind)
        expect(bare.withoutBranchOrVersion()).toBe(bare)
        expect(bare.toString()).not.toMatch(/\+branch@|\+version@/)
      }),
      { numRuns: 500, seed: 4 },
    )
  })
})

describe('a library version reference', () => {
  it('is read back from its text', () => {
    fc.assert(
      fc.property(library, plain, (of, version) => {
        const ref = new LibraryVersionRef({ library: of, version })
        const again = parseLibraryVersionRef(ref.toString())
        expect(again.library.equals(of)).toBe(true)
        expect(again.version).toBe(version)
        expect(again.equals(ref)).toBe(true)
      }),
      { seed: 5 },
    )
  })
})

describe('nesting of contextual keys', () => {
  const definitionKey = new LibraryBlockKey({
    library: new LibraryKey({ org: 'EngineeringX', slug: 'BasicChemLib' }),
    blockType: 'video',
    blockId: 'stoichiometry',
  })
  const start = new CourseBlockKey({
    course: new CourseKey({ org: 'ScienceX', course: 'Chem101', run: '2024' }),
    blockType: 'library_content',
    blockId: 'abcd1234',
  })
  const nested = (depth: number): CourseBlockKey | ContextualKey =>
    depth === 0 ? start : new ContextualKey({ usage: nested(depth - 1), definition: definitionKey })

  it('grows by one library key a level, plus escapes that double', () => {
    // A level adds 'cb::' + '::' + 51 characters; the 4 colons of level n cost 4 * (2^k - 1) escapes k levels up.
    const added = 'cb::'.length + '::'.length + definitionKey.toString().length
    for (let depth = 1; depth <= 9; depth += 1) {
      let escapes = 0
      for (let above = 1; above < depth; above += 1) escapes += 4 * 2 ** (above - 1)
      expect(nested(depth).toString().length).toBe(start.toString().length + depth * added + escapes)
    }
    expect(nested(5).toString().length).toBeLessThan(450)
  })

  it('is read back ten levels deep, and refused where it passes the limit', () => {
    const ten = nested(10)
    expect(ten.toString().length).toBeLessThan(keyLengthLimit)
    expect(parseKey(ten.toString()).equals(ten)).toBe(true)
    expect(() => nested(12)).toThrow(/longer than 4000 characters/)
  })
})
