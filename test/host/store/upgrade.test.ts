import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WorkerPool } from '../../../compositor/index.js'
import { openHost, type Host } from '../../../host/index.js'
import { AuthoringStore } from '../../../content/index.js'
import { openStore, type Store } from '../../../store/index.js'
import { OldStoreOnDisk } from './old-store.js'

const root = mkdtempSync(join(tmpdir(), 'upgrade-'))
const made = join(root, 'made')
const opened: Host[] = []

const course = 'course-v1:O+C+R'
const library = 'lib:O:L'
const inLibrary = (id: string) => `lb:O:L:${id}`
const oldLibrary = 'library-v1:O+Old'
const usage = (type: string, id: string) => `block-v1:O+C+R+type@${type}+block@${id}`
const question = (answer: string) =>
  `<problem><stringresponse answer="${answer}"><textline/></stringresponse></problem>`
const names = {
  first: '1'.repeat(64),
  library: '2'.repeat(64),
  libraryNext: '3'.repeat(64),
  oldLibrary: '4'.repeat(64),
}
let edited = ''

/** A course with a unit that refers to the first version of a library, which has a second since; both have drafts. */
async function makeOldStore(folder: string): Promise<void> {
  const old = new OldStoreOnDisk()
  const nothing = { assets: {}, assetAliases: {}, files: {}, metadata: {} }
  const block = (type: string, content: object, settings: object, children: string[] = [], more = {}) => ({
    type,
    definition: old.define(type, content as never),
    settings,
    children,
    ...more,
  })
  const parts = (title: string, version: string) => ({
    format: 1,
    context: course,
    kind: 'course',
    title: 'A course',
    root: usage('course', 'course'),
    blocks: {
      [usage('course', 'course')]: block('course', {}, { display_name: 'A course' }, [usage('chapter', 'c')]),
      [usage('chapter', 'c')]: block('chapter', {}, { display_name: 'Sea' }, [usage('sequential', 's')]),
      [usage('sequential', 's')]: block('sequential', {}, { display_name: 'Shore' }, [
        usage('vertical', 'v'),
      ]),
      [usage('vertical', 'v')]: block('vertical', {}, { display_name: title }, [
        usage('html', 'h'),
        usage('problem', 'p'),
        usage('library_content_v2', 'l'),
        usage('strange', 'x'),
      ]),
      [usage('html', 'h')]: block(
        'html',
        { data: '<p>“Ebb” &amp; <b>flow</b></p>' },
        { display_name: 'Text' },
      ),
      [usage('problem', 'p')]: block('problem', { data: question('tide') }, { display_name: 'Question' }),
      [usage('library_content_v2', 'l')]: block(
        'library_content_v2',
        {},
        {
          source_libraries: [`${library}:${version}`],
          library_blocks: [inLibrary('problem:q')],
        },
      ),
      [usage('strange', 'x')]: block('strange', { xml: '<strange  kept="as it is"/>' }, {}),
    },
    ...nothing,
    assets: { 'map.txt': old.file('a map') },
    assetAliases: { map_txt: 'map.txt' },
    files: { 'about/overview.html': old.file('<p>About</p>') },
    metadata: { grading_policy: { GRADER: [], GRADE_CUTOFFS: { Pass: 0.5 } } },
  })
  old.version(parts('Tides', names.library) as never, names.first)
  edited = old.version(parts('Tides, edited', names.library) as never)
  old.head({
    context: course,
    kind: 'course',
    title: 'A course',
    draft: edited,
    published: names.first,
    history: [
      { version: names.first, at: '2026-01-02T03:04:05.000Z' },
      { version: edited, at: '2026-02-03T04:05:06.000Z' },
    ],
  })
  const holding = (answer: string) => ({
    format: 1,
    context: library,
    kind: 'library',
    title: 'A library',
    root: library,
    blocks: {
      [inLibrary('problem:q')]: block('problem', { data: question(answer) }, { display_name: answer }),
      [inLibrary('html:t')]: block('html', { data: '<p>Text</p>' }, { display_name: 'Text' }),
      [inLibrary('unit:u')]: block('vertical', {}, { display_name: 'Unit' }, [inLibrary('html:t')]),
      [library]: block('library', {}, { display_name: 'A library' }, [
        inLibrary('problem:q'),
        inLibrary('html:t'),
        inLibrary('unit:u'),
      ]),
    },
    ...nothing,
    assets: { [`${inLibrary('problem:q')}/wave.txt`]: old.file('a wave') },
    assetAliases: { 'wave.txt': `${inLibrary('problem:q')}/wave.txt` },
    metadata: {
      description: 'Of the sea',
      collections: [{ key: 'sea', title: 'Sea', description: '', blocks: [inLibrary('problem:q')] }],
      version_numbers: { [inLibrary('problem:q')]: 4 },
    },
  })
  old.version(holding('Ebb') as never, names.library)
  old.version(holding('Flow') as never, names.libraryNext)
  old.head({
    context: library,
    kind: 'library',
    title: 'A library',
    draft: names.libraryNext,
    imported: names.libraryNext,
    published: names.libraryNext,
    history: [
      { version: names.library, at: '2026-01-01T00:00:00.000Z' },
      { version: names.libraryNext, at: '2026-01-03T00:00:00.000Z' },
    ],
  })
  const inOld = 'lib-block-v1:O+Old+type@'
  old.version(
    {
      format: 1,
      context: oldLibrary,
      kind: 'library',
      title: 'An old library',
      root: `${inOld}library+block@library`,
      blocks: {
        [`${inOld}library+block@library`]: block('library', {}, { display_name: 'An old library' }, [
          `${inOld}html+block@h`,
        ]),
        [`${inOld}html+block@h`]: block('html', { data: '<p>Old</p>' }, {}),
      },
      ...nothing,
    } as never,
    names.oldLibrary,
  )
  old.head({
    context: oldLibrary,
    kind: 'library',
    title: 'An old library',
    draft: names.oldLibrary,
    imported: names.oldLibrary,
    published: null,
    history: [{ version: names.oldLibrary, at: '2026-01-01T00:00:00.000Z' }],
  })
  old.openLibrary(library)
  await old.write(folder, {
    'stateVersion ada ': '1',
    [`userState ada ${usage('problem', 'p')}`]: '{"version":1,"values":{"attempts":1}}',
    [`learnerOf ${usage('problem', 'p')} ada`]: 'ada',
  })
}

