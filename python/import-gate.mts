/**
 * What compiled Python can reach of JavaScript is what is handed to it as imports, and nothing else. Once the gate is
 * shut, those imports are clocks, chance, the growth of its memory and files, of which few may be changed; of the rest some are
 * refused as a system refuses them. Whoever calls any other, such as the bridge to JavaScript, ends the process.
 */
export interface ImportGate {
  /** What compiled Python exports; there once it is started. */
  exports(): PythonExports
  /**
   * From here on. There is no way back.
   * @param mayChange whether a file may be changed, by the address of its path
   */
  shut(mayChange: (path: number) => boolean): void
}

/** What is used of compiled Python. Addresses and sizes are numbers. */
export interface PythonExports {
  readonly memory: { readonly buffer: ArrayBuffer }
  malloc(size: number): number
  /** The end of the memory that is used. */
  sbrk(more: number): number
  PyUnicode_FromStringAndSize(address: number, size: number): number
  PyUnicode_AsUTF8AndSize(text: number, size: number): number
  PyObject_CallOneArg(callable: number, argument: number): number
}

type Import = (...values: readonly unknown[]) => unknown
type Imports = Readonly<Record<string, Readonly<Record<string, unknown>>>>

type Constructor = abstract new (...values: readonly unknown[]) => object

interface WebAssemblyGlobal {
  readonly WebAssembly: {
    instantiate(
      module: unknown,
      imports: Imports,
    ): Promise<{ readonly exports?: unknown; readonly instance?: { readonly exports: unknown } }>
    Instance: Constructor
    Function?: Constructor
    Suspending?: Constructor
  }
}

/** As they are: they keep nothing from one call to the next but where in the files Python is, which is put back. */
const free: ReadonlySet<string> = new Set([
  'clock_res_get',
  'clock_time_get',
  'emscripten_date_now',
  'emscripten_get_now',
  '_tzset_js',
  '_timegm_js',
  '_mktime_js',
  '_localtime_js',
  '_gmtime_js',
  'random_get',
  'environ_sizes_get',
  'environ_get',
  'emscripten_resize_heap',
  'emscripten_get_heap_max',
  '_Py_CheckEmscriptenSignals_Helper',
  '_PyEM_TrampolineCall_JS',
  '__syscall_getuid32_js',
  '__syscall_faccessat',
  '__syscall_stat64',
  '__syscall_lstat64',
  '__syscall_fstat64',
  '__syscall_newfstatat',
  '__syscall_statfs64',
  '__syscall_fstatfs64',
  '__syscall_getdents64',
  '__syscall_getcwd',
  '__syscall_chdir',
  '__syscall_readlinkat',
  'fd_read',
  'fd_pread',
  'fd_seek',
  'fd_fdstat_get',
])

/** Numbers of errors, in the numbering of WASI. */
const badFile = 8
const invalid = 28
const noTerminal = 59
const readOnly = 69

/** Answered with an error that Python has a name for, instead of being done. */
const refused: Readonly<Record<string, number>> = {
  fd_sync: readOnly,
  __syscall_ioctl: -noTerminal,
  ...Object.fromEntries(
    [
      'chmod',
      'fchmod',
      'fchmodat2',
      'fchown32',
      'fchownat',
      'fchdir',
      'mknodat',
      'renameat',
      'symlinkat',
      'truncate64',
      'utimensat',
      'fallocate',
      'fdatasync',
      'dup',
      'dup3',
      'pipe',
      'poll',
      'socket',
      'umask_js',
    ].map((name) => [`__syscall_${name}`, -readOnly]),
  ),
  _mmap_js: -readOnly,
  _munmap_js: -readOnly,
  _msync_js: -readOnly,
  _emscripten_system: -1,
}

/** Every way to open a file that could change one: to write, to create, to empty. */
const changes = 0o3 | 0o100 | 0o1000 | 0o20000000
const [getFlags, setFlags, getStatus] = [1, 2, 3]

/** Paths are taken from the folder Python is in, unless a call says otherwise. */
const thisFolder = -100

