import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openHost, type Host } from '../../host/index.js'
import { parseUsageKey } from '../../runtime/index.js'
import { PythonScripts } from '../../python/index.js'
import { zipArchive } from '../content/archives.js'

const folder = mkdtempSync(join(tmpdir(), 'checked-'))
let host: Host

const course = join(folder, 'course')

/** Imports a course with these problems, and gives what was found: `file:line:column message`. */
async function found(problems: readonly string[], checkScripts = true): Promise<string[]> {
  write(problems)
  const { findings, published } = await host.authoring.import(course, { checkScripts, publish: true })
  expect(published).toBe(true)
  return findings.map(
    ({ level, code, file, line, column, message }) =>
      `${file}:${line}:${column} ${level} ${code}: ${message.replace(/^.*problem: /, '')}`,
  )
}

function write(problems: readonly string[], run = 'R'): void {
  rmSync(course, { recursive: true, force: true })
  mkdirSync(join(course, 'problem'), { recursive: true })
  for (const [index, xml] of problems.entries()) writeFileSync(join(course, 'problem', `p${index}.xml`), xml)
  const pointers = problems.map((_, index) => `<problem url_name="p${index}"/>`).join('')
  writeFileSync(
    join(course, 'course.xml'),
    `<course org="O" course="C" url_name="${run}"><chapter url_name="c"><sequential url_name="s"><vertical url_name="v">${pointers}</vertical></sequential></chapter></course>`,
  )
}

describe.skipIf(!PythonScripts.available())('an import that checks scripts', () => {
  beforeAll(async () => {
    host = await openHost({ store: join(folder, 'store'), learner: () => ({ id: 'ada' }), threads: 1 })
  }, 60_000)
  afterAll(async () => {
    await host.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const good = `<problem><script type="loncapa/python">
n = random.randint(1, 9)
def check(expect, ans): return ans == expect
</script><customresponse cfn="check" expect="$n"><textline/></customresponse>
<customresponse><textline/><answer>
    correct = ['correct']
</answer></customresponse></problem>`
  const raising = `<problem>
  <script type="loncapa/python">
n = 1 / 0
  </script>
  <numericalresponse answer="$n"><textline/></numericalresponse>
</problem>`
  const mistyped = `<problem><script>
def check(expect, ans):
    return ans = expect
</script><customresponse cfn="check"><textline/></customresponse></problem>`
  const missing = `<problem><script>
def check(expect, ans): return True
</script>
<customresponse cfn="chekc"><textline/></customresponse></problem>`
  const inline = `<problem>
<customresponse><textline/><answer>
correct = ['correct'
</answer></customresponse></problem>`

  it('tells the file, line and column of what fails, and publishes all the same', async () => {
    expect(await found([good, raising, mistyped, missing, inline])).toEqual([
      'problem/p1.xml:3:1 error script-failed: ZeroDivisionError: division by zero',
      expect.stringMatching(/^problem\/p2\.xml:3:16 error script-failed: SyntaxError: /),
      "problem/p3.xml:4:1 error script-failed: NameError: name 'chekc' is not defined",
      expect.stringMatching(/^problem\/p4\.xml:3:11 error script-failed: SyntaxError: /),
    ])
  }, 60_000)

  it('runs nothing where it is not asked to', async () => {
    expect(await found([raising], false)).toEqual([])
  })

  it('stores nothing of what fails where it is to be strict', async () => {
    write([good, raising], 'Strict')
    const settings = { checkScripts: true, strict: true }
    expect(await host.authoring.import(course, settings)).toMatchObject({
      stored: false,
      published: false,
      findings: [{ level: 'error', code: 'script-failed', file: 'problem/p1.xml', line: 3 }],
    })
    await expect(host.drafts.outline('course-v1:O+C+Strict')).rejects.toMatchObject({
      code: 'context-unknown',
    })
    write([good], 'Strict')
    expect(await host.authoring.import(course, settings)).toMatchObject({ stored: true, published: true })
  }, 60_000)

  it('finds what scripts import in the library that comes with them, published or not', async () => {
    const importing = `<problem><script>
import made_for_course
n = made_for_course.answer
</script><numericalresponse answer="$n"><textline/></numericalresponse></problem>`
    write([importing], 'Library')
    const bare = await host.authoring.import(course, { checkScripts: true, draft: true })
    expect(bare.findings).toMatchObject([
      { message: expect.stringContaining('made_for_course') as string, line: 2 },
    ])
    mkdirSync(join(course, 'static'))
    const zip = zipArchive([{ name: 'made_for_course.py', text: 'answer = 42\n' }])
    writeFileSync(join(course, 'static/python_lib.zip'), zip)
    expect((await host.authoring.import(course, { checkScripts: true, draft: true })).findings).toEqual([])
  }, 60_000)

  it('refuses what an author saves of a script that fails, at its line, and keeps a good one', async () => {
    write([good], 'Saved')
    await host.authoring.import(course)
    const key = parseUsageKey('block-v1:O+C+Saved+type@problem+block@p0')
    const save = async (data: string) => {
      const saved = await host.drafts.save(key, {
        form: new URLSearchParams({ 'field.data': data }),
        base: '',
      })
      return saved.isSaved ? 'saved' : saved.errors['data']
    }
    expect(await save(raising)).toMatch(/^Line 3, column 1: .*division by zero/)
    expect(await save(mistyped)).toMatch(/^Line 3, column 16: .*SyntaxError/)
    expect(await save(missing)).toMatch(/^Line 4.*chekc/)
    expect(await save(inline)).toMatch(/^Line 3.*SyntaxError/)
    expect(await save(good.replace('9', '8'))).toBe('saved')
    const { remarks } = await host.drafts.block(key)
    expect(remarks).toEqual({})
  }, 60_000)
})
