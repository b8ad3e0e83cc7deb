import { CompositorError } from './compositor-error.js'

/**
 * Refuses to be called as a decorator of the ECMAScript standard, which gives a context for its second argument. Blocks are
 * written with TypeScript's own decorators, as services are declared on parameters of constructors, which the standard has
 * no decorators for.
 * @param decorator its name @param context whatever came as the second argument
 * @throws CompositorError `plugin-invalid`
 */
export function refuseStandardDecorator(decorator: string, context: unknown): void {
  if (typeof context !== 'object' || context === null || !('kind' in context)) return
  const name = 'name' in context ? String(context.name) : ''
  throw new CompositorError(
    'plugin-invalid',
    `@${decorator} on '${name}' was compiled as a decorator of the ECMAScript standard; blocks need TypeScript's: set ` +
      `"experimentalDecorators": true and "useDefineForClassFields": false in the compilerOptions of tsconfig.json, which ` +
      'tsc, esbuild and Vite heed.',
  )
}
