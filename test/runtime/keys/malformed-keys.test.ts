import { describe, expect, it } from 'vitest'
import { CompositorError } from '../../../runtime/errors/compositor-error.js'
import { CourseBlockKey, CourseKey, keyLengthLimit, parseKey } from '../../../runtime/keys/index.js'

function refusal(action: () => unknown): CompositorError {
  try {
    action()
  } catch (error) {
    if (error instanceof CompositorError) return error
    throw error
  }
  throw new Error('accepted')
}

const uuid = '0d4e9a7c-3b21-4c8f-9a10-aabbccddeeff'
const block = 'block-v1:a+b+c+type@t+block@i'

/** A malformed text, and what its message must say. */
const cases: readonly (readonly [string, string])[] = [
  ['', 'it has no namespace'],
  ['word', 'it has no namespace'],
  ['libx:a:b', "its namespace 'libx' is none of course-v1, block-v1"],
  ['Lib:a:b', "its namespace 'Lib' is none of"],
  [' lib:a:b', "its namespace ' lib' is none of"],
  ['a/b', 'it has 2 parts, not 3'],
  ['a/b/c/d', 'it has 4 parts, not 3'],
  ['a//c', 'its COURSE is empty'],
  ['x:a/b/c', "its ORG 'x:a' must be"],
  ['course-v1:a+b', 'it has no RUN'],
  ['course-v1:a', 'it has no COURSE'],
  ['course-v1:', 'it has no COURSE'],
  ['course-v1:a++c', 'its COURSE is empty'],
  ['course-v1:a+b+c+d', "'+d' is one part too many"],
  ['course-v1:a+b+c d', "its RUN 'c d' must be letters, numbers and _ - ~ . : only"],
  ['course-v1:a+b+c\n', 'its RUN'],
  ['course-v1:a+b+c\ud800', 'its RUN'],
  ['course-v1:a+b+c+branch@', 'its BRANCH is empty'],
  ['course-v1:a+b+c+version@123', "its VERSION '123' must be 24 lower-case hexadecimal digits"],
  ['course-v1:a+b+c+version@5A1B2C3D4E5F60718293A4B5', 'its VERSION'],
  ['course-v1:a+b+c+version@5a1b2c3d4e5f60718293a4b5+branch@b', "'+branch@b' is one part too many"],
  ['course-v1:a+b+c+type@t+block@i', "'+type@t' is one part too many"],
  ['library-v1:a', 'it has no LIBRARY'],
  ['library-v1:a+b+c', "'+c' is one part too many"],
  ['lib-block-v1:a+b+type@t', "it ends where '+block@' is due"],
  ['block-v1:a+b+c', "it ends where '+type@' is due"],
  ['block-v1:a+b+c+block@i+type@t', "'+block@i' stands where '+type@' is due"],
  ['block-v1:a+b+c+type@+block@i', 'its TYPE is empty'],
  ['block-v1:a+b+c+type@t+block@', 'its ID is empty'],
  ['block-v1:a+b+c+type@t+block@i/j', "its ID 'i/j' must be"],
  ['block-v1:a+b+c+type@t+block@i+j', "'+j' is one part too many"],
  ['block-v1:ScienceX+Chem+101+2024+type@t+block@i', "'+2024' stands where '+type@' is due"],
  ['i4x:/a/b/c/d', "'//' is due after 'i4x:'"],
  ['i4x://a/b/c', 'it has 3 parts, not 4'],
  ['i4x://a/b/c/', 'its NAME is empty'],
  ['i4x://a/b/c/d@', 'its REVISION is empty'],
  ['i4x://a/b/c/d//e', "its NAME 'd//e' must be"],
  ['def-v1:abc', "it has no '+type@'"],
  ['def-v1:xyz+type@t', "its HEX 'xyz' must be lower-case hexadecimal digits only"],
  ['def-v1:+type@t', 'its HEX is empty'],
  ['asset-v1:a+b+c+type@asset', "it ends where '+block@' is due"],
  ['asset-v1:a+b+c+type@asset+block@x/y', "its NAME 'x/y' must be"],
  ['lib:a', "it has 1 part after 'lib:', not 2 or 3"],
  ['lib:a.b:c:d:e', "it has 4 parts after 'lib:', not 2 or 3"],
  ['lib:a:', 'its SLUG is empty'],
  ['lib:ScienceX:ChemLib1:377f199e1da', "its DOMAIN 'ScienceX' must be a domain with a dot in it"],
  ['lib:.org:a:b', "its DOMAIN '.org' must be"],
  ['lb:a:b:c', "it has 3 parts after 'lb:', not 4 or 5"],
  ['lb:a:b:c:d:e', "its DOMAIN 'a' must be"],
  ['lb:a:b:c:d/e', "its ID 'd/e' must be"],
  ['lib-collection:a:b', "it has 2 parts after 'lib-collection:', not 3 or 4"],
  ['lib-collection:a:b:', 'its ID is empty'],
  ['lct:a:b:c', "it has 3 parts after 'lct:', not 4 or 5"],
  ['lct:a:b::c', 'its TYPE is empty'],
  [`bundle-olx:${uuid}:1:t`, "it has 3 parts after 'bundle-olx:', not 4"],
  ['bundle-olx:1:1:t:p', "its UUID '1' must be a UUID in lower case with hyphens"],
  [`bundle-olx:${uuid}:01:t:p`, "its VERSION_OR_DRAFT '01' must be a version number without leading zeros"],
  [`bundle-olx:${uuid}:1:t:/p`, "its PATH '/p' must be a relative path"],
  [`bundle-olx:${uuid}:1:t:a/../p`, "its PATH 'a/../p' must be a relative path"],
  [`lx-pathway:${uuid.toUpperCase()}`, 'its UUID'],
  ['lx-pathway:', 'its UUID is empty'],
  [`lx-pb:${uuid}:t`, "it has 2 parts after 'lx-pb:', not 3 or 4"],
  [`lx-pb:${uuid}:t:i:`, 'its CHILD is empty'],
  ['cb:a::b', "'::' is due after 'cb'"],
  [`cb::${block}`, "unescaped '::' makes 1 parts of it after 'cb::', not 2"],
  [`cb::${block}::lb:a:b:c:d::lb:a:b:c:d`, "unescaped '::' makes 3 parts"],
  [`cb::course-v1:a+b+c::lb:a:b:c:d`, 'its USAGE_CONTEXT is a course-v1 key, not a usage key'],
  [`cb::${block}::${block}`, 'its BLOCK_ID is a block-v1 key, not the key of a library block'],
  [`cb::${block}::lb:a:b:c`, "its BLOCK_ID is malformed ('lb:a:b:c' is no key of the form"],
  [`cb::block-v1$:a+b+c+type@t+block@i::lb:a:b:c:d`, `the same key is written 'cb::${block}::lb:a:b:c:d'`],
  [`cb::${block}$x::lb:a:b:c:d`, "a '$' in it is followed by neither '$' nor ':'"],
  [`cb::${block}$`, "a '$' in it is followed by neither '$' nor ':'"],
  [`clb:${block}:a:b:c`, 'four parts of a library block are due after the block-v1: key'],
  ['clb:block-v1:a+b+c:d:e', 'four parts of a library block are due after the block-v1: key'],
  ['clb:a:b:c:d:e:f:g', "it has 7 parts after 'clb:', not 8"],
  ['clb:a:b:c::e:f:g:h', 'its ID is empty'],
  ['clb:block-v1:ScienceX+Chem+101+2024+type@t+block@i:a:b:c:d', "'+2024' stands where '+type@' is due"],
  ['lb-ref:a:b:c', 'a course block is due after SLUG:TYPE:ID:'],
  ['lb-ref:a:b:c:x+y', 'it has no RUN'],
  ['lb-ref::b:c:x+y+z+type@t+block@i', 'its SLUG is empty'],
  [
    `aside-usage-v2:${block}::note`,
    `the same key is written 'aside-usage-v2:block-v1$:a+b+c+type@t+block@i::note'`,
  ],
  ['aside-usage-v2:block-v1$:a+b+c+type@t+block@i', "unescaped '::' makes 1 part of it, not 2"],
  ['aside-usage-v2:lib$:a$:b::note', 'its USAGE is a lib key, not a usage key'],
  ['aside-usage-v2:block-v1$:a+b+c+type@t+block@i::', 'its ASIDE is empty'],
  ['aside-usage-v2:nothing::note', "its key is malformed ('nothing' is no key"],
  ['aside-def-v2:lib$:a$:b::note', 'its DEFINITION is a lib key, not a definition key'],
  ['aside-usage-v1:block-v1$:a+b+c+type@t+block@i::note', 'is malformed'],
  [`aside-usage-v1:${block}`, "unescaped '::' makes 1 part of it, not 2"],
  ['aside-def-v1:lib:a:b::note', 'its DEFINITION is a lib key, not a definition key'],
]

