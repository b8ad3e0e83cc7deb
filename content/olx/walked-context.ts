import type { AuthoredContext } from './authored-block.js'
import type { BlockWalk } from './block-walk.js'
import type { Findings } from './findings.js'
import type { OlxFiles } from './olx-files.js'
import { assetAliases, staticAssets } from './static-assets.js'

/** A course, pathway or v1 library whose blocks were all walked through, with the files that are no block's. */
export function walkedContext(
  walk: BlockWalk,
  files: OlxFiles,
  findings: Findings,
  about: Pick<AuthoredContext, 'context' | 'kind' | 'title' | 'root' | 'metadata'>,
): AuthoredContext {
  const assets = staticAssets(files)
  return {
    ...about,
    blocks: walk.blocks,
    sources: walk.sources,
    assets,
    assetAliases: assetAliases(files, assets, findings),
    files: otherFiles(files),
  }
}

/** Files no block was read from; static files are kept apart. */
function otherFiles(files: OlxFiles): string[] {
  return files.source.paths().filter((path) => !files.used.has(path) && !path.startsWith('static/'))
}
