import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { CompositorError } from '../../runtime/errors/index.js'

/** How a server of one's own is started. */
export interface LocalPostgresOptions {
  /** Where its data stay; made where there are none. A temporary one that goes with the server where none is named. */
  readonly folder?: string | undefined
  /** The port on 127.0.0.1; a free one by default. */
  readonly port?: number | undefined
  /** Further settings of the server. */
  readonly settings?: Readonly<Record<string, string | number>> | undefined
}

/** A user of the system. PostgreSQL refuses to run as root. */
interface User {
  readonly uid: number
  readonly gid: number
}

/** Milliseconds that a server may take to begin and to end. */
const patience = 60_000

/** The folder of the newest PostgreSQL server's programs on this machine, as Debian puts them; undefined where none is installed. */
export function postgresPrograms(): string | undefined {
  const root = '/usr/lib/postgresql'
  if (!existsSync(root)) return undefined
  const [newest] = readdirSync(root)
    .filter((version) => existsSync(join(root, version, 'bin', 'initdb')))
    .sort((one, other) => Number(other) - Number(one))
  return newest === undefined ? undefined : join(root, newest, 'bin')
}

/**
 * A PostgreSQL server for one machine: for trials, examples, tests and benchmarks. It answers on 127.0.0.1 alone, to one user
 * with a password of its own, and ends with the process that started it.
 */
export class LocalPostgres implements AsyncDisposable {
  #process: ChildProcess | undefined

  private constructor(
    private readonly programs: string,
    private readonly folder: string,
    private readonly port: number,
    private readonly password: string,
    private readonly options: LocalPostgresOptions,
  ) {}

  /** @throws CompositorError `store-unavailable` where none is installed or it does not start */
  static async start(options: LocalPostgresOptions = {}): Promise<LocalPostgres> {
    const programs = postgresPrograms()
    if (programs === undefined) {
      throw new CompositorError(
        'store-unavailable',
        "No PostgreSQL server is installed on this machine: install Debian's package 'postgresql'.",
      )
    }
    const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'unit-compositor-postgres-'))
    const password = prepared(programs, folder)
    const server = new LocalPostgres(programs, folder, options.port ?? (await freePort()), password, options)
    try {
      await server.start()
    } catch (thrown) {
      await server[Symbol.asyncDispose]()
      throw thrown
    }
    return server
  }

  /** Its address, with the password. */
  get address(): string {
    return `postgres://postgres:${this.password}@127.0.0.1:${this.port}/postgres`
  }

  /** The system's number of the server's process, for figures of what it costs; undefined while it is stopped. */
  get pid(): number | undefined {
    return this.#process?.pid
  }

  /** Starts it again, at the same address. */
  async start(): Promise<void> {
    const { folder } = this
    const settings = { listen_addresses: '127.0.0.1', unix_socket_directories: '', ...this.options.settings }
    const log: string[] = []
    const child = spawnAs(join(this.programs, 'postgres'), [
      '-D',
      join(folder, 'data'),
      '-p',
      String(this.port),
      ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ])
    child.stderr?.on('data', (text: Buffer) => {
      log.push(text.toString())
      if (log.length > 50) log.shift()
    })
    this.#process = child
    const until = Date.now() + patience
    while (!(await this.#answers())) {
      if (child.exitCode === null && child.signalCode === null && Date.now() < until) {
        await wait(30)
        continue
      }
      throw new CompositorError(
        'store-unavailable',
        `The PostgreSQL server in '${folder}' did not start: ${log.join('').slice(-2000)}`,
      )
    }
  }

  /** Stops it: connections are broken off, and what was committed is on disk. @param isAtOnce as if the machine had failed */
  async stop(isAtOnce = false): Promise<void> {
    const child = this.#process
    this.#process = undefined
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
    child.kill(isAtOnce ? 'SIGQUIT' : 'SIGINT')
    const timer = setTimeout(() => child.kill('SIGKILL'), patience)
    await ended
    clearTimeout(timer)
  }

  /** Stops it; a temporary folder goes with it. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop()
    if (this.options.folder === undefined) rmSync(this.folder, { recursive: true, force: true })
  }

  async #answers(): Promise<boolean> {
    const { default: pg } = await import('pg')
    const client = new pg.Client({ connectionString: this.address, connectionTimeoutMillis: 5000 })
    client.on('error', () => undefined)
    try {
      await client.connect()
      return true
    } catch {
      return false
    } finally {
      await client.end().catch(() => undefined)
    }
  }
}

const initialised = ['-U', 'postgres', '-E', 'UTF8', '--locale=C', '--no-sync', '--auth=scram-sha-256']

/** Makes the data of a server where there are none. @returns the password of its user */
function prepared(programs: string, folder: string): string {
  const passwordFile = join(folder, 'password')
  const data = join(folder, 'data')
  if (existsSync(join(data, 'PG_VERSION'))) return readFileSync(passwordFile, 'utf8').trim()
  mkdirSync(folder, { recursive: true })
  writeFileSync(passwordFile, randomBytes(18).toString('base64url'), { mode: 0o600 })
  const user = serverUser()
  if (user) for (const path of [folder, passwordFile]) chownSync(path, user.uid, user.gid)
  const made = spawnSync(join(programs, 'initdb'), ['-D', data, ...initialised, `--pwfile=${passwordFile}`], {
    ...user,
    encoding: 'utf8',
    cwd: folder,
  })
  if (made.status === 0) return readFileSync(passwordFile, 'utf8').trim()
  throw new CompositorError(
    'store-unavailable',
    `No PostgreSQL data could be made in '${folder}'${user ? ' by the user whom the server runs as, as root may not run one: name a folder that everybody can reach' : ''}. ${made.stderr || String(made.error)}`,
  )
}

/** Starts a program as who may run servers, so that it is told to stop when this process ends, however that ends. */
function spawnAs(program: string, parameters: readonly string[]): ChildProcess {
  const stdio: ['ignore', 'ignore', 'pipe'] = ['ignore', 'ignore', 'pipe']
  const user = serverUser()
  const setpriv = '/usr/bin/setpriv'
  if (!existsSync(setpriv)) return spawn(program, parameters, { ...user, stdio, cwd: '/' })
  const as = user ? [`--reuid=${user.uid}`, `--regid=${user.gid}`, '--clear-groups'] : []
  return spawn(setpriv, [...as, '--pdeathsig=INT', program, ...parameters], { stdio, cwd: '/' })
}

/** Who runs the server where this process is root; undefined elsewhere: whoever runs this. */
function serverUser(): User | undefined {
  if (process.getuid?.() !== 0) return undefined
  const users = readFileSync('/etc/passwd', 'utf8')
  for (const name of ['postgres', 'nobody']) {
    const [, uid, gid] = new RegExp(`^${name}:[^:]*:(\\d+):(\\d+):`, 'm').exec(users) ?? []
    if (uid !== undefined) return { uid: Number(uid), gid: Number(gid) }
  }
  throw new CompositorError(
    'store-unavailable',
    "PostgreSQL does not run as root, and this system has no user 'postgres' or 'nobody' to run it as.",
  )
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })
}
