import { Ajv2020 } from 'ajv/dist/2020.js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { errorTable } from '../../../runtime/index.js'
import { apiCalls } from './api-calls.js'
import { ApiSite, course, type ApiRequest } from './api-site.js'

interface Operation {
  readonly operationId: string
  readonly parameters: readonly { readonly name: string; readonly in: string; readonly required: boolean }[]
  readonly requestBody?: { readonly content: Content }
  readonly responses: Readonly<Record<string, { readonly content: Content }>>
  readonly 'x-permission': string
}
type Content = Readonly<Record<string, { readonly schema?: object }>>
interface Document {
  readonly openapi: string
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: { readonly schemas: Readonly<Record<string, object>> }
}

let site: ApiSite
let document: Document
let operations: readonly (Operation & { readonly method: string; readonly path: string })[]
const ajv = new Ajv2020({ strict: false, formats: { 'date-time': true } })

beforeAll(async () => {
  site = await ApiSite.open()
  document = (await (await site.ask({ path: '/openapi.json' })).json()) as Document
  ajv.addSchema({ $id: 'document', components: document.components })
  operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      ...operation,
      method: method.toUpperCase(),
      path,
    })),
  )
}, 60_000)

afterAll(() => site.close())

/** What does not fit a schema of the document. */
function misfits(schema: object, value: unknown): string {
  const text = JSON.stringify(schema).replaceAll('"#/', '"document#/')
  const validate = ajv.compile(JSON.parse(text) as object)
  return validate(value) ? '' : ajv.errorsText(validate.errors)
}

function operationOf({ method = 'GET', path }: ApiRequest) {
  const given = path.split('?')[0]?.split('/') ?? []
  return operations.find((one) => {
    const names = one.path.split('/')
    const isRest = one.path.endsWith('name}')
    return (
      one.method === method &&
      (isRest ? given.length >= names.length : given.length === names.length) &&
      names.every((name, index) => name.startsWith('{') || name === given[index])
    )
  })
}

/** An answer has a status of the document, and its body fits what the document says of that status. */
async function fits(operation: Operation, answer: Response): Promise<string> {
  const told = operation.responses[String(answer.status)]
  if (!told) return `${operation.operationId} answered ${answer.status}: ${await answer.text()}`
  const type = answer.headers.get('content-type')?.split(';')[0] ?? ''
  const content = told.content[type] ?? told.content['*/*']
  if (!content) return `${operation.operationId} answered ${type}`
  if (content.schema) return misfits(content.schema, await answer.json())
  await answer.arrayBuffer()
  return ''
}

describe('the API', () => {
  it('tells of every operation by a name of its own, and a call of each is tried here', () => {
    const names = operations.map(({ operationId }) => operationId)
    expect(new Set(names).size).toBe(names.length)
    expect(names.filter((name) => !Object.hasOwn(apiCalls, name))).toEqual([])
    expect(Object.keys(apiCalls).filter((name) => !names.includes(name))).toEqual([])
  })

  it('takes and answers what its document says, whichever route is called', async () => {
    for (const [name, call] of Object.entries(apiCalls)) {
      const request = await call(site)
      const operation = operationOf(request)
      expect(operation?.operationId, name).toBe(name)
      if (!operation) continue
      const schema = operation.requestBody?.content[request.type ?? 'application/json']?.schema
      if (schema) expect(misfits(schema, request.body), `what ${name} is sent`).toBe('')
      const query = [...new URL(request.path, 'http://x').searchParams.keys()]
      const known = operation.parameters.filter((one) => one.in === 'query').map((one) => one.name)
      expect(
        query.filter((one) => !known.includes(one)),
        name,
      ).toEqual([])
      const answer = await site.ask(request)
      const status = answer.status
      expect(await fits(operation, answer), name).toBe('')
      expect(status, name).toBeLessThan(300)
    }
  })

  it('refuses strangers, others than authors and nobody at every route, each by a code of its table', async () => {
    for (const [name, call] of Object.entries(apiCalls)) {
      const request = await call(site)
      const operation = operationOf(request)
      if (!operation || operation['x-permission'] === 'anybody') continue
      const headers = { 'sec-fetch-site': 'cross-site' }
      const foreign = await site.ask({ ...request, headers })
      expect([name, foreign.status]).toEqual([name, 403])
      expect(await fits(operation, foreign), name).toBe('')
      const nobody = await site.ask({ ...request, as: '', headers: { authorization: 'Bearer wrong' } })
      expect([name, nobody.status]).toEqual([name, 401])
      expect(await fits(operation, nobody), name).toBe('')
      if (operation['x-permission'] === 'somebody') continue
      const bob = await site.ask({ ...request, as: 'bob' })
      expect([name, [403, 404].includes(bob.status)]).toEqual([name, true])
      expect(await fits(operation, bob), name).toBe('')
    }
  })

  it('changes no draft that is not named, and tells what differs of another one', async () => {
    const first = await site.draft(course)
    await site.ask(await (apiCalls['editBlock'] as (of: ApiSite) => Promise<ApiRequest>)(site))
    for (const [name, call] of Object.entries(apiCalls)) {
      const request = await call(site)
      const operation = operationOf(request)
      if (!operation?.parameters.some((one) => one.name === 'If-Match' && one.required)) continue
      const unnamed = await site.ask({ ...request, ifMatch: undefined })
      expect([name, unnamed.status]).toEqual([name, 428])
      const older = await site.ask({ ...request, ifMatch: first === request.ifMatch ? 'another' : first })
      expect([name, older.status]).toEqual([name, 412])
      expect(await fits(operation, older), name).toBe('')
    }
  })

  it('says where to go wrong, in the words of the table of errors', async () => {
    const wrong = [
      [{ path: '/nothing' }, 'page-not-found'],
      [{ method: 'DELETE', path: '/contexts' }, 'handler-method'],
      [{ path: '/contexts?limit=1000000' }, 'handler-input'],
      [{ path: '/contexts/nokey' }, 'key-malformed'],
      [{ path: '/contexts/course-v1%3AO+C+none/outline' }, 'context-unknown'],
    ] as const
    for (const [request, code] of wrong) {
      const answer = await site.ask(request)
      const { status, remedy } = errorTable[code]
      expect(answer.status).toBe(status)
      expect(await answer.json()).toMatchObject({ code, remedy })
    }
  })
})
