import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { EventRelay, FileSink, HttpSink, StreamSink, type EventSink } from '../../lms/index.js'
import { LearnerStore, nothingChanged, type ChangeLog, type LearnerChange } from '../../lms/index.js'
import { memoryStore, type Records } from '../../store/index.js'

let folder = ''
let records: Records
const relays: EventRelay[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'events-'))
  ;({ records } = memoryStore())
})
afterEach(async () => {
  await Promise.all(relays.splice(0).map((relay) => relay.close()))
  rmSync(folder, { recursive: true })
})

/** What was sent: the lines' own names, or numbers where they tell of fields. */
interface Sent {
  readonly id: string
  readonly name: string
  readonly event?: { readonly number: number; readonly fields: readonly unknown[] }
}

/** A sink to look into, that fails when it is told to. */
class TestSink implements EventSink {
  readonly sent: Sent[] = []
  fails = false
  calls = 0

  constructor(
    readonly name: string,
    readonly takesStates = false,
  ) {}

  async take(lines: readonly { readonly text: string }[]): Promise<void> {
    this.calls++
    await Promise.resolve()
    if (this.fails) throw new Error('not now')
    this.sent.push(...lines.map(({ text }) => JSON.parse(text) as Sent))
  }

  get names(): string[] {
    return this.sent.map(({ name }) => name)
  }
}

function relay(...sinks: EventSink[]): EventRelay {
  const made = new EventRelay(records, { sinks, poll: 60_000 })
  relays.push(made)
  return made
}

const log = (...names: string[]): ChangeLog => ({
  at: 5,
  userId: 'anon',
  context: 'course-v1:O+C+R',
  lines: names.map((name) => ({ name })),
})

async function store(learner: string, change: Partial<LearnerChange>, sendsStates = false): Promise<void> {
  const learners = new LearnerStore(records, { sendsStates })
  const outcome = await learners.commit(await learners.load(learner), { ...nothingChanged, ...change })
  expect(outcome.committed).toBe(true)
}

const set = (field: string, value: number | undefined) => ({
  updates: [{ scope: 'userState', id: 'block', field, value }] as const,
})
const left = async () =>
  [
    ...(await records.range({ from: 'aside ', to: 'aside!' })),
    ...(await records.range({ from: 'outbox ', to: 'outbox!' })),
  ].map(({ key }) => key)
const logged = async () =>
  (await records.range({ from: 'log ', to: 'log!' })).map(({ key, text }) => [key, JSON.parse(text)])

