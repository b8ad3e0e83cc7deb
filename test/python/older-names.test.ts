import { afterAll, describe, expect, it } from 'vitest'
import { PythonScripts } from '../../python/index.js'

describe.skipIf(!PythonScripts.available())('names of older Python', () => {
  const python = new PythonScripts({ processes: 1 })
  afterAll(() => python.close())

  it.each([
    ['fractions.gcd(12, 18), fractions.gcd(4, -6), fractions.gcd(0, 3)', '(6, -2, 3)'],
    ['"abc".translate(string.maketrans("ab", "xy"))', 'xyc'],
    [
      'string.join(["a", "b"]), string.join(["a", "b"], ""), string.upper("a"), string.split("a,b", ",")',
      "('a b', 'ab', 'A', ['a', 'b'])",
    ],
    [
      'string.letters[:3] + string.lowercase[-1] + string.uppercase[0], string.atoi("12"), string.replace("aa", "a", "b", 1)',
      "('abczA', 12, 'ba')",
    ],
    [
      'isinstance([], collections.Iterable), isinstance({}, collections.Mapping), isinstance(len, collections.Callable)',
      '(True, True, True)',
    ],
    ['0 <= time.clock() <= time.clock()', 'True'],
    [
      'inspect.getargspec(lambda a, b=2, *c, **d: 0)',
      "ArgSpec(args=['a', 'b'], varargs='c', keywords='d', defaults=(2,))",
    ],
    [
      'list(itertools.izip([1], [2])) + list(itertools.ifilter(None, [0, 3])) + list(itertools.imap(abs, [-1]))',
      '[(1, 2), 3, 1]',
    ],
    ['operator.div(7, 2), operator.div(7.0, 2)', '(3, 3.5)'],
    ['sys.maxint > 2**31', 'True'],
    ['isinstance("a", types.StringTypes) and isinstance(1, types.IntType)', 'True'],
    [
      'isinstance(ast.parse("-1.5").body[0].value.operand, ast.Num), ast.parse("2").body[0].value.n, isinstance(ast.parse("True").body[0].value, ast.Num)',
      '(True, 2, False)',
    ],
    ['cgi.escape("<a>")', '&lt;a&gt;'],
    [
      'reduce(lambda a, b: a * b, [1, 2, 3]), cmp(1, 2), unichr(233), long(3), isinstance("a", basestring), unicode(5), apply(max, (1, 2))',
      "(6, -1, 'é', 3, True, '5', 2)",
    ],
    [
      'numpy.array([1, 2], dtype=numpy.float), numpy.int(2.5), numpy.bool(0), numpy.complex(1), numpy.object is object',
      '(array([1., 2.]), 2, False, (1+0j), True)',
    ],
    [
      'float(numpy.round_(2.345, 2)), float(numpy.asscalar(numpy.array([4]))), numpy.alltrue([1, 0]), numpy.sometrue([1, 0]), float(numpy.product([2, 3]))',
      '(2.35, 4.0, False, True, 6.0)',
    ],
  ])('%s is what it was', async (expression, result) => {
    const modules =
      'ast base64 cgi collections fractions inspect itertools operator string sys time types numpy'
    const code = `${modules
      .split(' ')
      .map((name) => `import ${name}`)
      .join('\n')}\nx = str((${expression}))`
    const { texts } = await python.run({ context: 'c', code, seed: 1, given: {}, occurring: ['x'] })
    expect(texts['x']).toBe(result)
  })

  it('hide nothing that is there now', async () => {
    const code =
      'import string, math, collections\nx = [string.digits, math.gcd(4, 6), collections.Counter("aa")["a"], [one for one in dir() if one == "older"]]'
    const { texts } = await python.run({ context: 'c', code, seed: 1, given: {}, occurring: ['x'] })
    expect(texts['x']).toBe("['0123456789', 2, 2, []]")
  })
})
