import { afterAll, describe, expect, it } from 'vitest'
import { PythonScripts } from '../../python/index.js'

/** What modules give, with values of numpy 1.24, scipy 1.10 and pyparsing 3.0 where they are not worked out by hand. */
describe.skipIf(!PythonScripts.available())('modules that grading libraries use', () => {
  const python = new PythonScripts({ processes: 1 })
  afterAll(() => python.close())

  /** The text of an expression, or what its failure says. */
  async function value(expression: string, before = ''): Promise<string> {
    const code = `import numpy as np
from scipy import integrate, special, linalg, stats
import math, cmath, copy
import pyparsing as pp
${before}
x = str(${expression})`
    try {
      return (await python.run({ context: 'c', code, seed: 1, given: {}, occurring: ['x'] })).texts['x'] ?? ''
    } catch (error) {
      return (error as Error).message
    }
  }

  it.each([
    ['np.lib.scimath.sqrt(-4)', '2j'],
    ['np.emath.log(-1).imag == np.pi', 'True'],
    ['np.lib.scimath.arccos(2).imag.round(6)', '-1.316958'],
    ['np.sqrt(np.array([4.0]))', '[2.]'],
    ['np.sin', "<ufunc 'sin'>"],
    ['np.add.reduce(np.array([1, 2, 3]))', '6'],
    ['np.isinstance(1, 2)', "numpy has no 'isinstance' for scripts"],
    ['isinstance(np.array([1j])[0], np.number)', 'True'],
    ['np.array([1j])[0].item()', '1j'],
    ['np.linalg.eigvals([[2, 1], [1, 2]])', '[3. 1.]'],
    ['np.linalg.eigvals([[0, -1], [1, 0]])', '[0.+1.j 0.-1.j]'],
    ['np.linalg.eigvalsh([[2, 1j], [-1j, 2]]).round(12)', '[1. 3.]'],
    ['np.linalg.svd([[3, 0], [0, 4]], compute_uv=False)', '[4. 3.]'],
    ['np.linalg.matrix_rank([[1, 2], [2, 4]])', '1'],
    ['np.linalg.pinv([[1, 2], [2, 4]]).round(3)', '[[0.04 0.08]\n [0.08 0.16]]'],
    [
      '[str(one) for one in np.linalg.lstsq([[1, 0], [1, 1], [1, 2]], [6, 0, 0], rcond=None)[:3]]',
      "['[ 5. -3.]', '[6.]', '2']",
    ],
    ['np.linalg.norm([[3, 0], [0, 4]], 2)', '4.0'],
    ['linalg.expm([[0, math.pi], [-math.pi, 0]]).round(9) + 0', '[[-1.  0.]\n [ 0. -1.]]'],
    ['special.gamma(5)', '24.0'],
    ['special.gamma(0.5) ** 2 - math.pi < 1e-14', 'True'],
    ['np.round(special.gamma(2 + 3j), 10)', '(-0.0823952727+0.0917742874j)'],
    ['special.gamma(-2)', 'inf'],
    ['special.comb(5, 2)', '10.0'],
    ['special.erfinv(0.5).round(10)', '0.4769362762'],
    ['special.jv(0, 1)', "scipy.special has no 'jv' for scripts"],
    ['np.round(special.digamma(1), 10)', '-0.5772156649'],
  ])('%s is %s', async (expression, expected) => {
    const text = await value(expression)
    if (expected.includes('has no')) expect(text).toContain(expected)
    else expect(text).toBe(expected)
  })

  it.each([
    ['x ** 2', '0', '3', 9, 21],
    ['1 / math.sqrt(x)', '0', '1', 2, 231],
    ['math.log(x)', '0', '1', -1, 231],
    ['math.exp(-x * x)', '-math.inf', 'math.inf', 1.7724538509055, 270],
    ['1 / x ** 5', '1', 'math.inf', 0.25, 15],
    ['abs(x - 0.3)', '0', '1', 0.29, 357],
    ['x ** 2', '3', '0', -9, 21],
  ])(
    'the integral of %s from %s to %s is %d, in as many steps as QUADPACK takes',
    async (curve, low, high, area, steps) => {
      const [found = 0, count = 0] = JSON.parse(
        await value(
          `[r[0], r[2]['neval']]`,
          `r = integrate.quad(lambda x: ${curve}, ${low}, ${high}, full_output=1)`,
        ),
      ) as number[]
      expect(found).toBeCloseTo(area, 9)
      expect(count).toBe(steps)
    },
  )

  it('says of an integral that it has none', async () => {
    const told = await value('integrate.quad(lambda x: 1 / (x - 0.276) ** 2, -1, 1, full_output=1)[3]')
    expect(told).toContain('does not converge')
  })

  it.each([
    ['np.float64(1) / 0', 'divide by zero'],
    ['np.log(0)', 'divide by zero'],
    ['np.exp(1000)', 'overflow'],
    ['np.float64(1e300) * 1e300', 'overflow'],
    ['np.sqrt(-1)', 'invalid value'],
    ['np.array([np.inf]) - np.inf', 'invalid value'],
    ['special.gamma(500)', 'inf'],
  ])('with faults watched, %s tells of %s', async (expression, expected) => {
    const before = `
def told(kind, flag): raise ArithmeticError(kind)
np.seterrcall(told)
np.seterr(all='call')
def tried():
    try: return ${expression}
    except ArithmeticError as error: return error`
    expect(await value('tried()', before)).toBe(expected)
  })

  it('watches faults only where it is told to', async () => {
    const before = `
with np.errstate(divide='raise'):
    try: first = np.array([1.0]) / 0
    except FloatingPointError: first = 'raised'`
    expect(await value('[first, str(np.array([1.0]) / 0)]', before)).toBe("['raised', '[inf]']")
  })

  it.each([
    ['ortho_group', 'm.T', '1.0 -1.0'],
    ['special_ortho_group', 'm.T', '1.0'],
    ['unitary_group', 'np.conj(m.T)', ''],
  ])('draws from %s matrices whose turned self undoes them', async (group, turned, signs) => {
    const before = `m = stats.${group}.rvs(3)
whole = np.allclose(np.dot(m, ${turned}), np.eye(3), atol=1e-12)`
    const text = await value(`[whole, str(np.real(np.linalg.det(m)).round(9))]`, before)
    expect(text).toContain('True')
    if (signs !== '') expect(signs).toContain(/'(.*)'/.exec(text)?.[1] ?? 'nothing')
  })

  describe('pyparsing', () => {
    const grammar = `
number = pp.Combine(pp.Word(pp.nums) + pp.Optional('.' + pp.Word(pp.nums))).setParseAction(lambda t: float(t[0]))
def folded(tokens):
    parts = list(tokens[0])
    while len(parts) > 1:
        a, op, b = parts[:3]
        parts[:3] = [{'+': a + b, '-': a - b, '*': a * b, '/': a / b, '^': a ** b}[op]]
    return parts[0]
sums = pp.infixNotation(number, [
    ('^', 2, pp.opAssoc.RIGHT, folded),
    ('-', 1, pp.opAssoc.RIGHT, lambda t: -t[0][1]),
    (pp.oneOf('* /'), 2, pp.opAssoc.LEFT, folded),
    (pp.oneOf('+ -'), 2, pp.opAssoc.LEFT, folded),
])
def read(text):
    try: return sums.parseString(text, parseAll=True)[0]
    except pp.ParseException as error: return f'no, at {error.loc}'
`
    it.each([
      ['1 + 2 * 3', '7.0'],
      ['(1 + 2) * 3', '9.0'],
      ['2 ^ 3 ^ 2', '512.0'],
      ['10 - 4 - 3', '3.0'],
      ['-2 ^ 2', '-4.0'],
      ['1.5*4', '6.0'],
      ['1 +', 'no, at 2'],
      ['1 . 5', 'no, at 2'],
    ])('reads %s as %s', async (text, expected) => {
      expect(await value(`read('${text}')`, grammar)).toBe(expected)
    })

    it.each([
      ["pp.Group(pp.Word(pp.nums)('n') + pp.Word(pp.alphas)('u'))('q').parseString('5 km').q.u", 'km'],
      ["pp.Group(pp.Word(pp.nums))('q').parseString('5')[0].getName()", 'q'],
      ["pp.delimitedList(pp.Word(pp.alphas)).parseString('a, b ,c').asList()", "['a', 'b', 'c']"],
      ["pp.ZeroOrMore(pp.Word(pp.nums)('n*')).parseString('1 2 3').n.asList()", "['1', '2', '3']"],
      ["(pp.Literal('a') | pp.Literal('ab')).parseString('ab')", "['a']"],
      ["(pp.Literal('a') ^ pp.Literal('ab')).parseString('ab')", "['ab']"],
      ["(pp.Word(pp.alphas) + ~pp.Literal('(')).matches('f(')", 'False'],
      ["pp.Combine(pp.Word(pp.nums) + '.' + pp.Word(pp.nums)).matches('1 .5')", 'False'],
      ["pp.Word(pp.alphas).scanString('a 1 bc').__next__()[1:]", '(0, 1)'],
      ["pp.nestedExpr().parseString('(a (b c))').asList()", "[['a', ['b', 'c']]]"],
      ["pp.Keyword('in').matches('int')", 'False'],
      ['pp.quotedString.copy().setParseAction(pp.removeQuotes).parseString(\'"a b"\')[0]', 'a b'],
      ["pp.Suppress('(').suppress().parse_string('(').as_list()", '[]'],
      ['pp.Each', "<class 'pyparsing._combined.Each'>"],
      ['pp.counted_array', "pyparsing has no 'counted_array' for scripts"],
    ])('%s is %s', async (expression, expected) => {
      expect(await value(expression)).toContain(expected)
    })
  })
})