type MayChange = (path: number) => boolean
type Look = (mayChange: MayChange, ...values: readonly number[]) => number | undefined

const atPath: Look = (mayChange, folder, path = 0) =>
  folder === thisFolder && mayChange(path) ? undefined : -readOnly
/** What was opened to be written may be; the first three are ours. */
const ofOpened: Look = (_mayChange, file = 0) => (file > 2 ? undefined : badFile)

/** Done for some of their arguments; else the number of an error. */
const looked: Readonly<Record<string, Look>> = {
  __syscall_openat: (mayChange, folder, path, flags = 0) =>
    (flags & changes) === 0 ? undefined : atPath(mayChange, folder ?? 0, path ?? 0),
  __syscall_mkdirat: atPath,
  __syscall_unlinkat: atPath,
  __syscall_rmdir: (mayChange, path = 0) => (mayChange(path) ? undefined : -readOnly),
  __syscall_ftruncate64: (_mayChange, file = 0) => (file > 2 ? undefined : -badFile),
  fd_write: ofOpened,
  fd_pwrite: ofOpened,
  fd_close: ofOpened,
  ...Object.fromEntries(
    ['__syscall_fcntl64', '_try_fcntl64'].map((name) => [
      name,
      (_mayChange: MayChange, _file?: number, what?: number) =>
        what === getFlags || what === setFlags || what === getStatus ? undefined : -invalid,
    ]),
  ),
}

/**
 * Stands between compiled Python and what it imports. Put up before Python is started.
 * @param end ends the process, and does not return
 */
export function importGate(end: (name: string) => never): ImportGate {
  const { WebAssembly } = globalThis as unknown as WebAssemblyGlobal
  const instantiate = WebAssembly.instantiate.bind(WebAssembly)
  let shut: MayChange | undefined
  let exports: PythonExports | undefined

  const guarded = (name: string, one: Import): Import => {
    if (free.has(name)) return one
    const look = looked[name]
    const answer = refused[name]
    return (...values) => {
      if (!shut) return one(...values)
      if (look) return look(shut, ...(values as number[])) ?? one(...values)
      return answer ?? end(name)
    }
  }
  const gated = (imports: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
    new Proxy(imports, {
      get(target, name) {
        const one = target[name as string]
        return typeof one === 'function' ? guarded(name as string, one as Import) : one
      },
    })

  WebAssembly.instantiate = async (module, imports) => {
    const { env = {}, wasi_snapshot_preview1: wasi = {}, ...rest } = imports
    const made = await instantiate(module, { ...rest, env: gated(env), wasi_snapshot_preview1: gated(wasi) })
    exports ??= (made.instance?.exports ?? made.exports) as PythonExports
    return made
  }
  // JavaScript also gets into the table of functions, each by a small module, or a type, of its own.
  const closed = (one: unknown): unknown => (typeof one === 'function' ? guarded('', one as Import) : one)
  const closedAll = (imports: Imports = {}): Imports =>
    Object.fromEntries(
      Object.entries(imports).map(([name, from]) => [
        name,
        Object.fromEntries(Object.entries(from).map(([one, value]) => [one, closed(value)])),
      ]),
    )
  const within = (kind: Constructor, close: (values: unknown[]) => unknown[]): Constructor =>
    new Proxy(kind, {
      construct: (target, values: unknown[]) =>
        shut ? end('construct') : (Reflect.construct(target, close(values)) as object),
    })
  WebAssembly.Instance = within(WebAssembly.Instance, ([module, imports]) => [
    module,
    closedAll(imports as Imports),
  ])
  if (WebAssembly.Function)
    WebAssembly.Function = within(WebAssembly.Function, ([type, one]) => [type, closed(one)])
  if (WebAssembly.Suspending)
    WebAssembly.Suspending = within(WebAssembly.Suspending, ([one]) => [closed(one)])
  return {
    exports() {
      if (exports === undefined) throw new TypeError('Python is not started.')
      return exports
    },
    shut(mayChange) {
      shut = mayChange
      WebAssembly.instantiate = () => end('instantiate')
    },
  }
}
