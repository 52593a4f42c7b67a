// `npm run test:faults`: the whole fault matrix, and five times as many invented answers.
const path = require('node:path');
const shared = require('../../../jest.config.js');

process.env.KEXIANG_RUNS ??= '5';

module.exports = {
	...shared,
	rootDir: path.join(__dirname, '..', '..', '..'),
	testMatch: ['roads', 'pollRoads', 'downloadRoads', 'unguardedRoads', 'anyAnswer'].map(
		(name) => `<rootDir>/test/workflow/${name}.test.ts`,
	),
};
