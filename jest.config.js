const { availableParallelism } = require('node:os');
require('./test/english.cjs');

const swc = {
	jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
	module: { type: 'commonjs' },
	sourceMaps: 'inline',
};

/** @type {import('jest').Config} */
const shared = {
	cacheDirectory: '<rootDir>/node_modules/.cache/jest',
	transform: { '\\.ts$': ['@swc/jest', swc] },
	testEnvironment: '<rootDir>/test/jest/environment.cjs',
	runtime: '<rootDir>/test/jest/runtime.cjs',
	setupFiles: ['<rootDir>/test/support/environment.ts'],
};

const room = (name) => ({
	...shared,
	displayName: name,
	testMatch: [`<rootDir>/test/${name}/**/*.test.ts`],
});

module.exports = {
	cacheDirectory: shared.cacheDirectory,
	// The tests wait for half of their time. A number, as jest takes 150% for 150 workers.
	maxWorkers: 2 * availableParallelism(),
	testTimeout: 30_000,
	// Milliseconds. To give back all its memory takes a worker longer than the half second after which jest warns of a leak.
	workerGracefulExitTimeout: 10_000,
	testSequencer: require.resolve('./test/jest/sequencer.cjs'),
	projects: ['unit', 'simulator', 'scripts', 'workflow', 'package'].map(room),
};
