import { describe, expect, it } from 'vitest'
import { FairTurns } from '../../python/fair-turns.js'
import { PythonPool, type ScriptProcess } from '../../python/python-pool.js'
import { ScriptStrikes } from '../../python/script-strikes.js'
import { CompositorError } from '../../runtime/index.js'

const wide = { all: 1000, context: 1000, learner: 1000 }
const asker = (name: string) => {
  const [context = '', learner = '', problem = 'p'] = name.split('/')
  return { context, learner, problem }
}
const codeOf = (work: () => unknown) => {
  try {
    work()
    return undefined
  } catch (error) {
    return (error as CompositorError).code
  }
}

describe('turns', () => {
  const turns = (names: readonly string[], mayStart: (name: string) => boolean = () => true) => {
    const waiting = new FairTurns<{ asker: ReturnType<typeof asker>; name: string }>(wide)
    for (const name of names) waiting.add({ asker: asker(name), name })
    const order: string[] = []
    for (;;) {
      const next = waiting.next(({ name }) => mayStart(name))
      if (!next) return order
      order.push(next.name)
    }
  }

  it.each([
    [
      'one learner behind another who asks for much',
      ['a/x/1', 'a/x/2', 'a/x/3', 'a/y/1'],
      ['a/x/1', 'a/y/1', 'a/x/2', 'a/x/3'],
    ],
    [
      'a course behind another that asks for much',
      ['a/x/1', 'a/y/1', 'a/z/1', 'b/x/1'],
      ['a/x/1', 'b/x/1', 'a/y/1', 'a/z/1'],
    ],
    [
      'the same learner in two courses',
      ['a/x/1', 'a/x/2', 'b/x/1', 'b/x/2'],
      ['a/x/1', 'b/x/1', 'a/x/2', 'b/x/2'],
    ],
    ['runs for nobody as one learner', ['a//1', 'a//2', 'a/x/1'], ['a//1', 'a/x/1', 'a//2']],
  ])('lets %s go early', (_, names, order) => {
    expect(turns(names)).toEqual(order)
  })

  it('passes over who may not go yet', () => {
    expect(turns(['a/x/1', 'a/y/1', 'b/x/1'], (name) => !name.startsWith('a/x'))).toEqual(['a/y/1', 'b/x/1'])
  })

  it.each([
    ['a learner', { all: 9, context: 9, learner: 2 }, ['a/x', 'a/x'], 'a/x', 'a/y'],
    ['a course', { all: 9, context: 2, learner: 9 }, ['a/x', 'a/y'], 'a/z', 'b/x'],
  ])('refuses what %s asks for too much, and takes that of others', (_, bounds, before, refused, taken) => {
    const waiting = new FairTurns<{ asker: ReturnType<typeof asker> }>(bounds)
    for (const name of before) waiting.add({ asker: asker(name) })
    expect(codeOf(() => waiting.add({ asker: asker(refused) }))).toBe('script-unavailable')
    expect(codeOf(() => waiting.add({ asker: asker(taken) }))).toBeUndefined()
  })
})

describe('scripts that do not end', () => {
  let now = 1
  const strikes = () => new ScriptStrikes(() => now)
  /** Seconds that a script waits. */
  const wait = (of: ScriptStrikes, name: string): number => {
    try {
      of.check(asker(name))
      return 0
    } catch (error) {
      return Number(/another (\d+) second/.exec((error as Error).message)?.[1])
    }
  }

  it('wait twice as long each time, five minutes at most, for that learner', () => {
    const of = strikes()
    const waits = Array.from({ length: 10 }, () => {
      of.failed(asker('a/x/p'))
      return wait(of, 'a/x/p')
    })
    expect(waits).toEqual([2, 4, 8, 16, 32, 64, 128, 256, 300, 300])
    expect(wait(of, 'a/y/p')).toBe(0)
    now += 300_000
    expect(wait(of, 'a/x/p')).toBe(0)
  })

  it('begin anew once one ended', () => {
    const of = strikes()
    of.failed(asker('a/x/p'))
    of.failed(asker('a/x/p'))
    of.passed(asker('a/x/p'))
    expect(of.isSuspect(asker('a/x/p'))).toBe(false)
    of.failed(asker('a/x/p'))
    expect(wait(of, 'a/x/p')).toBe(2)
  })

  it('of one learner hold up all theirs from the third problem on, and those of nobody else', () => {
    const of = strikes()
    for (const problem of ['1', '2']) of.failed(asker(`a/x/${problem}`))
    expect(wait(of, 'a/x/9')).toBe(0)
    of.failed(asker('a/x/3'))
    expect([wait(of, 'a/x/9'), wait(of, 'a/y/9'), wait(of, 'b/x/9')]).toEqual([2, 0, 0])
  })

  it('hold up a problem for all only when several learners met that, a minute at most', () => {
    const of = strikes()
    for (let count = 0; count < 20; count++) of.failed(asker('a/x/p'))
    of.failed(asker('a/y/p'))
    expect(wait(of, 'a/new/p')).toBe(0)
    for (let count = 0; count < 20; count++) of.failed(asker(`a/more-${count}/p`))
    expect(wait(of, 'a/new/p')).toBe(60)
    expect(wait(of, 'a/new/q')).toBe(0)
  })
})

