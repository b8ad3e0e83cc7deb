import { describe, expect, it } from 'vitest'
import { publishParts } from './published-parts.js'
import { VideoBlock } from '../../blocks/video/index.js'
import { BlockTypeRegistry } from '../../plugins/index.js'
import { Block, block, definePlugin, list, string, type PublishedBlock } from '../../runtime/index.js'
import { courseOf, memoryStore, readTexts, saveTexts } from './made-olx.js'

interface SheetFields {
  readonly pages: readonly string[]
  readonly cover: string
}

@block('sheet', {
  files: ({ pages, cover }: SheetFields) => [
    ...pages.map((link, index) => ({ field: 'pages', member: String(index), link })),
    { field: 'cover', link: cover },
  ],
})
class SheetBlock extends Block({ settings: { pages: list(string()), cover: string('plain.png') } }) {}

@block('vertical', {})
class UnitBlock extends Block({ settings: { displayName: string() } }) {}

@block('careless', {
  files: () => {
    throw new Error('not thought of')
  },
})
class CarelessBlock extends Block({ settings: { cover: string() } }) {}

const types = new BlockTypeRegistry()
types.register(definePlugin({ name: 'test', blocks: [SheetBlock, UnitBlock, VideoBlock, CarelessBlock] }))

/** What was found in a unit's text, and its first block as learners get it. */
async function published(inside: string, files: Readonly<Record<string, string>> = {}) {
  const texts = courseOf(inside, files)
  const read = await readTexts(texts, false, types)
  const { store, place } = memoryStore()
  await saveTexts(store, texts, read)
  const { units } = await publishParts(read.context, { store, place, types })
  const [first] = units[0]?.unit.root.children ?? []
  return { findings: read.findings.list, read, block: first as PublishedBlock }
}

describe('files that a block names and the course lacks', () => {
  it('are left out of what learners get, and found by the import with file and line', async () => {
    const {
      findings,
      read,
      block: video,
    } = await published(
      `<video url_name="v" youtube="1.0:abcdefghijk" handout="/static/gone.pdf" sub="old" track="https://example.org/t.srt"
        transcripts='{"en":"nothere.srt","fr":"l1.srt","de":"/static/l%201.srt","es":"https://example.org/es.srt"}'>
        <source src="/static/gone.mp4"/><source src="https://example.org/a.mp4"/>
      </video>`,
      { 'static/l1.srt': '', 'static/l 1.srt': '' },
    )
    expect(video.settings).toMatchObject({
      transcripts: { fr: 'l1.srt', de: '/static/l%201.srt', es: 'https://example.org/es.srt' },
      html5_sources: ['https://example.org/a.mp4'],
      track: 'https://example.org/t.srt',
    })
    expect(video.settings).not.toHaveProperty('handout')
    expect(video.settings).not.toHaveProperty('sub')
    expect(findings.map(({ code, level, file, line }) => [code, level, file, line])).toEqual(
      Array.from({ length: 4 }, () => ['static-file-missing', 'error', 'course/R.xml', 1]),
    )
    expect(new Set(findings.map(({ message }) => /'(.*?)'/.exec(message)?.[1]))).toEqual(
      new Set(['/static/gone.mp4', '/static/gone.pdf', 'nothere.srt', 'subs_old.srt.sjson']),
    )
    // The author's own text stays whole.
    expect(read.find('video', 'v')?.settings['transcripts']).toHaveProperty('en')
  })

  it('come back when the file does', async () => {
    const olx = `<video url_name="v" transcripts='{"en":"later.srt"}'/>`
    expect((await published(olx)).block.settings['transcripts']).toEqual({})
    const later = await published(olx, { 'static/later.srt': '' })
    expect(later.block.settings['transcripts']).toEqual({ en: 'later.srt' })
    expect(later.findings).toEqual([])
  })

  it.each([
    ['under the cleaned name of the incumbent', 'my_file.srt', 'my file.srt'],
    ['with decomposed accents', 'e\u0301.srt', '\u00e9.srt'],
    ['by an address of an LMS', '/asset-v1:O+C+Old+type@asset+block@a.srt', 'a.srt'],
    [
      'with the host of an LMS, for a run of this course',
      'https://lms.example.org/asset-v1:O+C+Old+type@asset+block@a.srt',
      'a.srt',
    ],
    ['on another host', 'https://lms.example.org/asset-v1:O+Other+R+type@asset+block@b.srt', 'c.srt'],
  ])('are found %s', async (_how, link, name) => {
    const { findings } = await published(
      `<video url_name="v"><transcript language="en" src="${link}"/></video>`,
      {
        [`static/${name}`]: '',
      },
    )
    expect(findings).toEqual([])
  })

  it('are told of any type that says which files it names, defaults included', async () => {
    const { findings, block: sheet } = await published(
      `<sheet url_name="s" pages='["a.png","b.png","c.png"]'/>`,
      {
        'static/b.png': '',
      },
    )
    expect(sheet.settings['pages']).toEqual(['b.png'])
    expect(findings.map(({ message }) => /'(.*?)'/.exec(message)?.[1])).toEqual([
      'a.png',
      'c.png',
      'plain.png',
    ])
  })

  it('cost no block whose type fails to say', async () => {
    const { findings, block: careless } = await published('<careless url_name="c" cover="x.png"/>')
    expect(careless.settings).toEqual({ cover: 'x.png' })
    expect(findings).toEqual([])
  })
})
