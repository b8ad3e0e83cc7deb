import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { fileURLToPath } from 'node:url'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import shippedBlocks from '../../blocks/index.js'
import { AuthoringStore, checkStore, collect, exportWithLibraries, importPath } from '../../content/index.js'
import { MemoryPlace, memoryStore as openMemory } from '../../store/index.js'
import { bundleId } from '../../content/bundle/bundle-id.js'
import { localised, qualifiedByDefault, QualifiedKeys } from '../../content/bundle/site-keys.js'
import { BlockTypeRegistry } from '../../plugins/index.js'
import { courseOf, memoryStore } from './made-olx.js'
import { component, hashesIn, libraryTexts, sources, writeTexts } from './travelling-courses.js'

const types = new BlockTypeRegistry()
types.register(shippedBlocks)

let folder: string
let made = 0
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'travel-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const free = (ending = '') => join(folder, `made-${++made}${ending}`)
const course = 'course-v1:O+C+R'
const gone = 'f'.repeat(64)

const html = (id: string, text: string) => component('html', id, `<html><p>${text}</p></html>`)

/** Takes a site's content in. */
const into = (store: AuthoringStore, domain?: string) => (path: string) =>
  importPath(path, { types, store, domain })

/**
 * A site with a course that refers to one block of `Outer`, which refers to one of an older version of `Used`, to a bank over all of `Whole`,
 * and to a version that is not there. Each library holds more than is needed.
 */
async function siteA() {
  const { store } = memoryStore()
  const take = async (texts: Record<string, string | Buffer>) =>
    (await into(store, 'a.org')(writeTexts(free(), texts))).version
  const used = await take({
    ...libraryTexts('Used', html('h', 'one'), html('other', 'not needed')),
    'entities/xblock.v1/html/h/component_versions/v1/static/pic.png': Buffer.from([1, 2, 255]),
    'entities/xblock.v1/html/other/component_versions/v1/static/large.bin': Buffer.alloc(5000, 7),
    'static/python_lib.zip': 'shared by all',
  })
  await take(libraryTexts('Used', html('h', 'two')))
  const whole = await take(libraryTexts('Whole', html('a', 'A'), html('b', 'B')))
  const inner = `<library_content_v2 library_blocks='["lb:O:Used:html:h"]' ${sources(['Used', used])}/>`
  const outer = await take(
    libraryTexts('Outer', component('library_content_v2', 'r', inner), html('x', 'not needed')),
  )
  const overrides = `block_field_overrides='{"lb:O:Outer:library_content_v2:r":{"display_name":"Ours"}}'`
  const inside = [
    `<library_content_v2 url_name="one" library_blocks='["lb:O:Outer:library_content_v2:r"]' ${overrides} ${sources(['Outer', outer])}/>`,
    `<randomized url_name="bank" count="1" ${sources(['Whole', whole])}/>`,
    `<library_content_v2 url_name="lost" library_blocks='["lb:O:Lost:html:h"]' ${sources(['Lost', gone])}/>`,
    '<html url_name="t">The library lib:O:Outer of a.org, and lib:O:Outermost.</html>',
  ].join('')
  const version = await take(courseOf(inside))
  return { store, used, whole, outer, version }
}

describe('the id of a bundle', () => {
  it('is the UUID of version 5 in the namespace of addresses', () => {
    // By Python: uuid.uuid5(uuid.NAMESPACE_URL, 'KEY:VERSION').hex
    expect(bundleId('lib:edx.org:MITx:Problems1', 'ab'.repeat(32))).toBe('0e607b174171541fadde2b792ae8a2c7')
    expect(bundleId('lib:Ünï:Slug', '0'.repeat(64))).toBe('9740c31f14395deda3f7bd1ff20dcb09')
  })
})

