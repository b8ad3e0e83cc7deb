import * as fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { plainVariables } from '../../../blocks/problem/script/plain/plain-script.js'
import { PythonScripts } from '../../../python/index.js'

const occurring = ['a', 'b', 'c', 'd', 'e', 'x']
const plain = (code: string, seed = 1) => plainVariables(code, seed, {}, occurring)

describe('plain assignments, without Python', () => {
  it.each([
    ['x = 7 / 2', '3.5'],
    ['x = 6 / 2', '3.0'],
    ['x = -7 // 2', '-4'],
    ['x = -7 % 3', '2'],
    ['x = 2 ** 70', '1180591620717411303424'],
    ['x = -2 ** 2', '-4'],
    ['x = 1e16', '1e+16'],
    ['x = 0.00001 * 1', '1e-05'],
    ['x = 0.1 + 0.2', '0.30000000000000004'],
    ['x = round(2.5)', '2'],
    ['x = round(2.675, 2)', '2.67'],
    ['x = round(0.125, 2)', '0.12'],
    ["x = '%d of %.2f: %s%%' % (3, 0.125, 'a')", '3 of 0.12: a%'],
    ["x = [1, 2.0, 'a']", "[1, 2.0, 'a']"],
    ['x = (1, 2)', '[1, 2]'],
    ['x = "n*x^(n-1)"  # the derivative', 'n*x^(n-1)'],
    ['import random, math\nx = math.sqrt(16)', '4.0'],
    ['a = [5, 6,\n  7]\nx = a[-1] + len(a)', '10'],
    ['x = 1; x += 2', '3'],
    ['x = str(3) + "m"', '3m'],
  ])('%s leaves %s', (code, x) => {
    expect(plain(code)?.['x']).toBe(x)
  })

  it('draws what the incumbent draws', () => {
    const code = '\na = random.randint(10, 99)\nb = random.choice([2, 4, 8])\nx = a * b\n'
    expect(plain(code, 5)).toEqual({ a: '66', b: '8', x: '528' })
    expect(plain(code, 723)?.['x']).toBe('116')
  })

  it.each([
    'x = 1\nif x: x = 2',
    'x = f(1)',
    'def f(): pass',
    'x = [i for i in a]',
    'x = 1 / 0',
    'x = math.sin(1)',
    'x = 2.0 ** 0.5',
    'x = "a".upper()',
    'x = f"{a}"',
    'x = "\\frac"',
    'x = 1 == 1',
    'random = 3\nx = 1',
    'import os\nx = 1',
    ' x = 1',
    'x = 10 ** 400',
    'x = "a" * 10 ** 9',
    'x = (1;)',
    'x = 1 2',
    'x, a = 1, 2',
    'x = "%5d" % 3',
    'print("x")',
    'x = {"a": 1}',
    `x = ${'('.repeat(10_000)}`,
    `x = ${'-'.repeat(10_000)}1`,
  ])('leaves to Python what it is not certain of: %s', (code) => {
    expect(plain(code)).toBeUndefined()
  })
})

/** Numbers as authors write them. */
const number = fc.oneof(
  fc.integer({ min: -50, max: 1000 }).map(String),
  fc.double({ min: -1000, max: 1000, noNaN: true, noDefaultInfinity: true }).map((value) => {
    const text = String(value)
    return /[.e]/.test(text) ? text : `${text}.0`
  }),
  fc.constantFrom('0.1', '0.5', '2.5', '1e-5', '1e20', '0.125', '100', '3.'),
)
const name = fc.constantFrom('a', 'b', 'c', 'd')
const { expression } = fc.letrec<{ expression: string }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 3 },
    number,
    name,
    fc
      .tuple(tie('expression'), fc.constantFrom('+', '-', '*', '/', '//', '%'), tie('expression'))
      .map(([one, sign, other]) => `(${one} ${sign} ${other})`),
    fc
      .tuple(tie('expression'), fc.integer({ min: 0, max: 5 }))
      .map(([one, digits]) => `round(${one}, ${digits})`),
    tie('expression').map((one) => `abs(${one})`),
    tie('expression').map((one) => `-${one}`),
    tie('expression').map((one) => `int(${one})`),
    tie('expression').map((one) => `math.sqrt(abs(${one}))`),
    fc.constantFrom(
      'random.randint(1, 20)',
      'random.uniform(1, 5)',
      'random.choice([2, 4.5, 8])',
      'lc_random(1, 9, 2)',
    ),
  ),
}))
const assignment = fc.oneof(
  fc.tuple(name, expression).map(([to, value]) => `${to} = ${value}`),
  fc
    .tuple(name, fc.constantFrom('+', '-', '*'), expression)
    .map(([to, sign, value]) => `${to} ${sign}= ${value}`),
  fc
    .tuple(expression, expression)
    .map(([one, other]) => `e = '%d and %.3f, %s' % (${one}, ${other}, ${one})`),
  expression.map((one) => `x = [${one}, 'a', str(${one})]`),
  fc.constant('x = [1, 2, 3, 4, 5]\nrandom.shuffle(x)'),
)
const script = fc
  .array(assignment, { maxLength: 8 })
  .map((lines) => ['from loncapa import *', 'a = 3', 'b = 2.5', 'c = 7', 'd = 10', ...lines].join('\n'))

describe.skipIf(!PythonScripts.available())('plain assignments, beside Python', () => {
  const python = new PythonScripts()
  afterAll(() => python.close())

  it('leave exactly what Python leaves, for any seed', async () => {
    let certain = 0
    let all = 0
    await fc.assert(
      fc.asyncProperty(script, fc.nat(1000), async (code, seed) => {
        all++
        const variables = plain(code, seed)
        if (variables === undefined) return
        certain++
        const { texts } = await python.run({ context: 'c', code, seed, given: {}, occurring })
        expect(variables).toEqual(texts)
      }),
      { numRuns: 400, seed: 7 },
    )
    expect(certain / all).toBeGreaterThan(0.3)
  })
})
