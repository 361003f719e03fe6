/** How our sources name each other: `./agent.js` is `./agent.ts`. What packages import is left to the usual rules. */
const OURS = { '.js': ['.ts', '.js'] };

/** Resolves for Jest, which knows the sources and not what they are built into. */
export function sync(request, { defaultResolver, ...options }) {
  const ours = request.startsWith('.') && !options.basedir.includes('/node_modules/');
  return defaultResolver(request, ours ? { ...options, extensionAlias: OURS } : options);
}
