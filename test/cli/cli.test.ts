import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
const main = join(root, 'dist/cli/main.js')
const course = 'course-v1:UnitCompositor+SKY101+2026'
const unit = (id: string) => `block-v1:UnitCompositor+SKY101+2026+type@vertical+block@${id}`

interface Child {
  readonly key: string
  readonly type: string
  readonly fields: Record<string, unknown>
  readonly origin: { readonly library: string; readonly version: string; readonly block: string } | null
  readonly children?: readonly Child[]
}

describe.skipIf(!existsSync(main))('the command line, on the built package', () => {
  const store = mkdtempSync(join(tmpdir(), 'cli-'))
  const run = (words: readonly string[], input = '') => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...words], {
      input,
      encoding: 'utf8',
      env: { ...process.env, UNIT_COMPOSITOR_STORE: store },
    })
    return { status, stdout, stderr }
  }
  const json = <T>(words: readonly string[]): T => {
    const { status, stdout, stderr } = run([...words, '--json'])
    expect(stderr).toBe('')
    expect(status).toBe(0)
    return JSON.parse(stdout) as T
  }

  beforeAll(() => {
    for (const part of ['library', 'course']) expect(run(['import', join(root, 'demo', part)]).status).toBe(0)
  }, 60_000)
  afterAll(() => rmSync(store, { recursive: true, force: true }))

  it('says what an import did, and that the same content again changes nothing', () => {
    const first = json<Record<string, unknown>>(['import', join(root, 'demo/course')])
    expect(first).toMatchObject({
      context: course,
      kind: 'course',
      units: 16,
      changed: false,
      published: true,
      diagnostics: [],
    })
    expect(first['blocks']).toMatchObject({
      course: 1,
      chapter: 3,
      sequential: 6,
      vertical: 16,
      word_cloud: 1,
    })
    expect(json<Record<string, unknown>>(['import', join(root, 'demo/course')])['version']).toBe(
      first['version'],
    )
  })

  it('publishes a draft when told to', () => {
    const folder = mkdtempSync(join(tmpdir(), 'draft-course-'))
    cpSync(join(root, 'demo/course'), folder, { recursive: true })
    const welcome = join(folder, 'html/welcome.html')
    writeFileSync(welcome, `${readFileSync(welcome, 'utf8')}<p>A draft of mine.</p>`)
    const page = () => run(['render', unit('welcome-unit'), '--learner', 'ada']).stdout
    expect(json(['import', folder, '--draft'])).toMatchObject({ published: false })
    expect(page()).not.toContain('A draft of mine.')
    expect(json(['publish', course])).toMatchObject({ context: course, units: 16, diagnostics: [] })
    expect(page()).toContain('A draft of mine.')
    rmSync(folder, { recursive: true })
    expect(run(['import', join(root, 'demo/course'), '--publish']).status).toBe(0)
  })

  it('lets learners learn from a library directly when told to, and takes that back', () => {
    const library = 'lib:UnitCompositor:SkyProblems'
    const [problem] = json<{ key: string }[]>(['units', library])
    const page = () => run(['render', problem?.key ?? '', '--learner', 'ada'])
    expect([page().status, page().stderr.slice(0, 21)]).toEqual([1, 'context-not-published'])
    expect(run(['render', problem?.key ?? '', '--learner', 'ada', '--staff']).status).toBe(0)
    expect(json(['publish', library, '--name', 'One', '--public-learning'])).toMatchObject({
      publicLearning: true,
    })
    expect(page().status).toBe(0)
    expect(json(['publish', library, '--name', 'Two'])).toMatchObject({ publicLearning: true })
    expect(json(['publish', library, '--name', 'Three', '--no-public-learning'])).toMatchObject({
      publicLearning: false,
    })
    expect(page().status).toBe(1)
    const refused = run(['publish', course, '--public-learning'])
    expect([refused.status, refused.stderr.slice(0, 8)]).toEqual([1, 'key-kind'])
  }, 240_000)

  it('lists contexts by key, and the units of one in course order', () => {
    expect(json<{ key: string }[]>(['contexts']).map(({ key }) => key)).toEqual([
      course,
      'lib:UnitCompositor:SkyProblems',
    ])
    const units = json<{ key: string; title: string; version: string }[]>(['units', course])
    expect(units).toHaveLength(16)
    expect(units[0]).toMatchObject({ key: unit('welcome-unit'), title: 'Welcome to the night' })
  })

  it('composes a unit: references replaced under contextual keys with their origin, overrides applied', () => {
    const { key, children } = json<{ key: string; children: Child[] }>(['compose', unit('moon-review-unit')])
    expect(key).toBe(unit('moon-review-unit'))
    expect(children.map(({ type }) => type)).toEqual([
      'html',
      'problem',
      'problem',
      'problem',
      'problem',
      'video',
    ])
    const [, problem] = children
    expect(problem?.key).toBe(
      `cb::block-v1:UnitCompositor+SKY101+2026+type@library_content_v2+block@moon-review::${problem?.origin?.block}`,
    )
    expect(problem?.origin?.library).toBe('lib:UnitCompositor:SkyProblems')
    const bank = json<{ children: Child[] }>(['compose', unit('light-practice-unit')]).children.find(
      ({ type }) => type === 'randomized',
    )
    expect(bank?.children).toHaveLength(8)
    for (const child of bank?.children ?? [])
      expect(child.fields).toMatchObject({ max_attempts: 3, showanswer: 'attempted' })
  })

  it('exports a course with the libraries that it needs in one archive, and says which', () => {
    const to = join(store, '../', `${store.split('/').at(-1)}-exported`)
    const { libraries, missing } = json<{
      libraries: { library: string; version: string }[]
      missing: unknown[]
    }>(['export', course, `${to}.tar.gz`, '--libraries', 'needed'])
    const library = 'lib:UnitCompositor:SkyProblems'
    expect(libraries).toEqual([{ library, version: expect.stringMatching(/^[0-9a-f]{64}$/) as string }])
    expect(missing).toEqual([])
    const listed = spawnSync('tar', ['tzf', `${to}.tar.gz`], { encoding: 'utf8' }).stdout
    expect(listed).toContain('libraries/UnitCompositor_SkyProblems.xml')
    rmSync(`${to}.tar.gz`)
    expect(run(['export', course, to, '--libraries', 'some']).stderr).toContain('needed')
  }, 60_000)

  it('composes a unit for one learner: only what was drawn for them, the same as they are shown', () => {
    const { children } = json<{ children: Child[] }>([
      'compose',
      unit('planet-practice-unit'),
      '--learner',
      'ada',
    ])
    const drawn = children.find(({ type }) => type === 'randomized')?.children?.map(({ key }) => key) ?? []
    expect(drawn).toHaveLength(3)
    const page = run(['render', unit('planet-practice-unit'), '--learner', 'ada']).stdout
    const shown = [...page.matchAll(/data-block-type="problem" data-usage-key="([^"]+)"/g)].map(
      ([, key]) => key,
    )
    expect(shown).toEqual(drawn)
  })

  it('tells what learners made of a course, and what a bank gave to whom', () => {
    expect(json(['report', 'show', course])).toMatchObject({ kind: 'course', learners: 0, concerning: [] })
    const bank = unit('planet-practice').replace('vertical', 'randomized')
    const { status, stdout } = run(['report', 'given', bank])
    const [head, ...rows] = stdout.trim().split('\r\n')
    expect([status, head]).toEqual([0, 'Id,Name,Username,Mail,Place,Given,Points earned,Points possible'])
    // Whoever was shown the unit was given three blocks, in the order of their places.
    expect(rows.map((row) => /^ada,ada,,,([123]),[^,]+,,$/.exec(row)?.[1])).toEqual(
      rows.map((_, place) => `${place + 1}`),
    )
  })

  it('describes keys, and fails when one is none', () => {
    expect(json<unknown[]>(['key', course, unit('x')])).toMatchObject([
      { kind: 'course-v1' },
      { kind: 'block-v1' },
    ])
    const { status, stdout } = run(['key', 'course-v1:only+two', '--json'])
    expect(status).toBe(1)
    expect(JSON.parse(stdout)).toMatchObject([{ error: { code: 'key-malformed' } }])
  })

  it('renders problems as JSON lines, without their answers', () => {
    const xml = '<problem><stringresponse answer="SECRET"><textline/></stringresponse></problem>'
    const { status, stdout } = run(['render-problem'], `${JSON.stringify({ xml, seed: 1 })}\n{}\n`)
    expect(status).toBe(0)
    const [page, refused] = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { html?: string; error?: object })
    expect(page?.html).toContain('name="input_problem_2_1"')
    expect(stdout).not.toContain('SECRET')
    expect(refused?.error).toMatchObject({ code: 'handler-input' })
  })

  it('grades JSON lines as they come', () => {
    const xml =
      '<problem><multiplechoiceresponse><choicegroup><choice correct="true">Yes</choice><choice correct="false">No</choice></choicegroup></multiplechoiceresponse></problem>'
    const lines = [
      { xml, seed: 1, answers: { '2_1': 'choice_0' } },
      { xml, seed: 1, answers: { '2_1': 'choice_1' } },
      { xml: '<problem' },
    ]
    const { status, stdout } = run(['grade'], lines.map((line) => JSON.stringify(line)).join('\n'))
    expect(status).toBe(0)
    const [right, wrong, broken] = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as object)
    expect(right).toEqual({
      correct_map: { '2_1': { correctness: 'correct', npoints: 1 } },
      score: 1,
      max_score: 1,
    })
    expect(wrong).toMatchObject({ score: 0, correct_map: { '2_1': { correctness: 'incorrect' } } })
    expect(broken).toMatchObject({ error: { code: 'olx-malformed' } })
  })

  it.each([
    ['an unknown command', ['frobnicate'], 2],
    ['a missing argument', ['import'], 2],
    ['an unknown option', ['contexts', '--nonsense'], 2],
    ['a port that is none', ['serve', '--port', 'x'], 2],
    ['a brand that is not there', ['serve', '--brand', 'nowhere.json'], 1],
    ['a path that is not there', ['import', '/nowhere/at/all'], 1],
    ['a context that is not published', ['units', 'course-v1:No+Such+Course'], 1],
    ['a malformed key', ['compose', 'nonsense'], 1],
    ['help', ['--help'], 0],
  ])('ends with the right code for %s', (_what, words, code) => {
    const { status, stdout, stderr } = run(words)
    expect(status).toBe(code)
    if (code !== 0) {
      expect(stdout).toBe('')
      expect(stderr).not.toBe('')
    }
  })

  it('imports nothing of a course whose root is broken, and keeps what was published', () => {
    const broken = mkdtempSync(join(tmpdir(), 'broken-course-'))
    writeFileSync(join(broken, 'course.xml'), '<course url_name="2026" org="UnitCompositor" course="SKY101"')
    const before = json<unknown>(['contexts'])
    const { status, stderr } = run(['import', broken])
    rmSync(broken, { recursive: true })
    expect(status).toBe(1)
    expect(stderr).toMatch(/course\.xml/)
    expect(json<unknown>(['contexts'])).toEqual(before)
  })
})