describe('keys at another site', () => {
  const hash = '0'.repeat(64)
  it.each([
    ['lib:O:L', 'lib:a.org:O:L'],
    [`["lib:O:L:${hash}"]`, `["lib:a.org:O:L:${hash}"]`],
    [`&quot;lib:O:L:${hash}&quot;`, `&quot;lib:a.org:O:L:${hash}&quot;`],
    ['lb:O:L:problem:p', 'lb:a.org:O:L:problem:p'],
    [
      'cb::block-v1:O+C+R+type@x+block@y::lb:O:L:problem:p',
      'cb::block-v1:O+C+R+type@x+block@y::lb:a.org:O:L:problem:p',
    ],
    ['lct:O:L:unit:u lib-collection:O:L:c', 'lct:a.org:O:L:unit:u lib-collection:a.org:O:L:c'],
    ['lib:O:L.2:x lib:O:Longer lb:O:L-1:p:q xlib:O:L', 'lib:O:L.2:x lib:O:Longer lb:O:L-1:p:q xlib:O:L'],
    ['lib:b.org:O:L lb:b.org:O:L:problem:p', 'lib:b.org:O:L lb:b.org:O:L:problem:p'],
    ['lib:Ünï:L', 'lib:a.org:Ünï:L'],
  ])('%s leaves as %s, and comes home as it was', (home, away) => {
    const keys = new QualifiedKeys('a.org', ['lib:O:L', 'lib:Ünï:L', 'lib:b.org:O:L'])
    expect(keys.in(Buffer.from(home)).toString()).toBe(away)
    expect(localised(Buffer.from(away), 'a.org').toString()).toBe(home)
  })

  it('are read as those of the site that the library is of, where they name none', () => {
    const text = `lib:O:L lib:O:L:${hash} lib:my.org:L:${hash} lib:b.org:O:L lib:b.org:O:L:${hash} lb:O:X:html:h lb:b.org:O:X:html:h`
    expect(qualifiedByDefault(Buffer.from(text), 'a.org').toString()).toBe(
      `lib:a.org:O:L lib:a.org:O:L:${hash} lib:a.org:my.org:L:${hash} lib:b.org:O:L lib:b.org:O:L:${hash} lb:a.org:O:X:html:h lb:b.org:O:X:html:h`,
    )
  })

  it('are told from organisations that are called like the site, and found in texts of two bytes a character', () => {
    const own = `lib:a.org:L:${hash} lb:a.org:L:html:h`
    expect(localised(Buffer.from(own), 'a.org').toString()).toBe(own)
    const wide = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le')
    const away = new QualifiedKeys('a.org', ['lib:O:L']).in(wide('<a b="lib:O:L"/>'))
    expect(away.equals(wide('<a b="lib:a.org:O:L"/>'))).toBe(true)
    expect(localised(away, 'a.org').equals(wide('<a b="lib:O:L"/>'))).toBe(true)
  })
})

