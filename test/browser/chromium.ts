import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/**
 * The browser that browser tests use: what `CHROMIUM` names, else a chromium on the path. Undefined where there is
 * none; such tests then stand aside.
 */
export const chromiumPath: string | undefined = [
  process.env['CHROMIUM'],
  ...(process.env['PATH'] ?? '')
    .split(delimiter)
    .flatMap((folder) => ['chromium', 'chromium-browser', 'google-chrome'].map((name) => join(folder, name))),
].find((path) => path !== undefined && path !== '' && existsSync(path))
