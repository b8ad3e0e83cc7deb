import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { PythonScripts } from '../../python/index.js'
import type { ScriptRun } from '../../runtime/index.js'
import { climbing, climbingExpression } from './climbing.js'
import { zipOf } from './stored-zip.js'

const folder = mkdtempSync(join(tmpdir(), 'judge-'))
writeFileSync(join(folder, 'judge.py'), 'def same(e, a): return e == a\ndef value(text): return eval(text)\n')
const archive = zipOf(folder)
const attacked = 'course-v1:A+B+C'

/** A check of an answer by a function `check`; `r` is what it returned. */
function checking(script: string, ans: string, context: string): ScriptRun {
  return {
    context,
    code: script,
    seed: 1,
    given: { expect: '4', ans },
    occurring: [],
    step: { code: 'r = check(expect, ans)', given: {}, reseed: false, wanted: ['r'] },
  }
}

/** How scripts of authors hand an answer to Python, in ways their texts do not show. */
const ways: Readonly<Record<string, string>> = {
  'map(eval, …)': 'def check(e, a): return list(map(eval, [a])) == [4]',
  'eval in a library': 'import judge\ndef check(e, a): return judge.value(a) == 4',
  'exec by another name':
    'run_it = vars(__builtins__)["ex" + "ec"] if not isinstance(__builtins__, dict) else __builtins__["ex" + "ec"]\ndef check(e, a): run_it(a); return False',
}

/** Other problems: each with its script, a right answer and a wrong one, in its own way easy to spoil. */
const victims: readonly (readonly [string, string, string])[] = [
  ['def check(e, a): return e == a', '4', '5'],
  ['import judge\ndef check(e, a): return judge.same(e, a)', '4', '5'],
  [
    'import numpy, json\ndef check(e, a): return {"ok": bool(numpy.allclose([float(a)], [4])), "msg": json.dumps(a)}',
    '4',
    '5',
  ],
  [
    'import random, math, decimal\nn = random.randint(1, 10**6)\ndef check(e, a): return math.isfinite(n) and len(str(decimal.Decimal(1) / 3)) > 9 and open("python_lib.zip", "rb").read(2) == b"PK" and a.lower() == "4"',
    '4',
    '5',
  ],
]

describe.skipIf(!PythonScripts.available())('Python that climbs', () => {
  const python = new PythonScripts({
    processes: 1,
    library: () => Promise.resolve({ hash: 'judge', bytes: () => Promise.resolve(archive) }),
  })
  afterAll(() => python.close())

  const said = async (script: string, ans: string, context = attacked): Promise<unknown> =>
    (await python.run(checking(script, ans, context))).values['r']
  const verdicts = async (context: string) =>
    Promise.all(
      victims.map(async ([script, right, wrong]) => [
        await said(script, right, context),
        await said(script, wrong, context),
      ]),
    )

  const fresh = [
    [true, false],
    [true, false],
    [
      { ok: true, msg: '"4"' },
      { ok: false, msg: '"5"' },
    ],
    [true, false],
  ]

  it('is told from checks that work', async () => {
    expect(await said(ways['map(eval, …)'] ?? '', '2 + 2')).toBe(true)
    expect(await verdicts(attacked)).toEqual(fresh)
  })

  /** The first few in every way, the others in one of them. */
  const attacks = Object.entries(climbing).map(([name, code], index): [string, string, string[]] => {
    const scripts = Object.values(ways)
    return [name, code, index < 4 ? scripts : scripts.slice(index % 3, (index % 3) + 1)]
  })

  it.each(attacks)('by %s leaves all other grades as they are', async (name, code, scripts) => {
    for (const script of scripts) {
      // A problem of its own each time: one that did not end before would wait, and attack nobody.
      await said(`${script}\n# ${name}`, climbingExpression(code)).catch(() => undefined)
      expect(await verdicts(attacked)).toEqual(fresh)
    }
    expect(await verdicts('course-v1:D+E+F')).toEqual(fresh)
  })

  it('leaves no text of one learner where another could find it', async () => {
    const secret = 'the answer of somebody else'
    await said(victims[0]?.[0] ?? '', secret)
    const look = `4 + sum("${secret.split('').reverse().join('')}"[::-1] in repr(one) for one in __import__("gc").get_objects() if type(one) in (dict, list, tuple))`
    expect(await said(`${ways['map(eval, …)'] ?? ''}\n# another problem`, look)).toBe(true)
  })
})
