import { z } from 'zod'
import { errorTable, type ErrorCode, type JsonObject } from '../../runtime/index.js'
import { apiPath } from '../front-door.js'
import type { ApiRoute, Download, PartsSchema, Upload } from './api-route.js'
import { refusal } from './api-values.js'

/** Codes that a call of any route may be refused with. */
const ofAll: readonly ErrorCode[] = [
  'handler-input',
  'request-too-large',
  'host-closing',
  'store-unavailable',
  'host-failed',
]
const ofKnown: readonly ErrorCode[] = ['learner-unknown', 'request-foreign', 'access-unavailable']
const ofPermission: readonly ErrorCode[] = [
  'author-only',
  'library-role',
  'library-archived',
  'library-elsewhere',
  'context-not-published',
  'key-malformed',
  'key-kind',
]
const ofDrafts: readonly ErrorCode[] = [
  'draft-unnamed',
  'draft-changed',
  'context-unknown',
  'store-full',
  'store-read-only',
]

/**
 * The OpenAPI 3.1 document of a table of routes.
 * @param base path that the host is mounted at, without a slash at the end
 */
export function openApiOf(routes: readonly ApiRoute[], base: string): JsonObject {
  const schemas = new Schemas()
  const paths: Record<string, Record<string, unknown>> = {}
  for (const route of routes) {
    const path = route.path.replace(/:(\w+)\*?/g, '{$1}')
    const operations = (paths[path] ??= {})
    operations[route.method.toLowerCase()] = operationOf(route, schemas)
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Unit Compositor',
      version: '1',
      description: 'What authors and their programs can do with courses and libraries.',
    },
    servers: [{ url: `${base}${apiPath}` }],
    paths,
    components: {
      schemas: Object.fromEntries(schemas.named),
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer' },
        cookie: { type: 'apiKey', in: 'cookie', name: cookieName },
      },
    },
  } as JsonObject
}

/** Hosts name their own; that of a demo stands for them. */
const cookieName = 'unit_compositor_learner'

function operationOf(route: ApiRoute, schemas: Schemas) {
  const { id, tag, summary, may, body, answers, parts, query, changesDraft, mayMatch } = route
  const ifMatch = {
    name: 'If-Match',
    in: 'header',
    required: true,
    description: 'Name of the draft that the change was thought of for, in quotes; * for whichever it is',
    schema: { type: 'string' },
  }
  const mayMatchOne = {
    ...ifMatch,
    required: false,
    description:
      'ETag of what stood there as the change was thought of: 409 where another stands there by now',
  }
  return {
    operationId: id,
    tags: [tag],
    summary,
    'x-permission': may,
    security: may === 'anybody' ? [] : [{ bearer: [] }, { cookie: [] }],
    parameters: [
      ...parametersOf(parts, 'path', schemas),
      ...parametersOf(query, 'query', schemas),
      ...(changesDraft ? [ifMatch] : mayMatch ? [mayMatchOne] : []),
    ],
    ...(body && { requestBody: { required: true, content: contentOf(body, 'input', schemas) } }),
    responses: {
      ...Object.fromEntries(
        Object.entries(answers).map(([status, answer]) => [
          status,
          { description: summary, content: contentOf(answer, 'output', schemas) },
        ]),
      ),
      ...refusalsOf(route, schemas),
    },
  }
}

function parametersOf(schema: PartsSchema | undefined, place: 'path' | 'query', schemas: Schemas) {
  if (!schema) return []
  const { properties = {}, required = [] } = schemas.of(schema, 'input') as {
    properties?: Record<string, { description?: string }>
    required?: readonly string[]
  }
  return Object.entries(properties).map(([name, { description, ...one }]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    ...(description !== undefined && { description }),
    schema: one,
  }))
}

function contentOf(
  body: z.ZodType | Upload | Download,
  io: 'input' | 'output',
  schemas: Schemas,
): Record<string, unknown> {
  const plain = 'upload' in body ? body.upload : 'download' in body ? body.download : undefined
  if (plain) return Object.fromEntries(plain.map((type) => [type, {}]))
  return { 'application/json': { schema: schemas.of(body as z.ZodType, io) } }
}

/** The refusals of a route by status, each with the codes that it may carry. */
function refusalsOf({ may, refuses = [], changesDraft }: ApiRoute, schemas: Schemas) {
  const codes = [
    ...ofAll,
    ...(may === 'anybody' ? [] : ofKnown),
    ...(may === 'anybody' || may === 'somebody' ? [] : ofPermission),
    ...(changesDraft ? ofDrafts : []),
    ...refuses,
  ]
  const byStatus = new Map<number, Set<ErrorCode>>()
  for (const code of codes) {
    const { status } = errorTable[code]
    byStatus.set(status, (byStatus.get(status) ?? new Set()).add(code))
  }
  return Object.fromEntries(
    [...byStatus].map(([status, all]) => [
      status,
      {
        description: [...all].map((code) => `\`${code}\`: ${errorTable[code].meaning}`).join(' '),
        content: { 'application/json': { schema: schemas.of(refusal, 'output') } },
      },
    ]),
  )
}

/** Schemas as JSON Schema; those with a name of their own are put beside, and referred to. */
class Schemas {
  /** By name. */
  readonly named = new Map<string, unknown>()
  readonly #known = { input: new Map<z.ZodType, unknown>(), output: new Map<z.ZodType, unknown>() }

  of(schema: z.ZodType, io: 'input' | 'output'): unknown {
    const all = this.#known[io]
    // Refusals stand in the answers of every route.
    if (!all.has(schema)) all.set(schema, this.#made(schema, io))
    return all.get(schema)
  }

  #made(schema: z.ZodType, io: 'input' | 'output'): unknown {
    const { $schema: _, $defs = {}, ...own } = z.toJSONSchema(schema, { io, unrepresentable: 'any' })
    for (const [name, one] of Object.entries($defs)) this.named.set(name, referred(withoutId(one)))
    const { id } = own
    if (id === undefined) return referred(own)
    this.named.set(id, referred(withoutId(own)))
    return { $ref: `#/components/schemas/${id}` }
  }
}

function withoutId(schema: object): object {
  return Object.fromEntries(Object.entries(schema).filter(([name]) => name !== 'id'))
}

/** References within a schema as references within the document. */
function referred(schema: unknown): unknown {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/$defs/', '"#/components/schemas/'))
}
