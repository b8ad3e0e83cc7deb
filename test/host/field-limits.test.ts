import { describe, expect, it } from 'vitest'
import { heldToChoices } from '../../host/pages/authors/edited-fields.js'
import { editorForm } from '../../host/pages/authors/editor-form.js'
import {
  Block,
  block,
  BlockType,
  dict,
  float,
  integer,
  list,
  optional,
  string,
  valueOfJson,
  valueOfText,
} from '../../runtime/index.js'

@block('limited')
class Limited extends Block({
  content: {
    answers: list(string()),
    names: dict(string()),
    right: string('', { choicesFrom: 'answers' }),
    named: string('', { choicesFrom: 'names' }),
    text: string('', { html: true }),
  },
  settings: {
    tries: integer(1, { min: 1, max: 10 }),
    weight: optional(float(0, { min: 0 })),
    share: float(0, { max: 1 }),
    code: string('', { pattern: /[A-Z]{2}\d+/, help: 'Two letters and a number.' }),
  },
}) {}

const [type] = BlockType.allOf(Limited, 'test')
if (!type) throw new Error('It has no type.')
const field = (name: string) => {
  const found = type.fieldByOlxName(name)
  if (!found) throw new Error(name)
  return found
}

describe('what authors may set', () => {
  it.each([
    ['tries', '1', 1],
    ['tries', '10', 10],
    ['tries', '0', 'a number from 1 to 10; received 0'],
    ['tries', '11', 'a number from 1 to 10; received 11'],
    ['weight', '0', 0],
    ['weight', '', undefined],
    ['weight', '-0.5', 'a number from 0 on; received -0.5'],
    ['share', '1.1', 'a number up to 1; received 1.1'],
    ['code', 'AB12', 'AB12'],
    ['code', '', ''],
    ['code', 'xAB12', 'a text like'],
    ['code', 'AB12\n', 'a text like'],
    ['code', `AB${'1'.repeat(2000)}`, 'a text like'],
  ])('is held to the limits of %s: %j', (name, text, value) => {
    const read = () => valueOfText(field(name), text)
    if (typeof value === 'string' && value.includes(' ')) expect(read).toThrow(value)
    else expect(read()).toBe(name === 'weight' && text === '' ? undefined : value)
  })

  it('is held to them by programs, too', () => {
    expect(valueOfJson(field('tries'), 10)).toBe(10)
    expect(() => valueOfJson(field('tries'), 12)).toThrow('a number from 1 to 10')
  })

  it.each([
    [{ right: 'Elm' }, {}],
    [{ right: 'Yew' }, { right: expect.stringContaining('Oak, Elm') as string }],
    [{ right: 'Yew', answers: ['Yew'] }, {}],
    [{ named: 'b' }, {}],
    [{ named: 'Birch' }, { named: expect.stringContaining('a, b') as string }],
    [{ right: '' }, {}],
  ])('is one of what another field lists, as that then is: %j', (set, errors) => {
    const values = { answers: ['Oak', 'Elm'], names: { a: 'Ash', b: 'Birch' } }
    const edited = { set, reset: [], errors: {}, typed: {} }
    expect(heldToChoices(type.fields, { values, own: new Set() }, edited).errors).toEqual(errors)
  })

  it('is said in the form, which offers what another field lists', () => {
    const values = { answers: ['Oak', 'Elm'], names: { a: 'Ash', b: 'Birch' }, right: 'Elm' }
    const { text } = editorForm({ type, usage: 'block', values, action: '/' })
    expect(text).toContain('It takes a number from 1 to 10.')
    expect(text).toContain('Two letters and a number.')
    expect(text).toMatch(
      /name="field\.right"[\s\S]*<option value="Oak">Oak<\/option>\s*<option value="Elm" selected>/,
    )
    expect(text).toMatch(/name="field\.named"[\s\S]*<option value="a">a<\/option>\s*<option value="b">b/)
    expect(text).toMatch(/<textarea [^>]*name="field\.text"[^>]*spellcheck="true"/)
  })
})