const warnings: string[] = []
const log = {
  info() {},
  warn: (...said: unknown[]) => void warnings.push(String(said.at(-1))),
  error: (...said: unknown[]) => void warnings.push(`error: ${String(said.at(-1))}`),
}
const open = async (store: string) => {
  const learner = () => ({ id: 'ada' })
  const host = await openHost({ store, python: false, threads: 1, log: log as never, learner })
  opened.push(host)
  return host
}
const stores: Store[] = []
/** The parts of a store that a host has open besides. */
const kept = async (folder: string) => {
  const store = await openStore(folder)
  stores.push(store)
  return { store, authoring: new AuthoringStore(store) }
}
const copied = (name: string) => {
  const folder = join(root, name)
  cpSync(made, folder, { recursive: true })
  return folder
}

beforeAll(() => makeOldStore(made))
afterAll(async () => {
  await Promise.all([...opened, ...stores].map((one) => one.close()))
  rmSync(root, { recursive: true, force: true })
})

describe('a store of format 1', () => {
  let folder: string
  let host: Host
  beforeAll(async () => {
    folder = copied('upgraded')
    host = await open(folder)
  })

  it('shows learners what they saw, pins by old names leading where they led', async () => {
    const unit = `/units/${encodeURIComponent(usage('vertical', 'v'))}`
    const page = await host.fetch(new Request(`http://host${unit}`, { headers: { accept: 'text/html' } }))
    const text = await page.text()
    expect(page.status).toBe(200)
    expect(text).toContain('“Ebb” &amp; <b>flow</b>')
    expect(text).toContain('Tides')
    expect(text).not.toContain('Tides, edited')
    // The library's first version, which the course pins.
    expect(text).toMatch(/<h\d[^>]*>\s*Ebb/)
    expect(text).not.toMatch(/<h\d[^>]*>\s*Flow/)
    const asset = await host.fetch(new Request(`http://host/assets/${encodeURIComponent(course)}/map.txt`))
    expect(await asset.text()).toBe('a map')
  })

  it('keeps drafts, edits, titles, times and every version under its old name, and says that files were written anew', async () => {
    const { authoring } = await kept(folder)
    const head = await authoring.head(course)
    expect(head).toMatchObject({ title: 'A course', kind: 'course' })
    expect([head.draft === head.published, head.imported === head.published]).toEqual([false, true])
    expect((await authoring.edits(course)).map((edit) => edit.usage)).toEqual([usage('vertical', 'v')])
    expect((await authoring.findView(course, names.first))?.name).toBe(head.published)
    expect((await authoring.findView(course, edited))?.name).toBe(head.draft)
    const library1 = await authoring.findView(library, names.library)
    const shown = await library1?.block(inLibrary('problem:q'))
    expect(shown?.settings).toEqual({ display_name: 'Ebb' })
    const { entry } = await authoring.entry(course, 'draft')
    expect(entry).toMatchObject({ what: 'edit', at: '2026-02-03T04:05:06.000Z', rewritten: true })
  })

  it('has files of every version that read as its blocks', async () => {
    const { store, authoring } = await kept(folder)
    const view = await authoring.view(course, 'draft')
    const paths: string[] = []
    for await (const [path] of view.files()) paths.push(path)
    expect(paths.toSorted()).toEqual([
      'about/overview.html',
      'course.xml',
      'course/R.xml',
      'policies/R/grading_policy.json',
      'policies/assets.json',
      'static/map.txt',
      'vertical/v.xml',
    ])
    const again = join(root, 'again')
    for await (const [path, { hash }] of view.files()) {
      const bytes = await (await store.files.open(hash))?.bytes()
      cpSync(join(folder, 'files', hash.slice(0, 2), hash), join(again, path))
      expect(bytes?.length).toBeGreaterThan(0)
    }
    const other = await open(join(root, 'another'))
    await other.authoring.import(again)
    const read = await (await kept(join(root, 'another'))).authoring.view(course, 'draft')
    for (const [id, type] of [
      ['v', 'vertical'],
      ['h', 'html'],
      ['l', 'library_content_v2'],
      ['x', 'strange'],
    ] as const) {
      const [one, two] = [await read.block(usage(type, id)), await view.block(usage(type, id))]
      expect(one).toMatchObject({ type, settings: two?.settings, children: two?.children })
      if (type === 'html') expect(one?.definition).toBe(two?.definition)
    }
  })

  it('keeps what is of learners, its secret, and what this site says of libraries', async () => {
    const { store } = await kept(folder)
    expect(await store.secret()).toBe('abcdefghijklmnopqrstuvwxyz0123456789-_ABCDEFG')
    expect((await store.records.read([`userState ada ${usage('problem', 'p')}`])).size).toBe(1)
    expect(await host.units.publicLearning(library)).toBe(true)
  })

  it('is kept as it was in a backup, and upgraded once', async () => {
    expect(warnings.filter((line) => line.includes('is upgraded now'))).toHaveLength(1)
    expect(warnings.filter((line) => line.startsWith('error'))).toEqual([])
    expect(readdirSync(folder).filter((name) => /authoring|units|lock/.test(name))).toEqual([])
    const backup = join(root, 'from-backup')
    cpSync(join(folder, 'backup-1'), backup, { recursive: true })
    expect(readFileSync(join(backup, 'secret'), 'utf8')).toBe(await (await kept(folder)).store.secret())
    await host.close()
    warnings.length = 0
    const again = await open(folder)
    expect(warnings).toEqual([])
    await again.close()
    const restored = await open(backup)
    expect((await (await kept(backup)).authoring.head(course)).title).toBe('A course')
    await restored.close()
  })

  it('is not opened as it is, for a copy or to be read only', async () => {
    const store = copied('older')
    await expect(openStore(store)).rejects.toMatchObject({ code: 'store-older' })
    await expect(openStore(store, { isReadOnly: true })).rejects.toMatchObject({ code: 'store-older' })
    expect(existsSync(join(store, 'content'))).toBe(false)
  })

  it('is left to the process that upgrades it, and taken over from one that is gone', async () => {
    const store = copied('locked')
    writeFileSync(join(store, 'upgrade.lock'), String(process.ppid))
    await expect(open(store)).rejects.toMatchObject({
      code: 'store-unavailable',
      message: expect.stringContaining(`process ${process.ppid}`) as string,
    })
    writeFileSync(join(store, 'upgrade.lock'), '4194305')
    await open(store)
    expect((await (await kept(store)).authoring.contexts()).length).toBe(3)
  })
})

