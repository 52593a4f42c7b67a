const swc = {
	jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
	module: { type: 'commonjs' },
	sourceMaps: 'inline',
};

/** @type {import('jest').Config} */
const shared = {
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
	// Most tests wait for the simulator, so every core is worth a worker; more of them starve the tests that look at time.
	maxWorkers: '100%',
	testTimeout: 30_000,
	testSequencer: require.resolve('./test/jest/sequencer.cjs'),
	projects: ['unit', 'simulator', 'scripts', 'workflow', 'package'].map(room),
};
