import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openHost, type Host, type ImportSettings } from '../../host/index.js'
import { parseUsageKey } from '../../runtime/index.js'

const cli = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url))
const context = 'course-v1:O+C+R'
const usage = (id: string) => `block-v1:O+C+R+type@problem+block@${id}`

let folder: string
let host: Host
const open = () => openHost({ store: join(folder, 'store'), python: false, threads: 1 })

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'import-over-edits-'))
  host = await open()
}, 60_000)
afterEach(async () => {
  await host.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Problems by id, each by its attributes. */
type Course = Readonly<Record<string, string>>

function write(problems: Course, key: { org: string; course: string } = { org: 'O', course: 'C' }): string {
  const path = join(folder, 'course')
  rmSync(path, { recursive: true, force: true })
  mkdirSync(path, { recursive: true })
  const inside = Object.entries(problems).map(
    ([id, attributes]) => `<problem url_name="${id}" ${attributes}><p>${id}</p></problem>`,
  )
  writeFileSync(
    join(path, 'course.xml'),
    `<course org="${key.org}" course="${key.course}" url_name="R" display_name="Made"><chapter url_name="c"><sequential url_name="s"><vertical url_name="v" display_name="Unit">${inside.join('')}</vertical></sequential></chapter></course>`,
  )
  return path
}

const take = (problems: Course, settings?: ImportSettings) => host.authoring.import(write(problems), settings)
const edit = async (id: string, field: string, value: string) => {
  const form = new URLSearchParams({ [`field.${field}`]: value })
  expect((await host.drafts.save(parseUsageKey(usage(id)), { form, base: '' })).errors).toEqual({})
}
/** What the draft has of a block. */
const drafted = async (id: string) => {
  const { fields } = (await host.drafts.block(parseUsageKey(usage(id)))).block
  return [fields['display_name'], fields['weight']]
}
const published = async () => (await host.published(context)).publication.version
const standing = async () => {
  const head = await host.drafts.head(context)
  return [head.draft, head.published, head.entries]
}

const first: Course = { p: 'display_name="P" weight="1"', q: 'display_name="Q" weight="2"' }
const next: Course = { p: 'display_name="P" weight="5"', q: 'display_name="Q2" weight="2"' }

describe('an import', () => {
  it('publishes the first of a course, makes a draft of a later one, and publishes that when told to', async () => {
    expect(await take(first)).toMatchObject({ published: true, changed: true })
    const shown = await published()
    const later = await take(next)
    expect(later).toMatchObject({ published: false, changed: true, publishedBefore: shown })
    expect(await published()).toBe(shown)
    expect(await take(next, { publish: true })).toMatchObject({ published: true, version: later.version })
    expect(await published()).toBe(later.version)
    // An old version again is a draft like any other.
    expect(await take(first)).toMatchObject({ published: false, version: shown })
    expect(await published()).toBe(later.version)
  })

  it('publishes no first import that is to be a draft, nor the one after it', async () => {
    expect(await take(first, { draft: true })).toMatchObject({ published: false })
    expect(await take(next)).toMatchObject({ published: false, publishedBefore: null })
    await expect(published()).rejects.toMatchObject({ code: 'context-not-published' })
  })

  it('over a draft with edits changes nothing and names the blocks, published ones too', async () => {
    await take(first)
    await edit('p', 'weight', '9')
    const before = await standing()
    for (const course of [next, first]) {
      const refused = take(course)
      await expect(refused).rejects.toMatchObject({ code: 'draft-edited', status: 409 })
      await expect(refused).rejects.toThrow(`${usage('p')} (weight)`)
      await expect(refused).rejects.not.toThrow(usage('q'))
      expect(await standing()).toEqual(before)
    }
    await host.authoring.publish(context)
    await expect(take(next)).rejects.toMatchObject({ code: 'draft-edited' })
    expect(await drafted('p')).toEqual(['P', 9])
  })

  it('is not refused over an edit that was put back', async () => {
    await take(first)
    await edit('p', 'weight', '9')
    await edit('p', 'weight', '1')
    expect(await take(next)).toMatchObject({ edits: [], changed: true })
  })

  it.each<[NonNullable<ImportSettings['edits']>, Course, unknown, unknown]>([
    ['replace', next, ['P', 5], ['Q2', 2]],
    ['keep', next, ['Mine', 1], ['Q2', 2]],
    ['merge', next, ['Mine', 5], ['Q2', 2]],
    ['merge', { ...next, p: 'display_name="Mine" weight="5"' }, ['Mine', 5], ['Q2', 2]],
    ['replace', { q: 'display_name="Q2" weight="2"' }, undefined, ['Q2', 2]],
  ])('with %s over an edited title takes what it says', async (edits, course, p, q) => {
    await take(first)
    await edit('p', 'display_name', 'Mine')
    const report = await take(course, { edits })
    expect(report.edits).toEqual([{ usage: usage('p'), fields: ['display_name'] }])
    if (p === undefined) await expect(drafted('p')).rejects.toMatchObject({ code: 'block-not-found' })
    else expect(await drafted('p')).toEqual(p)
    expect(await drafted('q')).toEqual(q)
  })

  it.each<[NonNullable<ImportSettings['edits']>, Course]>([
    ['merge', { ...first, p: 'display_name="Theirs" weight="1"' }],
    ['merge', { q: first['q'] ?? '' }],
    ['keep', { q: first['q'] ?? '' }],
  ])('with %s names what cannot be kept, and changes nothing', async (edits, course) => {
    await take(first)
    await edit('p', 'display_name', 'Mine')
    const before = await standing()
    await expect(take(course, { edits })).rejects.toThrow(`${usage('p')} (display_name)`)
    expect(await standing()).toEqual(before)
  })

  it('goes on telling edits from the import that was taken under them', async () => {
    await take(first)
    await edit('p', 'display_name', 'Mine')
    await take(next, { edits: 'merge' })
    await expect(take(next)).rejects.toThrow(`${usage('p')} (display_name).`)
    expect(await take(first, { edits: 'merge' })).toMatchObject({ changed: true })
    expect(await drafted('p')).toEqual(['Mine', 1])
  })

  it('warns where nothing of what is here is in it, and only then', async () => {
    await take(first)
    const codes = async (course: Course) => (await take(course)).findings.map(({ code }) => code)
    expect(await codes({ ...first, p: 'display_name="New"' })).toEqual([])
    const other = write(first)
    writeFileSync(
      join(other, 'course.xml'),
      '<course org="O" course="C" url_name="R"><chapter url_name="x" display_name="Other"/></course>',
    )
    const { findings, published: isPublished } = await host.authoring.import(other)
    expect(findings).toMatchObject([{ level: 'warning', code: 'import-unrelated' }])
    expect(isPublished).toBe(false)
  })

  it('does not warn of the one block of a library whose text or title was corrected', async () => {
    const library = (block: string) => {
      const path = join(folder, 'library')
      mkdirSync(path, { recursive: true })
      writeFileSync(
        join(path, 'library.xml'),
        `<library xblock-family="xblock.v1" org="O" library="L" display_name="Physics">${block}</library>`,
      )
      return host.authoring.import(path, { publish: true })
    }
    await library('<html url_name="h"><p>Teh sky</p></html>')
    expect((await library('<html url_name="h"><p>The sky</p></html>')).findings).toEqual([])
    expect((await library('<html url_name="h" display_name="Sky"><p>A sky</p></html>')).findings).toEqual([])
    const { findings } = await library('<html url_name="other"><p>Roman law</p></html>')
    expect(findings).toMatchObject([
      { code: 'import-unrelated', message: expect.not.stringContaining('draft') as string },
    ])
  })

  it('leaves shipped content as it was edited or imported over, and takes a newer one where nobody did', async () => {
    const seed = (course: Course) => take(course, { publish: true, unlessChanged: true })
    expect(await seed(first)).toMatchObject({ kept: false, published: true })
    expect(await seed(first)).toMatchObject({ kept: false, changed: false })
    expect(await seed(next)).toMatchObject({ kept: false, changed: true, published: true })
    expect(await seed(first)).toMatchObject({ kept: true, changed: false })
    await edit('p', 'weight', '9')
    await host.authoring.publish(context)
    expect(await seed({ ...next, r: '' })).toMatchObject({ kept: true, changed: false })
    expect(await drafted('p')).toEqual(['P', 9])
  })
})

describe.skipIf(!existsSync(cli))('the command line', () => {
  const run = async (...words: string[]) =>
    new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
      const args = [cli, ...words, '--store', join(folder, 'store')]
      execFile(process.execPath, args, (error, stdout, stderr) =>
        resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
      )
    })

  it('ends an import that an edit stands against with 3, wrong use with 2, and says what became of the rest', async () => {
    await take(first)
    await edit('p', 'weight', '9')
    const course = write(next)
    await host.close()
    const refused = await run('import', course)
    expect(refused).toMatchObject({ code: 3, stdout: '' })
    expect(refused.stderr).toContain(usage('p'))
    expect(refused.stderr).toContain('--merge')
    expect((await run('import', course, '--keep', '--merge')).code).toBe(2)
    expect((await run('import', course, '--publish', '--draft')).code).toBe(2)
    const kept = await run('import', course, '--keep')
    expect(kept).toMatchObject({ code: 0, stderr: '' })
    expect(kept.stdout).toMatch(/, draft: .*publish course-v1:O\+C\+R/)
    const replaced = await run('import', course, '--replace', '--publish', '--json')
    expect(JSON.parse(replaced.stdout)).toMatchObject({
      published: true,
      edits: [{ usage: usage('p'), fields: expect.arrayContaining(['weight']) as string[] }],
    })
    host = await open()
  }, 60_000)

  it('says at which line and column a course cannot be read', async () => {
    const path = write(first)
    writeFileSync(
      join(path, 'course.xml'),
      '<course org="O" course="C" url_name="R">\n  <chapter>a & b</chapter></course>',
    )
    await host.close()
    const { code, stderr } = await run('import', path)
    expect([code, stderr]).toEqual([1, expect.stringMatching(/^olx-malformed: .*\nAt course\.xml:2:\d+\. /)])
    host = await open()
  }, 60_000)

  it('starts the demo again with what was edited and published in it', async () => {
    await host.close()
    const store = join(folder, 'store')
    /** Starts the demo, waits until it serves, and ends it. */
    const demo = async () => {
      const child = spawn(process.execPath, [cli, 'demo', '--port', '0', '--store', store])
      let said = ''
      child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
      await once(child.stdout, 'data')
      child.kill('SIGTERM')
      await once(child, 'exit')
      return said
    }
    expect(await demo()).toContain('Imported')
    const unit = 'block-v1:UnitCompositor+SKY101+2026+type@vertical+block@welcome-unit'
    host = await open()
    const form = new URLSearchParams({ 'field.display_name': 'Mine' })
    await host.drafts.save(parseUsageKey(unit), { form, base: '' })
    await host.authoring.publish('course-v1:UnitCompositor+SKY101+2026')
    await host.close()
    expect(await demo()).toMatch(/Imported .*\nKept /)
    host = await open()
    const published = await host.published('course-v1:UnitCompositor+SKY101+2026')
    expect(await published.unit(unit)).toMatchObject({ title: 'Mine' })
  }, 90_000)
})