describe('events of learners', () => {
  it('are stored with what the learner did, and sent in the learner’s order, with an id of their own', async () => {
    const sink = new TestSink('one')
    for (let n = 0; n < 12; n++) await store('ada', { ...set('n', n), log: log(`${n}a`, `${n}b`) })
    await store('bob', { log: { ...log('b'), userId: 'anon-bob' } })
    await relay(sink).send()
    const ofAda = Array.from({ length: 12 }, (_, n) => [`${n}a`, `${n}b`]).flat()
    expect(sink.names).toEqual([...ofAda, 'b'])
    expect(new Set(sink.sent.map(({ id }) => id)).size).toBe(25)
    expect(await left()).toEqual([])
  })

  it('are sent when the process that stored them is gone', async () => {
    await store('ada', { log: log('first') })
    const sink = new TestSink('one')
    relay(sink).stored()
    await expect.poll(() => sink.names).toEqual(['first'])
  })

  it('are sent by one of several relays only', async () => {
    const sinks = [new TestSink('one'), new TestSink('one')]
    const made = sinks.map((sink) => relay(sink))
    for (let round = 0; round < 20; round++) {
      await store('ada', { log: log(`${round}`) })
      await Promise.all(made.map((one) => one.send()))
    }
    await made[0]?.send()
    expect(
      sinks
        .flatMap(({ names }) => names)
        .map(Number)
        .toSorted((x, y) => x - y),
    ).toEqual(Array.from({ length: 20 }, (_, n) => n))
  })

  it('wait for a sink that fails, which holds up no other, and come to it in order, each once', async () => {
    const [well, ill] = [new TestSink('well'), new TestSink('ill')]
    ill.fails = true
    const sending = relay(well, ill)
    for (const name of ['1', '2', '3']) {
      await store('ada', { log: log(name) })
      await sending.send()
    }
    expect(well.names).toEqual(['1', '2', '3'])
    expect(sending.sinks).toMatchObject([
      { name: 'well', waiting: 0, isFailing: false },
      { name: 'ill', waiting: 3, isFailing: true },
    ])
    await sending.close()
    ill.fails = false
    await store('ada', { log: log('4') })
    const again = relay(well, ill)
    await again.send()
    await again.send()
    expect(ill.names).toEqual(['1', '2', '3', '4'])
    expect(well.names).toEqual(['1', '2', '3', '4'])
    expect(await left()).toEqual([])
  })

  it('stay in the store where nobody takes them, and are not sent again to who has them', async () => {
    const sink = new TestSink('one')
    await store('ada', { log: log('1') })
    const { commit } = records
    const sending = relay(sink)
    // The store takes no more: what is sent cannot be removed.
    let isFull = false
    records.commit = async (given) => {
      if (isFull && [...given.writes.keys()].some((key) => key.startsWith('outbox '))) throw new Error('full')
      return commit.call(records, given)
    }
    isFull = true
    await sending.send()
    await sending.send()
    expect([sink.names, await left()]).toEqual([['1'], ['outbox ada 000000000001 000000']])
    isFull = false
    await sending.send()
    expect([sink.names, await left()]).toEqual([['1'], []])
  })

  it('are left by who does not know where they go to hosts that do', async () => {
    const [said, unsaid] = [new TestSink('said'), new TestSink('unsaid')]
    const command = new EventRelay(records, { sinks: [unsaid], poll: 60_000, isDefault: true })
    relays.push(command)
    await store('ada', { log: log('1') })
    await command.send()
    expect(unsaid.names).toEqual(['1'])
    const host = relay(said)
    await host.send()
    await store('ada', { log: log('2') })
    await command.send()
    await host.send()
    expect([unsaid.names, said.names]).toEqual([['1'], ['2']])
  })

  it('are dropped where the host wants none', async () => {
    await store('ada', { log: log('1') })
    await relay().send()
    expect(await left()).toEqual([])
  })
})

describe('what a commit changed', () => {
  it('is kept for good, field by field, with removed ones as removed and what was achieved', async () => {
    await store('ada', { ...set('n', 1), log: log('x') })
    await store('ada', {
      ...set('n', undefined),
      grades: [{ usage: 'block', earned: 1, possible: 2, at: 5, onlyIfHigher: false }],
      completions: [{ usage: 'block', value: 1 }],
    })
    await store('ada', { log: log('only a line') })
    const field = { scope: 'userState', id: 'block', field: 'n' }
    const result = { grade: { earned: 1, possible: 2, at: 5 }, completion: 1 }
    expect(await logged()).toEqual([
      ['log ada 000000000001', { at: 5, fields: [{ ...field, value: 1 }], results: [], trails: {} }],
      [
        'log ada 000000000002',
        { fields: [{ ...field, removed: true }], results: [{ usage: 'block', result }] },
      ],
    ])
  })

  it('tells of a deletion, too', async () => {
    await store('ada', { ...set('n', 1), completions: [{ usage: 'block', value: 1 }] })
    expect(
      await new LearnerStore(records).deleteState({ learner: 'ada', usage: 'block', log: log('deleted') }),
    ).toBe(true)
    const sink = new TestSink('one')
    await relay(sink).send()
    expect(sink.names).toEqual(['deleted'])
    expect((await logged()).at(-1)).toEqual([
      'log ada 000000000002',
      {
        at: 5,
        fields: [{ scope: 'userState', id: 'block', field: 'n', removed: true }],
        results: [{ usage: 'block', result: null }],
        deleted: ['block'],
      },
    ])
  })

  it('is sent behind the lines of its commit, to sinks that ask for it alone', async () => {
    const [asking, other] = [new TestSink('asking', true), new TestSink('other')]
    await store('ada', { ...set('n', 1), log: log('a', 'b') }, true)
    await store('ada', { ...set('n', 2), log: log('c') }, true)
    await relay(asking, other).send()
    expect(asking.names).toEqual(['a', 'b', 'state', 'c', 'state'])
    expect(asking.sent[4]?.event).toMatchObject({ number: 2, fields: [{ field: 'n', value: 2 }] })
    expect(other.names).toEqual(['a', 'b', 'c'])
  })
})