/** Processes that answer when they are told to. */
class Gate {
  readonly asked: { readonly request: string; answer(text?: string): void; hang(): void }[] = []
  readonly started: string[][] = []

  readonly start = (): Promise<ScriptProcess> => {
    const { asked } = this
    const kinds: string[] = []
    this.started.push(kinds)
    let ended = false
    return Promise.resolve({
      get ended() {
        return ended
      },
      ask(kind, request) {
        kinds.push(kind)
        if (kind !== 'run') return Promise.resolve('{}')
        return new Promise((resolve, reject) => {
          asked.push({
            request,
            answer: (text = request) => resolve(text),
            hang() {
              ended = true
              reject(new CompositorError('script-timeout', 'It did not end.'))
            },
          })
        })
      },
      kill: () => (ended = true),
    })
  }

  /** What runs now, in the order it was begun. */
  async running(): Promise<string[]> {
    for (let turn = 0; turn < 50; turn++) await Promise.resolve()
    return this.asked.map(({ request }) => request)
  }

  take(request: string) {
    const at = this.asked.findIndex((one) => one.request === request)
    return this.asked.splice(at, 1)[0]
  }
}

describe('the pool of processes', () => {
  const pool = (processes: number, gate: Gate, now = () => 0) =>
    new PythonPool({ processes, start: gate.start, now })
  const ask = (of: PythonPool, name: string) => {
    const answer = of
      .ask(asker(name), undefined, name)
      .catch((error: unknown) => (error as CompositorError).code)
    return answer
  }

  it.each([
    ['two: another learner', 2, ['a/x/1', 'a/x/2', 'a/y/1'], ['a/x/1', 'a/y/1']],
    ['three: another course', 3, ['a/x/1', 'a/y/1', 'a/z/1', 'b/x/1'], ['a/x/1', 'a/y/1', 'b/x/1']],
    ['four: the same learner twice', 4, ['a/x/1', 'a/x/2', 'a/x/3'], ['a/x/1', 'a/x/2']],
  ])('of %s finds one free', async (_, processes, names, running) => {
    const gate = new Gate()
    const python = pool(processes, gate)
    for (const name of names) void ask(python, name)
    expect(await gate.running()).toEqual(running)
    python.close()
  })

  it('runs what did not end before beside others only, and not at all while it waits', async () => {
    const gate = new Gate()
    let now = 0
    const python = pool(2, gate, () => now)
    for (const name of ['a/x/loop', 'a/y/loop']) {
      const answer = ask(python, name)
      await gate.running()
      gate.take(name)?.hang()
      expect(await answer).toBe('script-timeout')
      expect(await ask(python, name)).toBe('script-paused')
    }
    now = 10_000
    for (const name of ['a/x/loop', 'a/y/loop', 'b/z/fine']) void ask(python, name)
    expect(await gate.running()).toEqual(['a/x/loop', 'b/z/fine'])
    python.close()
  })

  it('serves courses with any library with the processes it has', async () => {
    const gate = new Gate()
    const python = pool(1, gate)
    for (const hash of ['', 'one', 'one', 'two', '']) {
      const library = hash === '' ? undefined : { hash, bytes: () => Promise.resolve(Buffer.from(hash)) }
      const answer = python.ask(asker(`c-${hash}`), library, hash)
      await gate.running()
      gate.take(hash)?.answer('done')
      expect(await answer).toBe('done')
    }
    expect(gate.started).toEqual([['run', 'library', 'run', 'run', 'library', 'run', 'library', 'run']])
  })

  it('has one process more than is at work standing by, which takes whatever library comes next', async () => {
    const gate = new Gate()
    const python = new PythonPool({ processes: 3, start: gate.start, rehearsal: 'rehearsal' })
    void python.standBy()
    await gate.running()
    gate.take('rehearsal')?.answer()
    await gate.running()
    expect(python.stats()).toMatchObject({ processes: 1, busy: 0 })
    const library = { hash: 'one', bytes: () => Promise.resolve(Buffer.from('one')) }
    void python.ask(asker('a/x/1'), library, 'first')
    expect(await gate.running()).toEqual(['rehearsal', 'first'])
    expect(gate.started).toEqual([['run', 'library', 'run'], ['run']])
    expect(python.stats()).toMatchObject({ processes: 2, busy: 1 })
    python.close()
  })

  it('starts none ahead until it is asked to stand by', async () => {
    const gate = new Gate()
    const python = pool(3, gate)
    void ask(python, 'a/x/1')
    await gate.running()
    expect(gate.started).toHaveLength(1)
    python.close()
  })

  it('refuses what waits when it is closed', async () => {
    const gate = new Gate()
    const python = pool(1, gate)
    void ask(python, 'a/x/1')
    const waiting = ask(python, 'a/y/1')
    python.close()
    expect(await waiting).toBe('script-unavailable')
    expect(await ask(python, 'a/z/1')).toBe('script-unavailable')
  })
})
