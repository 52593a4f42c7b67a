// The workflow tests against the n8n-core of an installed n8n, which `test/e2e` names in the environment.
const path = require('node:path');
const shared = require('../../jest.config.js');

const folders = JSON.parse(process.env.KEXIANG_CORE ?? '{}');

module.exports = {
	...shared,
	rootDir: path.join(__dirname, '..', '..'),
	testMatch: ['<rootDir>/test/workflow/**/*.test.ts'],
	moduleNameMapper: Object.fromEntries(
		Object.entries(folders).map(([name, folder]) => [`^${name}$`, folder]),
	),
};