describe('a sink', () => {
  const line = (n: number) => ({ key: `outbox ada ${n}`, text: JSON.stringify({ n }) })
  const numbers = (path: string) =>
    readFileSync(path, 'utf8')
      .split('\n')
      .flatMap((text) => (text === '' ? [] : [(JSON.parse(text) as { n: number }).n]))

  it('that is a file is put aside above its size, under a name that sorts by time', async () => {
    const path = join(folder, 'events.jsonl')
    let now = Date.UTC(2026, 0, 2, 3, 4, 5)
    const sink = new FileSink(path, { rotateAt: 30, now: () => (now += 1000) })
    for (let n = 0; n < 12; n++) await sink.take([line(n)])
    const files = readdirSync(folder).toSorted((x, y) =>
      x === 'events.jsonl' ? 1 : y === 'events.jsonl' ? -1 : x < y ? -1 : 1,
    )
    expect(files).toHaveLength(3)
    expect(files[0]).toMatch(/^events-20260102T030\d{3}\.\d{3}Z\.jsonl$/)
    expect(files.flatMap((file) => numbers(join(folder, file)))).toEqual(
      Array.from({ length: 12 }, (_, n) => n),
    )
  })

  it('that is a file goes on on a line of its own after a write that failed', async () => {
    const path = join(folder, 'events.jsonl')
    const sink = new FileSink(path)
    mkdirSync(path)
    await expect(sink.take([line(1)])).rejects.toThrow()
    rmSync(path, { recursive: true })
    await sink.take([line(1), line(2)])
    expect(numbers(path)).toEqual([1, 2])
  })

  it('that is a stream has lines when they are written', async () => {
    const written: string[] = []
    const stream = new Writable({
      write: (chunk, _encoding, done) => {
        written.push(String(chunk))
        done()
      },
    })
    await new StreamSink('stdout', stream).take([line(1), line(2)])
    expect(written.join('')).toBe('{"n":1}\n{"n":2}\n')
  })

  it('that is a server has lines once it answers that all is well', async () => {
    const answers = [503, 302, 200]
    const taken: [string | undefined, string][] = []
    const server = createServer((request, response) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => {
        taken.push([request.headers['content-type'], Buffer.concat(chunks).toString()])
        response.writeHead(answers.shift() ?? 200, { location: '/' }).end()
      })
    })
    await once(server.listen(0, '127.0.0.1'), 'listening')
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/events`
    const sink = new HttpSink(url, { headers: { authorization: 'Bearer x' } })
    await store('ada', { log: log('1') })
    const sending = relay(sink)
    await sending.send()
    await sending.send()
    expect(await left()).toHaveLength(1)
    await sending.send()
    expect(await left()).toHaveLength(0)
    expect(taken).toHaveLength(3)
    expect(taken[2]).toEqual([
      'application/x-ndjson',
      expect.stringMatching(/^\{"id":"anon:1:0","name":"1"\}\n$/),
    ])
    await sending.close()
    server.close()
  })
})
