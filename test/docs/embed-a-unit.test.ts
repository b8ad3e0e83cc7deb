import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DocumentPackage, isBuilt } from './document-package.js'
import { snippetsOf } from './snippets.js'

const snippets = snippetsOf('embed-a-unit.md')
const [hosting, token] = snippets.filter(({ language }) => language === 'js').map(({ text }) => text)

const contents = `<course org="Org" course="Course" url_name="Run" display_name="Embedded"><chapter url_name="c"><sequential url_name="s">
  <vertical url_name="week1" display_name="Week 1"><html url_name="text">Shown elsewhere</html></vertical></sequential></chapter></course>`

/** The host of the document and the page's server of the document, in one process, and what a browser asks. */
const program = `
const sessionOf = () => ({ userId: 'nobody' })
process.env.EMBED_KEY = 'k'.repeat(32)
${hosting ?? ''}
await host.authoring.import(new URL('../../course', import.meta.url).pathname)
${token ?? ''}
const address = (base) => base + encodeURIComponent('block-v1:Org+Course+Run+type@vertical+block@week1') + '/embedded'
const ask = async (origin) => {
  const headers = { origin, authorization: 'Bearer ' + token }
  const response = await host.fetch(new Request(address('https://courses.example.org/learn/units/'), { headers }))
  return { status: response.status, allowed: response.headers.get('access-control-allow-origin'), text: await response.text() }
}
const script = await host.fetch(new Request('https://courses.example.org/learn/client/unit-element.js'))
console.log(JSON.stringify({
  listed: await ask('https://magazine.example.net'),
  stranger: await ask('https://elsewhere.example'),
  script: script.status,
}))
await host.close()
`

interface Asked {
  readonly status: number
  readonly allowed: string | null
  readonly text: string
}

describe.skipIf(!isBuilt)('docs/embed-a-unit.md', () => {
  const written = new DocumentPackage()
  let found: { readonly listed: Asked; readonly stranger: Asked; readonly script: number }

  beforeAll(() => {
    written.write('dist/src/program.js', program)
    written.write('course/course.xml', contents)
    found = written.answerOf('src/program.js') as typeof found
  }, 60_000)
  afterAll(() => written.remove())

  it('has snippets of a page, a host, the page’s server, and what the page hears', () => {
    expect(snippets.map(({ language }) => language)).toEqual(['html', 'js', 'js', 'js'])
    expect(snippets[0]?.text).toMatch(
      /<composed-unit src="[^"]+\/learn\/units\/KEY" token="TOKEN"><\/composed-unit>/,
    )
  })

  it('gives the unit to a page of a listed site, and the script of its element to anyone', () => {
    expect(found.listed).toMatchObject({ status: 200, allowed: 'https://magazine.example.net' })
    expect(found.listed.text).toContain('Shown elsewhere')
    expect(found.script).toBe(200)
  })

  it('gives nothing to a page of another site', () => {
    expect(found.stranger).toMatchObject({ status: 403, allowed: null })
    expect(found.stranger.text).not.toContain('Shown elsewhere')
  })
})
