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
		const command = new RegExp(`npm install((?: -\\S+)*) ${PACKAGE}$`, 'm');
		const [, options] = command.exec(readFileSync(README, 'utf8')) ?? [];
		assert.ok(options !== undefined, 'the README has no command to install by hand');
		const given = options.split(' ').filter((option) => option !== '');
		await npm(['install', ...given, bench.ground.tarball], {
			what: 'Installing by hand',
			cwd: nodes,
			logFile: bench.logOf('install-by-hand'),
		});
		const modules = path.join(nodes, 'node_modules');
		const packages = readdirSync(modules).filter((folder) => !folder.startsWith('.'));
		assert.deepEqual(packages, [PACKAGE]);
		const { api } = await bench.startSite(name);
		const loaded = (await api.nodeTypes()).filter((type) => type.startsWith(`${PACKAGE}.`));
		const manifest = readFileSync(path.join(modules, PACKAGE, 'package.json'), 'utf8');
		const own = (JSON.parse(manifest) as { n8n: { nodes: string[] } }).n8n.nodes;
		assert.ok(loaded.length >= own.length, `n8n loaded ${loaded.length} of ${own.length} nodes`);
		return { note: `1 package, ${own.length} nodes loaded` };
	});
}
