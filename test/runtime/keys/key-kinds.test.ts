import { describe, expect, it } from 'vitest'
import { keyGrammars, LearningContextKey, parseKey, UsageKey } from '../../../runtime/keys/index.js'

const object = '5a1b2c3d4e5f60718293a4b5'
const uuid = '0d4e9a7c-3b21-4c8f-9a10-aabbccddeeff'

/** Text, kind, parts; written by hand from the grammar of each kind. */
const examples: readonly (readonly [string, string, unknown])[] = [
  ['course-v1:edX+DemoX+2014', 'course-v1', { org: 'edX', course: 'DemoX', run: '2014' }],
  [
    `course-v1:edX+DemoX+2014+branch@draft-branch+version@${object}`,
    'course-v1',
    { org: 'edX', course: 'DemoX', run: '2014', branch: 'draft-branch', version: object },
  ],
  [
    'course-v1:Université+Čeština+2024_春',
    'course-v1',
    { org: 'Université', course: 'Čeština', run: '2024_春' },
  ],
  ['course-v1:a.b+c~d+e:f-g', 'course-v1', { org: 'a.b', course: 'c~d', run: 'e:f-g' }],
  ['MITx/6.002x/2012_Fall', 'old-course', { org: 'MITx', course: '6.002x', run: '2012_Fall' }],
  ['library-v1:edX+Lib1', 'library-v1', { org: 'edX', library: 'Lib1' }],
  ['library-v1:edX+Lib1+branch@library', 'library-v1', { org: 'edX', library: 'Lib1', branch: 'library' }],
  [
    `lib-block-v1:edX+Lib1+version@${object}+type@problem+block@p1`,
    'lib-block-v1',
    { library: `library-v1:edX+Lib1+version@${object}`, blockType: 'problem', blockId: 'p1' },
  ],
  [
    'block-v1:edX+DemoX+2014+type@problem+block@week1:intro',
    'block-v1',
    { course: 'course-v1:edX+DemoX+2014', blockType: 'problem', blockId: 'week1:intro' },
  ],
  [
    `block-v1:edX+DemoX+2014+branch@b+version@${object}+type@html+block@h`,
    'block-v1',
    { course: `course-v1:edX+DemoX+2014+branch@b+version@${object}`, blockType: 'html', blockId: 'h' },
  ],
  [
    'i4x://edX/DemoX/vertical/v1',
    'i4x',
    { org: 'edX', course: 'DemoX', blockType: 'vertical', blockId: 'v1' },
  ],
  [
    'i4x://edX/DemoX/vertical/week/v1@draft',
    'i4x',
    { org: 'edX', course: 'DemoX', blockType: 'vertical', blockId: 'week/v1', revision: 'draft' },
  ],
  [`def-v1:${object}+type@html`, 'def-v1', { definitionId: object, blockType: 'html' }],
  [
    'asset-v1:edX+DemoX+2014+type@asset+block@image%20one.png',
    'asset-v1',
    { course: 'course-v1:edX+DemoX+2014', assetType: 'asset', name: 'image%20one.png' },
  ],
  ['lib:MITx:Problems1', 'lib', { org: 'MITx', slug: 'Problems1' }],
  ['lib:edx.org:MITx:Problems1', 'lib', { domain: 'edx.org', org: 'MITx', slug: 'Problems1' }],
  [
    'lib:labxchange.org:LabXChange:lib-abcdef123',
    'lib',
    { domain: 'labxchange.org', org: 'LabXChange', slug: 'lib-abcdef123' },
  ],
  [
    'lb:ScienceX:ChemLib1:problem:mc1',
    'lb',
    { library: 'lib:ScienceX:ChemLib1', blockType: 'problem', blockId: 'mc1' },
  ],
  [
    'lb:edx.org:MITx:Problems1:problem:mc1',
    'lb',
    { library: 'lib:edx.org:MITx:Problems1', blockType: 'problem', blockId: 'mc1' },
  ],
  ['lib-collection:MITx:L:c1', 'lib-collection', { library: 'lib:MITx:L', collectionId: 'c1' }],
  [
    'lib-collection:edx.org:MITx:L:c1',
    'lib-collection',
    { library: 'lib:edx.org:MITx:L', collectionId: 'c1' },
  ],
  ['lct:MITx:L:unit:u1', 'lct', { library: 'lib:MITx:L', containerType: 'unit', containerId: 'u1' }],
  [
    'lct:edx.org:MITx:L:unit:u1',
    'lct',
    { library: 'lib:edx.org:MITx:L', containerType: 'unit', containerId: 'u1' },
  ],
  [
    `bundle-olx:${uuid}:12:problem:problem/p1/definition.xml`,
    'bundle-olx',
    { bundle: uuid, version: '12', blockType: 'problem', olxPath: 'problem/p1/definition.xml' },
  ],
  [
    `bundle-olx:${uuid}:studio_draft:html:html/h.xml`,
    'bundle-olx',
    { bundle: uuid, draft: 'studio_draft', blockType: 'html', olxPath: 'html/h.xml' },
  ],
  [`lx-pathway:${uuid}`, 'lx-pathway', { uuid }],
  [`lx-pb:${uuid}:video:6a`, 'lx-pb', { pathway: `lx-pathway:${uuid}`, blockType: 'video', usageId: '6a' }],
  [
    `lx-pb:${uuid}:video:6a:7b`,
    'lx-pb',
    { pathway: `lx-pathway:${uuid}`, blockType: 'video', usageId: '6a', childId: '7b' },
  ],
  [
    'aside-usage-v2:block-v1$:edX+D+1+type@html+block@h::notes',
    'aside-usage-v2',
    { usage: 'block-v1:edX+D+1+type@html+block@h', asideType: 'notes' },
  ],
  [
    `aside-def-v2:def-v1$:${object}+type@html::notes`,
    'aside-def-v2',
    { definition: `def-v1:${object}+type@html`, asideType: 'notes' },
  ],
  [
    'aside-usage-v1:block-v1:edX+D+1+type@html+block@h::notes',
    'aside-usage-v1',
    { usage: 'block-v1:edX+D+1+type@html+block@h', asideType: 'notes' },
  ],
  [
    'aside-def-v1:i4x://edX/D/html/h::notes',
    'aside-def-v1',
    { definition: 'i4x://edX/D/html/h', asideType: 'notes' },
  ],
  [
    'cb::block-v1:ScienceX+Chem101+2024+type@library_content+block@abcd1234::lb:EngineeringX:BasicChemLib:video:stoichiometry',
    'cb',
    {
      usage: 'block-v1:ScienceX+Chem101+2024+type@library_content+block@abcd1234',
      definition: 'lb:EngineeringX:BasicChemLib:video:stoichiometry',
    },
  ],
  [
    'clb:block-v1:ScienceX+Chem101+2024+type@library_content+block@ab:cd:EngineeringX:BasicChemLib:video:stoichiometry',
    'clb',
    {
      usage: 'block-v1:ScienceX+Chem101+2024+type@library_content+block@ab:cd',
      definition: 'lb:EngineeringX:BasicChemLib:video:stoichiometry',
    },
  ],
  [
    'clb:ScienceX:Chem101_2024:library_content_v2:abcd1234:EngineeringX:BasicChemLib:video:stoichiometry',
    'clb',
    {
      usage: {
        org: 'ScienceX',
        courseRun: 'Chem101_2024',
        blockType: 'library_content_v2',
        blockId: 'abcd1234',
      },
      definition: 'lb:EngineeringX:BasicChemLib:video:stoichiometry',
    },
  ],
  [
    'lb-ref:someProblems:problem:abc:edX+UseLib+1+type@random_lib_ref+block@3',
    'lb-ref',
    {
      slug: 'someProblems',
      blockType: 'problem',
      blockId: 'abc',
      usage: 'block-v1:edX+UseLib+1+type@random_lib_ref+block@3',
    },
  ],
]

