import { describe, expect, it } from 'vitest'
import { blockFields } from '../../../runtime/block/field-definition.js'
import { FieldValues } from '../../../runtime/block/field-values.js'
import {
  boolean,
  date,
  dateTime,
  dict,
  float,
  integer,
  json,
  list,
  listScore,
  optional,
  parseUsageKey,
  reference,
  referenceList,
  referenceValueDict,
  relativeTime,
  score,
  set,
  string,
  timedelta,
  uniqueId,
  xmlString,
  type Field,
  type Json,
} from '../../../runtime/index.js'

const key = 'block-v1:Org+Course+Run+type@html+block@a1'

describe('the text of an attribute', () => {
  it.each([
    ['12', 12],
    [' 7 ', 7],
    ['3.9', 3],
    ['yes', 1],
    ['010', 10],
    ['1_000', 1000],
    ['-4', -4],
  ])('reads as an integer: %s', (text, value) => {
    expect(integer().fromString(text)).toBe(value)
  })

  it.each([
    ['[1, 2]', [1, 2]],
    ["['a', 'it''s']", ['a', "it's"]],
    ['[a, yes, ~, 1.5, {b: 2, "c": [d]}]', ['a', true, null, 1.5, { b: 2, c: ['d'] }]],
    ['- a\n- b: 1\n  c: 2\n- - d\n  - e', ['a', { b: 1, c: 2 }, ['d', 'e']]],
    ['', []],
    ['[a, b] # twice', ['a', 'b']],
    ['~', []],
  ])('reads as a list: %j', (text, value) => {
    expect(list().fromString(text)).toEqual(value)
  })

  it.each([
    ['{"a": {"b": 1}}', { a: { b: 1 } }],
    ['a: 1\nb:\n  - x\n  - "y: z"\nc: see http://x', { a: 1, b: ['x', 'y: z'], c: 'see http://x' }],
    ['{a: , b: c}', { a: null, b: 'c' }],
    ['# old\na:\n- 1\n- b: 2\nc: d # e', { a: [1, { b: 2 }], c: 'd' }],
  ])('reads as a dict: %j', (text, value) => {
    expect(dict().fromString(text)).toEqual(value)
  })

  it('that is no YAML either is refused by a list and kept as it is where anything goes', () => {
    for (const text of ['[1, 2', '{a: 1', '*alias', '!!tag x', '[a]]', '['.repeat(500)]) {
      expect(() => list().fromString(text)).toThrow('Expected List')
      expect(json().fromString(text)).toBe(text)
    }
  })

  it('is read in time that grows with its length', () => {
    for (const text of [
      'a '.repeat(50_000),
      `a${' '.repeat(50_000)}b`,
      '['.repeat(50_000),
      ': '.repeat(50_000),
      '- '.repeat(50_000),
      '"'.repeat(50_000),
    ]) {
      const began = performance.now()
      json().fromString(text)
      expect(performance.now() - began).toBeLessThan(2000)
    }
  })
})

const written: readonly (readonly [Field<unknown>, unknown, Json, string])[] = [
  [string(), 'null', 'null', '"null"'],
  [string(), '"a"', '"a"', '"\\"a\\""'],
  [string(), 'it is 5', 'it is 5', 'it is 5'],
  [integer(), 12, 12, '12'],
  [boolean(), true, true, 'true'],
  [set(integer()), new Set([3, 1]), [1, 3], '[1,3]'],
  [date(), new Date('2026-01-31T12:00:00Z'), '2026-01-31T12:00:00Z', '"2026-01-31T12:00:00Z"'],
  [dateTime(), new Date('2026-01-31T12:00:00Z'), '2026-01-31T12:00:00.000000', '2026-01-31T12:00:00.000000'],
  [dateTime(), 90, 90, '90'],
  [timedelta(), 93_784, '1 day 2 hours 3 minutes 4 seconds', '"1 day 2 hours 3 minutes 4 seconds"'],
  [relativeTime(), 3_661, '01:01:01', '"01:01:01"'],
  [
    score(),
    { rawEarned: 1, rawPossible: 2 },
    { raw_earned: 1, raw_possible: 2 },
    '{"raw_earned":1,"raw_possible":2}',
  ],
  [
    listScore(),
    [{ rawEarned: 0, rawPossible: 0 }],
    [{ raw_earned: 0, raw_possible: 0 }],
    '[{"raw_earned":0,"raw_possible":0}]',
  ],
  [reference(), parseUsageKey(key), key, `"${key}"`],
  [referenceList(), [parseUsageKey(key)], [key], `["${key}"]`],
  [referenceValueDict(), { a: parseUsageKey(key) }, { a: key }, `{"a":"${key}"}`],
  [list(optional(integer())), [1, null], [1, null], '[1,null]'],
  [optional(float()), null, null, 'null'],
] as readonly (readonly [Field<unknown>, unknown, Json, string])[]

describe('a value', () => {
  it.each(written)(
    'of %o is stored and written in one way, and read back from both: %j',
    (field, value, stored, text) => {
      expect(field.toJson(value)).toEqual(stored)
      expect(field.toText(value)).toBe(text)
      expect(field.fromJson(stored)).toEqual(value)
      expect(field.fromString(text)).toEqual(value)
      expect(field.enforce(value)).toEqual(value)
    },
  )
})

