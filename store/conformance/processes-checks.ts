import assert from 'node:assert/strict'
import { OtherProcess } from './other-process.js'
import type { CheckedPlace } from './store-subject.js'
import { eventually } from './waiting.js'

/** What holds where several processes have a store opened. */
export const processesChecks: Readonly<Record<string, (place: CheckedPlace) => Promise<void>>> = {
  'loses none of the changes of several processes, and tells of them': async (place) => {
    const { heads, records } = await place.open()
    const told = new Set<string | undefined>()
    const watch = heads.watch((name) => told.add(name))
    const script = `for (let turn = 0; turn < 30; turn++) {
  for (;;) {
    const [before] = await store.heads.texts(['count'])
    if (await store.heads.change([{ name: 'count', before, after: String(Number(before ?? 0) + 1) }])) break
  }
  for (;;) {
    const before = (await store.records.read(['count'])).get('count')
    const writes = new Map([['count', String(Number(before ?? 0) + 1)]])
    if ((await store.records.commit({ expected: new Map([['count', before]]), writes })).committed) break
  }
}`
    const processes = [1, 2, 3].map(() => new OtherProcess(place, script))
    await Promise.all(processes.map((one) => one.ended()))
    assert.deepEqual(await heads.texts(['count']), ['90'])
    assert.deepEqual(await records.read(['count']), new Map([['count', '90']]))
    await eventually(
      'it is told of what other processes changed',
      () => told.has('count') || told.has(undefined),
    )
    watch[Symbol.dispose]()
  },

  'has all that a process was answered of before it was killed, and nothing in part': async (place) => {
    const store = await place.open()
    const script = `for (let turn = 0; ; turn++) {
  await store.blobs.put([{ name: 'b:' + turn, text: 'x'.repeat(1000) }])
  await store.heads.change([{ name: 'h:' + turn, before: undefined, after: 'x' }, { name: 'i:' + turn, before: undefined, after: 'x' }])
  const writes = new Map([['k ' + turn, 'x'], ['l ' + turn, 'x']])
  await store.records.commit({ expected: new Map(), writes })
  say(String(turn))
}`
    for (const most of [1, 10]) {
      const other = new OtherProcess(place, script)
      let last = -1
      for await (const line of other.lines()) {
        last = Number(line)
        if (last >= most) other.kill()
      }
      await other.gone()
      assert.ok(last >= most, 'The other process failed.')
      const numbers = Array.from({ length: last + 1 }, (_, one) => one)
      const named = (prefix: string) => numbers.map((one) => `${prefix}${one}`)
      assert.equal((await store.blobs.having(named('b:'))).size, numbers.length)
      assert.equal((await store.records.read(named('k '))).size, numbers.length)
      const [left, right] = [await store.heads.names('h:'), await store.heads.names('i:')]
      assert.ok(left.length >= numbers.length && left.length === right.length)
      const both = await Promise.all(
        ['k', 'l'].map((key) => store.records.count({ from: `${key} `, to: `${key}~` })),
      )
      assert.equal(both[0], both[1])
    }
  },
}
