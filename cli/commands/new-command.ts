import type { Command } from 'commander'
import { relative } from 'node:path'
import { scaffoldBlock } from '../../plugins/index.js'

interface NewBlockOptions {
  readonly inPackage?: boolean
  readonly dir?: string
  readonly type?: string
}

/** `new block NAME`: the folder of a new block type. */
export function newCommand(program: Command): void {
  program
    .command('new')
    .description('make something new')
    .command('block')
    .description('make the folder of a new block type, which builds and passes its tests as it is')
    .argument('<name>', 'the block type: lower-case words joined by _ or -')
    .option(
      '--type <type>',
      'the block type as content has it, such as edx_sga, where NAME is only what its files are called',
    )
    .option('--dir <dir>', 'folder to make; named for the block when left out')
    .option('--in-package', 'make it a package of its own, to be published')
    .action((name: string, { inPackage, dir, type }: NewBlockOptions) => {
      const { folder, files, missing } = scaffoldBlock({ name, type, dir, inPackage })
      const here = relative(process.cwd(), folder) || '.'
      process.stdout.write(
        `${files.map((file) => `${here}/${file}`).join('\n')}\n\nNext:\n  cd ${here}\n${
          inPackage ? '  npm install\n' : ''
        }${
          missing.length > 0
            ? `  npm install --save-dev ${missing.join(' ')}   # the project has none yet\n`
            : ''
        }  npm test\n  npx unit-compositor workbench .\n`,
      )
    })
}
