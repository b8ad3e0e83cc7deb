import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import {
  Block,
  block,
  FileAnswer,
  handler,
  type HandlerRequest,
  type SentFile,
  type UploadRequest,
} from '../../runtime/index.js'
import { composed, request, runtimeOf, stored } from './memory-session.js'

const note = z.object({ note: z.string(), 'tag[]': z.array(z.string()).default([]) })
type Note = z.output<typeof note>

@block('taking')
class Taking extends Block({}) {
  @handler({ form: note }) form(values: Note, { suffix }: HandlerRequest) {
    return { values, suffix }
  }
  @handler({ upload: note, files: 2 }) async upload(values: Note, { files }: UploadRequest) {
    return { values, files: files.map(({ name }) => name) }
  }
  @handler({ json: note, limit: 100 }) json(values: Note) {
    return { values }
  }
}

const call = async (name: string, given: Partial<HandlerRequest>) => {
  const session = runtimeOf([Taking]).session({ fieldData: stored() })
  const { response } = await session.handle(composed('taking'), name, request(given))
  return JSON.parse(String(response.body)) as unknown
}

const encoded = 'application/x-www-form-urlencoded; charset=utf-8'
const values = { note: 'a & b', 'tag[]': ['x', 'y'] }

describe('handlers that take forms', () => {
  it.each([
    ['as browsers encode one', { body: 'note=first&note=a+%26+b&tag[]=x&tag%5B%5D=y', contentType: encoded }],
    ['as the host read one', { values }],
    ['or JSON that says the same', { body: JSON.stringify(values), contentType: 'application/json' }],
  ])('get its values %s', async (_how, given) => {
    expect(await call('form', { ...given, suffix: 's' })).toEqual({ values, suffix: 's' })
    expect(await call('upload', given)).toEqual({ values, files: [] })
  })

  it('get its files beside its values', async () => {
    const file = { field: 'work', name: 'essay.txt' } as SentFile
    expect(await call('upload', { values, files: [file] })).toEqual({ values, files: ['essay.txt'] })
  })

  it.each([
    ['values of another shape', { body: 'tag[]=x', contentType: encoded }],
    ['a body of another kind', { body: 'note=a', contentType: 'text/plain' }],
    ['no values at all', { body: '' }],
  ])('refuse %s', async (_what, given) => {
    await expect(call('form', given)).rejects.toMatchObject({ code: 'handler-input', status: 400 })
  })
})

describe('handlers that answer with files', () => {
  const answered = async (result: () => unknown) => {
    @block('answering')
    class Answering extends Block({}) {
      @handler file() {
        return result()
      }
    }
    const session = runtimeOf([Answering]).session({ fieldData: stored() })
    return (await session.handle(composed('answering'), 'file', request())).response
  }
  const bytes = Uint8Array.of(1, 0, 255)

  it.each([
    ['a table', 'text/csv', true, 'attachment'],
    ['a page, however much it asks to be shown', 'text/html', true, 'attachment'],
    ['a drawing that could run scripts', 'image/svg+xml', true, 'attachment'],
    ['what is of no type', 'not a type', true, 'attachment'],
    ['a picture to be saved', 'image/png', false, 'attachment'],
    ['a picture to be shown', 'IMAGE/PNG', true, 'inline'],
    ['a film', 'video/mp4', true, 'inline'],
    ['a paper', 'application/pdf', true, 'inline'],
  ])('send %s so that nothing in it acts', async (_what, type, isInline, kind) => {
    const { headers = {}, body } = await answered(() => new FileAnswer(bytes, { name: 'a', type, isInline }))
    expect(body).toEqual(bytes)
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff' })
    expect(headers['content-disposition']).toBe(`${kind}; filename="a"`)
    const isSandboxed = headers['content-security-policy']?.startsWith('sandbox') ?? false
    expect(isSandboxed).toBe(type !== 'application/pdf')
  })

  it.each([
    ['essay.pdf', 'filename="essay.pdf"'],
    ['o "q" 100%.txt', `filename="o _q_ 100_.txt"; filename*=UTF-8''o%20%22q%22%20100%25.txt`],
    ['übung.txt', `filename="_bung.txt"; filename*=UTF-8''%C3%BCbung.txt`],
    ['../../etc/passwd\r\nset-cookie: a=b', `filename=".._.._etc_passwd__set-cookie: a=b"`],
    ["it's (1).txt", `filename="it's (1).txt"`],
    ['', 'filename="file"'],
  ])('call a file %j as every browser understands it', async (name, said) => {
    const { headers = {} } = await answered(() => new FileAnswer(bytes, { name, type: 'text/plain' }))
    expect(headers['content-disposition']).toBe(`attachment; ${said}`)
  })

  it('send a stream as it comes', async () => {
    const stream = new Blob(['said']).stream()
    const { stream: sent } = await answered(() => new FileAnswer(stream, { name: 'a', type: 'text/plain' }))
    expect(sent).toBe(stream)
  })

  it.each([
    ['in an object', () => ({ body: bytes }), "'body'"],
    ['deep in a list', () => ({ all: [{ file: new ReadableStream() }] }), "'all.0.file'"],
    ['as a buffer', () => [Buffer.from(bytes)], "'0'"],
  ])('are told where JSON cannot hold bytes %s', async (_where, result, place) => {
    await expect(answered(result)).rejects.toMatchObject({
      code: 'block-failed',
      message: expect.stringContaining(place) as string,
    })
  })
})
