import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import type { CheckedPlace } from './store-subject.js'
import { eventually, gathered } from './waiting.js'

/** Bytes of a part, where a driver keeps files in parts. */
const part = 256 * 1024

function bytesOf(size: number, seed = 1): Buffer {
  const bytes = Buffer.alloc(size)
  for (let place = 0, state = seed; place < size; place++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0
    bytes[place] = state >>> 24
  }
  return bytes
}

const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

/** Bytes in pieces of several sizes, each of which is used again for the next. */
async function* inPieces(bytes: Buffer): AsyncGenerator<Uint8Array> {
  const piece = Buffer.alloc(2 * part + 1)
  const sizes = [0, 1, part, 2 * part + 1, 1000]
  for (let place = 0, turn = 0; place < bytes.length; turn++) {
    const size = Math.min(sizes[turn % sizes.length] ?? 1, bytes.length - place)
    bytes.copy(piece, 0, place, place + size)
    yield piece.subarray(0, size)
    piece.fill(0)
    place += size
  }
}

/** What files of any driver do. */
export const filesChecks: Readonly<Record<string, (place: CheckedPlace) => Promise<void>>> = {
  'gives files whole and in parts, however they were put': async (place) => {
    const [{ files }, other] = [await place.open(), await place.open()]
    for (const [turn, size] of [0, 1, part - 1, part, part + 1, 5 * part + 7].entries()) {
      const bytes = bytesOf(size, turn + 1)
      const hash = hashOf(bytes)
      assert.equal(await files.has(hash), false)
      assert.equal(await files.open(hash), undefined)
      await files.put(hash, turn % 2 === 0 ? inPieces(bytes) : bytes)
      assert.equal(await other.files.has(hash), true)
      const file = await other.files.open(hash)
      assert.equal(file?.size, size)
      assert.ok(file && bytes.equals(Buffer.from(await file.bytes())), `${size} bytes came back changed.`)
      const ends = [0, 1, part - 1, part, part + 1, 3 * part, size - 1, size].filter(
        (end) => end >= 0 && end <= size,
      )
      for (const first of ends)
        for (const end of ends.filter((one) => one >= first)) {
          const read = Buffer.concat(await gathered(file.stream(first, end)))
          assert.ok(read.equals(bytes.subarray(first, end)), `Bytes ${first} to ${end} of ${size}.`)
        }
    }
  },

  'keeps many files together, those that are there already and those that come twice among them': async (
    place,
  ) => {
    const [{ files }, other] = [await place.open(), await place.open()]
    const many = Array.from({ length: 40 }, (_, one) => bytesOf(10 + (one % 30), one % 30))
    await files.put(hashOf(many[3] ?? Buffer.alloc(0)), many[3] ?? Buffer.alloc(0))
    await files.putAll(many.map((bytes) => ({ hash: hashOf(bytes), bytes })))
    await files.putAll([])
    for (const bytes of many) {
      const file = await other.files.open(hashOf(bytes))
      assert.ok(file && bytes.equals(Buffer.from(await file.bytes())))
    }
    assert.equal((await gathered(other.files.list())).length, 30)
    const wrong = { hash: hashOf(Buffer.from('one')), bytes: Buffer.from('another') }
    await assert.rejects(files.putAll([wrong]), TypeError)
    assert.equal(await files.has(wrong.hash), false)
  },

  'lets a reader stop in the middle': async (place) => {
    const { files } = await place.open()
    const bytes = bytesOf(4 * part)
    await files.put(hashOf(bytes), bytes)
    const file = await files.open(hashOf(bytes))
    for (let one = 0; one < 20; one++) {
      const reader = file?.stream(0, bytes.length).getReader()
      const { value } = (await reader?.read()) ?? {}
      assert.ok(value && value.length > 0 && bytes.subarray(0, value.length).equals(value))
      await reader?.cancel()
    }
  },

  'keeps a file whole or not at all': async (place) => {
    const { files } = await place.open()
    const bytes = bytesOf(3 * part)
    const hash = hashOf(bytes)
    const broken = new Error('the source broke')
    await assert.rejects(
      files.put(
        hash,
        (async function* () {
          yield bytes.subarray(0, 2 * part)
          throw broken
        })(),
      ),
      broken,
    )
    await assert.rejects(files.put(hash, bytes.subarray(1)), TypeError)
    await assert.rejects(files.put(hash, inPieces(bytes.subarray(0, part))), TypeError)
    assert.equal(await files.has(hash), false)
    assert.deepEqual(await gathered(files.list()), [])
    await files.put(hash, inPieces(bytes))
    assert.ok(bytes.equals(Buffer.from((await (await files.open(hash))?.bytes()) ?? [])))
  },

  'has no file under what is no hash': async (place) => {
    const { files } = await place.open()
    const bytes = bytesOf(10)
    for (const name of ['', '../secret', `${hashOf(bytes)}/..`, hashOf(bytes).toUpperCase(), 'é', '\0']) {
      await assert.rejects(files.put(name, bytes), TypeError)
      assert.equal(await files.has(name), false)
      assert.equal(await files.open(name), undefined)
      assert.equal(await files.remove([name], Infinity), 0)
      assert.deepEqual(await files.having([name]), new Set())
    }
  },

  'renews the time of a file that is put again, without reading it': async (place) => {
    const [first, second] = [await place.open(), await place.open()]
    const bytes = bytesOf(part + 1)
    const hash = hashOf(bytes)
    await first.files.put(hash, bytes)
    const [before] = await gathered(first.files.list())
    assert.deepEqual({ ...before, putAt: 0 }, { hash, size: bytes.length, putAt: 0 })
    assert.ok(before && Number.isInteger(before.putAt) && Math.abs(before.putAt - Date.now()) < 60_000)
    const unread: AsyncIterable<Uint8Array> = {
      [Symbol.asyncIterator]: () => assert.fail('The bytes of a file that is there were read.'),
    }
    await eventually('a file that is put again has a later time', async () => {
      await second.files.put(hash, unread)
      return ((await gathered(first.files.list()))[0]?.putAt ?? 0) > before.putAt
    })
    assert.equal(await first.files.remove([hash], before.putAt + 1), 0)
    assert.equal(await first.files.has(hash), true)
    assert.equal(await second.files.remove([hash, hashOf(bytesOf(1))], Infinity), 1)
    assert.equal(await first.files.open(hash), undefined)
    assert.deepEqual(await gathered(first.files.list()), [])
  },

  'takes one file from many at once, and lists it once': async (place) => {
    const stores = [await place.open(), await place.open()] as const
    const all = [2 * part, 10].map((size) => bytesOf(size))
    const puts = stores.flatMap(({ files }) =>
      all.flatMap((bytes) => Array.from({ length: 4 }, () => files.put(hashOf(bytes), inPieces(bytes)))),
    )
    await Promise.all(puts)
    const listed = await gathered(stores[0].files.list())
    assert.deepEqual(
      new Map(listed.map(({ hash, size }) => [hash, size])),
      new Map(all.map((bytes) => [hashOf(bytes), bytes.length])),
    )
    assert.equal(listed.length, all.length)
    assert.deepEqual(
      await stores[1].files.having([...all.map(hashOf), hashOf(bytesOf(3))]),
      new Set(all.map(hashOf)),
    )
  },
}