describe('each kind of key', () => {
  it.each(examples)('reads %s', (text, kind, parts) => {
    const key = parseKey(text)
    expect(key.kind).toBe(kind)
    expect(key.parts()).toEqual(parts)
    expect(String(key)).toBe(text)
    expect(JSON.stringify({ key })).toBe(JSON.stringify({ key: text }))
  })

  it('has an example above', () => {
    expect(new Set(examples.map(([, kind]) => kind))).toEqual(new Set(Object.keys(keyGrammars)))
  })

  it('is equal to itself alone', () => {
    const keys = examples.map(([text]) => parseKey(text))
    for (const [at, [text]] of examples.entries()) {
      const again = parseKey(text)
      expect(keys.map((key) => key.equals(again))).toEqual(keys.map((_, other) => other === at))
    }
  })

  it('cannot be changed', () => {
    for (const [text] of examples) {
      const key = parseKey(text)
      expect(Object.isFrozen(key)).toBe(true)
      expect(() => Object.assign(key, { text: 'other' })).toThrow(TypeError)
    }
  })
})

function kindsOf(category: typeof LearningContextKey | typeof UsageKey): Set<string> {
  return new Set(examples.filter(([text]) => parseKey(text) instanceof category).map(([, kind]) => kind))
}

describe('categories', () => {
  it('count courses, libraries and pathways as learning contexts', () => {
    expect(kindsOf(LearningContextKey)).toEqual(
      new Set(['course-v1', 'old-course', 'library-v1', 'lib', 'lx-pathway']),
    )
  })

  it('count blocks in a context as usages, but not asides and forms that are only read', () => {
    expect(kindsOf(UsageKey)).toEqual(new Set(['block-v1', 'lib-block-v1', 'i4x', 'lb', 'lx-pb', 'cb']))
  })
})

describe('equality', () => {
  it('heeds case', () => {
    expect(parseKey('lib:MITx:P').equals(parseKey('lib:mitx:P'))).toBe(false)
  })

  it('heeds the kind where the parts are the same', () => {
    expect(parseKey('course-v1:a+b+c').equals(parseKey('a/b/c'))).toBe(false)
    expect(parseKey('library-v1:a+b').equals(parseKey('lib:a:b'))).toBe(false)
  })

  it('is false for a text', () => {
    expect(parseKey('lib:a:b').equals('lib:a:b')).toBe(false)
  })
})