describe('a course with its libraries', () => {
  it.each([
    ['all', ''],
    ['needed', ''],
    ['all', '.tar.gz'],
    ['needed', '.zip'],
  ] as const)(
    'leaves with what it refers to (%s), and is the same elsewhere and at home: "%s"',
    async (libraries, ending) => {
      const { store, used, whole, outer, version } = await siteA()
      const to = free(ending)
      const outcome = await exportWithLibraries(store, types, course, to, { libraries, domain: 'a.org' })
      expect(outcome.libraries).toEqual(
        expect.arrayContaining([
          { library: 'lib:a.org:O:Outer', version: outer },
          { library: 'lib:a.org:O:Used', version: used },
          { library: 'lib:a.org:O:Whole', version: whole },
        ]),
      )
      expect(outcome.libraries).toHaveLength(3)
      expect(outcome.missing).toEqual([{ library: 'lib:O:Lost', version: gone }])

      const { store: there } = memoryStore()
      const report = await into(there, 'b.org')(to)
      expect(report.references.map(({ code, usage }) => [code, usage])).toEqual([
        ['library-version-missing', 'block-v1:O+C+R+type@library_content_v2+block@lost'],
      ])
      expect([...(await there.contexts())].sort()).toEqual([
        course,
        'lib:a.org:O:Outer',
        'lib:a.org:O:Used',
        'lib:a.org:O:Whole',
      ])
      const one = await (
        await there.view(course, 'draft')
      ).block('block-v1:O+C+R+type@library_content_v2+block@one')
      expect(one?.settings).toMatchObject({
        source_libraries: [`lib:a.org:O:Outer:${outer}`],
        library_blocks: ['lb:a.org:O:Outer:library_content_v2:r'],
        block_field_overrides: { 'lb:a.org:O:Outer:library_content_v2:r': { display_name: 'Ours' } },
      })
      const held = await there.findView('lib:a.org:O:Used', used)
      expect(await held?.block('lb:a.org:O:Used:html:h')).toBeDefined()
      expect((await held?.block('lb:a.org:O:Used:html:other')) !== undefined).toBe(libraries === 'all')
      const r = await (
        await there.findView('lib:a.org:O:Outer', outer)
      )?.block('lb:a.org:O:Outer:library_content_v2:r')
      expect(r?.settings).toMatchObject({
        source_libraries: [`lib:a.org:O:Used:${used}`],
        library_blocks: ['lb:a.org:O:Used:html:h'],
      })

      const again = free(ending)
      await exportWithLibraries(there, types, course, again, { libraries, domain: 'b.org' })
      if (ending === '') expect(hashesIn(again)).toEqual(hashesIn(to))
      else expect(readFileSync(again).equals(readFileSync(to))).toBe(true)

      const before = await store.head(course)
      const home = await into(store, 'a.org')(again)
      expect([home.imported, home.changed, home.libraries]).toEqual([version, false, []])
      expect(await store.head(course)).toEqual(before)
    },
  )

  it('lies in folders that say what is what', async () => {
    const { store, used, whole, outer } = await siteA()
    const to = free()
    await exportWithLibraries(store, types, course, to, { libraries: 'needed', domain: 'a.org' })
    const ids = Object.fromEntries(
      [
        ['Used', used],
        ['Whole', whole],
        ['Outer', outer],
      ].map(([slug = '', version = '']) => [slug, `bundles/${bundleId(`lib:a.org:O:${slug}`, version)}`]),
    )
    const entity = (slug: string, block: string) => [
      `${ids[slug]}/files/entities/xblock.v1/${block}.toml`,
      `${ids[slug]}/files/entities/xblock.v1/${block}/component_versions/v1/block.xml`,
    ]
    expect(Object.keys(hashesIn(to)).sort()).toEqual(
      [
        ...Object.values(ids).flatMap((id) => [`${id}/bundle.xml`, `${id}/files/package.toml`]),
        ...['Used', 'Outer'].map((slug) => `${ids[slug]}/files/unit-compositor.part.json`),
        ...entity('Used', 'html/h'),
        `${ids['Used']}/files/entities/xblock.v1/html/h/component_versions/v1/static/pic.png`,
        `${ids['Used']}/files/static/python_lib.zip`,
        ...entity('Whole', 'html/a'),
        ...entity('Whole', 'html/b'),
        ...entity('Outer', 'library_content_v2/r'),
        'course/course.xml',
        'course/course/R.xml',
        ...['Lost', 'Outer', 'Used', 'Whole'].map((slug) => `libraries/a.org_O_${slug}.xml`),
      ].sort(),
    )
    expect(readFileSync(join(to, 'libraries/a.org_O_Outer.xml'), 'utf8')).toBe(
      `<library key="lib:a.org:O:Outer" title="Outer">\n  <version hash="${outer}" bundle="${ids['Outer']?.slice(8)}"/>\n</library>\n`,
    )
    expect(readFileSync(join(to, 'course/course/R.xml'), 'utf8')).toContain(
      'The library lib:a.org:O:Outer of a.org, and lib:O:Outermost.',
    )
  })

  it('keeps what is here: the draft of a library stays, and versions are known by their names alone', async () => {
    const { store, used } = await siteA()
    const to = free('.zip')
    await exportWithLibraries(store, types, course, to, { libraries: 'all' })
    const { store: there } = memoryStore()
    const own = await into(there)(writeTexts(free(), libraryTexts('Used', html('h', 'mine'))))
    const before = await there.head('lib:O:Used')
    await into(there)(to)
    const { draft, published, imported } = await there.head('lib:O:Used')
    expect([draft, published, imported]).toEqual([own.version, before.published, own.version])
    expect((await there.findView('lib:O:Used', used))?.name).toBe(used)
    // Of a library that was not here nothing is published by it.
    expect((await there.head('lib:O:Whole')).published).toBeNull()
  })

  it('joins parts of one version that came with several courses, and takes the whole when it comes', async () => {
    const { store, used } = await siteA()
    const other = courseOf(
      `<library_content_v2 url_name="z" library_blocks='["lb:O:Used:html:other"]' ${sources(['Used', used])}/>`,
    )
    other['course.xml'] = '<course url_name="R" org="O" course="D"/>'
    await into(store, 'a.org')(writeTexts(free(), other))
    const { store: there } = memoryStore()
    const blocks = async () => {
      const view = await there.findView('lib:a.org:O:Used', used)
      const ids: string[] = []
      for await (const [usage] of view?.allBlocks() ?? []) ids.push(usage.split(':').at(-1) ?? '')
      return ids.sort()
    }
    const travel = async (context: string, libraries: 'all' | 'needed') => {
      const to = free('.zip')
      await exportWithLibraries(store, types, context, to, { libraries, domain: 'a.org' })
      return (await into(there, 'b.org')(to)).libraries.filter(({ library }) => library.endsWith('Used'))
    }
    await travel(course, 'needed')
    expect(await blocks()).toEqual(['Used', 'h'])
    expect(await travel('course-v1:O+D+R', 'needed')).toHaveLength(1)
    expect(await blocks()).toEqual(['Used', 'h', 'other'])
    expect(await travel('course-v1:O+D+R', 'needed')).toEqual([])
    expect((await there.findView('lib:a.org:O:Used', used))?.name).not.toBe(used)
    await travel('course-v1:O+D+R', 'all')
    expect((await there.findView('lib:a.org:O:Used', used))?.name).toBe(used)
    expect(await travel(course, 'needed')).toEqual([])
  })

  it('is whole to those who check a store, and keeps what is referred to when a store is collected', async () => {
    const { store, used } = await siteA()
    const to = free('.zip')
    await exportWithLibraries(store, types, course, to, { libraries: 'needed', domain: 'a.org' })
    const place = new MemoryPlace()
    const { store: there } = memoryStore(place)
    await into(there, 'b.org')(to)
    const kept = openMemory(place)
    const now = () => Date.parse('2030-01-01')
    await collect(kept, { keep: 1, grace: 0, now })
    expect((await checkStore(kept)).damage).toEqual([])
    const again = new AuthoringStore(kept)
    const view = await again.findView('lib:a.org:O:Used', used)
    expect(await view?.block('lb:a.org:O:Used:html:h')).toBeDefined()
    const second = free('.zip')
    await exportWithLibraries(again, types, course, second, { libraries: 'needed', domain: 'b.org' })
    expect(readFileSync(second).equals(readFileSync(to))).toBe(true)
  })

  it('writes nothing where whoever asks may not read a library, and never over what is there', async () => {
    const { store } = await siteA()
    const to = free()
    const refused = exportWithLibraries(store, types, course, to, {
      libraries: 'all',
      mayRead: async (library) => {
        if (library === 'lib:O:Used') throw new Error('Not for you.')
      },
    })
    await expect(refused).rejects.toThrow('Not for you.')
    expect(existsSync(to)).toBe(false)
    writeTexts(to, { mine: 'mine' })
    await expect(exportWithLibraries(store, types, course, to, { libraries: 'all' })).rejects.toMatchObject({
      code: 'export-refused',
    })
    expect(Object.keys(hashesIn(to))).toEqual(['mine'])
  })
})