describe.runIf(WorkerPool.available())('an upgrade that is killed', () => {
  it('begins anew at any moment, and ends as one that was not', async () => {
    const store = copied('killed')
    const script = `const { openHost } = await import(process.argv[1])
const log = { info() {}, warn: (...said) => process.stdout.write(String(said.at(-1)).slice(0, 60) + '\\n'), error() {} }
await openHost({ store: process.argv[2], python: false, threads: 1, log })
process.stdout.write('opened\\n')
process.exit(0)`
    const module = new URL('../../../dist/host/index.js', import.meta.url).href
    for (const after of [0, 60, 150, 350]) {
      const child = spawn(process.execPath, ['--input-type=module', '-e', script, module, store], {
        stdio: ['ignore', 'pipe', 'ignore'],
      })
      const ended = once(child, 'exit')
      await Promise.race([once(child.stdout, 'data'), ended])
      await new Promise((resolve) => setTimeout(resolve, after))
      child.kill('SIGKILL')
      await ended
    }
    const host = await open(store)
    const { authoring } = await kept(store)
    expect((await authoring.contexts()).toSorted()).toEqual([course, library, oldLibrary].toSorted())
    const head = await authoring.head(course)
    expect([head.entries, (await authoring.findView(course, edited))?.name]).toEqual([3, head.draft])
    expect((await host.contexts()).length).toBe(2)
  }, 120_000)
})
