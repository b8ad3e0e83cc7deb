import { describe, expect, it } from 'vitest'
import { compileProblem, olderPython } from '../../../blocks/problem/engine.js'
import { escapeHtml } from '../../../runtime/index.js'

/** Where a script is found to be Python 2, and what its author is told to do. */
function told(code: string): string[] {
  const xml = `<problem><p>$x</p>\n<script type="loncapa/python">\n${escapeHtml(code)}\n</script></problem>`
  return olderPython(compileProblem(xml, { variables: {} })).map(
    ({ line, column, remedy }) => `${line - 2}:${column} ${remedy}`,
  )
}

describe('Python 2 in a script', () => {
  it.each([
    ['x = 1\nprint x', '2:1 Write print(x)'],
    ['if 1:\n    print "a%s" % 3', '2:5 Write print(x)'],
    ['if 1:print x', '1:6 Write print(x)'],
    ['x = 1; print -x', '1:8 Write print(x)'],
    ['import sys\nprint >>sys.stderr, "x"', '2:1 Write print(x)'],
    ['exec code in names', '1:1 Write exec(code)'],
    ['exec "x = 1"', '1:1 Write exec(code)'],
    ['try:\n    x = 1\nexcept ValueError, e:\n    pass', '3:18 Write except Error as e'],
    ['try:\n    x = 1\nexcept (KeyError, IndexError), why:\n    pass', '3:30 Write except Error as e'],
    ['raise ValueError, "too large"', '1:17 Write raise Error'],
    ['x = 1 <> 2', '1:7 Write !='],
    ['x = `5`', '1:5 Write repr(x)'],
    ['x = 0777', '1:5 Write 0o17'],
    ['x = [1, 007]', '1:9 Write 0o17'],
    ['x = 10L', '1:5 Leave the L out'],
    ['x = 0xFFL', '1:5 Leave the L out'],
    ["x = ur'a'", '1:5 Write r"'],
    ['f = lambda (a, b): a', '1:12 Give it a name'],
    ['def f(a, (b, c)): pass', '1:10 Give it a name'],
    ['x = {}.has_key(1)', '1:7 Write key in'],
  ])('is found in %j', (code, said) => {
    expect(told(code)).toEqual([expect.stringContaining(said) as string])
  })

  it.each([
    'print(x)',
    'print (x), 1',
    'print',
    'print = 3',
    'x = print',
    'printed = 1\nprints [0]',
    "x = 'print x'\n# print x <> `y` 0777",
    'x = """\nprint x\nexcept A, e:\n"""',
    "x = 'it\\'s <> `'\ny = \"a\" # <>",
    'exec(code)\nexec (code, {})\nexecute = 1',
    'try:\n    pass\nexcept (ValueError, TypeError) as e:\n    pass',
    'try:\n    pass\nexcept ValueError:\n    pass',
    'raise ValueError("a, b")',
    'x = [0, 00, 0.07, 1e07, 100, 0x0F, 0o17, 0b01, 01.5]',
    'x10L = 5\nl = [1]',
    'x = u"a" + r"b" + "ur"',
    'f = lambda a, b=(1, 2): (a, b)\ng = lambda: (1, 2)',
    'def f(a, b=(1, 2), *c): return (a)',
    'x = 1 < 2 > 0',
    'x = y[1:print]',
  ])('is not found in %j', (code) => {
    expect(told(code)).toEqual([])
  })

  it('is found in the code of an answer, at its line, and each kind once', () => {
    const xml = `<problem><customresponse><textline/>
<answer>
if submission[0] &lt;&gt; "1":
    print "no"
print "no"
</answer></customresponse></problem>`
    expect(olderPython(compileProblem(xml, { variables: {} }))).toMatchObject([
      { code: 'script-failed', line: 4, column: 5 },
      { code: 'script-failed', line: 3, column: 18 },
    ])
  })
})