describe('an archive whose libraries are not what they say', () => {
  /** What is done to a good export; undefined code for one that is taken with a finding. */
  const faults: readonly (readonly [
    what: string,
    code: string,
    spoil: (path: string, ids: { readonly used: string; readonly whole: string }) => void,
  ])[] = [
    [
      'a folder called by another id',
      'archive-unreadable',
      (path, { used }) => {
        cpSync(join(path, 'bundles', used), join(path, 'bundles', '0'.repeat(32)), { recursive: true })
        rmSync(join(path, 'bundles', used), { recursive: true })
      },
    ],
    [
      'a folder called by no id',
      'archive-unreadable',
      (path) => writeTexts(path, { 'bundles/x/bundle.xml': '<bundle/>' }),
    ],
    [
      'two bundles of one id',
      'archive-unreadable',
      (path, { used }) => {
        const id = `${used.slice(0, 8)}-${used.slice(8)}`
        cpSync(join(path, 'bundles', used), join(path, 'bundles', id), { recursive: true })
      },
    ],
    [
      'a bundle that says another version',
      'archive-unreadable',
      (path, { used }) =>
        replaceIn(join(path, 'bundles', used, 'bundle.xml'), /hash="[0-9a-f]{64}"/, `hash="${gone}"`),
    ],
    [
      'a bundle without a description',
      'archive-unreadable',
      (path, { used }) => rmSync(join(path, 'bundles', used, 'bundle.xml')),
    ],
    [
      'a bundle whose description is no XML',
      'olx-malformed',
      (path, { used }) => writeFileSync(join(path, 'bundles', used, 'bundle.xml'), '<bundle'),
    ],
    [
      'a file that was changed, in a part',
      'archive-unreadable',
      (path, { used }) =>
        writeFileSync(
          join(path, 'bundles', used, 'files/entities/xblock.v1/html/h/component_versions/v1/block.xml'),
          '<html>Evil</html>',
        ),
    ],
    [
      'a file that was added, in a part',
      'archive-unreadable',
      (path, { used }) =>
        writeTexts(join(path, 'bundles', used, 'files'), component('html', 'evil', '<html>Evil</html>')),
    ],
    [
      'a file that was changed, in a whole version',
      'archive-unreadable',
      (path, { whole }) =>
        writeFileSync(
          join(path, 'bundles', whole, 'files/entities/xblock.v1/html/a/component_versions/v1/block.xml'),
          '<html>Evil</html>',
        ),
    ],
    [
      'a file that is missing, in a whole version',
      'archive-unreadable',
      (path, { whole }) => rmSync(join(path, 'bundles', whole, 'files/package.toml')),
    ],
    [
      'a part that shows nothing',
      'archive-unreadable',
      (path, { used }) => rmSync(join(path, 'bundles', used, 'files/unit-compositor.part.json')),
    ],
    [
      'a part that shows the tree of another',
      'archive-unreadable',
      (path, { used }) =>
        replaceIn(
          join(path, 'bundles', used, 'files/unit-compositor.part.json'),
          /"version": "[0-9a-f]{64}"/,
          `"version": "${gone}"`,
        ),
    ],
    [
      'a part whose tree was cut',
      'archive-unreadable',
      (path, { used }) => {
        const file = join(path, 'bundles', used, 'files/unit-compositor.part.json')
        writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), nodes: [] }))
      },
    ],
    [
      'a library that calls a bundle by another id',
      'archive-unreadable',
      (path) =>
        replaceIn(
          join(path, 'libraries/a.org_O_Used.xml'),
          /bundle="[0-9a-f]{32}"/,
          `bundle="${'1'.repeat(32)}"`,
        ),
    ],
    [
      'a library that leads outside',
      'archive-unreadable',
      (path) =>
        replaceIn(join(path, 'libraries/a.org_O_Used.xml'), /bundle="[0-9a-f]{32}"/, 'bundle="../../secret"'),
    ],
    [
      'a library whose key is none',
      'archive-unreadable',
      (path) => replaceIn(join(path, 'libraries/a.org_O_Used.xml'), 'lib:a.org:O:Used', 'course-v1:O+C+R'),
    ],
    [
      'one library in two files',
      'archive-unreadable',
      (path) => cpSync(join(path, 'libraries/a.org_O_Used.xml'), join(path, 'libraries/again.xml')),
    ],
  ]

  it.each(faults)('is refused whole, and leaves nothing: %s', async (_what, code, spoil) => {
    const { path, ids } = await spoilt()
    spoil(path, ids)
    const { store } = memoryStore()
    await expect(into(store, 'b.org')(path)).rejects.toMatchObject({ code })
    expect(await store.contexts()).toEqual([])
  })

  it('is taken with what is there where a bundle is missing, and staff are told', async () => {
    const { path, ids, versions } = await spoilt()
    rmSync(join(path, 'bundles', ids.used), { recursive: true })
    const { store } = memoryStore()
    const { findings, references } = await into(store, 'b.org')(path)
    expect(
      findings
        .filter(({ code }) => code === 'library-version-missing')
        .map(({ level, message }) => [level, message]),
    ).toEqual([
      [
        'error',
        `The archive says that bundle '${ids.used}' holds version '${versions.used}' of 'lib:a.org:O:Used', and has no such bundle; blocks of it are not shown.`,
      ],
    ])
    expect(references.map(({ code }) => code)).toContain('library-version-missing')
  })

  it('says where a bundle is not referred to, and takes a pin that no bundle has as missing', async () => {
    const { path, ids } = await spoilt()
    rmSync(join(path, 'libraries/a.org_O_Used.xml'))
    const { store } = memoryStore()
    const { findings } = await into(store, 'b.org')(path)
    expect(findings.filter(({ message }) => message.includes(ids.used)).map(({ level }) => level)).toEqual([
      'note',
    ])
  })

  let good: Promise<{ readonly path: string; readonly used: string; readonly whole: string }> | undefined

  /** A copy of an export that is good. */
  async function spoilt() {
    good ??= siteA().then(async ({ store, used, whole }) => {
      const path = free()
      await exportWithLibraries(store, types, course, path, { libraries: 'needed', domain: 'a.org' })
      return { path, used, whole }
    })
    const { path: from, used, whole } = await good
    const path = free()
    cpSync(from, path, { recursive: true })
    const ids = { used: bundleId('lib:a.org:O:Used', used), whole: bundleId('lib:a.org:O:Whole', whole) }
    return { path, ids, versions: { used, whole } }
  }
})