describe('a malformed key', () => {
  it.each(cases)('%j is refused with the reason', (text, why) => {
    const error = refusal(() => parseKey(text))
    expect(error.code).toBe('key-malformed')
    expect(error.message).toContain(why)
    expect(error.message.startsWith(`'${text}' is no key of the form `)).toBe(true)
  })

  it('is quoted with the grammar it breaks', () => {
    expect(refusal(() => parseKey('lib:a')).message).toBe(
      "'lib:a' is no key of the form lib:[DOMAIN:]ORG:SLUG: it has 1 part after 'lib:', not 2 or 3.",
    )
  })

  it('is clipped in the message when long', () => {
    const error = refusal(() => parseKey(`lib:${'a'.repeat(3000)} :b`))
    expect(error.message.length).toBeLessThan(600)
    expect(error.message).toContain('(3007 characters)')
  })

  it('keeps the reason of an inner key as its cause', () => {
    const error = refusal(() => parseKey(`cb::${block}::lb:a:b:c`))
    expect(error.cause).toBeInstanceOf(CompositorError)
  })

  it('is also refused when built from parts', () => {
    expect(refusal(() => new CourseKey({ org: 'a+b', course: 'c', run: 'd' })).message).toContain(
      "its ORG 'a+b'",
    )
    const course = new CourseKey({ org: 'a', course: 'b', run: 'c' })
    const error = refusal(
      () => new CourseBlockKey({ course, blockType: 't', blockId: 'x'.repeat(keyLengthLimit) }),
    )
    expect(error.code).toBe('key-malformed')
  })
})

describe('hostile texts', () => {
  const pieces = [
    'a',
    ':',
    '::',
    '$',
    '$:',
    '+',
    '/',
    '@',
    'cb::',
    '%',
    '.',
    '../',
    'aside-usage-v2:',
    'é',
    ' ',
  ]
  const heads = [
    '',
    'cb::',
    'clb:',
    'clb:block-v1:',
    'lb-ref:',
    'lib:',
    'block-v1:',
    'i4x://',
    'aside-usage-v1:',
    'aside-usage-v2:',
    `bundle-olx:${uuid}:1:t:`,
  ]

  it('are refused at every length up to the limit and beyond', () => {
    for (const head of heads) {
      for (const piece of pieces) {
        for (const length of [keyLengthLimit, keyLengthLimit * 20]) {
          const text = head + piece.repeat(Math.floor((length - head.length - 1) / piece.length)) + '\0'
          const error = refusal(() => parseKey(text))
          expect(error.code).toBe('key-malformed')
          expect(error.message.length).toBeLessThan(1200)
        }
      }
    }
  })
})
