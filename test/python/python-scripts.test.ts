import { afterAll, describe, expect, it } from 'vitest'
import { PythonScripts } from '../../python/index.js'
import type { ScriptOutcome, ScriptRun } from '../../runtime/index.js'

/** A run of a script that needs nothing but its code. */
function script(code: string, more: Partial<ScriptRun> = {}): ScriptRun {
  return { context: 'course-v1:A+B+C', code, seed: 1, given: {}, occurring: ['x', 'y'], ...more }
}

describe.skipIf(!PythonScripts.available())('Python for scripts', () => {
  const python = new PythonScripts({ deadline: 3000, processes: 1, heap: 128 * 1024 * 1024 })
  afterAll(() => python.close())

  /** What `x` is after a script, or the code of its failure. */
  async function x(code: string, more: Partial<ScriptRun> = {}): Promise<string | undefined> {
    try {
      return (await python.run(script(code, more))).texts['x']
    } catch (error) {
      return (error as { code: string }).code
    }
  }

  it('gives variables as the texts Python has for them, tuples as lists', async () => {
    const code = 'x = (1, 2.50, "a")\ny = 10 ** 20\nz = 1'
    expect(await python.run(script(code))).toEqual({
      texts: { x: "[1, 2.5, 'a']", y: '100000000000000000000' },
      values: {},
    } satisfies ScriptOutcome)
  })

  it('tells nothing of variables that occur nowhere, nor of functions and modules', async () => {
    const run = script('import re\ndef x(): pass\nsecret = 1\ny = 2')
    expect((await python.run({ ...run, occurring: ['x', 'y', 're'] })).texts).toEqual({ y: '2' })
  })

  it('draws numbers as the incumbent does for the same seed', async () => {
    const code = 'a = random.randint(10, 99)\nb = random.choice([2, 4, 8])\nx = a * b'
    expect(await x(code, { seed: 5 })).toBe('528')
    expect(await x(code, { seed: 723 })).toBe('116')
  })

  it('lets a script import random, also through loncapa, and gets the seeded one', async () => {
    const direct = await x('import random as r\nx = r.randint(1, 10**6)', { seed: 3 })
    expect(await x('from random import randint\nx = randint(1, 10**6)', { seed: 3 })).toBe(direct)
    expect(await x('import loncapa\nx = loncapa.lc_random(1, 10**6 + 1, 1)', { seed: 3 })).toBe(direct)
    expect(await x('from loncapa import *\nx = lc_choose(2, "a", "b")')).toBe('b')
  })

  it('runs further code in the names of the script', async () => {
    const { values } = await python.run(
      script('def check(e, a): return {"ok": e == a, "msg": e}', {
        given: { expect: '3', ans: '3' },
        step: { code: 'r = check(expect, ans)', given: {}, reseed: false, wanted: ['r', 'missing'] },
      }),
    )
    expect(values).toEqual({ r: { ok: true, msg: '3' }, missing: null })
  })

  it('names the line of an error', async () => {
    await expect(python.run(script('\n\nx = 1 / 0'))).rejects.toMatchObject({
      code: 'script-failed',
      message: 'The script failed in line 3 of the problem: ZeroDivisionError: division by zero',
    })
    await expect(python.run(script('x = 1\ny = = 2'))).rejects.toMatchObject({
      code: 'script-failed',
      message: expect.stringContaining('line 2') as string,
    })
  })

  it('leaves nothing of a script behind for the next', async () => {
    await x('import math, builtins, json\nmath.pi = 3\nbuiltins.len = None\njson.left = 1\nleft = 1')
    expect(
      await x('import json\nx = [math.pi > 3, len("ab"), hasattr(json, "left"), "left" in globals()]'),
    ).toBe('[True, 2, False, False]')
  })

  const hostile: readonly [string, string, RegExp][] = [
    ['an endless loop', 'while True: pass', /^script-timeout$/],
    ['a memory bomb', 'x = []\nwhile True: x.append("a" * 10**6)', /^script-memory$/],
    ['one large allocation', 'x = " " * 10**10', /^script-(memory|failed)$/],
    ['a flood of output', 'while True: print("a" * 1000)', /^script-output$/],
    [
      'a flood past the catch',
      'while True:\n try: print("a" * 10**5)\n except BaseException: pass',
      /^script-timeout$/,
    ],
    ['a huge variable', 'x = "a" * 10**7', /^script-output$/],
    ['endless recursion', 'def f(): f()\nf()', /^script-failed$/],
    ['endless nesting', 'x = []\nfor i in range(10**6): x = [x]', /^(script-failed|undefined)$/],
    ['an exit', 'import sys\nsys.exit(0)', /^script-failed$/],
    ['a hard exit', 'import os\nos._exit(0)', /^script-failed$/],
    ['an abort', 'import os\nos.abort()', /^script-failed$/],
    ['a fork', 'import os\nos.fork()', /^script-failed$/],
    ['a program', 'import subprocess\nsubprocess.run(["ls"])', /^script-failed$/],
    ['a system call', 'import os\nx = os.system("ls")', /^(script-failed|-1|\d+)$/],
    ['a thread', 'import threading\nthreading.Thread(target=print).start()', /^script-failed$/],
    ['the host’s files', 'x = open("/etc/passwd").read()', /^script-failed$/],
    [
      'the environment',
      'import os\nx = os.environ.get("PATH", "none") + os.environ.get("SECRET", "none")',
      /none$/,
    ],
    [
      'the network',
      'import urllib.request\nx = urllib.request.urlopen("http://127.0.0.1:1/").read()',
      /^script-(failed|timeout)$/,
    ],
    [
      'a socket',
      'import socket\ns = socket.socket()\ns.connect(("127.0.0.1", 22))\nx = s.recv(1)',
      /^script-failed$/,
    ],
    ['the js module', 'import js\nx = js.process.env', /^script-failed$/],
    ['the pyodide modules', 'import pyodide_js\nx = pyodide_js', /^script-failed$/],
    ['run_js', 'from pyodide.code import run_js\nx = run_js("process.version")', /^script-failed$/],
    [
      'any JavaScript object that is about',
      [
        'import gc',
        'x = "nothing"',
        'for o in gc.get_objects():',
        '  if "JsProxy" in str(type(o)) or "JsProxy" in str(type(type(o))):',
        '    for path in ("process", "constructor"):',
        '      try:',
        '        f = o.constructor.constructor("return process")()',
        '        x = f.mainModule.require("child_process").execSync("id").toString()',
        '      except BaseException: pass',
      ].join('\n'),
      /^nothing$/,
    ],
    [
      'a reach for hidden modules',
      'import sys\ndel sys.modules["js"]\nimport js\nx = js.fetch',
      /^script-failed$/,
    ],
  ]

  it.each(hostile)('holds against %s, and serves the next script', async (_, code, outcome) => {
    expect(String(await x(code))).toMatch(outcome)
    expect(await x('x = 6 * 7')).toBe('42')
  })

  it('does a script with the same seed once', async () => {
    const run = script('import time\nx = time.time_ns()')
    const [first, second] = [await python.run(run), await python.run(run)]
    expect(second.texts).toEqual(first.texts)
    expect((await python.run({ ...run, seed: 2 })).texts).not.toEqual(first.texts)
  })

  it('keeps courses apart, and serves more courses than it has processes', async () => {
    const left = 'import sys\nsys.left = getattr(sys, "left", 0) + 1\nx = 1'
    for (const context of ['a', 'b', 'c', 'a']) expect(await x(left, { context })).toBe('1')
  })

  it('answers many at once with the few processes it has', async () => {
    const runs = Array.from({ length: 20 }, (_, seed) => x(`x = ${seed}`, { seed, context: `c${seed % 3}` }))
    expect(await Promise.all(runs)).toEqual(Array.from({ length: 20 }, (_, seed) => String(seed)))
  })
})

