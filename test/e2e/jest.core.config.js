// The tests of the workflow room against the n8n-core of an installed n8n, which `test/e2e` names in the environment.
const { projects, ...shared } = require('../../jest.config.js');
const path = require('node:path');

const rootDir = path.join(__dirname, '..', '..');
const folders = JSON.parse(process.env.KEXIANG_CORE ?? '{}');

module.exports = {
	...shared,
	projects: projects
		.filter(({ displayName }) => displayName === 'workflow')
		.map((project) => ({
			...project,
			rootDir,
			moduleNameMapper: Object.fromEntries(
				Object.entries(folders).map(([name, folder]) => [`^${name}$`, folder]),
			),
		})),
};
