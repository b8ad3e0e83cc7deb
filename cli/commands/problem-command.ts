import { access } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Command } from 'commander'
import type { PreviewFeed } from '../../host/preview/preview-routes.js'
import { port, stopped } from './serve-commands.js'

/** `problem FILE`: one problem in the browser, with its seeds. */
export function problemCommand(program: Command): void {
  program
    .command('problem <file>')
    .description('preview the problem in an OLX file, or in a .md file of the simple editor, with its seeds')
    .option('--port <number>', 'first port to try', port, 8200)
    .action((file: string, options: { port: number }) => preview(resolve(file), options.port))
}

async function preview(file: string, firstPort: number): Promise<void> {
  // Loaded when needed: commands that need no page answer at once.
  const [
    { ProblemPreview },
    { previewAnswer },
    { FileWatch },
    { LiveFeed },
    { PythonScripts },
    plugins,
    server,
  ] = await Promise.all([
    import('../../host/preview/problem-preview.js'),
    import('../../host/preview/preview-routes.js'),
    import('../../host/preview/file-watch.js'),
    import('../../host/http/live-feed.js'),
    import('../../python/index.js'),
    import('../../plugins/index.js'),
    import('../../host/http/node-server.js'),
  ])
  const { types } = await plugins.loadPlugins({ specifiers: [plugins.shippedPlugin] })
  const scripts = PythonScripts.available() ? new PythonScripts() : undefined
  const clientFolders = types.plugins().flatMap(({ client }) => client ?? [])
  try {
    const shown = new ProblemPreview({ file, types, scripts })
    await access(file)
    const { faults } = await shown.page(1, false)
    for (const { place, code, message } of faults) process.stderr.write(`${place} ${code}: ${message}\n`)
    const feed: PreviewFeed = new LiveFeed()
    const watch = new FileWatch(file, () => feed.send({ kind: 'saved' }))
    const node = server.nodeServer(previewAnswer(shown, { file, clientFolders }, feed), undefined, 1000)
    const stop = stopped()
    process.stdout.write(`Preview on ${await server.listenFrom(node, firstPort)}\n`)
    await stop
    watch.close()
    feed.close()
    await node.close()
  } finally {
    await scripts?.close()
  }
}
