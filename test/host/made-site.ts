import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { learnerToken, openHost, type Host, type HostOptions } from '../../host/index.js'
import type { ImportSettings } from '../../host/authoring-work.js'

const embedding = { origins: ['https://page.example.org'], key: 'k'.repeat(32) }

/** A host on a store of its own, and everything a browser can ask it for. */
export class MadeSite {
  /** What the clock shows, in epoch milliseconds. */
  now = Date.parse('2026-06-01T00:00:00Z')

  private constructor(
    readonly folder: string,
    readonly host: Host,
  ) {}

  /** Learners are who the header `x-learner` says; those of staff begin with `staff`. */
  static async open(options: Partial<HostOptions> = {}): Promise<MadeSite> {
    const folder = mkdtempSync(join(tmpdir(), 'site-'))
    let site: MadeSite | undefined
    const host = await openHost({
      store: join(folder, 'store'),
      learner: (request) => {
        const id = request.header('x-learner')
        return id === undefined ? undefined : { id, isStaff: id.startsWith('staff') }
      },
      embedding,
      now: () => site?.now ?? 0,
      threads: 1,
      python: false,
      log: { info: () => {}, warn: () => {}, error: () => {} },
      ...options,
    })
    site = new MadeSite(folder, host)
    return site
  }

  /** Imports a course or library, and publishes it where nothing else is said. @param files by path @returns what was found */
  async publish(files: Readonly<Record<string, string>>, settings: ImportSettings = { publish: true }) {
    const content = mkdtempSync(join(this.folder, 'content-'))
    for (const [path, text] of Object.entries(files)) {
      const file = join(content, path)
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(file, text)
    }
    return this.host.authoring.import(content, settings)
  }

  get(path: string, learner = 'ada', headers: Readonly<Record<string, string>> = {}): Promise<Response> {
    return this.#ask(path, learner, { headers })
  }

  post(path: string, body: unknown, learner = 'ada'): Promise<Response> {
    const headers = { 'content-type': 'application/json' }
    return this.#ask(path, learner, { method: 'POST', headers, body: JSON.stringify(body) })
  }

  form(path: string, body: string, learner = 'ada'): Promise<Response> {
    const headers = { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' }
    return this.#ask(path, learner, { method: 'POST', headers, body })
  }

  /** What a page of another site asks, with the token of a learner for a unit. */
  embedded(unit: string, learner = 'ada'): Promise<Response> {
    const token = learnerToken({ id: learner, unit, key: embedding.key, now: this.now })
    return this.#ask(`/units/${encodeURIComponent(unit)}/embedded`, undefined, {
      headers: { authorization: `Bearer ${token}`, origin: embedding.origins[0] ?? '' },
    })
  }

  /** An address below `/embedded`, called from that page. */
  fromPage(address: string, body?: unknown): Promise<Response> {
    const headers = { origin: embedding.origins[0] ?? '', 'content-type': 'application/json' }
    return this.#ask(new URL(address, 'http://localhost').pathname, undefined, {
      headers,
      ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
    })
  }

  async close(): Promise<void> {
    await this.host.close()
    rmSync(this.folder, { recursive: true, force: true })
  }

  #ask(path: string, learner: string | undefined, init: RequestInit): Promise<Response> {
    const headers = new Headers({ accept: 'application/json', ...(init.headers as Record<string, string>) })
    if (learner !== undefined) headers.set('x-learner', learner)
    return this.host.fetch(new Request(`http://localhost${path}`, { ...init, headers, redirect: 'manual' }))
  }
}

/** Status, and the code of a refusal. */
export async function outcomeOf(response: Response): Promise<string> {
  if (response.status < 400) return String(response.status)
  const { error } = (await response.json()) as { error: { code: string } }
  return `${response.status} ${error.code}`
}
