import { spawnSync } from 'node:child_process'
import { PythonScripts } from '../python/index.js'
import type { ScriptRun } from '../runtime/index.js'
import { measurePairs, summarised, timed, type Pair } from './pairs.js'
import { pairedBenchmark } from './paired-benchmark.js'

const script = `
import math
values = [random.randint(1, 100) for i in range(20)]
total = sum(values)
def check(expect, ans):
    close = abs(float(ans) - total) <= 0.01 * total
    return {'ok': close, 'msg': 'You wrote %s.' % ans}
`

/** Checking an answer: the script is run, then its function. */
function checking(answer: string, code = script): ScriptRun {
  return {
    context: 'bench',
    code,
    seed: 1,
    given: { expect: '', ans: answer },
    occurring: [],
    step: { code: 'cfn_return = check(expect, ans)', given: {}, reseed: false, wanted: ['cfn_return'] },
  }
}

/** What a script costs once its process is up, against a script that does nothing. */
export const scriptWarm = pairedBenchmark({
  id: 'script-warm',
  title: 'checking an answer by a function of a script, in a process that is up',
  unit: 'ms',
  against: 'a script that does nothing',
  atMost: { ms: 5 },
  async measure() {
    await using python = new PythonScripts({ processes: 1 })
    let count = 0
    const times = 50
    const rounds = (code?: string) => async () => {
      for (let round = 0; round < times; round++) await python.run(checking(String(count++), code))
    }
    const nothing = 'def check(expect, ans): pass'
    return await measurePairs(
      { run: rounds(), times },
      { run: rounds(nothing), times },
      { runs: 20, time: 'wall' },
    )
  },
})

/** What the first script of a process costs, against the start of node alone. */
export const scriptCold = pairedBenchmark({
  id: 'script-cold',
  title: 'the first script, from no process to its result',
  unit: 'ms',
  against: 'node starting and ending',
  atMost: { ms: 600 },
  async measure() {
    const first = async () => {
      await using python = new PythonScripts({ processes: 1 })
      await python.run(checking('1'))
    }
    const node = () => spawnSync(process.execPath, ['-e', '0'])
    return await measurePairs(
      { run: first, times: 1 },
      { run: node, times: 1 },
      { runs: 10, warmup: 1, time: 'wall' },
    )
  },
})

/** What the first script costs a learner where a process stands ready. */
export const scriptFirst = pairedBenchmark({
  id: 'script-first',
  title: 'the first script in a host where a process stands ready, to its result',
  unit: 'ms',
  against: 'the next script in the same process',
  atMost: { ms: 60 },
  async measure() {
    const pairs: Pair[] = []
    for (let round = 0; round < 10; round++) {
      await using python = new PythonScripts({ processes: 2 })
      await python.standBy()
      const subject = await timed({ run: () => python.run(checking('1')), times: 1 }, 'wall')
      const against = await timed({ run: () => python.run(checking('2')), times: 1 }, 'wall')
      pairs.push({ subject, against })
    }
    return summarised(pairs)
  },
})
