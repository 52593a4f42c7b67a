/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
// The command of the README puts one package into an empty folder, and n8n loads it from there.
import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { npm } from '../../../scripts/npm';
import type { Bench } from '../bench';
import { PACKAGE } from '../workflows';

const README = path.join(__dirname, '..', '..', '..', 'README.md');

export async function install(bench: Bench): Promise<void> {
	await bench.prove('install: by hand, as the README says', {}, async () => {
		const name = 'install';
		const nodes = path.join(bench.folderOf(name), '.n8n', 'nodes');
		mkdirSync(nodes, { recursive: true });
		await npm(['install', ...optionsInReadme(), bench.tarball], {
			what: 'Installing by hand',
			cwd: nodes,
			logFile: bench.logOf('install-by-hand'),
		});
		const installed = readdirSync(path.join(nodes, 'node_modules'));
		const packages = installed.filter((folder) => !folder.startsWith('.'));
		assert.deepEqual(packages, [PACKAGE]);
		const { server, api } = await bench.startSite(name);
		try {
			const types = await api.nodeTypes();
			const loaded = types.filter((type) => type.startsWith(`${PACKAGE}.`));
			const own = readPackage(path.join(nodes, 'node_modules', PACKAGE)).n8n.nodes;
			assert.ok(loaded.length >= own.length, `n8n loaded ${loaded.length} of ${own.length} nodes`);
			return { note: `1 package, ${own.length} nodes loaded` };
		} finally {
			await server.stop();
		}
	});
}

/** Of `npm install <options> n8n-nodes-kexiang`. */
function optionsInReadme(): string[] {
	const [, options] =
		new RegExp(`npm install((?: -\\S+)*) ${PACKAGE}$`, 'm').exec(readFileSync(README, 'utf8')) ??
		[];
	assert.ok(options !== undefined, 'the README has no command to install by hand');
	return options.split(' ').filter((option) => option !== '');
}

const readPackage = (folder: string) =>
	JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as {
		n8n: { nodes: string[] };
	};
