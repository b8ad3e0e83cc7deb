import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { chromium, type Browser } from 'playwright-core'

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

/** Starts that browser. @throws Error where there is none */
export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumPath ?? '',
    args: ['--no-sandbox', '--autoplay-policy=no-user-gesture-required'],
  })
}
