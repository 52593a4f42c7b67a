const { createDefaultPreset } = require('ts-jest');

const { transform } = createDefaultPreset({ tsconfig: '<rootDir>/test/tsconfig.json' });

/** @type {import('jest').Config} */
const shared = {
	transform,
	testEnvironment: 'node',
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
	projects: ['unit', 'simulator', 'scripts', 'workflow', 'package'].map(room),
};
