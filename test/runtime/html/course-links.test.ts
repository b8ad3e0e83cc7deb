import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CourseFileNames, cleanHtml, escapeHtml } from '../../../runtime/html/index.js'
import { courseAddress, joinCourseLinks, splitCourseLinks } from '../../../runtime/html/course-links.js'
import { parseContextKey } from '../../../runtime/keys/index.js'
import { HostUrls } from '../../blocks/host-urls.js'

const files = ['map.png', 'images/map.png', 'my file (1).pdf', 'a&b.png', 'a,b.png']
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
      '<img srcset="/static/a,b.png 1x,/static/map.png 2x">',
      '<img srcset="/assets/a%2Cb.png 1x,/assets/map.png 2x">',
    ],
    ['<q cite="/static/map.png">', '<q cite="/assets/map.png">'],
    ['<img longdesc="/static/map.png">', '<img longdesc="/assets/map.png">'],
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

describe('names of files that are written in other ways than they are kept', () => {
  const kept = [
    'my pic.png',
    'Se_prot\u00e9ger.png',
    'a+b.png',
    '100%.png',
    'C# (1).pdf',
    '図.png',
    'ok%20.png',
  ]
  const host = new HostUrls((name) => kept.includes(name))
  const at = (name: string) => `/assets/${encodeURIComponent(name)}`

  it.each([
    ['/static/my%20pic.png', 'my pic.png'],
    ['/static/Se_prot%C3%A9ger.png', 'Se_prot\u00e9ger.png'],
    ['/static/Se_prote%CC%81ger.png', 'Se_prot\u00e9ger.png'],
    ['/static/Se_prote\u0301ger.png', 'Se_prot\u00e9ger.png'],
    ['/static/Se_prot%E9ger.png', 'Se_prot\u00e9ger.png'],
    ['/static/a%2Bb.png', 'a+b.png'],
    ['/static/a+b.png', 'a+b.png'],
    ['/static/100%.png', '100%.png'],
    ['/static/100%25.png', '100%.png'],
    ['/static/C%23%20(1).pdf', 'C# (1).pdf'],
    ['/static/%E5%9B%B3.png', '図.png'],
    ['/static/ok%20.png', 'ok%20.png'],
    ['/asset-v1:O+C+R+type@asset+block@my%20pic.png', 'my pic.png'],
    ['/asset-v1%3AO%2BC%2BR%2Btype%40asset%2Bblock%40a%2Bb.png', 'a+b.png'],
    ['/c4x/O/C/asset/my%20pic.png', 'my pic.png'],
    ['/assets/courseware/v1/0123abcd/asset-v1:O+C+R+type@asset+block/my%20pic.png', 'my pic.png'],
    ['/assets/courseware/0123abcd/c4x/O/C/asset/my%20pic.png', 'my pic.png'],
  ])('%s leads to %s, in attributes, sets, styles and fields', (link, name) => {
    const written = escapeHtml(link)
    const joined = (html: string) => joinCourseLinks(splitCourseLinks(html), host)
    expect(joined(`<img src="${written}">`)).toBe(`<img src="${escapeHtml(at(name))}">`)
    expect(joined(`<a data-file="${written}" href="${written}?raw=1#top">`)).toBe(
      `<a data-file="${escapeHtml(at(name))}" href="${escapeHtml(at(name))}?raw=1#top">`,
    )
    expect(joined(`<p style="background: url(&quot;${written}&quot;) no-repeat">`)).toBe(
      `<p style="background: url(&quot;${escapeHtml(at(name))}&quot;) no-repeat">`,
    )
    if (!link.includes(' ')) {
      expect(joined(`<img srcset="${written} 1x, ${written} 2x">`)).toBe(
        `<img srcset="${escapeHtml(at(name))} 1x, ${escapeHtml(at(name))} 2x">`,
      )
    }
    expect(courseAddress(` ${link} `, host)).toBe(at(name))
  })
})

describe('addresses of files pasted with the host of an LMS', () => {
  const course = parseContextKey('course-v1:O+C+R2')
  const joined = (html: string) => joinCourseLinks(splitCourseLinks(html), urls, course)

  it.each([
    'https://lms.example.org/asset-v1:O+C+R+type@asset+block@map.png',
    'http://lms.example.org:8000/asset-v1:O+C+R2+type@asset+block@map.png',
    '//lms.example.org/c4x/O/C/asset/map.png',
    'https://lms.example.org/assets/courseware/v1/9f8e/asset-v1:O+C+R+type@asset+block/map.png',
    'https://lms.example.org/asset-v1%3AO%2BC%2BR%2Btype%40asset%2Bblock%40map.png',
  ])('lead to the file of the same course, or of another run of it: %s', (link) => {
    expect(joined(`<a href="${link}#p2">`)).toBe('<a href="/assets/map.png#p2">')
    expect(courseAddress(link, urls, course)).toBe('/assets/map.png')
  })

  it.each([
    'https://lms.example.org/asset-v1:O+Other+R+type@asset+block@map.png',
    'https://lms.example.org/c4x/X/C/asset/map.png',
    'https://lms.example.org/asset-v1:O+C+R+type@asset+block@gone.png',
    'https://lms.example.org/asset-v1:rubbish',
    'https://lms.example.org/about?next=/asset-v1:O+C+R+type@asset+block@map.png',
  ])('stay as they are where the file is not of the course: %s', (link) => {
    expect(joined(`<a href="${link}">`)).toBe(`<a href="${link}">`)
    expect(courseAddress(link, urls, course)).toBe(link)
  })

  it('put a frame in the sandbox of course files, whichever host they name', () => {
    const html = cleanHtml(
      '<iframe src="https://lms.example.org/asset-v1:O+C+R+type@asset+block@x.html"></iframe>',
    )
    expect(html).not.toContain('allow-same-origin')
  })
})

describe('the names a host finds a file under', () => {
  const names = new CourseFileNames([
    'images/my pic.png',
    'Se_prote\u0301ger.png',
    'a_b.png',
    'lone.png',
    'was%20here.png',
    'x y.png',
    'x+y.png',
  ])

  it.each([
    ['images/my pic.png', 'images/my pic.png'],
    ['images/my%20pic.png', 'images/my pic.png'],
    ['images_my_pic.png', 'images/my pic.png'],
    ['Se_prot\u00e9ger.png', 'Se_prote\u0301ger.png'],
    ['images/my%2520pic.png', 'images/my pic.png'],
    ['was%2520here.png', 'was%20here.png'],
    ['was here.png', 'was%20here.png'],
    ['x%252By.png', 'x+y.png'],
    ['x%20y.png', 'x y.png'],
    ['a+b.png', 'a_b.png'],
    ['6.002x/lone.png', 'lone.png'],
    ['else.png', undefined],
    ['', undefined],
    ['../lone', undefined],
  ])('%s is %s', (asked, name) => expect(names.find(asked)).toBe(name))
})
