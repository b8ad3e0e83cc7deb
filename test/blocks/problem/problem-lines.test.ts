import { describe, expect, it } from 'vitest'
import { renderLine } from '../../../blocks/problem/engine.js'

const xml = `<problem><stringresponse answer="SECRET"><label>A \\(x^2\\)?</label><textline/></stringresponse></problem>`

describe('rendering problems line by line', () => {
  it('gives the page of a seed, with maths drawn and answers as entered, and no right ones', () => {
    const line = renderLine({ xml, seed: 1, answers: { '2_1': 'mine' } })
    const html = 'html' in line ? line.html : ''
    expect(html).toContain('name="input_problem_2_1"')
    expect(html).toContain('<math')
    expect(html).toContain('value="mine"')
    expect(html).not.toContain('SECRET')
  })

  it.each([
    [{ xml: '<problem><p>' }, 'olx-malformed'],
    [{ xml, seed: 'x' }, 'handler-input'],
    [{}, 'handler-input'],
    [7, 'handler-input'],
  ])('says why a line cannot be rendered: %j', (line, code) => {
    expect(renderLine(line)).toMatchObject({ error: { code } })
  })
})
