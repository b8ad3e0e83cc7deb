/**
 * What an import of a large library or course costs, by the command as it is shipped: seconds, components a second, and the largest resident memory of
 * its process, the anonymous part beside the whole, as the pages of files that lmdb maps can be taken back by the system at any time.
 * Run: node dist/benchmarks/large-imports.js [library:10000 library:50000 course:5000]
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { createGzip } from 'node:zlib'
import { tarEnd, tarHead, tarPadding } from '../content/source/tar-entry.js'
import { Prose } from './prose.js'
import { TemporaryFolder } from './stress-site.js'
import { libraryTexts, numbers, problemXml } from './stress-unit.js'

const command = fileURLToPath(new URL('../cli/main.js', import.meta.url))

/** Milliseconds between looks at a process. */
const pause = 50

/** Largest sizes of a process, in MB. */
interface Peaks {
  /** All that is resident. */
  all: number
  /** Of it what is in no file. */
  anonymous: number
  /** Resident pages of files. */
  files: number
}

for (const asked of process.argv.length > 2
  ? process.argv.slice(2)
  : ['library:10000', 'library:50000', 'course:5000']) {
  const [kind = '', size = ''] = asked.split(':')
  await using folder = await TemporaryFolder.make()
  const archive = join(folder.path, `${kind}.tar.gz`)
  const count = Number(size)
  await written(
    archive,
    kind === 'course' ? courseInOneFile(count) : libraryTexts({ slug: 'Large', blocks: count }),
  )
  const { seconds, peaks, said } = await imported(archive, join(folder.path, 'store'))
  const { all, anonymous, files } = peaks
  console.log(
    `${asked}: ${seconds.toFixed(1)} s (${(count / seconds).toFixed(0)}/s), at most ${all} MB resident, ${anonymous} MB of it anonymous, at most ${files} MB of files; ${said}`,
  )
}

async function written(
  archive: string,
  texts: Iterable<readonly [path: string, text: string]>,
): Promise<void> {
  function* tar() {
    for (const [path, text] of texts) {
      const bytes = Buffer.from(text)
      yield tarHead({ path, size: bytes.length })
      yield bytes
      yield tarPadding(bytes.length)
    }
    yield tarEnd
  }
  await pipeline(Readable.from(tar()), createGzip({ level: 1 }), createWriteStream(archive))
}

/** A course whose units all stand in `course.xml`, each a text and a problem. */
function courseInOneFile(units: number): [path: string, text: string][] {
  const inside = numbers(units).map((unit) => {
    const prose = new Prose(2_000_000 + unit)
    const text = `<html url_name="text-${unit}" display_name="Text"><p>${prose.sentences(5)}</p></html>`
    const problem = problemXml(unit).replace('<problem ', `<problem url_name="problem-${unit}" `)
    return `<vertical url_name="unit-${unit}" display_name="Unit ${unit}">${text}${problem}</vertical>`
  })
  const parts = numbers(Math.ceil(units / 50)).map(
    (part) =>
      `<chapter url_name="chapter-${part}"><sequential url_name="part-${part}">\n${inside.slice(part * 50, part * 50 + 50).join('\n')}</sequential></chapter>`,
  )
  return [['course.xml', `<course url_name="run" org="Bench" course="One">${parts.join('\n')}</course>`]]
}

async function imported(archive: string, store: string) {
  const began = performance.now()
  const child = spawn(process.execPath, [command, 'import', archive, '--store', store], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const peaks: Peaks = { all: 0, anonymous: 0, files: 0 }
  const timer = setInterval(() => look(child.pid, peaks), pause)
  let said = ''
  child.stdout.on('data', (text: Buffer) => (said += text.toString()))
  const [code] = (await once(child, 'close')) as [number]
  clearInterval(timer)
  if (code !== 0) throw new Error(`The import ended with ${code}: ${said}`)
  return { seconds: (performance.now() - began) / 1000, peaks, said: said.split('\n')[2] ?? '' }
}

function look(pid: number | undefined, peaks: Peaks): void {
  let status: string
  try {
    status = readFileSync(`/proc/${pid}/status`, 'utf8')
  } catch {
    // It has ended.
    return
  }
  const sized = (name: string) =>
    Math.round(Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1] ?? 0) / 1024)
  peaks.all = Math.max(peaks.all, sized('VmRSS'))
  peaks.anonymous = Math.max(peaks.anonymous, sized('RssAnon'))
  peaks.files = Math.max(peaks.files, sized('RssFile'))
}
