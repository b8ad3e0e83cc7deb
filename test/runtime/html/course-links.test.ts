import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { courseAddress, joinCourseLinks, splitCourseLinks } from '../../../runtime/html/course-links.js'
import { HostUrls } from '../../blocks/host-urls.js'

const files = ['map.png', 'images/map.png', 'my file (1).pdf', 'a&b.png']
const urls = new HostUrls((name) => files.includes(name))
const shown = (html: string) => joinCourseLinks(splitCourseLinks(html), urls)

describe('links into the course', () => {
  it.each([
    ['<img src="/static/map.png" alt="">', '<img src="/assets/map.png" alt="">'],
    ['<img src="/static/images/map.png">', '<img src="/assets/images%2Fmap.png">'],
    ['<a href="/static/my%20file%20(1).pdf#page=2">', '<a href="/assets/my%20file%20(1).pdf#page=2">'],
    ['<a href="/static/my file (1).pdf">', '<a href="/assets/my%20file%20(1).pdf">'],
    ['<img src="/static/a&amp;b.png">', '<img src="/assets/a%26b.png">'],
    ['<a href="/asset-v1:O+C+R+type@asset+block@map.png">', '<a href="/assets/map.png">'],
    ['<a href="/asset-v1:O+C+R+type@asset+block/images/map.png">', '<a href="/assets/images%2Fmap.png">'],
    ['<img src="/c4x/O/C/asset/map.png">', '<img src="/assets/map.png">'],
    ['<a href="/jump_to_id/unit5">', '<a href="/go/unit5">'],
    ['<a href="/courses/course-v1:O+C+R/jump_to_id/unit5#top">', '<a href="/go/unit5#top">'],
    ['<a href="/jump_to/i4x://O/C/vertical/u1">', '<a href="/go/i4x%3A%2F%2FO%2FC%2Fvertical%2Fu1">'],
    [
      '<img srcset="/static/map.png 1x, /static/images/map.png 2x">',
      '<img srcset="/assets/map.png 1x, /assets/images%2Fmap.png 2x">',
    ],
    [
      '<p style="background:url(&quot;/static/map.png&quot;)">',
      '<p style="background:url(&quot;/assets/map.png&quot;)">',
    ],
    ['<p style="background:url(\'/static/map.png\')">', '<p style="background:url(\'/assets/map.png\')">'],
  ])('%s becomes %s', (html, expected) => expect(shown(html)).toBe(expected))

  it.each([
    '<img src="/static/missing.png">',
    '<p>Write "/static/map.png" or src="/static/map.png" here.</p>',
    '<a href="https://example.org/static/map.png">',
    '<a href="/about">',
    '<a href="/static/">',
    '<a title="/static/map.png">',
  ])('leaves %s as it is', (html) => expect(shown(html)).toBe(html))

  it('keeps all the other HTML, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => {
        const html = `<p>${text}</p><img src="/static/map.png"><i>${text}</i>`
        const expected = html.replace('<img src="/static/map.png">', '<img src="/assets/map.png">')
        expect(shown(html)).toBe(expected)
      }),
      { seed: 2 },
    )
  })

  it('escapes the address it fills in', () => {
    class Odd extends HostUrls {
      override asset() {
        return '/x"><script>'
      }
    }
    expect(joinCourseLinks(splitCourseLinks('<img src="/static/q">'), new Odd())).toBe(
      '<img src="/x&quot;&gt;&lt;script&gt;">',
    )
  })

  it('survives without a host', () => {
    expect(joinCourseLinks(splitCourseLinks('<img src="/static/map.png">'), undefined)).toBe(
      '<img src="/static/map.png">',
    )
  })

  it.each([
    ['/static/map.png', '/assets/map.png'],
    ['map.png', '/assets/map.png'],
    [' https://example.org/v.mp4 ', 'https://example.org/v.mp4'],
    ['//example.org/v.mp4', '//example.org/v.mp4'],
    ['gone.mp4', undefined],
    ['/static/gone.mp4', undefined],
    ['javascript:alert(1)', undefined],
    ['JAVASCRIPT:alert(1)', undefined],
    ['data:text/html,x', undefined],
    ['/etc/passwd', undefined],
    ['', undefined],
  ])('a file given as %j is at %j', (link, expected) => expect(courseAddress(link, urls)).toBe(expected))
})
