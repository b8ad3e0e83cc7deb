import { describe, expect, it } from 'vitest'
import { CompositorError } from '../../../runtime/errors/compositor-error.js'
import {
  AsideUsageKey,
  CourseLibraryBlockKey,
  LibraryVersionRef,
  OldBlockKey,
  parseAsideKey,
  parseAssetKey,
  parseContextKey,
  parseContextualKey,
  parseCourseBlockKey,
  parseCourseKey,
  parseDefinitionKey,
  parseKey,
  parseLibraryBlockKey,
  parseLibraryKey,
  parseLibraryVersionRef,
  parseUsageKey,
} from '../../../runtime/keys/index.js'

const object = '5a1b2c3d4e5f60718293a4b5'
const bank = 'block-v1:ScienceX+Chem101+2024+type@library_content+block@abcd1234'
const video = 'lb:EngineeringX:BasicChemLib:video:stoichiometry'
const contextual = `cb::${bank}::${video}`

function refusal(action: () => unknown): CompositorError {
  try {
    action()
  } catch (error) {
    if (error instanceof CompositorError) return error
    throw error
  }
  throw new Error('accepted')
}

describe('asking for a category', () => {
  it.each([
    [parseUsageKey, contextual, 'lib:a:b'],
    [parseUsageKey, 'i4x://a/b/c/d', 'aside-usage-v2:lb$:a$:b$:c$:d::note'],
    [parseContextKey, 'a/b/c', video],
    [parseContextKey, 'lx-pathway:0d4e9a7c-3b21-4c8f-9a10-aabbccddeeff', `def-v1:${object}+type@t`],
    [parseDefinitionKey, 'i4x://a/b/c/d', video],
    [parseAsideKey, 'aside-usage-v2:lb$:a$:b$:c$:d::note', video],
    [parseCourseKey, 'course-v1:a+b+c', 'a/b/c'],
    [parseCourseBlockKey, bank, contextual],
    [parseLibraryKey, 'lib:a:b', 'library-v1:a+b'],
    [parseLibraryBlockKey, video, 'lib-block-v1:a+b+type@c+block@d'],
    [parseAssetKey, 'asset-v1:a+b+c+type@asset+block@d', bank],
    [parseContextualKey, contextual, `clb:${bank}:a:b:c:d`],
  ] as const)('%o gives %s and refuses %s', (parse, right, wrong) => {
    expect(parse(right).toString()).toBe(right)
    const error = refusal(() => parse(wrong))
    expect(error.code).toBe('key-kind')
    expect(error.message).toContain(`'${wrong}' is a ${parseKey(wrong).kind} key, not `)
    expect(refusal(() => parse('nothing')).code).toBe('key-malformed')
  })
})

describe('a contextual key', () => {
  it('takes type and id from the library block, and the learning context from the usage', () => {
    const key = parseContextualKey(contextual)
    expect(key.blockType).toBe('video')
    expect(key.blockId).toBe('stoichiometry')
    expect(key.context.toString()).toBe('course-v1:ScienceX+Chem101+2024')
    expect(key.usage.toString()).toBe(bank)
    expect(key.definition.toString()).toBe(video)
  })

  it('keeps two usages of one library block apart', () => {
    expect(parseKey(contextual).equals(parseKey(contextual.replace('abcd1234', 'abcd1235')))).toBe(false)
  })

  it.each([
    ['a:b', 'a:b'],
    ['a::b', 'a$:$:b'],
    ['a:::b', 'a$:$:$:b'],
    ['a:', 'a$:'],
    ['a::', 'a$:$:'],
    [':a', ':a'],
  ])('writes a course block whose id is %s as %s', (id, written) => {
    const text = `cb::block-v1:a+b+c+type@t+block@${written}::${video}`
    const key = parseContextualKey(text)
    expect(key.usage.blockId).toBe(id)
    expect(key.toString()).toBe(text)
  })

  it('nests on the left', () => {
    const text = `cb::cb$:$:${bank}$:$:lb:a:b:bank:c::${video}`
    const key = parseContextualKey(text)
    expect(key.usage.toString()).toBe(`cb::${bank}::lb:a:b:bank:c`)
    expect(key.context.toString()).toBe('course-v1:ScienceX+Chem101+2024')
    const thrice = `cb::cb$:$:cb$$:$$:${bank}$$:$$:lb:a:b:bank:c$:$:lb:a:b:bank:d::${video}`
    expect(parseContextualKey(thrice).usage.toString()).toBe(
      `cb::cb$:$:${bank}$:$:lb:a:b:bank:c::lb:a:b:bank:d`,
    )
  })

  it('is what a clb: key with a course block means', () => {
    const key = parseKey(`clb:${bank}:EngineeringX:BasicChemLib:video:stoichiometry`)
    expect(key).toBeInstanceOf(CourseLibraryBlockKey)
    expect(key instanceof CourseLibraryBlockKey && key.toContextual()?.toString()).toBe(contextual)
    const planned = parseKey('clb:a:b:c:d:e:f:g:h')
    expect(planned instanceof CourseLibraryBlockKey && planned.toContextual()).toBe(undefined)
  })
})

