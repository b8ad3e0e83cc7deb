import { describe, expect, it } from 'vitest'
import { dateOfText, doubtOfDate } from '../../../runtime/field/date-text.js'

describe('a date of a course', () => {
  // Worked out with python-dateutil 2.9, what names no offset taken as UTC.
  it.each([
    ['Oct 30 23:00 EST 2012', '2012-10-30T23:00:00Z'],
    ['Tue Oct 30 23:00:05 EDT 2012', '2012-10-30T23:00:05Z'],
    ['2013-02-01T00:00', '2013-02-01T00:00:00Z'],
    ['2013-02-01 10:00 EST', '2013-02-01T10:00:00Z'],
    ['Feb 1, 2013 12:00 PST', '2013-02-01T12:00:00Z'],
    ['23:00 Oct 30 2012', '2012-10-30T23:00:00Z'],
    ['11:59pm October 30, 2012', '2012-10-30T23:59:00Z'],
    ['October 30, 2012, 11:59pm EST', '2012-10-30T23:59:00Z'],
    ['10-30-2012', '2012-10-30T00:00:00Z'],
    ['30-10-2012 10:00', '2012-10-30T10:00:00Z'],
    ['30.10.2012', '2012-10-30T00:00:00Z'],
    ['05.10.2012', '2012-05-10T00:00:00Z'],
    ['2012 Oct 30', '2012-10-30T00:00:00Z'],
    ['2012-Oct-30 23:00', '2012-10-30T23:00:00Z'],
    ['30-Oct-2012 23:00 CET', '2012-10-30T23:00:00Z'],
    ['Oct 30 2012 23:00 +0100', '2012-10-30T22:00:00Z'],
    ['Oct 30 23:00 2012', '2012-10-30T23:00:00Z'],
    ['Oct 30 23:00:10 UTC 2012', '2012-10-30T23:00:10Z'],
    ['2012-10-30T23:00:00 -0500', '2012-10-31T04:00:00Z'],
    ['30 October 2012 at 5 pm', '2012-10-30T17:00:00Z'],
    ['23:00 30/10/2012', '2012-10-30T23:00:00Z'],
    ['Oct 30th 23:00 2012', '2012-10-30T23:00:00Z'],
  ])('is read as the incumbent reads it: %s', (text, moment) => {
    expect(dateOfText(text)?.toISOString().replace('.000Z', 'Z')).toBe(moment)
  })

  it.each([
    'Oct 30 2012 foo',
    '2012-10-30T24:00',
    '2012-10-30T23:00 EST5EDT',
    'Oct 30 2012 EST',
    '31.11.2012',
    'Okt 30 2012',
    'Oct 30 23:00 EST',
  ])('is none: %s', (text) => expect(dateOfText(text)).toBeUndefined())

  it.each([
    ['Oct 30 23:00 EST 2012', /'EST'.*UTC/],
    ['2013-02-01 10:00 CET', /'CET'/],
    ['Feb 1, 2013 11:59pm PST', /'PST'/],
    ['05/10/2012', /month first/],
    ['5.10.2012 10:00', /month first/],
  ])('that may have been meant otherwise says so: %s', (text, doubt) => {
    expect(doubtOfDate(text)).toMatch(doubt)
  })

  it.each([
    '2013-02-01T00:00Z',
    '2013-02-01 10:00 UTC',
    '30/10/2012',
    '5/5/2012',
    'OCT 30 2012',
    'Oct 30 2012 5 PM',
    '2013-02-01T00:00+01:00',
    'nonsense EST',
  ])('raises no doubt: %s', (text) => expect(doubtOfDate(text)).toBeUndefined())
})
