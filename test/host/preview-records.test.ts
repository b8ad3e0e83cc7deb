import { describe, expect, it } from 'vitest'
import { PreviewRecords } from '../../host/draft-preview/preview-records.js'

const text = (characters: number) => 'x'.repeat(characters)
const wrote = (records: PreviewRecords, writes: Readonly<Record<string, string | undefined>>) =>
  records.commit({ expected: new Map(), writes: new Map(Object.entries(writes)) }).then(
    ({ committed }) => committed,
    (thrown: { code: string }) => thrown.code,
  )

describe('what previewed learners leave', () => {
  it('is refused beyond a million characters, and taken again where something went', async () => {
    const records = new PreviewRecords()
    expect(await wrote(records, { a: text(600_000) })).toBe(true)
    expect(await wrote(records, { b: text(600_000), a: text(1) })).toBe(true)
    expect(await wrote(records, { c: text(600_000) })).toBe('store-full')
    expect(await records.read(['a', 'b', 'c'])).toEqual(
      new Map([
        ['a', 'x'],
        ['b', text(600_000)],
      ]),
    )
    expect(await wrote(records, { b: undefined })).toBe(true)
    expect(await wrote(records, { c: text(900_000) })).toBe(true)
  })
})
