import { afterAll, describe, expect, it } from 'vitest'
import { PythonScripts } from '../../python/index.js'

/** Expressions and their texts, as numpy 1.24 gives them. */
const known: readonly (readonly [string, string])[] = [
  ['np.array([1, 2.5, 3e-7])', '[1.0e+00 2.5e+00 3.0e-07]'],
  ['np.array([[1, 2], [3, 4]])', '[[1 2]\n [3 4]]'],
  ['np.arange(0, 1, 0.25)', '[0.   0.25 0.5  0.75]'],
  ['np.linspace(0, 10, 5)', '[ 0.   2.5  5.   7.5 10. ]'],
  ['np.zeros((2, 2))', '[[0. 0.]\n [0. 0.]]'],
  ['repr(np.array([True, False]))', 'array([ True, False])'],
  ['np.arange(2000)', '[   0    1    2 ... 1997 1998 1999]'],
  ['np.array([1e10, 1.5])', '[1.0e+10 1.5e+00]'],
  ['np.array([1 + 2j, -1j])', '[ 1.+2.j -0.-1.j]'],
  ['np.array([np.nan, np.inf, 1])', '[nan inf  1.]'],
  ['np.array([1, 2, 3]) / np.array([0, 2, 4])', '[ inf 1.   0.75]'],
  ['np.arange(3)[:, None] * np.array([1, 10])', '[[ 0  0]\n [ 1 10]\n [ 2 20]]'],
  ['np.arange(12).reshape(3, 4)[1:, ::2]', '[[ 4  6]\n [ 8 10]]'],
  ['np.arange(12).reshape(3, 4)[[0, 2], 1]', '[1 9]'],
  ['np.arange(6)[np.arange(6) % 2 == 0]', '[0 2 4]'],
  ['np.sum([[1, 2], [3, 4]], axis=0)', '[4 6]'],
  ['np.std([2, 4, 4, 4, 5, 5, 7, 9])', '2.0'],
  ['np.median([3, 1, 2, 10])', '2.5'],
  ['np.cumsum([1, 2, 3])', '[1 3 6]'],
  ['np.dot([[1, 2], [3, 4]], [5, 6])', '[17 39]'],
  ['np.linalg.solve([[2, 1], [1, 3]], [5, 10])', '[1. 3.]'],
  ['np.linalg.det([[2, 0], [0, 3]])', '6.0'],
  ['np.linalg.inv([[2, 0], [0, 4]])', '[[0.5  0.  ]\n [0.   0.25]]'],
  ['np.linalg.norm([3, 4])', '5.0'],
  ['np.polyfit([0, 1, 2], [1, 3, 5], 1).round(9)', '[2. 1.]'],
  ['np.polyval([1, 2, 3], 2)', '11'],
  ['np.roots([1, -3, 2])', '[2. 1.]'],
  ['np.sqrt(-1)', 'nan'],
  ['np.log(0)', '-inf'],
  ['np.float64(1) / 0', 'inf'],
  ['np.round(2.5)', '2.0'],
  ['np.cross([1, 0, 0], [0, 1, 0])', '[0 0 1]'],
  ['np.unique([3, 1, 1])', '[1 3]'],
  ['np.interp(1.5, [1, 2], [10, 20])', '15.0'],
  ['np.where(np.array([1, 5]) > 2, 1, 0)', '[0 1]'],
  ['np.random.RandomState(42).rand(2).tolist()', '[0.3745401188473625, 0.9507143064099162]'],
  ['np.random.RandomState(42).randint(1, 100, 5).tolist()', '[52, 93, 15, 72, 61]'],
  [
    'np.random.RandomState(7).normal(10, 2, 3).tolist()',
    '[13.381051407600712, 9.068125258918334, 10.065640327357169]',
  ],
  ['np.random.RandomState(7).choice([4, 8, 15, 16], 3).tolist()', '[16, 4, 8]'],
  ['np.random.RandomState(7).permutation(6).tolist()', '[3, 5, 0, 2, 1, 4]'],
  ['np.random.RandomState(7).uniform(1, 2)', '1.0763082893739573'],
]

describe.skipIf(!PythonScripts.available())('numpy for scripts', () => {
  const python = new PythonScripts({ processes: 1 })
  afterAll(() => python.close())

  async function x(code: string, seed = 1): Promise<string> {
    const run = { context: 'c', code, seed, given: {}, occurring: ['x'] }
    try {
      return (await python.run(run)).texts['x'] ?? ''
    } catch (error) {
      return (error as Error).message
    }
  }

  it.each(known)('%s', async (expression, text) => {
    expect(await x(`import numpy as np\nx = str(${expression})`)).toBe(text)
  })

  it('is there without an import, and gives numbers that a text can show', async () => {
    expect(await x('x = numpy.mean([1, 2])')).toBe('1.5')
    expect(await x('x = [float(v) for v in numpy.linspace(0, 1, 3)]')).toBe('[0.0, 0.5, 1.0]')
    expect(await x('from numpy import *\nx = sqrt(4) * pi + max(0, 0)')).toBe(String(2 * Math.PI))
  })

  it('writes through slices to the array they are of', async () => {
    const code = 'a = numpy.zeros((2, 3))\na[0, 1:] = 5\nb = a.T[2]\nb += 1\nx = str(a.tolist())'
    expect(await x(code)).toBe('[[0.0, 5.0, 6.0], [0.0, 0.0, 1.0]]')
  })

  it('draws by the seed of the problem where a script gives none', async () => {
    const code = 'x = numpy.random.randint(0, 10**9)'
    expect(await x(code, 5)).toBe(await x(`${code}\ny = 1`, 5))
    expect(await x(code, 5)).not.toBe(await x(code, 6))
  })

  it('gives what a check returns as truth', async () => {
    const { values } = await python.run({
      context: 'c',
      code: 'import numpy as np',
      seed: 1,
      given: {},
      occurring: [],
      step: {
        code: 'r = {"ok": np.allclose([1, 2], [1, 2]), "grade_decimal": np.float64(0.5), "n": np.arange(3).sum()}',
        given: {},
        reseed: false,
        wanted: ['r'],
      },
    })
    expect(values['r']).toEqual({ ok: true, grade_decimal: 0.5, n: 3 })
  })

  it('says plainly what it has not', async () => {
    expect(await x('x = numpy.fft.fft([1, 2])')).toMatch(
      /numpy has no 'fft' for scripts. There are .*linspace/,
    )
    expect(await x('x = numpy.arange(3).byteswap()')).toMatch(/arrays .* have no 'byteswap'/)
    expect(await x('import numpy.random\nx = numpy.random.default_rng(1)')).toMatch(/no 'default_rng'/)
    expect(await x('x = numpy.array([1], dtype="float16")')).toMatch(/'float16' is not there/)
  })
})
