// A site whose page is made with React: it shows units of a host, and hears what its learner does there.
import { build } from 'esbuild'
import { createServer } from 'node:http'
import { learnerToken } from 'unit-compositor/host'

const units = (process.env.UNITS ?? '').split(' ').filter(Boolean)
const key = process.env.EMBED_KEY ?? ''

const { outputFiles } = await build({
  entryPoints: [new URL('page.jsx', import.meta.url).pathname],
  bundle: true,
  format: 'esm',
  jsx: 'automatic',
  minify: true,
  write: false,
})

const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Today</title>
<link rel="icon" href="data:,">
<style>
:root { color-scheme: light dark; font: 1.0625rem/1.6 system-ui, sans-serif; }
body { max-inline-size: 46rem; margin: 0 auto; padding: 1rem; }
article { margin-block: 0 2rem; border: 1px solid color-mix(in srgb, currentColor 25%, transparent); border-radius: 0.75rem; overflow: hidden; }
.standing { margin: 0; padding: 0.75rem 1.25rem; min-block-size: 1.6em; background: color-mix(in srgb, currentColor 6%, transparent); }
</style>
<script type="module" src="/page.js"></script>
</head>
<body>
<main>
<h1>Today</h1>
<div id="today"></div>
</main>
</body>
</html>`

/** What the page asks for: each unit with a token for its learner. */
function unitsFor(learner) {
  return units.map((src) => {
    const unit = decodeURIComponent(new URL(src).pathname.split('/').at(-1))
    return { src, token: learnerToken({ ...learner, unit, key }) }
  })
}

const server = createServer((request, response) => {
  // Your session goes here.
  const learner = { id: 'ada', name: 'Ada' }
  const [type, body] = {
    '/page.js': ['text/javascript', outputFiles[0].contents],
    '/units.json': ['application/json', JSON.stringify(unitsFor(learner))],
  }[request.url] ?? ['text/html; charset=utf-8', page]
  response.writeHead(200, { 'content-type': type, 'cache-control': 'no-store' }).end(body)
})

server.listen(Number(process.env.PORT ?? 3002), '127.0.0.1', () =>
  console.log(`http://127.0.0.1:${server.address().port}/`),
)
process.on('SIGTERM', () => server.close())