describe('taking branch and version away', () => {
  const pinned = `+branch@published+version@${object}`

  it.each([
    [`course-v1:a+b+c${pinned}`, 'course-v1:a+b+c'],
    [`library-v1:a+b${pinned}`, 'library-v1:a+b'],
    [`block-v1:a+b+c${pinned}+type@t+block@i`, 'block-v1:a+b+c+type@t+block@i'],
    [`lib-block-v1:a+b${pinned}+type@t+block@i`, 'lib-block-v1:a+b+type@t+block@i'],
    [`asset-v1:a+b+c${pinned}+type@asset+block@i`, 'asset-v1:a+b+c+type@asset+block@i'],
    ['i4x://a/b/c/d@draft', 'i4x://a/b/c/d'],
    [
      `cb::block-v1:a+b+c${pinned}+type@t+block@i::lib-block-v1:a+b${pinned}+type@t+block@i`,
      'cb::block-v1:a+b+c+type@t+block@i::lib-block-v1:a+b+type@t+block@i',
    ],
    [
      `aside-usage-v2:block-v1$:a+b+c${pinned}+type@t+block@i::note`,
      'aside-usage-v2:block-v1$:a+b+c+type@t+block@i::note',
    ],
    [
      `aside-usage-v1:block-v1:a+b+c${pinned}+type@t+block@i::note`,
      'aside-usage-v1:block-v1:a+b+c+type@t+block@i::note',
    ],
    ['aside-def-v2:i4x$://a/b/c/d@draft::note', 'aside-def-v2:i4x$://a/b/c/d::note'],
    ['lib:a:b', 'lib:a:b'],
  ])('turns %s into %s', (text, bare) => {
    expect(parseKey(text).withoutBranchOrVersion().toString()).toBe(bare)
  })
})

describe('an old block key', () => {
  it('has no learning context until it is placed in a course', () => {
    const key = parseUsageKey('i4x://edX/DemoX/vertical/v1')
    expect(refusal(() => key.context).code).toBe('key-kind')
    const placed = key instanceof OldBlockKey && key.inCourse(parseCourseKey('course-v1:edX+DemoX+2014'))
    expect(String(placed)).toBe('block-v1:edX+DemoX+2014+type@vertical+block@v1')
  })
})

describe('a nested pathway block', () => {
  it('has the id of the child', () => {
    const top = 'lx-pb:0d4e9a7c-3b21-4c8f-9a10-aabbccddeeff:video:6a'
    expect(parseUsageKey(top).blockId).toBe('6a')
    expect(parseUsageKey(`${top}:7b`).blockId).toBe('7b')
    expect(parseUsageKey(top).context.toString()).toBe('lx-pathway:0d4e9a7c-3b21-4c8f-9a10-aabbccddeeff')
  })
})

describe('an aside of the first form', () => {
  it('refuses a usage whose text the form cannot carry', () => {
    const usage = parseUsageKey(contextual)
    expect(() => new AsideUsageKey({ usage, asideType: 'note', form: 1 })).toThrow(/use form 2/)
    expect(new AsideUsageKey({ usage, asideType: 'note' }).toString()).toBe(
      `aside-usage-v2:${contextual.replaceAll(':', '$:')}::note`,
    )
  })
})

describe('a library version reference', () => {
  it.each([
    ['lib:ScienceX:ChemLib1:377f199e1da...', 'lib:ScienceX:ChemLib1', '377f199e1da...'],
    ['lib:orgX:someProblems:v5', 'lib:orgX:someProblems', 'v5'],
    ['lib:edx.org:MITx:Problems1:377f', 'lib:edx.org:MITx:Problems1', '377f'],
  ])('%s is a library and its version', (text, library, version) => {
    const ref = parseLibraryVersionRef(text)
    expect(ref.library.toString()).toBe(library)
    expect(ref.version).toBe(version)
    expect(ref.toString()).toBe(text)
    expect(JSON.stringify(ref)).toBe(`"${text}"`)
    expect(ref.equals(new LibraryVersionRef({ library: parseLibraryKey(library), version }))).toBe(true)
  })

  it.each([
    ['lib:a:b', "it has 2 parts after 'lib:', not 3 or 4"],
    ['lib:a:b:c:d:e', "it has 5 parts after 'lib:', not 3 or 4"],
    ['library-v1:a:b:c', "it does not start with 'lib:'"],
    ['lib:a:b:', 'its VERSION is empty'],
    ['lib:a:b:c d', "its VERSION 'c d' must be"],
    ['lib:a::c', 'its SLUG is empty'],
    ['lib:nodot:a:b:c', "its DOMAIN 'nodot' must be a domain with a dot"],
  ])('refuses %s', (text, why) => {
    const error = refusal(() => parseLibraryVersionRef(text))
    expect(error.code).toBe('key-malformed')
    expect(error.message).toContain(why)
    expect(error.message.startsWith(`'${text}' is no key of the form lib:[DOMAIN:]ORG:SLUG:VERSION`)).toBe(
      true,
    )
  })
})
