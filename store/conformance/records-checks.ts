import assert from 'node:assert/strict'
import type { Records } from '../records.js'
import { keys, refusedKeys, refusedTexts, texts } from './sample-texts.js'
import type { CheckedPlace } from './store-subject.js'

const nothing = new Map<string, string | undefined>()
const map = (entries: Readonly<Record<string, string | undefined>>) => new Map(Object.entries(entries))
const write = (records: Records, writes: Readonly<Record<string, string | undefined>>) =>
  records.commit({ expected: nothing, writes: map(writes) })

/** One learner's submission, which is taken while there are attempts left. */
async function submit({ records }: { records: Records }, answer: string): Promise<boolean> {
  for (;;) {
    const found = await records.read(['stateVersion', 'attempts'])
    const [version, attempts] = [found.get('stateVersion'), Number(found.get('attempts') ?? 0)]
    if (attempts === 3) return false
    const outcome = await records.commit({
      expected: new Map([['stateVersion', version]]),
      writes: map({
        stateVersion: String(Number(version ?? 0) + 1),
        attempts: String(attempts + 1),
        [`answer ${attempts + 1}`]: answer,
      }),
    })
    if (outcome.committed) return true
    assert.equal(outcome.conflict, 'stateVersion')
  }
}

/** What records of any driver do. */
export const recordsChecks: Readonly<Record<string, (place: CheckedPlace) => Promise<void>>> = {
  'commits everything, or nothing and says where others were before': async (place) => {
    const [{ records }, other] = [await place.open(), await place.open()]
    assert.deepEqual(await write(records, { a: '1', b: '', c: '3' }), { committed: true })
    assert.deepEqual(await other.records.read(['a', 'b', 'none', 'a']), map({ a: '1', b: '' }))
    for (const [expected, conflict] of [
      [{ a: '2' }, 'a'],
      [{ a: undefined }, 'a'],
      [{ a: '1', none: '' }, 'none'],
      [{ a: '1', b: undefined }, 'b'],
    ] as const) {
      const outcome = await other.records.commit({ expected: map(expected), writes: map({ a: '9', d: '9' }) })
      assert.deepEqual(outcome, { committed: false, conflict })
    }
    assert.deepEqual(
      await other.records.commit({
        expected: map({ a: '1', b: '', none: undefined }),
        writes: map({ a: undefined, b: '2', d: '4', none: undefined }),
      }),
      { committed: true },
    )
    assert.deepEqual(await records.read(['a', 'b', 'c', 'd']), map({ b: '2', c: '3', d: '4' }))
    assert.deepEqual(await records.commit({ expected: map({ a: undefined }), writes: nothing }), {
      committed: true,
    })
    assert.deepEqual(await records.commit({ expected: map({ b: '1' }), writes: nothing }), {
      committed: false,
      conflict: 'b',
    })
    assert.deepEqual(await records.read([]), nothing)
  },

  'reads ranges in the order of characters, from either end, as many as asked': async (place) => {
    const { records } = await place.open()
    await records.commit({ expected: nothing, writes: new Map(keys.map((key) => [key, `text of ${key}`])) })
    const last = '\u007f'
    const ranges = [
      { from: '', to: last },
      { from: 'k', to: 'l' },
      { from: 'k ', to: `k ${last}` },
      { from: 'k a', to: 'k b' },
      { from: 'kz 1', to: 'kz 2' },
      { from: 'A', to: 'a' },
      { from: 'a', to: 'A' },
      { from: 'b', to: 'b' },
      { from: '~~', to: last },
    ]
    for (const { from, to } of ranges) {
      const expected = keys.filter((key) => key >= from && key < to)
      assert.equal(await records.count({ from, to }), expected.length)
      for (const limit of [undefined, 0, 1, 3, 1000])
        for (const isBackward of [false, true]) {
          const read = await records.range({ from, to, limit, isBackward })
          const wanted = (isBackward ? expected.toReversed() : expected).slice(0, limit)
          assert.deepEqual(
            read,
            wanted.map((key) => ({ key, text: `text of ${key}` })),
            `From '${from}' to '${to}', ${limit ?? 'all'}${isBackward ? ' backward' : ''}.`,
          )
        }
    }
  },

  'keeps texts of any length and any Unicode as they are': async (place) => {
    const [{ records }, other] = [await place.open(), await place.open()]
    const named = new Map(texts.map((text, one) => [`text ${one}`, text]))
    assert.deepEqual(await records.commit({ expected: nothing, writes: named }), { committed: true })
    const kept = await other.records.read([...named.keys()])
    assert.equal(kept.size, named.size)
    assert.ok([...named].every(([key, text]) => kept.get(key) === text))
    assert.deepEqual(await other.records.commit({ expected: named, writes: map({ all: 'equal' }) }), {
      committed: true,
    })
  },

  'refuses keys and texts that not every driver keeps, and then writes nothing': async (place) => {
    const { records } = await place.open()
    for (const key of refusedKeys) {
      await assert.rejects(write(records, { good: 'good', [key]: 'bad' }), TypeError)
      await assert.rejects(
        records.commit({ expected: map({ [key]: undefined }), writes: nothing }),
        TypeError,
      )
      assert.deepEqual(await records.read([key]), nothing)
      assert.equal(records.known(key)?.text, undefined)
    }
    for (const text of refusedTexts)
      await assert.rejects(write(records, { good: 'good', bad: text }), TypeError)
    assert.equal(await records.count({ from: '', to: '\u007f' }), 0)
  },

  'takes exactly the attempts there are, however many submit at once': async (place) => {
    const stores = [await place.open(), await place.open()]
    const answers = Array.from({ length: 60 }, (_, one) => String(one))
    const taken = await Promise.all(
      answers.map((answer, one) => submit(stores[one % 2] ?? assert.fail(), answer)),
    )
    assert.equal(taken.filter(Boolean).length, 3)
    const kept = await stores[0]?.records.range({ from: 'answer ', to: 'answer~' })
    assert.deepEqual(
      kept?.map(({ text }) => text).toSorted(),
      answers.filter((_, one) => taken[one]).toSorted(),
    )
  },

  'reads a batch as of one moment': async (place) => {
    const [writer, reader] = [await place.open(), await place.open()]
    const many = Array.from({ length: 40 }, (_, one) => `k ${one}`)
    const writeAll = (round: number) =>
      writer.records.commit({
        expected: nothing,
        writes: new Map(many.map((key) => [key, String(round)])),
      })
    await writeAll(0)
    const progress = { isDone: false }
    const writing = (async () => {
      for (let round = 1; round <= 40; round++) await writeAll(round)
      progress.isDone = true
    })()
    while (!progress.isDone) {
      const read = await reader.records.read(many)
      assert.equal(new Set(read.values()).size, 1, 'A batch held records of two commits.')
      const range = await reader.records.range({ from: 'k ', to: 'k~' })
      assert.equal(new Set(range.map(({ text }) => text)).size, 1, 'A range held records of two commits.')
      await new Promise(setImmediate)
    }
    await writing
  },

  'commits thousands of records at once': async (place) => {
    const { records } = await place.open()
    const writes = new Map(
      Array.from({ length: 5000 }, (_, one) => [`k ${String(one).padStart(4, '0')}`, `text ${one}`]),
    )
    assert.deepEqual(await records.commit({ expected: nothing, writes }), { committed: true })
    assert.deepEqual(await records.read([...writes.keys()]), writes)
    assert.deepEqual(
      await records.commit({
        expected: writes,
        writes: new Map([...writes.keys()].map((key) => [key, undefined])),
      }),
      { committed: true },
    )
    assert.equal(await records.count({ from: 'k ', to: 'k~' }), 0)
  },

  'knows nothing that is not the newest': async (place) => {
    const [here, there] = [await place.open(), await place.open()]
    for (let round = 0; round < 20; round++) {
      await write((round % 2 === 0 ? here : there).records, {
        a: String(round),
        b: round % 3 === 0 ? 'x' : undefined,
      })
      const known = here.records.known('a')
      if (known) assert.equal(known.text, String(round))
      const other = there.records.known('b')
      if (other) assert.equal(other.text, round % 3 === 0 ? 'x' : undefined)
    }
  },
}