function replaceIn(path: string, before: RegExp | string, after: string): void {
  const text = readFileSync(path, 'utf8')
  const replaced = text.replace(before, after)
  if (replaced === text) throw new Error(`${path} does not hold it.`)
  mkdirSync(join(path, '..'), { recursive: true })
  writeFileSync(path, replaced)
}

const shared = fileURLToPath(new URL('../../../shared/olx/', import.meta.url))
const demo = fileURLToPath(new URL('../../demo/', import.meta.url))

describe('real libraries', () => {
  /** Through two sites: what arrives and what leaves again is what left. @returns the ways it went */
  async function thereAndBack(store: AuthoringStore, context: string): Promise<string[]> {
    const went: string[] = []
    const before = await store.head(context)
    for (const libraries of ['needed', 'all'] as const) {
      const [to, again] = [free('.tar.gz'), free('.tar.gz')]
      await exportWithLibraries(store, types, context, to, { libraries, domain: 'a.org' })
      const { store: there } = memoryStore()
      const report = await into(there, 'b.org')(to)
      expect(report.libraries.length).toBeGreaterThan(0)
      expect(report.references.filter(({ level }) => level === 'error')).toEqual([])
      await exportWithLibraries(there, types, context, again, { libraries, domain: 'b.org' })
      expect(readFileSync(again).equals(readFileSync(to))).toBe(true)
      expect((await into(store, 'a.org')(again)).imported).toBe(before.draft)
      went.push(libraries)
    }
    return went
  }
  const ways = ['needed', 'all']

  it('travel with the demo course', async () => {
    const { store } = memoryStore()
    await into(store, 'a.org')(join(demo, 'library'))
    expect(await thereAndBack(store, (await into(store, 'a.org')(join(demo, 'course'))).context)).toEqual(
      ways,
    )
  })

  it.skipIf(!existsSync(shared))(
    'travel with a course that refers to all of a sample, and to one block of it',
    async () => {
      const { store } = memoryStore()
      const { context, version } = await into(store, 'a.org')(join(shared, 'v2-library-sample/olx'))
      const view = await store.view(context, version)
      const top = (await view.block(view.root))?.children ?? []
      const pin = `source_libraries='["${context}:${version}"]'`
      const inside = [
        ...top
          .slice(0, 3)
          .map(
            (block, place) =>
              `<library_content_v2 url_name="r${place}" library_blocks='["${block}"]' ${pin}/>`,
          ),
        `<html url_name="t">${context} and ${top[0] ?? ''}</html>`,
      ]
      const path = writeTexts(free(), courseOf(inside.join('')))
      expect(await thereAndBack(store, (await into(store, 'a.org')(path)).context)).toEqual(ways)
      const all = writeTexts(free(), courseOf(`<randomized url_name="bank" count="2" ${pin}/>`))
      await importPath(all, { types, store, domain: 'a.org' })
      expect(await thereAndBack(store, course)).toEqual(ways)
    },
  )
})
