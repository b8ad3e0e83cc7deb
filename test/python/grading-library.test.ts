import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { compileProblem, drawnProblem, gradeByScripts } from '../../blocks/problem/engine.js'
import { PythonScripts } from '../../python/index.js'
import { zipOf } from './stored-zip.js'

const folder = fileURLToPath(new URL('grading-library', import.meta.url))

/** What a check says to answers: its verdict, or the words it refuses them with. */
async function said(runner: PythonScripts, check: string, answers: readonly string[], attempt?: number) {
  const scripting = { runner, context: 'c', id: 'p', anonymousId: '' }
  const xml = `<problem><script>from measures import *
${check}</script><customresponse cfn="check" cfn_extra_args="${attempt === undefined ? '' : 'attempt'}">
${answers.map(() => '<textline/>').join('')}</customresponse></problem>`
  const given = Object.fromEntries(answers.map((answer, index) => [`2_${index + 1}`, answer]))
  const problem = await drawnProblem(compileProblem(xml), xml, 1, scripting)
  try {
    const submission = { answers: given, seed: 1, ...(attempt !== undefined && { attempt }) }
    const { correctMap } = await gradeByScripts(problem, submission, {}, scripting)
    return correctMap['2_1']?.correctness
  } catch (error) {
    const { code, message } = error as { code: string; message: string }
    return `${code}: ${message}`
  }
}

describe.skipIf(!PythonScripts.available())('a grading library of a course', () => {
  const library = { hash: '1', bytes: () => Promise.resolve(zipOf(folder)) }
  const python = new PythonScripts({
    processes: 1,
    deadline: 20_000,
    library: () => Promise.resolve(library),
  })
  afterAll(() => python.close())

  it.each([
    ['11', '[3, 4]*[1, 2]', 'correct'],
    ['11', '10', 'incorrect'],
    ['512', '2^3^2', 'correct'],
    ['512', '(2^3)^2', 'incorrect'],
    ['2*i', 'sqrt(-4)', 'correct'],
    ['x^2 - y^2', '(x - y)*(x + y)', 'correct'],
    ['x^2 - y^2', '(x - y)^2', 'incorrect'],
    ['[x, 2*x]', 'x*[1, 2]', 'correct'],
    ['[x, 2*x]', 'x*[2, 1]', 'incorrect'],
    ['[x, 2*x]', '[1, 2]*x', 'correct'],
    ['1.5e3', '1500', 'correct'],
    ['x', 'z', "problem-input: There is no 'z' here."],
    ['x', 'x +', 'problem-input: The formula cannot be read from place 2 on.'],
    ['x', '[1, x]', 'problem-input: The answer has another shape.'],
    ['x', 'ln(0)', 'problem-input: The formula has no value.'],
    ['x', 'exp(1000)', 'problem-input: The formula has no value.'],
    ['[1, 2]', '[1, 2] + [1, 2, 3]', 'problem-input: Only vectors of the same length can be added.'],
  ])('compares %s with %s: %s', async (answer, given, expected) => {
    expect(await said(python, `check = FormulaCheck('${answer}', ['x', 'y'])`, [given])).toBe(expected)
  })

  it.each([
    ['0', '3', 'x^2', 'correct'],
    ['0', 'sqrt(6)', '3*x', 'correct'],
    ['0', '3', 'x', 'incorrect'],
    ['1', 'inf', '9/x^2', 'correct'],
    ['0', '1', '4.5/sqrt(x)', 'correct'],
    ['1', 'inf', '9/x', 'problem-input: The area cannot be found.'],
  ])('finds the area from %s to %s below %s, 9: %s', async (low, high, curve, expected) => {
    expect(await said(python, 'check = AreaCheck(9)', [low, high, curve])).toBe(expected)
  })

  it('draws matrices that turn and keep lengths, and keeps the class of a product', async () => {
    expect(await said(python, 'check = RotationCheck()', ['[1, 2, 2]'])).toBe('correct')
  })

  it('keeps what an array of its own class was given, through slices and sums', async () => {
    const check = `
v = Vector([3.0, 4.0, 12.0], unit="m")
def check(e, a): return [v.length, v[:2].unit, (v + v).unit, type(v * 2).__name__] == [13, "m", "m", "Vector"]`
    expect(await said(python, check, ['a'])).toBe('correct')
  })

  it('finds its own archive as a file, also after a script overwrote it', async () => {
    const spoil = `open('python_lib.zip', 'w').write('')\nimport os\nos.chdir('/')`
    const check = `def check(e, a): return found == ['units'] and units.hour == 3600`
    expect(await said(python, `${check}\n${spoil}`, ['a'])).toBe('correct')
    expect(await said(python, check, ['a'])).toBe('correct')
  })

  it('tells a check which attempt it is', async () => {
    const check = 'def check(e, a, attempt): return attempt == 3'
    expect(await said(python, check, ['a'], 3)).toBe('correct')
  })

  it('tells learners nothing that Python itself raised', async () => {
    expect(await said(python, 'def check(e, a): return secret', ['a'])).toMatch(/^script-failed: /)
    expect(await said(python, 'def check(e, a): return int(a)', ['a'])).toMatch(/^script-failed: /)
    expect(
      await said(python, 'import numpy\ndef check(e, a): return numpy.zeros(2) + numpy.zeros(3)', ['a']),
    ).toMatch(/^script-failed: /)
  })
})

describe.skipIf(!PythonScripts.available())('packages that a host gives scripts', () => {
  const place = mkdtempSync(join(tmpdir(), 'packages-'))
  const zip = join(place, 'measures-1.0-py3-none-any.whl')
  writeFileSync(zip, zipOf(folder))
  afterAll(() => rmSync(place, { recursive: true, force: true }))

  it.each([
    ['a folder', folder],
    ['a folder that is a package', join(folder, 'measures')],
    ['a wheel', zip],
  ])('are found in %s', async (_, path) => {
    await using python = new PythonScripts({ processes: 1, deadline: 20_000, packages: [path] })
    expect(await said(python, `check = FormulaCheck('[x, 2*x]', ['x'])`, ['[1, 2]*x'])).toBe('correct')
  })

  it('come before ours', async () => {
    const own = folderWith('own', { 'eia.py': 'E6 = "given"' })
    await using python = new PythonScripts({ processes: 1, packages: [own] })
    const run = { context: 'c', code: 'import eia\nx = eia.E6', seed: 1, given: {}, occurring: ['x'] }
    expect((await python.run(run)).texts['x']).toBe('given')
  })

  it.each([
    ['is not there', () => join(place, 'nothing')],
    ['is no archive', () => join(folderWith('damaged', { 'a.zip': 'PK' }), 'a.zip')],
    [
      'holds native code',
      () => folderWith('native', { 'fast.py': '', '_fast.cpython-314-wasm32-emscripten.so': '' }),
    ],
    ['holds no Python', () => folderWith('empty', { 'a.txt': '' })],
  ])('is refused when the host opens where it %s', (_, path) => {
    expect(() => new PythonScripts({ packages: [path()] })).toThrow(
      expect.objectContaining({ code: 'script-package' }) as Error,
    )
  })

  function folderWith(name: string, files: Readonly<Record<string, string>>): string {
    mkdirSync(join(place, name))
    for (const [file, text] of Object.entries(files)) writeFileSync(join(place, name, file), text)
    return join(place, name)
  }
})