describe('a date', () => {
  it.each([
    ['2015-07-17', '2015-07-17T00:00:00Z'],
    ['2015-07-17T12:30', '2015-07-17T12:30:00Z'],
    ['2015-07-17 12:30:15.5+02:00', '2015-07-17T10:30:15Z'],
    ['2015-07-17T12:30-0530', '2015-07-17T18:00:00Z'],
    ['"2015-07-17T12:30:00Z"', '2015-07-17T12:30:00Z'],
    ['July 17, 2015, 12:30', '2015-07-17T12:30:00Z'],
    ['Fri, 17 Jul 2015 12:30:00 GMT', '2015-07-17T12:30:00Z'],
    ['7/17/2015 9:05 pm', '2015-07-17T21:05:00Z'],
    ['17/7/2015', '2015-07-17T00:00:00Z'],
    ['2015.7.17 9:5', '2015-07-17T09:05:00Z'],
    ['20150717T093015Z', '2015-07-17T09:30:15Z'],
    ['2015-07-17T12 -5', '2015-07-17T17:00:00Z'],
    ['July 17, 2015 at 3pm', '2015-07-17T15:00:00Z'],
    ['1437136200000', '2015-07-17T12:30:00Z'],
  ])('reads from an attribute as UTC, wherever the machine stands: %s', (text, moment) => {
    expect(date().toJson(date().fromString(text))).toBe(moment)
  })

  it.each([
    '2015',
    'July 2015',
    '2015-02-30',
    '2015-13-07',
    '2015-07-17 9',
    '2015-07-17T25:00',
    'soon',
    '12:30',
    'true',
  ])('is refused where it would have to be guessed: %s', (text) => {
    expect(() => date().fromString(text)).toThrow('Expected Date')
  })

  it('is a number of milliseconds, a DateTime a number of seconds after something', () => {
    expect(date().fromJson(1_000)).toEqual(new Date(1_000))
    expect(dateTime().fromJson(1_000)).toBe(1_000)
  })
})

describe('what does not fit', () => {
  it.each([
    [integer(), '3.9'],
    [date(), -62_135_596_800_001],
    [dateTime(), 1e16],
    [integer(), '9007199254740993'],
    [float(), 'inf'],
    [float(), '0x10'],
    [timedelta(), 5],
    [relativeTime(), '24:00:00'],
    [relativeTime(), '00:60:00'],
    [score(), { raw_earned: 3, raw_possible: 2 }],
    [score(), { raw_earned: -1, raw_possible: 2 }],
    [score(), { raw_earned: 1 }],
    [score(), { raw_earned: 1, raw_possible: 2, weight: 1 }],
    [reference(), 'course-v1:Org+Course+Run'],
    [reference(), 'a1'],
    [referenceList(), key],
    [set(), 'abc'],
    [list(string()), [null]],
  ] as readonly (readonly [Field<unknown>, Json])[])(
    'is refused when it is read: %o from %j',
    (field, stored) => {
      expect(() => field.fromJson(stored)).toThrow('Expected')
    },
  )

  it('as XML is read as it stands, and refused when assigned', () => {
    expect(xmlString().fromJson('<p>')).toBe('<p>')
    expect(xmlString().enforce('<p>x</p>')).toBe('<p>x</p>')
    expect(() => xmlString().enforce('<p>')).toThrow('well-formed')
  })
})

describe('a stored value that names no date or span', () => {
  it.each([
    [date(), '2015'],
    [date(), '12:30'],
    [date(), 'July 2015'],
    [date(), '2015-07'],
    [timedelta(), '2 weeks'],
    [timedelta(), 'soon'],
  ] as readonly (readonly [Field<unknown>, string])[])(
    'reads as not set, and is refused in an attribute: %o %s',
    (field, text) => {
      expect(field.fromJson(text)).toBeNull()
      expect(() => field.fromString(text)).toThrow('Expected')
    },
  )
})

describe('null', () => {
  it.each([boolean(), boolean(true), optional(boolean())])(
    'is false of a boolean, whatever its default',
    (field) => {
      expect(field.fromJson(null)).toBe(false)
      expect(field.fromString('null')).toBe(false)
      expect(field.isUnset(null)).toBe(false)
    },
  )

  it('is the default of a field that is not optional, and null of one that is', () => {
    expect(integer(5).fromJson(null)).toBe(5)
    expect(list(undefined, ['a']).fromJson(null)).toEqual(['a'])
    expect(optional(integer(5)).fromJson(null)).toBeNull()
    expect(json([]).fromJson(null)).toBeNull()
  })
})

describe('a unique id', () => {
  const fields = blockFields({ settings: { myId: uniqueId() }, preferences: { myId: uniqueId() } })
  const idAt = (index: number, stored: Json | undefined, learner: string) => {
    const [field] = fields.slice(index)
    const own = stored === undefined ? {} : { my_id: stored }
    return (
      field &&
      new FieldValues(
        { usage: 'block-v1:O+C+R+type@poll+block@p_1', type: 'poll', definition: 'd', fields: own },
        { learner, record: () => own },
      ).read(field)
    )
  }

  it('is the SHA-1 of block, field and user, escaped', () => {
    // sha1 of 'block--v1-_O-.C-.R-.type_64_poll-.block_64_p__1/my__id/NONE.NONE'
    expect(idAt(0, undefined, 'ada')).toBe('0de3c6e366bc65be4f00c4b60a822bf9c54dfff7')
    // sha1 of 'poll/my__id/____ada..l'
    expect(idAt(1, undefined, '_ada.l')).toBe('5dab80b3077bb917cbc06cb059f6c99d7e6fcbbf')
  })

  it('is what was stored, if something was', () => {
    expect(idAt(0, 'mine', 'ada')).toBe('mine')
    expect(idAt(0, null, 'ada')).toBe('0de3c6e366bc65be4f00c4b60a822bf9c54dfff7')
  })
})
