import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openHost } from '../../host/index.js'

const root = fileURLToPath(new URL('../..', import.meta.url))
const plugin = join(root, 'examples/hand_in')
const main = join(root, 'dist/cli/main.js')
const key = 'block-v1:O+C+R+type@hand_in+block@essay'
const unit = 'block-v1:O+C+R+type@vertical+block@unit'
const course = `<course org="O" course="C" url_name="R"><chapter url_name="ch"><sequential url_name="s">
  <vertical url_name="unit" display_name="Sea">${readFileSync(join(plugin, 'scenarios/hand-in.xml'), 'utf8')}</vertical>
  </sequential></chapter></course>`
const essay = `%PDF-1.7 ${'tide '.repeat(40_000)}`

const isBuilt = existsSync(main) && existsSync(join(plugin, 'dist/index.js'))

describe.skipIf(!isBuilt)('work that is handed in', () => {
  let folder: string
  const store = () => join(folder, 'store')
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'hand-in-'))
    mkdirSync(join(folder, 'course'))
    writeFileSync(join(folder, 'course/course.xml'), course)
    const host = await openHost({
      store: store(),
      plugins: [plugin],
      learner: (request) => {
        const id = request.header('x-learner') ?? 'nobody'
        return { id, name: id.toUpperCase(), isStaff: id === 'staff' }
      },
      python: false,
      threads: 1,
    })
    try {
      await host.authoring.import(join(folder, 'course'))
      const handlers = `http://host/blocks/${encodeURIComponent(key)}/handlers`
      const send = (who: string, handler: string, body?: FormData | string) => {
        const headers = {
          'x-learner': who,
          ...(typeof body === 'string' && { 'content-type': 'application/json' }),
        }
        return host.fetch(
          new Request(`${handlers}/${handler}`, { headers, ...(body && { method: 'POST', body }) }),
        )
      }
      for (const [who, name] of [
        ['ada', '../tides.pdf'],
        ['=bob', 'a/b?.pdf'],
      ] as const) {
        const form = new FormData()
        form.append('work', new Blob([essay], { type: 'application/pdf' }), name)
        expect((await send(who, 'hand_in', form)).status).toBe(200)
      }
      expect((await send('bob', 'work/ada?file=1%2Ftides.pdf')).status).toBe(403)
      expect(await (await send('staff', 'work/ada?file=1%2Ftides.pdf')).text()).toBe(essay)
      const grade = { learner: 'ada', points: 4, comment: 'Why twice?' }
      expect((await send('staff', 'grade', JSON.stringify(grade))).status).toBe(200)
      const page = await host.fetch(
        new Request(`http://host/units/${encodeURIComponent(unit)}`, { headers: { 'x-learner': 'ada' } }),
      )
      expect(await page.text()).toMatch(/Hand in as ADA/)
    } finally {
      await host.close()
    }
  }, 60_000)
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  const run = (...words: string[]) =>
    spawnSync(process.execPath, [main, ...words, '--store', store(), '--plugin', plugin], {
      encoding: 'utf8',
    })

  it('is reported by the command line, as CSV or lines of JSON', () => {
    const { stdout, stderr, status } = run('report', key)
    expect([status, stderr]).toEqual([0, ''])
    const [head, bob, ada] = stdout.split('\r\n')
    expect(head).toBe('learner,attempts,file,Handed in,points,comment')
    expect(bob).toMatch(/^'=bob,1,1\/b\?\.pdf,\d{4}-.*Z,,$/)
    expect(ada).toMatch(/^ada,1,1\/tides\.pdf,\d{4}-.*Z,4,Why twice\?$/)
    const lines = run('report', key, '--json-lines').stdout.trim().split('\n')
    expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { learner: '=bob' },
      { points: 4 },
    ])
  })

  it('leaves with its files, each below its block and learner, and over nothing that is there', () => {
    const out = join(folder, 'out')
    const { stdout, stderr, status } = run('records', 'course-v1:O+C+R', key, '--files', out)
    expect([status, stderr]).toEqual([0, ''])
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { files: { size: number }[] })
    expect(lines.map(({ files }) => files.map(({ size }) => size))).toEqual([[essay.length], [essay.length]])
    const block = 'block-v1%3AO+C+R+type@hand_in+block@essay'
    const found = readdirSync(out, { recursive: true, encoding: 'utf8' }).filter((path) =>
      path.endsWith('.pdf'),
    )
    expect(found.toSorted()).toEqual([`${block}/=bob/1%2Fb%3F.pdf`, `${block}/ada/1%2Ftides.pdf`])
    for (const path of found) expect(readFileSync(join(out, path), 'utf8')).toBe(essay)
    const again = run('records', 'course-v1:O+C+R', key, '--files', out)
    expect([again.status, again.stdout]).toEqual([1, ''])
    expect(again.stderr).toContain('export-refused')
  })

  it('is shown to staff where somebody looks as such', () => {
    const shown = (...roles: string[]) => run('render', unit, '--learner', 'ada', ...roles)
    expect(shown('--role', 'instructor').stdout).toContain('For staff')
    const refused = shown('--role', 'learner', 'staff')
    expect([refused.status, refused.stdout]).toEqual([2, ''])
  })
})
