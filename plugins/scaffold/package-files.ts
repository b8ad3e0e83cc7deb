import { pluginKeyword } from '../discover-plugins.js'
import type { BlockName } from './block-name.js'

/** What a package for publishing is made with. */
export interface Publishing {
  /** The version of this product the block is written for. */
  readonly version: string
  /** What npm installs to get this product: a `file:` address, or a range of versions. */
  readonly product: string
  /** Versions of what the package is built with. */
  readonly tools: Readonly<Record<string, string>>
}

/** The files around a new block type: package.json, compiler settings, README. By path. */
export function packageFiles(
  name: BlockName,
  plugin: string,
  publishing: Publishing | undefined,
): Record<string, string> {
  const file = publishing ? publishedPackage(name, plugin, publishing) : plainPackage(name, plugin)
  return {
    'package.json': `${JSON.stringify(file, null, 2)}\n`,
    'tsconfig.json': compilerSettings,
    'README.md': readme(name, publishing !== undefined),
    ...(publishing && { '.gitignore': 'node_modules/\ndist/\n' }),
  }
}

const scripts = ({ file }: BlockName) => ({
  build: 'tsc',
  test: `tsc && node --test dist/${file}-block.test.js`,
  dev: 'tsc --watch --preserveWatchOutput',
})

function plainPackage(name: BlockName, plugin: string): object {
  return { name: plugin, private: true, type: 'module', exports: './dist/index.js', scripts: scripts(name) }
}

function publishedPackage(name: BlockName, plugin: string, { version, product, tools }: Publishing): object {
  const { zod, ...building } = tools
  return {
    name: plugin,
    version: '0.1.0',
    description: `${name.title}: a block type for Unit Compositor.`,
    keywords: [pluginKeyword],
    files: ['dist', '!dist/*.test.*', 'client', 'scenarios'],
    type: 'module',
    exports: './dist/index.js',
    scripts: { ...scripts(name), prepack: 'tsc' },
    ...(zod !== undefined && { dependencies: { zod } }),
    peerDependencies: { 'unit-compositor': `^${version}` },
    devDependencies: { ...building, 'unit-compositor': product },
    unitCompositor: { name: plugin, supports: `^${version}`, blocks: [name.type], client: 'client' },
  }
}

const compilerSettings = `{
  "compilerOptions": {
    "target": "ES2022",
    "lib": ["ES2023"],
    "module": "NodeNext",
    "types": ["node"],
    "strict": true,
    "skipLibCheck": true,
    "experimentalDecorators": true,
    "useDefineForClassFields": false,
    "declaration": true,
    "sourceMap": true,
    "rootDir": "src",
    "outDir": "dist"
  },
  "include": ["src"]
}
`

const readme = ({ file, type, title }: BlockName, published: boolean) => `# ${title}

The block type \`${type}\` for Unit Compositor.

| file | what |
|---|---|
| src/${file}-block.ts | the block: fields, views, handlers |
| src/${file}-block.test.ts | the rules of every block type, and this one's own behaviour |
| client/${file}.client.js, client/${file}.css | what browsers load, as it stands |
| scenarios/${file}.xml | an example of the block, as OLX |

\`\`\`sh
${published ? 'npm install\n' : ''}npm test          # build and test
npx unit-compositor workbench .
\`\`\`

\`npm run dev\` compiles on every change.${
  published
    ? ' A host takes the block by `--plugin` and the name of this package, or finds it among its\ndependencies by the keyword in package.json.'
    : ' A host takes it with `--plugin` and the path of this folder.'
}
`
