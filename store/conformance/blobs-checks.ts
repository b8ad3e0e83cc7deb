import assert from 'node:assert/strict'
import type { BlobInfo } from '../blobs.js'
import type { Store } from '../store.js'
import { names, refusedNames, refusedTexts, texts } from './sample-texts.js'
import type { CheckedPlace } from './store-subject.js'
import { eventually, gathered } from './waiting.js'

const infoOf = async ({ blobs }: Store, name: string): Promise<BlobInfo | undefined> =>
  (await gathered(blobs.list(name))).find((info) => info.name === name)

/** What blobs of any driver do. */
export const blobsChecks: Readonly<Record<string, (place: CheckedPlace) => Promise<void>>> = {
  'gives texts in the order of the names, and undefined where there is none': async (place) => {
    const [{ blobs }, other] = [await place.open(), await place.open()]
    assert.equal(await blobs.put([]), 0)
    const put = [
      { name: 'node:1', text: 'one' },
      { name: 'node:2', text: 'two' },
    ]
    assert.equal(await blobs.put(put), 2)
    for (const { blobs: seen } of [{ blobs }, other]) {
      assert.deepEqual(await seen.texts(['node:2', 'none', 'node:1', 'node:2']), [
        'two',
        undefined,
        'one',
        'two',
      ])
      assert.deepEqual(await seen.having(['none', 'node:1']), new Set(['node:1']))
      assert.deepEqual(await seen.texts([]), [])
    }
  },

  'keeps texts of any length and any Unicode as they are': async (place) => {
    const { blobs } = await place.open()
    const named = texts.map((text, one) => ({ name: `text:${one}`, text }))
    await blobs.put(named)
    assert.ok(same(await blobs.texts(named.map(({ name }) => name)), texts), 'A text came back changed.')
    const sizes = new Map((await gathered(blobs.list('text:'))).map(({ name, size }) => [name, size]))
    assert.deepEqual(sizes, new Map(named.map(({ name, text }) => [name, Buffer.byteLength(text)])))
  },

  'tells names apart, and lists those that begin so': async (place) => {
    const { blobs } = await place.open()
    await blobs.put(names.map((name) => ({ name, text: `text of ${name}` })))
    assert.ok(
      same(
        await blobs.texts(names),
        names.map((name) => `text of ${name}`),
      ),
      'A name led to the text of another.',
    )
    for (const prefix of ['', 'a', 'a%', 'a_', 'a\\', '\u{1f9ea}', 'é', 'none']) {
      const listed = (await gathered(blobs.list(prefix))).map(({ name }) => name)
      const expected = names.filter((name) => name.startsWith(prefix))
      assert.deepEqual(listed.sort(), expected.toSorted(), `Listed by '${prefix}'.`)
    }
  },

  'refuses names and texts that not every driver keeps, and then puts nothing': async (place) => {
    const { blobs } = await place.open()
    const good = { name: 'good', text: 'good' }
    for (const text of refusedTexts) await assert.rejects(blobs.put([good, { name: 'bad', text }]), TypeError)
    for (const name of refusedNames) {
      await assert.rejects(blobs.put([good, { name, text: 'bad' }]), TypeError)
      assert.deepEqual(await blobs.texts([name]), [undefined])
      assert.deepEqual(await blobs.having([name]), new Set())
      assert.equal(await blobs.remove([name], Infinity), 0)
    }
    assert.deepEqual(await gathered(blobs.list('')), [])
  },

  'keeps what stands, counts what was not there, and renews the time of what is put again': async (place) => {
    const [first, second] = [await place.open(), await place.open()]
    const put = { name: 'node:1', text: 'one' }
    assert.equal(await first.blobs.put([put, { name: 'node:2', text: 'two' }, put]), 2)
    const before = await infoOf(first, 'node:1')
    assert.ok(before && Number.isInteger(before.putAt) && Math.abs(before.putAt - Date.now()) < 60_000)
    await eventually('a blob that is put again has a later time', async () => {
      await second.blobs.put([{ name: 'node:1', text: 'other' }])
      return ((await infoOf(first, 'node:1'))?.putAt ?? 0) > before.putAt
    })
    assert.equal(await second.blobs.put([put, { name: 'node:3', text: 'three' }]), 1)
    assert.deepEqual(await first.blobs.texts(['node:1', 'node:2', 'node:3']), ['one', 'two', 'three'])
  },

  'removes only what was last put before the moment': async (place) => {
    const [first, second] = [await place.open(), await place.open()]
    await first.blobs.put(['a', 'b', 'c'].map((name) => ({ name, text: name })))
    const { putAt = 0 } = (await infoOf(first, 'a')) ?? {}
    await eventually('b is put later than a', async () => {
      await second.blobs.put([{ name: 'b', text: 'b' }])
      return ((await infoOf(first, 'b'))?.putAt ?? 0) > putAt
    })
    assert.equal(await first.blobs.remove(['a', 'b', 'none'], putAt), 0)
    assert.equal(await first.blobs.remove(['a', 'b', 'none'], putAt + 1), 1)
    assert.deepEqual(await second.blobs.texts(['a', 'b', 'c']), [undefined, 'b', 'c'])
    assert.deepEqual(await second.blobs.having(['a', 'b', 'c']), new Set(['b', 'c']))
    assert.equal(await second.blobs.put([{ name: 'a', text: 'again' }]), 1)
    assert.deepEqual(await first.blobs.texts(['a']), ['again'])
  },

  'takes thousands at once, from several hosts at once, each once': async (place) => {
    const stores = [await place.open(), await place.open()] as const
    const many = Array.from({ length: 3000 }, (_, one) => ({ name: `many:${one}`, text: `text ${one}` }))
    const added = await Promise.all(stores.map(({ blobs }) => blobs.put(many)))
    assert.equal(
      added.reduce((sum, one) => sum + one, 0),
      many.length,
    )
    for (const { blobs } of stores) {
      const wanted = many.map(({ name }) => name)
      assert.ok(
        same(
          await blobs.texts(wanted),
          many.map(({ text }) => text),
        ),
      )
      assert.equal((await blobs.having(wanted)).size, many.length)
      assert.deepEqual(
        (await gathered(blobs.list('many:'))).map(({ name }) => name).sort(),
        wanted.toSorted(),
      )
    }
    const gone = await Promise.all(
      stores.map(({ blobs }) =>
        blobs.remove(
          many.map(({ name }) => name),
          Infinity,
        ),
      ),
    )
    assert.equal(
      gone.reduce((sum, one) => sum + one, 0),
      many.length,
    )
    assert.deepEqual(await gathered(stores[0].blobs.list('')), [])
  },
}

/** Without the difference shown, which would be megabytes. */
function same(one: readonly unknown[], other: readonly unknown[]): boolean {
  return one.length === other.length && one.every((item, place) => item === other[place])
}