describe.skipIf(!PythonScripts.available())('a course’s own library', () => {
  it('is imported, anew for every script', async () => {
    const python = new PythonScripts({
      library: (context) =>
        Promise.resolve(
          context === 'with'
            ? { hash: '1', bytes: () => Promise.resolve(Buffer.from(libraryZip, 'base64')) }
            : undefined,
        ),
    })
    try {
      const code = 'import drawn\nx = drawn.number\nfrom parts.one import twice\ny = twice(4)'
      const first = await python.run(script(code, { context: 'with', seed: 1 }))
      expect(first.texts['y']).toBe('8')
      const other = await python.run(script(code, { context: 'with', seed: 2 }))
      expect(other.texts['x']).not.toBe(first.texts['x'])
      await expect(python.run(script(code, { context: 'without' }))).rejects.toMatchObject({
        code: 'script-failed',
        message: expect.stringContaining('drawn') as string,
      })
    } finally {
      await python.close()
    }
  })
})

/** Two files: `drawn.py` with a number drawn on import, `parts/one.py` with a function. Made with Python’s zipfile. */
const libraryZip =
  'UEsDBBQAAAAAAC0udl0cuOWEMAAAADAAAAAIAAAAZHJhd24ucHlpbXBvcnQgcmFuZG9tCm51bWJlciA9IHJhbmRvbS5yYW5kaW50KDEsIDEwKio2KQpQSwMEFAAAAAAALS52XYJBoqkbAAAAGwAAAAwAAABwYXJ0cy9vbmUucHlkZWYgdHdpY2Uobik6IHJldHVybiAyICogbgpQSwECFAMUAAAAAAAtLnZdHLjlhDAAAAAwAAAACAAAAAAAAAAAAAAAgAEAAAAAZHJhd24ucHlQSwECFAMUAAAAAAAtLnZdgkGiqRsAAAAbAAAADAAAAAAAAAAAAAAAgAFWAAAAcGFydHMvb25lLnB5UEsFBgAAAAACAAIAcAAAAJsAAAAAAA=='
