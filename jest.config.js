const { availableParallelism } = require('node:os');
require('./test/english.cjs');

const swc = {
	jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
	module: { type: 'commonjs' },
	sourceMaps: 'inline',
};

/** @type {import('jest').Config} */
module.exports = {
	cacheDirectory: '<rootDir>/node_modules/.cache/jest',
	// The tests wait for half of their time.
	maxWorkers: 2 * availableParallelism(),
	setupFiles: ['environment', 'replaceTime'].map((name) => `<rootDir>/test/support/${name}.ts`),
	testMatch: ['<rootDir>/test/**/*.test.ts'],
	testTimeout: 30_000,
	transform: { '\\.ts$': ['@swc/jest', swc] },
};
