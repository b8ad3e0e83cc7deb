import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import type { Store } from '../store.js'
import type { CheckedPlace } from './store-subject.js'
import { gathered } from './waiting.js'

const bytes = Buffer.from('a file')
const hash = createHash('sha256').update(bytes).digest('hex')

/** What holds of the parts of a store together. */
export const wholeStoreChecks: Readonly<Record<string, (place: CheckedPlace) => Promise<void>>> = {
  'has what it kept when it is opened again, with the same secret on every host': async (place) => {
    const [first, beside] = await Promise.all([place.open(), place.open()])
    const secrets = await Promise.all([first.secret(), beside.secret(), first.secret()])
    assert.equal(new Set(secrets).size, 1)
    assert.ok(secrets[0].length >= 43)
    await first.blobs.put([{ name: 'node:1', text: 'one' }])
    await first.heads.change([{ name: 'a', before: undefined, after: '1' }])
    await first.records.commit({ expected: new Map(), writes: new Map([['k', 'text']]) })
    await first.files.put(hash, bytes)
    await first.close()
    await beside.close()
    const again = await place.open()
    assert.equal(await again.secret(), secrets[0])
    assert.deepEqual(await again.blobs.texts(['node:1']), ['one'])
    assert.deepEqual(await again.heads.texts(['a']), ['1'])
    assert.deepEqual(await again.records.read(['k']), new Map([['k', 'text']]))
    assert.deepEqual(Buffer.from((await (await again.files.open(hash))?.bytes()) ?? []), bytes)
  },

  'keeps what it answers of while it is closed, and refuses the rest': async (place) => {
    const [store, other] = [await place.open(), await place.open()]
    const numbers = Array.from({ length: 60 }, (_, one) => one)
    const written = numbers.map((one) =>
      store.records.commit({ expected: new Map(), writes: new Map([[`k ${one}`, 'x']]) }),
    )
    const put = numbers.map((one) => store.blobs.put([{ name: `b:${one}`, text: 'x' }]))
    const changed = numbers.map((one) =>
      store.heads.change([{ name: `h:${one}`, before: undefined, after: 'x' }]),
    )
    const filed = store.files.put(hash, bytes)
    const all = Promise.all(
      [written, put, changed, [filed]].map((work: Promise<unknown>[]) => Promise.allSettled(work)),
    )
    await store.close()
    const [records = [], blobs = [], heads = [], files = []] = (await all).map((results) =>
      results.map(({ status }) => status === 'fulfilled'),
    )
    const answered = (results: readonly boolean[], prefix: string) =>
      numbers.filter((one) => results[one]).map((one) => `${prefix}${one}`)
    const kept = await other.records.read(numbers.map((one) => `k ${one}`))
    assert.ok(answered(records, 'k ').every((key) => kept.has(key)))
    const wanted = answered(blobs, 'b:')
    assert.equal((await other.blobs.having(wanted)).size, wanted.length)
    const names = new Set(await other.heads.names('h:'))
    assert.ok(answered(heads, 'h:').every((name) => names.has(name)))
    if (files[0]) assert.equal(await other.files.has(hash), true)
  },

  'answers nothing after it is closed, and may be closed twice': async (place) => {
    const store: Store = await place.open()
    await store.close()
    await store.close()
    const refused = { code: 'store-unavailable' }
    await assert.rejects(store.blobs.texts(['a']), refused)
    await assert.rejects(store.blobs.put([{ name: 'a', text: 'a' }]), refused)
    await assert.rejects(gathered(store.blobs.list('')), refused)
    await assert.rejects(store.heads.texts(['a']), refused)
    await assert.rejects(store.heads.change([{ name: 'a', before: undefined, after: 'a' }]), refused)
    await assert.rejects(store.records.read(['a']), refused)
    await assert.rejects(
      store.records.commit({ expected: new Map(), writes: new Map([['a', 'a']]) }),
      refused,
    )
    await assert.rejects(store.files.open(hash), refused)
    await assert.rejects(store.files.put(hash, bytes), refused)
  },
}
