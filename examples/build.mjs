/**
 * Builds the example plugins of a checkout. Each is a package of its own and finds this one by its name, as any
 * plugin does: through a link in node_modules, made here.
 */
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readdir, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../', import.meta.url))
const link = join(root, 'node_modules', 'unit-compositor')
const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc')

if (!existsSync(link)) await symlink(root, link, 'junction')
for (const name of await readdir(join(root, 'examples'))) {
  const folder = join(root, 'examples', name)
  if (!existsSync(join(folder, 'tsconfig.json'))) continue
  execFileSync(process.execPath, [compiler, '-p', folder], { stdio: 'inherit' })
}
