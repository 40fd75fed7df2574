/**
 * Three kinds of test by suffix: `*.spec.ts` is pure, `*.db.spec.ts` has a real Postgres and a database of its own,
 * `test/e2e/*.e2e.ts` drives the whole product in Chromium. The build's `.swcrc` is not used here: it rewrites `.ts`
 * import endings, which the resolver of Jest does not follow.
 */
const typescript = (jsx) => ({
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  transform: {
    '^.+\\.tsx?$': ['@swc/jest', {
      swcrc: false,
      sourceMaps: 'inline',
      module: { type: 'es6' },
      jsc: {
        target: 'es2023',
        parser: { syntax: 'typescript', decorators: true, tsx: jsx },
        transform: {
          legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false,
          ...(jsx ? { react: { runtime: 'automatic' } } : {}),
        },
      },
    }],
  },
});

// The package of the SDK has the name of the whole; Jest's own module names must not meet.
const shared = { testEnvironment: 'node', modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/sdk/typescript/package.json'], setupFiles: ['<rootDir>/test/support/preload.ts'] };

export default {
  // Generous: it ends what hangs, and says nothing about how fast something is. A loaded machine must not fail a test.
  testTimeout: 60_000,
  projects: [
    { ...typescript(false), ...shared, displayName: 'unit', testMatch: ['<rootDir>/{backend,components,agents,migrations,sdk,cli}/**/*.spec.ts'], testPathIgnorePatterns: ['\\.db\\.spec\\.ts$', '/node_modules/', '/dist/'] },
    { ...typescript(true), ...shared, displayName: 'frontend', testMatch: ['<rootDir>/frontend/**/*.spec.{ts,tsx}'] },
    { ...typescript(false), ...shared, displayName: 'database', testMatch: ['<rootDir>/{backend,migrations,test}/**/*.db.spec.ts'], globalSetup: '<rootDir>/test/support/database-setup.ts', globalTeardown: '<rootDir>/test/support/database-teardown.ts', setupFilesAfterEnv: [], testTimeout: 60_000 },
    { ...typescript(false), ...shared, displayName: 'recovery', testMatch: ['<rootDir>/test/recovery/**/*.recovery.ts'], globalSetup: '<rootDir>/test/support/database-setup.ts', globalTeardown: '<rootDir>/test/support/database-teardown.ts' },
    { ...typescript(false), ...shared, displayName: 'browser', testMatch: ['<rootDir>/test/e2e/**/*.e2e.ts'] },
  ],
};
