import { describe, expect, it } from 'vitest'
import { Progress, progressLine } from '../../cli/progress.js'

describe('progress', () => {
  it('says share, rate and remaining time', () => {
    expect(progressLine('Importing', 50, 200, 5)).toBe('Importing 50/200 (25 %), 10/s, 15 s left')
    expect(progressLine('Importing', 200, 200, 20)).toBe('Importing 200/200 (100 %), 10/s')
    expect(progressLine('Importing', 0, 0, 0)).toBe('Importing 0/0 (100 %), 0.0/s')
  })

  it('is quiet where there is no terminal', () => {
    const written: string[] = []
    const stream = {
      isTTY: false,
      write: (text: string) => written.push(text),
    } as unknown as NodeJS.WriteStream
    const progress = new Progress('Importing', stream)
    progress.update(1, 2)
    progress.end()
    expect(written).toEqual([])
  })
})
