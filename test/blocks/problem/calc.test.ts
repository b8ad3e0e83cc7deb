import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { evaluate } from '../../../blocks/problem/calc/evaluate-expression.js'
import { pythonComplex, pythonFloat, pythonInteger } from '../../../blocks/problem/calc/python-number.js'
import { complex, power, real } from '../../../blocks/problem/calc/quantity.js'
import { defaultTolerance, withinTolerance } from '../../../blocks/problem/calc/tolerance.js'

const values = new Map([
  ['x', 3],
  ["x'", 5],
  ['Vmax', 7],
  ['R_{1}', 11],
  ['T_{ij}^{k}', 13],
])

describe('an expression', () => {
  it.each([
    ['1 + 2*3', 7],
    ['2^3^2', 512],
    ['-2^2', -4],
    ['2^-1', 0.5],
    ['(1+2)*3', 9],
    ['8/4/2', 1],
    ['2--3', 5],
    ['2*-3', -6],
    ['- 4', -4],
    ['6 || 3', 2],
    ['1||1||1', 1 / 3],
    ['50%', 0.5],
    ['200% * 2', 4],
    ['1.5e3', 1500],
    ['2 e 3', 2000],
    ['.5 + 5.', 5.5],
    ['x^2', 9],
    ["x + x'", 8],
    ['VMAX', 7],
    ['R_{1} + T_{ij}^{k}', 24],
    ['SQRT(16)', 4],
    ['sqrt (16)', 4],
    ['ln(e)', 1],
    ['log10(1000)', 3],
    ['log2(8)', 3],
    ['abs(-2)', 2],
    ['abs(3+4*i)', 5],
    ['fact(5)', 120],
    ['factorial(0)', 1],
    ['arccot(1)', Math.PI / 4],
    ['arccot(-1)', -Math.PI / 4],
    ['sec(0) + csc(pi/2)', 2],
    ['i*j', -1],
    ['i^2', -1],
  ])('%s is %d', (text, expected) => {
    const { re, im } = evaluate(text, { variables: values })
    expect(re).toBeCloseTo(expected, 12)
    expect(im).toBeCloseTo(0, 12)
  })

  it.each([
    ['sqrt(-4)', 0, 2],
    ['ln(-1)', 0, Math.PI],
    ['arcsin(2)', 1.570796326795, 1.316957896925],
    ['arccos(2)', 0, -1.316957896925],
    ['arctanh(2)', 0.549306144334, 1.570796326795],
    ['sin(1+2*i)', 3.165778513216, 1.959601041422],
    ['tan(1+2*i)', 0.03381282608, 1.014793616147],
    ['tanh(1+2*i)', 1.166736257241, -0.243458201186],
    ['exp(1+2*i)', -1.131204383757, 2.471726672005],
    ['arccosh(1+2*i)', 1.528570919481, 1.143717740402],
    ['arcsinh(-0.5-1.5*i)', -1.069311043158, -1.171157259458],
    ['arctan(1+2*i)', 1.338972522294, 0.402359478109],
    ['(-8)^(1/3)', 1, 1.7320508075688772],
    ['(1+2*i)^(0.5-i)', 4.382565059863358, -1.1243974773611554],
    ['(1+2*i)^-3', -0.088, 0.016],
    ['(1+i)^10', 0, 32],
  ])('%s is complex, as in Python', (text, re, im) => {
    const value = evaluate(text)
    expect(value.re).toBeCloseTo(re, 10)
    expect(value.im).toBeCloseTo(im, 10)
    expect(value.complex).toBe(true)
  })

  it('is not a number when blank, or with a parallel zero', () => {
    expect(evaluate(' \n').re).toBeNaN()
    expect(evaluate('0||5').re).toBeNaN()
  })

  it.each([
    '2x',
    '2 3',
    '(1',
    '1)',
    '1+',
    '*2',
    '2**3',
    '2*-x',
    '5%3',
    'x(2)',
    'foo(1)',
    'y',
    'sin',
    'x!',
    '1/0',
    '0^-1',
    '10.0^400',
    'fact(-1)',
    'fact(1.5)',
    'fact(171)',
    '√2',
    `${'('.repeat(300)}1${')'.repeat(300)}`,
    '1+'.repeat(6000) + '1',
  ])('%s is refused', (text) => {
    expect(() => evaluate(text, { variables: values })).toThrow(
      expect.objectContaining({ code: 'problem-input' }),
    )
  })

  it('keeps inverse functions exact far from zero', () => {
    // arcsin(1e8) = π/2 + i·arccosh(1e8), and arccosh(x) is ln(2x) to all digits there.
    expect(evaluate('arcsin(1e8)')).toMatchObject({ re: Math.PI / 2, im: expect.closeTo(Math.log(2e8), 12) })
    expect(evaluate('arccos(-1e8+0*i)')).toMatchObject({
      re: Math.PI,
      im: expect.closeTo(-Math.log(2e8), 12),
    })
    expect(evaluate('arcsinh(-1e8+0*i)').re).toBeCloseTo(-Math.log(2e8), 12)
  })

  it('divides by a function’s zero without refusing', () => {
    expect(evaluate('1/sin(0)').re).toBe(Infinity)
  })

  it('tells names apart by case only when asked', () => {
    const variables = new Map([
      ['r', 2],
      ['R', 5],
    ])
    expect(evaluate('r*R', { variables, caseSensitive: true }).re).toBe(10)
    expect(() => evaluate('SIN(r)', { variables, caseSensitive: true })).toThrow('SIN')
  })

  it('reads any sum of numbers as JavaScript does', () => {
    const number = fc.integer({ min: -1000, max: 1000 })
    fc.assert(
      fc.property(fc.array(number, { minLength: 1, maxLength: 20 }), (numbers) => {
        expect(evaluate(numbers.join('+')).re).toBe(numbers.reduce((sum, value) => sum + value, 0))
      }),
    )
  })
})

