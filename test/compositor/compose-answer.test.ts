import { describe, expect, it } from 'vitest'
import { answerTexts, readAnswer } from '../../compositor/compose-answer.js'
import type { ComposedBlock, ComposedUnit } from '../../runtime/index.js'

function block(key: string, children: readonly ComposedBlock[] = [], text = ''): ComposedBlock {
  return { key, type: 'html', definition: `d-${key}`, fields: { data: text }, children }
}

function unit(children: readonly ComposedBlock[]): ComposedUnit {
  return { key: 'u', context: 'c', version: 'v', root: block('u', children) }
}

describe('what a worker answers', () => {
  it('comes back as it was, blocks in order', async () => {
    const composed = unit([block('a', [block('b')]), block('c')])
    const { unit: back, ms } = await readAnswer(answerTexts({ ms: 1.5, unit: composed }))
    expect(back).toEqual(composed)
    expect(ms).toBe(1.5)
  })

  it('has long texts of fields, and what was prepared, in texts of their own, as they are', async () => {
    const long = 'ü"\\\n'.repeat(100)
    const inside = { ...block('b', [], long), prepared: { html: long } }
    const composed = unit([
      { ...block('a', [inside], 'short'), fields: { data: 'short', other: long, due: null } },
    ])
    const texts = answerTexts({ ms: 1, unit: composed })
    expect(texts.filter((text) => text === long)).toHaveLength(2)
    expect(texts.filter((text) => text === JSON.stringify({ html: long }))).toHaveLength(1)
    expect((await readAnswer(texts)).unit).toEqual(composed)
    await expect(readAnswer(texts.slice(0, -1))).rejects.toThrow(RangeError)
  })

  it('comes back without children, and as an error', async () => {
    expect((await readAnswer(answerTexts({ ms: 1, unit: unit([]) }))).unit).toEqual(unit([]))
    const error = { code: 'block-failed', message: 'It broke.' } as const
    const answer = await readAnswer(answerTexts({ ms: 1, error }))
    expect(answer.error).toEqual(error)
    expect(answer.unit).toBeUndefined()
  })

  it('is refused in the shape of another build, in which blocks would be lost', async () => {
    const { slices: _, ...head } = JSON.parse(answerTexts({ ms: 1, unit: unit([]) })[0] ?? '') as {
      slices: number
    }
    await expect(readAnswer([JSON.stringify(head)])).rejects.toMatchObject({ code: 'block-failed' })
  })

  it('crosses in several texts when it is long, each block whole, and is read in several turns', async () => {
    const short = 'ü"\\'.repeat(90)
    const composed = unit(Array.from({ length: 20_000 }, (_, index) => block(`b${index}`, [], short)))
    const texts = answerTexts({ ms: 20, unit: composed })
    expect(texts.length).toBeGreaterThan(50)
    expect(texts.every((text) => typeof JSON.parse(text) === 'object')).toBe(true)
    let turns = 0
    const count = () => {
      turns++
      timer = setImmediate(count)
    }
    let timer = setImmediate(count)
    const { unit: back, size } = await readAnswer(texts)
    clearImmediate(timer)
    expect(back).toEqual(composed)
    expect(size).toBe(texts.join('').length)
    expect(turns).toBeGreaterThan(0)
  })
})
