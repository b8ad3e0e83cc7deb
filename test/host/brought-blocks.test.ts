import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openHost, type Host } from '../../host/index.js'
import { CompositorError } from '../../runtime/index.js'

const course = 'course-v1:O+C+R'
const library = 'lib:O:L'
const inCourse = (type: string, id: string) => `block-v1:O+C+R+type@${type}+block@${id}`
const unit = inCourse('vertical', 'v')

/** Well-formed, but no answer can ever be graded: its tolerance is no number. */
const faulty = `<problem display_name="Half">
  <p>How much?</p>
  <numericalresponse answer="1/"><formulaequationinput/></numericalresponse>
</problem>`
const sound =
  '<problem display_name="Whole"><stringresponse answer="a"><textline/></stringresponse></problem>'
const drum = (score: string) => `<drum display_name="Loud" score="${score}"/>`
const nested = `<vertical display_name="Unit">
  <html>Read.</html>
  ${faulty}
</vertical>`

let folder: string
let host: Host

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'brought-'))
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  write('course/course.xml', '<course url_name="R" org="O" course="C"/>')
  write(
    'course/course/R.xml',
    `<course><chapter url_name="c"><sequential url_name="s"><vertical url_name="v">
${faulty.replace('<problem', '<problem url_name="old"')}
<library_content_v2 url_name="lost" source_libraries='["lib:O:Gone:${'a'.repeat(64)}"]' library_blocks='["lb:O:Gone:html:x"]'/>
</vertical></sequential></chapter></course>`,
  )
  write('half.xml', faulty)
  host = await openHost({
    store: join(folder, 'store'),
    plugins: [fileURLToPath(new URL('authors-plugin.ts', import.meta.url))],
    learner: () => ({ id: 'ann' }),
    author: () => true,
    bearer: (token) => ({ id: token, isAuthor: true }),
    python: false,
    threads: 1,
  })
  await host.authoring.import(join(folder, 'course'))
  await host.libraries.create({ key: library })
}, 60_000)

afterAll(async () => {
  await host.close()
  rmSync(folder, { recursive: true, force: true })
})

const failure = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (thrown: unknown) => (thrown instanceof CompositorError ? thrown : undefined),
  )
const draftOf = async (context: string) => (await host.drafts.head(context)).draft

describe('what is brought into a draft', () => {
  const add = (parent: string, olx: string, name?: string) => ({ do: 'add', parent, olx, name }) as const
  it.each([
    ['added to a course', course, add(unit, faulty, 'half.xml'), { file: 'half.xml', line: 3 }],
    ['added to a library', library, add(library, faulty), { file: 'OLX', line: 3 }],
    ['added to a library inside a unit', library, add(library, nested), { file: 'OLX' }],
    [
      'added to a course inside a unit',
      course,
      add(inCourse('sequential', 's'), nested),
      { file: 'OLX', line: 5, column: 3 },
    ],
    ['of another plugin', course, add(unit, drum('x?x')), { file: 'OLX', line: 1 }],
    [
      'referring to what is not there',
      course,
      add(
        unit,
        `<library_content_v2 source_libraries='["lib:O:Gone:${'a'.repeat(64)}"]' library_blocks='["lb:O:Gone:html:x"]'/>`,
      ),
      { line: 1 },
    ],
    [
      'duplicated',
      course,
      { do: 'duplicate', usage: inCourse('problem', 'old') } as const,
      { file: 'course/R.xml', line: 4 },
    ],
    [
      'pasted into a library',
      library,
      { do: 'paste', usage: inCourse('problem', 'old'), parent: library } as const,
      { file: 'course/R.xml' },
    ],
  ])('is composed first, and refused with the reason and its place: %s', async (_how, context, step, at) => {
    const before = await draftOf(context)
    const refused = await failure(host.drafts.operate(context, [step]))
    expect(refused?.code).toBe('block-refused')
    expect(refused?.location).toMatchObject(at)
    expect(await draftOf(context)).toBe(before)
  })

  it.each([
    ['sound content', course, add(unit, sound)],
    ['a whole unit', library, add(library, nested.replace(faulty, sound))],
    [
      'a block of a type alone, which is written next',
      course,
      { do: 'add', parent: unit, type: 'drum' } as const,
    ],
    [
      'a copy of a reference whose library is not there at the moment',
      course,
      { do: 'duplicate', usage: inCourse('library_content_v2', 'lost') } as const,
    ],
    ['the sound of another plugin', course, add(unit, drum('x.x'))],
  ])('comes in where learners would see it: %s', async (_what, context, step) => {
    expect((await host.drafts.operate(context, [step])).changed).toBe(true)
  })

  it('comes in by no other door: transfer, sharing, libraries in code, the page, which keeps the text, and the API', async () => {
    const old = inCourse('problem', 'old')
    for (const work of [
      () => host.migrations.transfer(old, { parent: library }, {}),
      () => host.migrations.share(old, library, {}),
      () => host.libraries.operate(library, [add(library, faulty)]),
    ])
      expect((await failure(work()))?.code).toBe('block-refused')
    const page = await host.fetch(
      new Request(`http://localhost/author/libraries/${library}/add`, {
        method: 'POST',
        headers: { 'sec-fetch-site': 'same-origin' },
        body: new URLSearchParams({ type: 'html', olx: faulty }).toString(),
      }),
    )
    const shown = await page.text()
    expect(page.status).toBe(400)
    expect(shown).toContain('role="alert"')
    expect(/<textarea id="add-olx"[^>]*>\n?([^<]*)</.exec(shown)?.[1]).toBe(
      faulty.replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;'),
    )
    const answer = await host.fetch(
      new Request(`http://localhost/api/v1/contexts/${encodeURIComponent(course)}/operations`, {
        method: 'POST',
        headers: { authorization: 'Bearer ann', 'content-type': 'application/json', 'if-match': '*' },
        body: JSON.stringify({ operations: [add(unit, faulty)] }),
      }),
    )
    expect([answer.status, await answer.json()]).toMatchObject([
      422,
      { code: 'block-refused', at: { line: 3 } },
    ])
  })
})

it('is said on the command line with file, line and column', async () => {
  const run = promisify(execFile)('node', [
    'dist/cli/main.js',
    'library',
    'add',
    library,
    '--olx',
    join(folder, 'half.xml'),
    '--store',
    join(folder, 'store'),
  ])
  const refused = await run.then(
    () => undefined,
    (thrown: { readonly code: number; readonly stderr: string }) => thrown,
  )
  expect(refused?.code).toBe(1)
  expect(refused?.stderr).toContain(`${join(folder, 'half.xml')}:3:`)
}, 60_000)