describe('numbers as Python reads them', () => {
  it.each([
    ['1_000.5e-1', 100.05],
    [' 7 ', 7],
    ['-.5', -0.5],
    ['-Infinity', -Infinity],
  ])('float(%j) is %d', (text, expected) => expect(pythonFloat(text)).toBe(expected))

  it.each(['', '1__0', '1e', '0x10', '1,5', '--1', '1 2'])('float(%j) is an error', (text) => {
    expect(pythonFloat(text)).toBeUndefined()
  })

  it('int knows no points', () => {
    expect([pythonInteger('12'), pythonInteger('-3'), pythonInteger('1.0'), pythonInteger('')]).toEqual([
      12,
      -3,
      undefined,
      undefined,
    ])
  })

  it.each([
    ['3+4j', 3, 4],
    ['-j', 0, -1],
    ['2j', 0, 2],
    ['(1-1j)', 1, -1],
    ['1e3+1e-2j', 1000, 0.01],
    ['5', 5, 0],
  ])('complex(%j)', (text, re, im) => expect(pythonComplex(text)).toMatchObject({ re, im }))

  it.each(['3 + 4j', '1+2', 'x', '3j4', ''])('complex(%j) is an error', (text) => {
    expect(pythonComplex(text)).toBeUndefined()
  })
})

describe('tolerance', () => {
  const near = (given: number, expected: number, size: number) =>
    withinTolerance(real(given), real(expected), { kind: 'absolute', size })

  it('compares in decimal, where binary would be a hair off', () => {
    expect(1.1 - 1 <= 0.1).toBe(false)
    expect(near(9.83, 9.81, 0.02)).toBe(true)
    expect(near(9.7900001, 9.81, 0.02)).toBe(true)
    expect(near(9.8300001, 9.81, 0.02)).toBe(false)
    expect(near(1.1, 1, 0.1)).toBe(true)
    expect(near(1e22 + 2e9, 1e22, 2e9)).toBe(true)
  })

  it('is 0.001 % of the larger value by default', () => {
    expect(withinTolerance(real(42.0004), real(42), defaultTolerance)).toBe(true)
    expect(withinTolerance(real(42.001), real(42), defaultTolerance)).toBe(false)
    expect(withinTolerance(real(0), real(0), defaultTolerance)).toBe(true)
  })

  it('takes a share of the expected value, whatever its sign', () => {
    expect(withinTolerance(real(-260), real(-250), { kind: 'ofExpected', size: 0.04 })).toBe(true)
    expect(withinTolerance(real(-261), real(-250), { kind: 'ofExpected', size: 0.04 })).toBe(false)
  })

  it('measures complex numbers by distance, asks infinite ones to be equal, and refuses NaN', () => {
    expect(withinTolerance(complex(3, 4.05), complex(3, 4), { kind: 'absolute', size: 0.1 })).toBe(true)
    expect(near(Infinity, Infinity, 0)).toBe(true)
    expect(near(Infinity, 1e308, Infinity)).toBe(false)
    expect(near(Number.NaN, 1, Infinity)).toBe(false)
  })

  it('never depends on which of two numbers comes first', () => {
    const number = fc.double({ min: -1e6, max: 1e6, noNaN: true })
    fc.assert(
      fc.property(number, number, fc.double({ min: 0, max: 10, noNaN: true }), (a, b, size) => {
        expect(near(a, b, size)).toBe(near(b, a, size))
      }),
    )
  })
})

it('refuses powers that overflow, as Python does, but not numpy’s', () => {
  expect(power(real(10), real(400))).toBeUndefined()
  expect(power(real(10, true), real(400))?.re).toBe(Infinity)
})
