import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { UnitStore, WorkerPool } from '../../compositor/index.js'
import { lmdbKeyv } from '../../host/store/lmdb-keyv.js'

const script = fileURLToPath(new URL('./child-publisher.mjs', import.meta.url))

it.runIf(WorkerPool.available())(
  'lists every context that three processes publish at once',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'publishers-'))
    const names = ['A', 'B', 'C']
    const children = names.map((name) =>
      spawn(process.execPath, [script, folder, name, '60'], { stdio: ['pipe', 'pipe', 'inherit'] }),
    )
    const ended = children.map((child) => once(child, 'exit'))
    await Promise.all(children.map((child) => once(child.stdout, 'data')))
    for (const child of children) child.stdin.end('go')
    expect(await Promise.all(ended)).toEqual(names.map(() => [0, null]))
    const keyv = lmdbKeyv(folder)
    const listed = await new UnitStore(keyv).contexts()
    expect(listed.toSorted()).toEqual(
      names
        .flatMap((name) => Array.from({ length: 60 }, (_, one) => `course-v1:${name}+C+${one}`))
        .toSorted(),
    )
    await keyv.disconnect()
    rmSync(folder, { recursive: true })
  },
  60_000,
)
